//! Variant: one thread, and an event loop: every socket is asked once for all that it has, and written to as far as it
//! takes it. (`join` has two threads.)

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener as StdListener, TcpStream as StdStream};
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, bail};
use clap::Parser;
use common::Endpoint;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

const LISTENER: Token = Token(0);
const LONGEST: usize = 1024;
const MOST_WAITING: usize = 4 << 20;

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

struct Client {
    stream: TcpStream,
    peer: SocketAddr,
    name: Option<String>,
    came: Vec<u8>,
    waiting: Vec<u8>,
    /// How much of what waits has been written.
    written: usize,
    /// It has nothing more to say, and is gone when nothing waits for it.
    ends: bool,
    /// Nothing more can be done for it.
    is_gone: bool,
}

struct Room {
    clients: BTreeMap<usize, Client>,
    most: usize,
}

fn serve(endpoint: &Endpoint<6000>, most: usize) -> anyhow::Result<()> {
    let listener = StdListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    listener.set_nonblocking(true)?;
    common::announce(listener.local_addr()?)?;
    let mut listener = TcpListener::from_std(listener);
    let (mut poll, mut events) = (Poll::new()?, Events::with_capacity(256));
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut room = Room { clients: BTreeMap::new(), most };
    let mut next = 1;
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            polled => polled?,
        }
        for event in &events {
            if event.token() != LISTENER {
                room.read(event.token().0);
                room.write(event.token().0);
                continue;
            }
            while let Ok((mut stream, peer)) = listener.accept() {
                let _ = stream.set_nodelay(true);
                poll.registry().register(&mut stream, Token(next), Interest::READABLE | Interest::WRITABLE)?;
                room.clients.insert(next, Client::new(stream, peer));
                next += 1;
            }
        }
        room.see_off();
    }
}

impl Client {
    fn new(stream: TcpStream, peer: SocketAddr) -> Self {
        let (came, waiting) = (Vec::new(), Vec::new());
        Self { stream, peer, name: None, came, waiting, written: 0, ends: false, is_gone: false }
    }

    fn put(&mut self, line: &[u8]) {
        self.waiting.extend_from_slice(line);
        self.write();
        self.is_gone |= self.waiting.len() - self.written > MOST_WAITING;
    }

    fn write(&mut self) {
        while self.written < self.waiting.len() && !self.is_gone {
            match self.stream.write(&self.waiting[self.written..]) {
                Ok(count) => self.written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => self.is_gone = true,
            }
        }
        if self.written > self.waiting.len() / 2 {
            self.waiting.drain(..self.written);
            self.written = 0;
        }
    }
}

impl Room {
    fn write(&mut self, number: usize) {
        if let Some(client) = self.clients.get_mut(&number) {
            client.write();
        }
    }

    fn read(&mut self, number: usize) {
        let mut buffer = [0; 8192];
        loop {
            let Some(client) = self.clients.get_mut(&number).filter(|client| !client.ends) else { return };
            match client.stream.read(&mut buffer) {
                Ok(0) => {
                    client.ends = true;
                    let last = std::mem::take(&mut client.came);
                    if !last.is_empty() {
                        self.take(number, &last);
                    }
                }
                Ok(count) => {
                    client.came.extend_from_slice(&buffer[..count]);
                    self.take_lines(number);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => (client.ends, client.is_gone) = (true, true),
            }
        }
    }

    fn take_lines(&mut self, number: usize) {
        while let Some(client) = self.clients.get_mut(&number).filter(|client| !client.ends) {
            let Some(end) = client.came.iter().position(|byte| *byte == b'\n') else {
                if client.came.len() > LONGEST + 1 {
                    self.refuse(number, "too long");
                }
                return;
            };
            let line: Vec<u8> = client.came.drain(..=end).collect();
            let line = &line[..end];
            self.take(number, line.strip_suffix(b"\r").unwrap_or(line));
        }
    }

    fn take(&mut self, number: usize, line: &[u8]) {
        let Ok(text) = str::from_utf8(line) else { return self.refuse(number, "not UTF-8") };
        if text.len() > LONGEST {
            return self.refuse(number, "too long");
        }
        match &self.clients[&number].name {
            Some(name) => {
                let line = format!("{name}: {text}\n");
                self.tell(number, line.as_bytes());
            }
            None => self.enter(number, text),
        }
    }

    fn enter(&mut self, number: usize, name: &str) {
        let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        let members = self.clients.values().filter(|client| !client.is_gone);
        let mut others: Vec<String> = members.filter_map(|client| client.name.clone()).collect();
        if name.is_empty() || name.len() > 32 || !name.bytes().all(is_good) {
            return self.refuse(number, "no name");
        }
        if others.len() >= self.most {
            return self.refuse(number, "full");
        }
        if others.iter().any(|other| other == name) {
            return self.refuse(number, "taken");
        }
        others.sort();
        let others = if others.is_empty() { "nobody yet".to_string() } else { others.join(", ") };
        self.tell(number, format!("* {name} joined\n").as_bytes());
        if let Some(client) = self.clients.get_mut(&number) {
            println!("joined: {name} {}", client.peer);
            client.name = Some(name.to_string());
            client.put(format!("* welcome {name}: {others}\n").as_bytes());
        }
    }

    fn refuse(&mut self, number: usize, why: &str) {
        if let Some(client) = self.clients.get_mut(&number) {
            client.put(format!("error: {why}\n").as_bytes());
            client.ends = true;
        }
    }

    fn tell(&mut self, but: usize, line: &[u8]) {
        for (number, client) in &mut self.clients {
            if *number != but && client.name.is_some() && !client.is_gone {
                client.put(line);
            }
        }
    }

    /// Tells of those who have left, and closes those for whom nothing waits.
    fn see_off(&mut self) {
        loop {
            let leaves = |client: &Client| client.name.is_some() && (client.ends || client.is_gone);
            let Some((number, client)) = self.clients.iter_mut().find(|(_, client)| leaves(client)) else { break };
            let (number, name) = (*number, client.name.take().unwrap_or_default());
            println!("left: {name} {}", client.peer);
            self.tell(number, format!("* {name} left\n").as_bytes());
        }
        self.clients.retain(|_, client| !(client.is_gone || client.ends && client.waiting.is_empty()));
    }
}

fn join(endpoint: &Endpoint<6000>, name: &str) -> anyhow::Result<()> {
    static HAS_LEFT: Mutex<bool> = Mutex::new(false);
    let stream = StdStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    let mut writes = stream.try_clone()?;
    writeln!(writes, "{name}")?;
    thread::spawn(move || {
        let copied = io::copy(&mut io::stdin(), &mut writes);
        if let (Ok(_), Ok(mut has_left)) = (copied, HAS_LEFT.lock()) {
            *has_left = true;
            let _ = writes.shutdown(Shutdown::Write);
        }
    });
    let mut is_welcome = false;
    for line in BufReader::new(stream).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        if !is_welcome && line.starts_with("error: ") {
            bail!("{name}: {line}");
        }
        is_welcome = true;
        println!("{}", line.chars().map(shown).collect::<String>());
    }
    if !is_welcome || !HAS_LEFT.lock().is_ok_and(|left| *left) {
        bail!("the server has gone");
    }
    Ok(())
}

fn shown(char: char) -> String {
    if char.is_control() { format!("\\{:o}", char as u32) } else { char.to_string() }
}
