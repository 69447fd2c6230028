//! A chat: a server that passes lines on between its members, and a client to take part.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use common::Endpoint;

/// The longest line without its end, in bytes. Without a limit, a peer that never ends its line fills the memory.
const LONGEST: usize = 1024;

/// The longest name, in characters.
const LONGEST_NAME: usize = 32;

/// How many bytes may wait for a member who does not read, before it is put out.
const MOST_WAITING: usize = 2 << 20;

/// A chat: each line goes to all others
#[derive(Parser)]
enum Command {
    /// Passes each member's lines on to all others
    Serve {
        #[command(flatten)]
        endpoint: Endpoint<6000>,

        /// Number of members that there may be at the same time
        #[arg(long, default_value_t = 64)]
        max_clients: usize,
    },
    /// Takes part: sends each line of stdin, and prints each line that comes
    Join {
        #[command(flatten)]
        endpoint: Endpoint<6000>,

        /// What the others call you
        name: String,
    },
}

fn main() -> ExitCode {
    common::exit(match Command::parse() {
        Command::Serve { endpoint, max_clients } => serve(&endpoint, max_clients),
        Command::Join { endpoint, name } => join(&endpoint, &name),
    })
}

fn serve(endpoint: &Endpoint<6000>, max_clients: usize) -> anyhow::Result<()> {
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    let room = Arc::new(Room { members: Mutex::default(), max_clients });
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("cannot accept a client: {error}");
                continue;
            }
        };
        // Nothing is read here: who says nothing would keep all others waiting at the door.
        let room = Arc::clone(&room);
        thread::spawn(move || {
            if let Err(error) = attend(&room, &stream, peer) {
                eprintln!("{peer}: {error}");
                // It may be gone already.
                let _ = (&stream).write_all(format!("error: {error}\n").as_bytes());
            }
        });
    }
}

/// Who takes part.
struct Room {
    members: Mutex<BTreeMap<String, Arc<Outbox>>>,
    max_clients: usize,
}

/// Attends to one client from its first line to its last. An error is for the client to know.
fn attend(room: &Room, stream: &TcpStream, peer: SocketAddr) -> anyhow::Result<()> {
    // Each line is to leave at once, also when the one before has not been acknowledged.
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let Some(name) = next_line(&mut reader)? else { return Ok(()) };
    check_name(&name)?;

    let outbox = Arc::new(Outbox::new(stream.try_clone()?));
    room.enter(&name, &outbox, peer)?;
    let writer = thread::spawn({
        let outbox = Arc::clone(&outbox);
        move || outbox.send_all()
    });
    let end = pass_on(room, &name, &mut reader);
    room.leave(&name, peer);
    // What was meant for it before that still goes to it.
    outbox.close();
    let _ = writer.join();
    end
}

