//! The right program that mistakes differ from: it serves one client after the other, and looks for lines in what it read.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Parser;
use common::Endpoint;

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

/// Listens, and says so.
fn listen(endpoint: &Endpoint<12000>) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    Ok(listener)
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener = listen(endpoint)?;
    loop {
        let (stream, peer) = listener.accept()?;
        if let Err(error) = answer_lines(stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

fn answer_lines(mut stream: TcpStream) -> anyhow::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = String::new();
        match reader.by_ref().take(65_536).read_line(&mut line)? {
            0 => return Ok(()),
            65_536 if !line.ends_with('\n') => bail!("a line is too long"),
            _ => stream.write_all(line.to_uppercase().as_bytes())?,
        }
    }
}

/// Connects to the server.
fn connect(endpoint: &Endpoint<12000>) -> anyhow::Result<TcpStream> {
    TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let mut stream = connect(endpoint)?;
    let server = stream.peer_addr()?;
    let mut times = Vec::new();
    let mut received = Vec::new();
    for number in 1..=pings.count {
        if number > 1 {
            thread::sleep(pings.interval);
        }
        let time = exchange(&mut stream, &mut received, number, pings.timeout)
            .with_context(|| format!("{} answers came", times.len()))?;
        print_result(server, number, time, pings);
        times.extend(time);
    }
    print_summary(pings.count, &times)
}

fn exchange(
    stream: &mut TcpStream,
    received: &mut Vec<u8>,
    number: u32,
    timeout: Duration,
) -> anyhow::Result<Option<Duration>> {
    let sent = Instant::now();
    stream.write_all(format!("ping {number}\n").as_bytes())?;
    while let Some(line) = next_line(stream, received, sent + timeout)? {
        if line == format!("PING {number}") {
            return Ok(Some(sent.elapsed()));
        }
    }
    Ok(None)
}

/// The next line without its end, or `None` where it has not come by the deadline.
fn next_line(stream: &mut TcpStream, received: &mut Vec<u8>, deadline: Instant) -> anyhow::Result<Option<String>> {
    loop {
        if let Some(end) = received.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = received.drain(..=end).collect();
            return Ok(Some(String::from_utf8_lossy(&line[..end]).into_owned()));
        }
        match read(stream, deadline)? {
            None => return Ok(None),
            Some(bytes) if bytes.is_empty() => bail!("the server closed the connection"),
            Some(bytes) => received.extend(bytes),
        }
    }
}

/// What one read brings, or `None` where nothing has come by the deadline.
fn read(stream: &mut TcpStream, deadline: Instant) -> anyhow::Result<Option<Vec<u8>>> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Ok(None);
    }
    stream.set_read_timeout(Some(left))?;
    let mut buffer = [0; 2048];
    match stream.read(&mut buffer) {
        Ok(count) => Ok(Some(buffer[..count].to_vec())),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Prints what came of one ping.
fn print_result(server: SocketAddr, number: u32, time: Option<Duration>, pings: &Pings) {
    match time {
        Some(time) => println!("PING {number} from {server}: rtt={} ms", time.as_secs_f64() * 1000.0),
        None => println!("ping {number} lost: no reply within {} s", pings.timeout.as_secs_f64()),
    }
}

/// Prints what came of all pings.
fn print_summary(sent: u32, times: &[Duration]) -> anyhow::Result<()> {
    let received = times.len() as u32;
    println!("{sent} sent, {received} received, {}% lost", 100 * (sent - received) / sent);
    let (Some(least), Some(greatest)) = (times.iter().min(), times.iter().max()) else { bail!("no answer came") };
    let mean = times.iter().sum::<Duration>() / received;
    let [least, mean, greatest] = [*least, mean, *greatest].map(|time| time.as_secs_f64() * 1000.0);
    println!("rtt min/avg/max = {least:.3}/{mean:.3}/{greatest:.3} ms");
    Ok(())
}
