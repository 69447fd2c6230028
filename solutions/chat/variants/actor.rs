//! Variant: nothing is shared: one thread has the room, and hears from all others through a channel; each member has a
//! thread that reads and one that writes.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SendError, Sender, channel};
use std::thread;

use anyhow::{Context, bail};
use clap::Parser;
use common::Endpoint;

/// How many bytes may wait for a member who does not read.
const MOST_WAITING: usize = 3 << 20;

#[derive(Parser)]
enum Command {
    Serve {
        #[command(flatten)]
        endpoint: Endpoint<6000>,
        #[arg(long, default_value_t = 64)]
        max_clients: usize,
    },
    Join {
        #[command(flatten)]
        endpoint: Endpoint<6000>,
        name: String,
    },
}

fn main() -> ExitCode {
    common::exit(match Command::parse() {
        Command::Serve { endpoint, max_clients } => serve(&endpoint, max_clients),
        Command::Join { endpoint, name } => join(&endpoint, &name),
    })
}

/// What the thread that has the room hears.
enum News {
    Connected(u64, TcpStream, SocketAddr),
    Line(u64, String),
    Wrong(u64, &'static str),
    Left(u64),
}

struct Client {
    name: Option<String>,
    peer: SocketAddr,
    stream: TcpStream,
    lines: Sender<Arc<str>>,
    waiting: Arc<AtomicUsize>,
}

fn serve(endpoint: &Endpoint<6000>, max_clients: usize) -> anyhow::Result<()> {
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    let (news, heard) = channel();
    thread::spawn(move || keep_the_room(&heard, max_clients));
    for number in 0.. {
        let (stream, peer) = listener.accept()?;
        let reads = BufReader::new(stream.try_clone()?);
        news.send(News::Connected(number, stream, peer))?;
        let news = news.clone();
        thread::spawn(move || read_lines(number, reads, &news));
    }
    Ok(())
}

fn read_lines(number: u64, mut reads: BufReader<TcpStream>, news: &Sender<News>) -> Result<(), SendError<News>> {
    loop {
        let mut line = Vec::new();
        match reads.by_ref().take(1026).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return news.send(News::Left(number)),
            Ok(_) => {}
        }
        let text = line.strip_suffix(b"\n").map_or(&line[..], |line| line.strip_suffix(b"\r").unwrap_or(line));
        match str::from_utf8(text) {
            Ok(text) if text.len() <= 1024 => news.send(News::Line(number, text.to_string()))?,
            _ => return news.send(News::Wrong(number, "this is no line")),
        }
    }
}

fn keep_the_room(heard: &Receiver<News>, max_clients: usize) {
    let mut clients: HashMap<u64, Client> = HashMap::new();
    for news in heard {
        match news {
            News::Connected(number, stream, peer) => {
                let (lines, to_write) = channel::<Arc<str>>();
                let waiting = Arc::new(AtomicUsize::new(0));
                if let Ok(writes) = stream.try_clone() {
                    let _ = writes.set_nodelay(true);
                    let waits = Arc::clone(&waiting);
                    thread::spawn(move || write_lines(&writes, &to_write, &waits));
                    clients.insert(number, Client { name: None, peer, stream, lines, waiting });
                }
            }
            News::Line(number, line) => match clients.get(&number).map(|client| client.name.clone()) {
                Some(Some(name)) => tell(&clients, number, &format!("{name}: {line}\n")),
                Some(None) => {
                    if let Err(why) = enter(&mut clients, number, line, max_clients) {
                        leave(&mut clients, number, Some(why));
                    }
                }
                None => {}
            },
            News::Wrong(number, why) => leave(&mut clients, number, Some(why)),
            News::Left(number) => leave(&mut clients, number, None),
        }
    }
}

