//! The ping application over TCP: a server that answers in upper case, and a client that measures how long it takes.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use common::Endpoint;

/// The longest line, its end included, in bytes. Without a limit, a peer that never ends its line fills the memory.
const LONGEST: usize = 64 * 1024;

/// The ping application over TCP
#[derive(Parser)]
enum Command {
    /// Answers each line with its text in upper case
    Server {
        #[command(flatten)]
        endpoint: Endpoint<12000>,
    },
    /// Sends pings and prints how long their answers take
    Client {
        #[command(flatten)]
        endpoint: Endpoint<12000>,

        #[command(flatten)]
        pings: Pings,
    },
}

#[derive(clap::Args)]
struct Pings {
    /// Number of pings
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,

    /// Seconds to wait for each answer
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    timeout: Duration,

    /// Seconds to pause between two pings
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    interval: Duration,
}

fn main() -> ExitCode {
    common::exit(match Command::parse() {
        Command::Server { endpoint } => serve(&endpoint),
        Command::Client { endpoint, pings } => ping(&endpoint, &pings),
    })
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    loop {
        // Whatever goes wrong with one client is no reason to stop serving the others.
        match listener.accept() {
            Ok((stream, peer)) => {
                if let Err(error) = answer_lines(&stream, &peer.to_string()) {
                    eprintln!("{peer}: {error}");
                }
            }
            Err(error) => eprintln!("cannot accept a client: {error}"),
        }
    }
}

/// Answers each line until the client has nothing more to send.
fn answer_lines(stream: &TcpStream, peer: &str) -> anyhow::Result<()> {
    // Of several answers in a row the system would send the first, and the others only when that one has been
    // acknowledged (Nagle's algorithm). Each is to leave at once.
    stream.set_nodelay(true)?;
    // UDP kept messages apart. TCP does not: a segment may bring a part of a line, or several. The reader puts them
    // together, and keeps what came after the end of a line for the next. So there is one reader for the connection.
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    loop {
        let mut line = Vec::new();
        reader.by_ref().take(LONGEST as u64).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(());
        }
        let message = match line.strip_suffix(b"\n") {
            Some(message) => message,
            None if line.len() == LONGEST => bail!("a line is longer than {LONGEST} bytes"),
            // The client has half-closed: what it sent last is a message, too.
            None => &line,
        };
        // Only a whole line is decoded: a segment may end in the middle of a character.
        let Ok(message) = str::from_utf8(message) else {
            eprintln!("{peer}: a line that is not UTF-8 is not answered");
            continue;
        };
        println!("{peer}: {message:?}");
        writer.write_all(format!("{}\n", message.to_uppercase()).as_bytes())?;
    }
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let stream = TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    // Each ping is to leave at once, also when the server has not acknowledged the one before.
    stream.set_nodelay(true)?;
    let server = stream.peer_addr()?;
    let mut answers = Answers { stream: &stream, received: Vec::new() };
    let mut times = Vec::new();

    for number in 1..=pings.count {
        if number > 1 {
            thread::sleep(pings.interval);
        }
        let answer = exchange(&mut answers, number, pings.timeout)
            .with_context(|| format!("the exchange ended after {} of {} answers", times.len(), pings.count))?;
        match answer {
            Some(time) => {
                println!("PING {number} from {server}: rtt={:.3} ms", milliseconds(time));
                times.push(time);
            }
            None => println!("ping {number} lost: no reply within {} s", pings.timeout.as_secs_f64()),
        }
    }

    let (sent, received) = (pings.count, times.len() as u32);
    let lost = 100.0 * f64::from(sent - received) / f64::from(sent);
    println!("{sent} sent, {received} received, {lost:.0}% lost");
    let (Some(least), Some(greatest)) = (times.iter().min(), times.iter().max()) else {
        bail!("no answer came");
    };
    let mean = times.iter().sum::<Duration>() / received;
    let [least, mean, greatest] = [*least, mean, *greatest].map(milliseconds);
    println!("rtt min/avg/max = {least:.3}/{mean:.3}/{greatest:.3} ms");
    Ok(())
}

/// Sends one ping, and returns the time until its answer, or `None` where that did not come within the timeout.
fn exchange(answers: &mut Answers, number: u32, timeout: Duration) -> anyhow::Result<Option<Duration>> {
    let sent = Instant::now();
    answers.stream.write_all(format!("ping {number}\n").as_bytes())?;
    let expected = format!("PING {number}");
    // TCP loses nothing: what was too late for the last ping comes now, ahead of the answer to this one.
    while let Some(line) = answers.next(sent + timeout)? {
        if line == expected.as_bytes() {
            return Ok(Some(sent.elapsed()));
        }
    }
    Ok(None)
}

/// The lines that the server sends.
struct Answers<'a> {
    stream: &'a TcpStream,
    /// What came and is not a whole line yet. It outlives a timeout, which may strike in the middle of a line.
    received: Vec<u8>,
}

impl Answers<'_> {
    /// The next line without its end, or `None` where it has not come by the deadline.
    fn next(&mut self, deadline: Instant) -> anyhow::Result<Option<Vec<u8>>> {
        let mut buffer = [0; 4096];
        loop {
            if let Some(end) = self.received.iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.received.drain(..=end).collect();
                line.pop();
                return Ok(Some(line));
            }
            ensure!(self.received.len() < LONGEST, "the server sent a line of more than {LONGEST} bytes");
            // The timeout of a socket is for one read; the deadline is for the whole line.
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            self.stream.set_read_timeout(Some(left))?;
            match self.stream.read(&mut buffer) {
                // Not an empty answer: the server will send nothing more.
                Ok(0) => bail!("the server closed the connection"),
                Ok(count) => self.received.extend_from_slice(&buffer[..count]),
                // The timeout has struck; its name depends on the system.
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
