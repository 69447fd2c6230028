//! Variant: asynchronous, with tokio: a task for each client that waits for whichever comes first, a line of its own or
//! one for it.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context, bail, ensure};
use clap::Parser;
use common::Endpoint;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Notify, oneshot};

const MOST_WAITING: usize = 2 << 20;

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

#[tokio::main]
async fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Serve { endpoint, max_clients } => serve(&endpoint, max_clients).await,
        Command::Join { endpoint, name } => join(&endpoint, &name).await,
    };
    let failed = result.is_err();
    let code = common::exit(result);
    // The thread that waits for the keyboard is not waited for.
    if failed { std::process::exit(1) } else { code }
}

#[derive(Clone)]
struct Member {
    lines: UnboundedSender<String>,
    waiting: Arc<AtomicUsize>,
    put_out: Arc<Notify>,
}

impl Member {
    fn put(&self, line: String) {
        if self.waiting.fetch_add(line.len(), Ordering::Relaxed) > MOST_WAITING {
            self.put_out.notify_one();
        } else {
            let _ = self.lines.send(line);
        }
    }
}

type Room = Arc<Mutex<BTreeMap<String, Member>>>;

async fn serve(endpoint: &Endpoint<6000>, max_clients: usize) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(endpoint.address()).await.with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    let room = Room::default();
    loop {
        let (stream, peer) = listener.accept().await?;
        tokio::spawn(attend(stream, peer, Arc::clone(&room), max_clients));
    }
}

async fn attend(stream: TcpStream, peer: SocketAddr, room: Room, most: usize) -> anyhow::Result<()> {
    stream.set_nodelay(true)?;
    let (reads, writes) = stream.into_split();
    let mut reads = BufReader::new(reads);
    let (lines, to_write) = unbounded_channel();
    let member = Member { lines, waiting: Arc::default(), put_out: Arc::default() };
    let writer = tokio::spawn(write_lines(writes, to_write, Arc::clone(&member.waiting)));
    let name = match first_line(&mut reads, &member, &room, peer, most).await {
        Ok(name) => name,
        Err(error) => {
            member.put(format!("error: {error}\n"));
            drop(member);
            return Ok(writer.await?);
        }
    };
    let put_out = Arc::clone(&member.put_out);
    let (end, is_put_out) = tokio::select! {
        end = pass_on(&mut reads, &name, &room) => (end, false),
        () = put_out.notified() => (Ok(()), true),
    };
    if let Ok(mut members) = room.lock() {
        members.remove(&name);
        members.values().for_each(|other| other.put(format!("* {name} left\n")));
        println!("left: {name} {peer}");
    }
    if let Err(error) = end {
        member.put(format!("error: {error}\n"));
    }
    drop(member);
    if is_put_out {
        writer.abort();
    } else {
        writer.await?;
    }
    Ok(())
}

async fn first_line(
    reads: &mut BufReader<OwnedReadHalf>,
    member: &Member,
    room: &Room,
    peer: SocketAddr,
    most: usize,
) -> anyhow::Result<String> {
    let name = next_line(reads).await?.context("a client without a name")?;
    let is_good = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    ensure!((1..=32).contains(&name.len()) && name.chars().all(is_good), "this is not a name");
    let Ok(mut members) = room.lock() else { bail!("the room is gone") };
    ensure!(members.len() < most, "full");
    ensure!(!members.contains_key(&name), "this name is taken");
    let others: Vec<&str> = members.keys().map(String::as_str).collect();
    let others = if others.is_empty() { "nobody yet".to_string() } else { others.join(", ") };
    member.put(format!("* welcome {name}: {others}\n"));
    members.values().for_each(|other| other.put(format!("* {name} joined\n")));
    members.insert(name.clone(), member.clone());
    println!("joined: {name} {peer}");
    Ok(name)
}

/// An error is for the client to know; one of its connection is nobody's.
async fn pass_on(reads: &mut BufReader<OwnedReadHalf>, name: &str, room: &Room) -> anyhow::Result<()> {
    loop {
        let line = match next_line(reads).await {
            Ok(Some(line)) => line,
            Err(error) if !error.is::<io::Error>() => return Err(error),
            _ => return Ok(()),
        };
        let Ok(members) = room.lock() else { bail!("the room is gone") };
        for (_, other) in members.iter().filter(|(other, _)| *other != name) {
            other.put(format!("{name}: {line}\n"));
        }
    }
}

async fn next_line(reads: &mut BufReader<OwnedReadHalf>) -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    if reads.take(1026).read_until(b'\n', &mut line).await? == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") {
        line.pop();
        line.pop_if(|byte| *byte == b'\r');
    }
    ensure!(line.len() <= 1024, "this line is too long");
    Ok(Some(String::from_utf8(line).context("this line is not UTF-8")?))
}

async fn write_lines(mut writes: OwnedWriteHalf, mut lines: UnboundedReceiver<String>, waiting: Arc<AtomicUsize>) {
    while let Some(line) = lines.recv().await {
        if writes.write_all(line.as_bytes()).await.is_err() {
            return;
        }
        waiting.fetch_sub(line.len(), Ordering::Relaxed);
    }
}

async fn join(endpoint: &Endpoint<6000>, name: &str) -> anyhow::Result<()> {
    let stream =
        TcpStream::connect(endpoint.address()).await.with_context(|| format!("cannot connect to {endpoint}"))?;
    let (reads, mut writes) = stream.into_split();
    writes.write_all(format!("{name}\n").as_bytes()).await?;
    let mut lines = BufReader::new(reads).split(b'\n');
    let Some(first) = lines.next_segment().await? else { bail!("no welcome came") };
    let first = shown(&first);
    ensure!(!first.starts_with("error: "), "{first}");
    println!("{first}");
    let (typed, mut to_send) = unbounded_channel();
    thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        let mut line = Vec::new();
        while stdin.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            let _ = typed.send(std::mem::take(&mut line));
        }
    });
    let (leave, mut has_left) = oneshot::channel();
    tokio::spawn(async move {
        while let Some(line) = to_send.recv().await {
            writes.write_all(&line).await?;
        }
        let _ = leave.send(());
        writes.shutdown().await
    });
    while let Some(line) = lines.next_segment().await? {
        println!("{}", shown(&line));
    }
    ensure!(has_left.try_recv().is_ok(), "the server has gone");
    Ok(())
}

fn shown(line: &[u8]) -> String {
    let shown = |char: char| if char.is_control() { format!("\\x{:02x}", char as u32) } else { char.to_string() };
    String::from_utf8_lossy(line).chars().map(shown).collect()
}