/// Passes on each line of a member until there are no more.
fn pass_on(room: &Room, name: &str, reader: &mut impl BufRead) -> anyhow::Result<()> {
    loop {
        match next_line(reader) {
            Ok(Some(line)) => room.tell_others(name, &format!("{name}: {line}\n")),
            Ok(None) => return Ok(()),
            // Who has reset the connection has left, and there is nobody to be told of it.
            Err(error) if error.is::<io::Error>() => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

/// The next line without its end; what comes before the end of the stream is one, too. `None`: there are no more.
fn next_line(reader: &mut impl BufRead) -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    // A line end has two bytes at most.
    reader.take(LONGEST as u64 + 2).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    let line = line.strip_suffix(b"\n").map_or(&line[..], |line| line.strip_suffix(b"\r").unwrap_or(line));
    ensure!(line.len() <= LONGEST, "a line has {LONGEST} bytes at most");
    // Only a whole line is decoded: a segment may end in the middle of a character.
    Ok(Some(str::from_utf8(line).context("a line has to be UTF-8")?.to_string()))
}

fn check_name(name: &str) -> anyhow::Result<()> {
    let is_good = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    ensure!(
        (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(is_good),
        "a name has 1 to {LONGEST_NAME} letters, digits, _ or -"
    );
    Ok(())
}

impl Room {
    /// Lets a client in, welcomes it, and tells the others.
    ///
    /// All of it under one lock: between a look at the list and an entry in it, another could take the same name, or say
    /// something that the new one, who is welcome already, would miss.
    fn enter(&self, name: &str, outbox: &Arc<Outbox>, peer: SocketAddr) -> anyhow::Result<()> {
        let mut members = lock(&self.members);
        ensure!(members.len() < self.max_clients, "full");
        ensure!(!members.contains_key(name), "the name {name} is taken");
        let others: Vec<&str> = members.keys().map(String::as_str).collect();
        let others = if others.is_empty() { "nobody yet".to_string() } else { others.join(", ") };
        outbox.put(&format!("* welcome {name}: {others}\n"));
        for other in members.values() {
            other.put(&format!("* {name} joined\n"));
        }
        members.insert(name.to_string(), Arc::clone(outbox));
        println!("joined: {name} {peer}");
        Ok(())
    }

    fn leave(&self, name: &str, peer: SocketAddr) {
        let mut members = lock(&self.members);
        members.remove(name);
        for other in members.values() {
            other.put(&format!("* {name} left\n"));
        }
        println!("left: {name} {peer}");
    }

    fn tell_others(&self, name: &str, line: &str) {
        // Nothing is written to a socket here: a member who does not read would have all others wait for the lock.
        for (_, other) in lock(&self.members).iter().filter(|(other, _)| *other != name) {
            other.put(line);
        }
    }
}

/// What waits to be sent to one member. Whoever has something for it puts it in, and one thread sends it.
struct Outbox {
    stream: TcpStream,
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    lines: Vec<u8>,
    /// Nothing more comes.
    closed: bool,
}

impl Outbox {
    fn new(stream: TcpStream) -> Self {
        Self { stream, waiting: Mutex::default(), changed: Condvar::new() }
    }

    /// Puts in a whole line. It never waits.
    fn put(&self, line: &str) {
        let mut waiting = lock(&self.waiting);
        if waiting.closed {
            return;
        }
        waiting.lines.extend_from_slice(line.as_bytes());
        if waiting.lines.len() > MOST_WAITING {
            // It does not read, and is put out. Its own thread finds the end of the connection, and lets it leave.
            *waiting = Waiting { closed: true, ..Waiting::default() };
            let _ = self.stream.shutdown(Shutdown::Both);
        }
        self.changed.notify_one();
    }

    fn close(&self) {
        lock(&self.waiting).closed = true;
        self.changed.notify_one();
    }

    /// Sends what there is, until nothing more comes.
    fn send_all(&self) {
        let is_over = || {
            let waiting = lock(&self.waiting);
            let is_idle = |waiting: &mut Waiting| waiting.lines.is_empty() && !waiting.closed;
            let mut waiting = self.changed.wait_while(waiting, is_idle).unwrap_or_else(PoisonError::into_inner);
            let lines = std::mem::take(&mut waiting.lines);
            // The lock is free while this waits for the member to read.
            drop(waiting);
            lines.is_empty() || (&self.stream).write_all(&lines).is_err()
        };
        while !is_over() {}
    }
}

/// A lock that a panic of another thread does not spoil.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn join(endpoint: &Endpoint<6000>, name: &str) -> anyhow::Result<()> {
    let stream = TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    stream.set_nodelay(true)?;
    (&stream).write_all(format!("{name}\n").as_bytes()).context("cannot send the name")?;
    let mut reader = BufReader::new(stream.try_clone()?);

    let first = next_of_server(&mut reader)?.context("the server ended before its welcome")?;
    if let Some(why) = first.strip_prefix("error: ") {
        bail!("the server refuses {name}: {why}");
    }
    println!("{first}");

    // Two things at the same time, so two threads: this one waits for the server, the other for the keyboard.
    let has_left = Arc::new(AtomicBool::new(false));
    thread::spawn({
        let has_left = Arc::clone(&has_left);
        move || {
            if let Err(error) = send_lines(&stream, &has_left) {
                eprintln!("cannot send: {error}");
            }
        }
    });
    while let Some(line) = next_of_server(&mut reader)? {
        println!("{line}");
    }
    ensure!(has_left.load(Ordering::SeqCst), "the server ended the conversation");
    Ok(())
}

/// Sends each line of stdin, and at its end that there are no more.
fn send_lines(mut stream: &TcpStream, has_left: &AtomicBool) -> io::Result<()> {
    let mut stdin = io::stdin().lock();
    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line)? > 0 {
        stream.write_all(&line)?;
        line.clear();
    }
    has_left.store(true, Ordering::SeqCst);
    // Only this direction: what is on its way here still comes.
    stream.shutdown(Shutdown::Write)
}

/// The next line from the server, without its end and fit for a terminal.
fn next_of_server(reader: &mut impl BufRead) -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line).context("the connection broke")? == 0 {
        return Ok(None);
    }
    let line = line.strip_suffix(b"\n").map_or(&line[..], |line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut shown = String::new();
    for char in String::from_utf8_lossy(line).chars() {
        if char.is_control() {
            shown.extend(char.escape_default());
        } else {
            shown.push(char);
        }
    }
    Ok(Some(shown))
}
