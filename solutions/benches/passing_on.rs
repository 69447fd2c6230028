//! How fast the relay and the chat pass on what comes, beside the programs that people use for it: `cargo bench -p solutions`.
//!
//! The relay stands beside `socat` and beside no relay at all, the chat beside `ncat --broker`; one that is not installed is
//! said to be missing. Each is measured in turn with the others, several times, and the middle figure counts. Compare
//! figures of one run, since machines differ.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

/// How often each is measured.
const ROUNDS: usize = 5;

/// What goes through the relay, in bytes, and how much of it in one write.
const STREAM: usize = 256 << 20;
const PIECE: usize = 64 << 10;

/// How many round trips are timed.
const TRIPS: u32 = 5_000;

/// Members of the chat, and lines that one of them says.
const MEMBERS: usize = 64;
const LINES: usize = 2_000;

/// Cargo builds them for this.
const RELAY: &str = env!("CARGO_BIN_EXE_relay-solution");
const CHAT: &str = env!("CARGO_BIN_EXE_chat-solution");

fn main() -> Result<()> {
    relay()?;
    chat()
}

fn relay() -> Result<()> {
    let target = TcpListener::bind("127.0.0.1:0")?;
    let address = target.local_addr()?;
    let relay = Started::new(Command::new(RELAY).args(["--forward", &format!("127.0.0.1:0={address}")]))?;
    let socat = Started::new(Command::new("socat").args([
        "-d",
        "-d",
        "TCP-LISTEN:0,bind=127.0.0.1,fork,nodelay",
        &format!("TCP:{address},nodelay"),
    ]));
    let mut ways = vec![("no relay", address), ("relay", relay.address)];
    match &socat {
        Ok(socat) => ways.push(("socat", socat.address)),
        Err(error) => println!("not measured: {error:#}"),
    }
    let mut rates = vec![Vec::new(); ways.len()];
    let mut trips = vec![Vec::new(); ways.len()];
    for _ in 0..ROUNDS {
        for (way, (_, address)) in ways.iter().enumerate() {
            rates[way].push(STREAM as f64 / stream_through(*address, &target)?.as_secs_f64());
            trips[way].push(round_trips(*address, &target)?.as_secs_f64() / f64::from(TRIPS));
        }
    }
    println!("{:10} {:>10} {:>14}", "", "MiB/s", "round trip, us");
    for (((name, _), rates), trips) in ways.iter().zip(&mut rates).zip(&mut trips) {
        println!("{name:10} {:10.0} {:14.1}", middle(rates) / f64::from(1 << 20), middle(trips) * 1e6);
    }
    Ok(())
}

/// How long it takes until all of a stream is at the other end.
fn stream_through(address: SocketAddr, target: &TcpListener) -> Result<Duration> {
    let began = Instant::now();
    let mut client = TcpStream::connect(address)?;
    let sender = thread::spawn(move || {
        let piece = vec![b'x'; PIECE];
        for _ in 0..STREAM / PIECE {
            client.write_all(&piece)?;
        }
        client.shutdown(Shutdown::Write)?;
        // It ends when the other side has ended, too.
        client.read(&mut [0]).map(drop)
    });
    let (mut served, _) = target.accept()?;
    let mut buffer = vec![0; PIECE];
    let mut came = 0;
    loop {
        match served.read(&mut buffer)? {
            0 => break,
            count => came += count,
        }
    }
    let took = began.elapsed();
    ensure!(came == STREAM, "of {STREAM} bytes {came} came");
    drop(served);
    sender.join().expect("the sender does not panic")?;
    Ok(took)
}

/// How long it takes to send one byte there and back, one after the other.
fn round_trips(address: SocketAddr, target: &TcpListener) -> Result<Duration> {
    let mut client = TcpStream::connect(address)?;
    let (mut served, _) = target.accept()?;
    client.set_nodelay(true)?;
    served.set_nodelay(true)?;
    let echo = thread::spawn(move || {
        let mut byte = [0];
        while served.read(&mut byte)? > 0 {
            served.write_all(&byte)?;
        }
        Ok::<_, std::io::Error>(())
    });
    let began = Instant::now();
    for _ in 0..TRIPS {
        client.write_all(b"x")?;
        client.read_exact(&mut [0])?;
    }
    let took = began.elapsed();
    drop(client);
    echo.join().expect("the echo does not panic")?;
    Ok(took)
}

fn chat() -> Result<()> {
    let mut ways = vec![("chat", Vec::new())];
    match Command::new("ncat").arg("--version").output() {
        Ok(_) => ways.push(("ncat", Vec::new())),
        Err(error) => println!("not measured: cannot start ncat: {error}"),
    }
    for _ in 0..ROUNDS {
        for (name, rates) in &mut ways {
            let server = match *name {
                "chat" => Started::new(Command::new(CHAT).args(["serve", "--port", "0"]))?,
                _ => {
                    // It does not say which port it got: this one has just been free.
                    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string();
                    Started::new(Command::new("ncat").args(["-v", "--broker", "--listen", "127.0.0.1", &port]))?
                }
            };
            rates.push(LINES as f64 / speech(server.address, *name == "chat")?.as_secs_f64());
        }
    }
    println!("{:10} {:>10} lines/s, each to {} members", "", "", MEMBERS - 1);
    for (name, rates) in &mut ways {
        println!("{name:10} {:10.0}", middle(rates));
    }
    Ok(())
}

/// How long it takes until all have heard what one of them says.
fn speech(address: SocketAddr, has_names: bool) -> Result<Duration> {
    let mut members = Vec::new();
    for number in 0..MEMBERS {
        let mut member = BufReader::new(TcpStream::connect(address)?);
        if has_names {
            writeln!(member.get_mut(), "m{number}")?;
            member.read_line(&mut String::new())?;
        }
        members.push(member);
    }
    let mut speaker = members.remove(0);
    let began = Instant::now();
    let hearing: Vec<_> = members
        .into_iter()
        .map(|mut member| {
            thread::spawn(move || {
                let mut line = String::new();
                while !line.ends_with(&format!("{:04}\n", LINES - 1)) {
                    line.clear();
                    ensure!(member.read_line(&mut line)? > 0, "the server ended the conversation");
                }
                Ok(())
            })
        })
        .collect();
    for number in 0..LINES {
        writeln!(speaker.get_mut(), "a line of some length, number {number:04}")?;
    }
    for member in hearing {
        member.join().expect("a member does not panic")?;
    }
    Ok(began.elapsed())
}

/// The middle one of these figures.
fn middle(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A server that runs, until this is dropped.
struct Started {
    child: Child,
    address: SocketAddr,
}

impl Started {
    /// Starts it, and waits until it says on stdout or on stderr where it listens.
    fn new(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let (says, hears) = std::io::pipe()?;
        let child = command
            .stdin(Stdio::null())
            .stdout(hears.try_clone()?)
            .stderr(hears)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        // The command itself keeps the pipe open otherwise, and nobody would see its end.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut says = BufReader::new(says);
        let mut started = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let mut line = String::new();
        while started.address.port() == 0 {
            line.clear();
            ensure!(says.read_line(&mut line)? > 0, "{name} does not say where it listens");
            if line.to_lowercase().contains("listening on") {
                let mut words = line.split_whitespace().map(|word| word.trim_end_matches(','));
                started.address = words.find_map(|word| word.parse().ok()).unwrap_or(started.address);
            }
        }
        // It is never to wait for somebody to read what it says.
        thread::spawn(move || std::io::copy(&mut says, &mut std::io::sink()));
        Ok(started)
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