fn write_lines(mut writes: &TcpStream, lines: &Receiver<Arc<str>>, waiting: &AtomicUsize) {
    for line in lines {
        if writes.write_all(line.as_bytes()).is_err() {
            break;
        }
        waiting.fetch_sub(line.len(), Ordering::Relaxed);
    }
    let _ = writes.shutdown(Shutdown::Both);
}

fn put(client: &Client, line: &Arc<str>) {
    if client.waiting.fetch_add(line.len(), Ordering::Relaxed) > MOST_WAITING {
        let _ = client.stream.shutdown(Shutdown::Both);
    } else {
        let _ = client.lines.send(Arc::clone(line));
    }
}

fn tell(clients: &HashMap<u64, Client>, but: u64, line: &str) {
    let line: Arc<str> = line.into();
    for (number, client) in clients {
        if *number != but && client.name.is_some() {
            put(client, &line);
        }
    }
}

fn enter(clients: &mut HashMap<u64, Client>, number: u64, name: String, most: usize) -> Result<(), &'static str> {
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if name.is_empty() || name.len() > 32 || !name.bytes().all(is_good) {
        return Err("no name");
    }
    let mut others: Vec<&str> = clients.values().filter_map(|client| client.name.as_deref()).collect();
    if others.len() >= most {
        return Err("full");
    }
    if others.contains(&name.as_str()) {
        return Err("taken");
    }
    others.sort_unstable_by_key(|other| other.to_lowercase());
    let others = if others.is_empty() { "nobody yet".to_string() } else { others.join(", ") };
    let welcome = format!("* welcome {name}: {others}\n");
    tell(clients, number, &format!("* {name} joined\n"));
    let client = clients.get_mut(&number).ok_or("gone")?;
    println!("joined: {name} {}", client.peer);
    client.name = Some(name);
    put(client, &welcome.into());
    Ok(())
}

fn leave(clients: &mut HashMap<u64, Client>, number: u64, why: Option<&str>) {
    let Some(client) = clients.remove(&number) else { return };
    if let Some(why) = why {
        put(&client, &format!("error: {why}\n").into());
    }
    if let Some(name) = client.name {
        println!("left: {name} {}", client.peer);
        tell(clients, number, &format!("* {name} left\n"));
    }
}

fn join(endpoint: &Endpoint<6000>, name: &str) -> anyhow::Result<()> {
    let stream = TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    let (tell, heard) = channel();
    let (typed, mut writes) = (tell.clone(), stream.try_clone()?);
    writes.write_all(format!("{name}\n").as_bytes())?;
    thread::spawn(move || {
        for line in io::stdin().lock().split(b'\n').map_while(Result::ok) {
            let _ = typed.send(Some(Ok(line)));
        }
        typed.send(None)
    });
    let reads = thread::spawn(move || {
        let end: io::Result<()> = BufReader::new(stream).split(b'\n').try_for_each(|line| {
            let _ = tell.send(Some(Err(line?)));
            Ok(())
        });
        let _ = tell.send(Some(Ok(b"\n".to_vec())));
        end
    });
    let (mut is_welcome, mut has_left) = (false, false);
    for what in heard {
        match what {
            None => {
                has_left = true;
                writes.shutdown(Shutdown::Write)?;
            }
            // No line that is typed has a newline in it.
            Some(Ok(line)) if line == b"\n" => break,
            Some(Ok(mut line)) => {
                line.push(b'\n');
                writes.write_all(&line)?;
            }
            Some(Err(line)) => {
                let line = String::from_utf8_lossy(&line).into_owned();
                if !is_welcome && line.starts_with("error: ") {
                    bail!("{name} cannot join: {}", line.escape_debug());
                }
                is_welcome = true;
                println!("{}", line.chars().map(shown).collect::<String>());
            }
        }
    }
    if let Ok(end) = reads.join() {
        end.context("the connection broke")?;
    }
    if !is_welcome || !has_left {
        bail!("the server has gone");
    }
    Ok(())
}

fn shown(char: char) -> String {
    if char.is_control() { char.escape_unicode().to_string() } else { char.to_string() }
}
