//! Variant: one byte at a time until it is a newline, and lines of up to a megabyte. That is slow and right.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
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

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    for stream in listener.incoming() {
        if let Err(error) = stream.and_then(|stream| handle(&stream)) {
            eprintln!("client gone: {error}");
        }
    }
    Ok(())
}

fn handle(mut stream: &TcpStream) -> io::Result<()> {
    let mut line = Vec::new();
    let mut byte = [0];
    while stream.read(&mut byte)? == 1 {
        line.push(byte[0]);
        if byte == [b'\n'] {
            stream.write_all(String::from_utf8_lossy(&line).to_uppercase().as_bytes())?;
            line.clear();
        } else if line.len() == 1 << 20 {
            return Err(io::Error::other("no newline in a megabyte"));
        }
    }
    stream.write_all(String::from_utf8_lossy(&line).to_uppercase().as_bytes())
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    let server = stream.peer_addr()?;
    let mut rtts: Vec<f64> = Vec::new();
    for number in 1..=pings.count {
        if number > 1 {
            thread::sleep(pings.interval);
        }
        let start = Instant::now();
        let came = stream
            .write_all(format!("ping {number}\n").as_bytes())
            .map_err(anyhow::Error::from)
            .and_then(|()| answer_comes(&stream, &format!("PING {number}\n"), start + pings.timeout));
        if came.with_context(|| format!("got {} answers", rtts.len()))? {
            let rtt = start.elapsed().as_secs_f64() * 1000.0;
            println!("PING {number} from {server}: rtt={rtt:.3} ms");
            rtts.push(rtt);
        } else {
            println!("ping {number} lost: no reply within {} s", pings.timeout.as_secs_f64());
        }
    }
    let lost = 100.0 * (1.0 - rtts.len() as f64 / f64::from(pings.count));
    println!("{} sent, {} received, {lost:.0}% lost", pings.count, rtts.len());
    if rtts.is_empty() {
        bail!("no answers");
    }
    rtts.sort_by(f64::total_cmp);
    let average = rtts.iter().sum::<f64>() / rtts.len() as f64;
    println!("rtt min/avg/max = {:.3}/{average:.3}/{:.3} ms", rtts[0], rtts[rtts.len() - 1]);
    Ok(())
}

/// Whether this line comes before the deadline. The others, late answers, are passed over.
fn answer_comes(mut stream: &TcpStream, expected: &str, deadline: Instant) -> anyhow::Result<bool> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line != expected.as_bytes() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(false);
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut byte) {
            Ok(0) => bail!("the server has closed the connection"),
            Ok(_) if line.ends_with(b"\n") => line = byte.to_vec(),
            Ok(_) => line.push(byte[0]),
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(true)
}
