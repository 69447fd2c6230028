//! The right program that mistakes differ from: a list of members, and for each of them a thread that reads and one that
//! writes.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use common::Endpoint;

/// The longest line without its end, in bytes.
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
        let (stream, peer) = listener.accept()?;
        let room = Arc::clone(&room);
        thread::spawn(move || attend(&room, &stream, peer));
    }
}

/// Who takes part.
struct Room {
    members: Mutex<Vec<Member>>,
    max_clients: usize,
}

struct Member {
    name: String,
    outbox: Arc<Outbox>,
}

/// Attends to one client, and tells it what is wrong.
fn attend(room: &Room, mut stream: &TcpStream, peer: SocketAddr) {
    if let Err(error) = take_part(room, stream, peer) {
        eprintln!("{peer}: {error}");
        let _ = stream.write_all(format!("error: {error}\n").as_bytes());
    }
}

/// A client from its first line to its last.
fn take_part(room: &Room, stream: &TcpStream, peer: SocketAddr) -> anyhow::Result<()> {
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
            Err(error) if error.is::<io::Error>() => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

/// The next line without its end; what comes before the end of the stream is one, too. `None`: there are no more.
fn next_line(reader: &mut impl BufRead) -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    reader.take(LONGEST as u64 + 2).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    let line = line.strip_suffix(b"\n").map_or(&line[..], |line| line.strip_suffix(b"\r").unwrap_or(line));
    ensure!(line.len() <= LONGEST, "a line has {LONGEST} bytes at most");
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
    fn enter(&self, name: &str, outbox: &Arc<Outbox>, peer: SocketAddr) -> anyhow::Result<()> {
        let mut members = lock(&self.members);
        ensure!(members.len() < self.max_clients, "full");
        ensure!(members.iter().all(|member| member.name != name), "the name {name} is taken");
        outbox.put(&format!("* welcome {name}: {}\n", list(&members)));
        for other in members.iter() {
            other.outbox.put(&format!("* {name} joined\n"));
        }
        members.push(Member { name: name.to_string(), outbox: Arc::clone(outbox) });
        println!("joined: {name} {peer}");
        Ok(())
    }

    fn leave(&self, name: &str, peer: SocketAddr) {
        let mut members = lock(&self.members);
        members.retain(|member| member.name != name);
        for other in members.iter() {
            other.outbox.put(&format!("* {name} left\n"));
        }
        println!("left: {name} {peer}");
    }

    fn tell_others(&self, name: &str, line: &str) {
        for other in lock(&self.members).iter().filter(|other| other.name != name) {
            other.outbox.put(line);
        }
    }
}

/// The names of all, as a welcome has them.
fn list(members: &[Member]) -> String {
    let mut names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    names.sort_unstable();
    if names.is_empty() { "nobody yet".to_string() } else { names.join(", ") }
}

/// What waits to be sent to one member.
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
    stream.shutdown(Shutdown::Write)
}

/// The next line from the server, without its end and fit for a terminal.
fn next_of_server(reader: &mut impl BufRead) -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line).context("the connection broke")? == 0 {
        return Ok(None);
    }
    let line = line.strip_suffix(b"\n").map_or(&line[..], |line| line.strip_suffix(b"\r").unwrap_or(line));
    Ok(Some(String::from_utf8_lossy(line).chars().map(shown).collect()))
}

/// A character, fit for a terminal.
fn shown(char: char) -> String {
    if char.is_control() { char.escape_default().to_string() } else { char.to_string() }
}
