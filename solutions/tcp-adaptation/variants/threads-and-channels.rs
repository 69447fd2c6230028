//! Variant: a thread for each client of the server; in the client, a thread that reads lines and sends them through a
//! channel, which has a timeout of its own.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
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
        match stream {
            Ok(stream) => {
                thread::spawn(move || {
                    if let Err(error) = handle(stream) {
                        eprintln!("client: {error:#}");
                    }
                });
            }
            Err(error) => eprintln!("accept: {error}"),
        }
    }
    Ok(())
}

/// Looks for line ends in a buffer that grows; answers all complete lines at once.
fn handle(mut stream: TcpStream) -> anyhow::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut pending = Vec::new();
    loop {
        let available = reader.fill_buf()?;
        let count = available.len();
        pending.extend_from_slice(available);
        reader.consume(count);
        let complete = match pending.iter().rposition(|&byte| byte == b'\n') {
            Some(end) => end + 1,
            None if count == 0 => pending.len(),
            None => 0,
        };
        if complete > 0 {
            let rest = pending.split_off(complete);
            let text = String::from_utf8(pending).context("not UTF-8")?;
            stream.write_all(text.to_uppercase().as_bytes())?;
            pending = rest;
        }
        if pending.len() > 65536 {
            return Err(anyhow!("line too long"));
        }
        if count == 0 {
            return Ok(());
        }
    }
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    let server = stream.peer_addr()?;
    let lines = read_lines(stream.try_clone()?);
    let mut rtts: Vec<f64> = Vec::new();
    for number in 1..=pings.count {
        let start = Instant::now();
        let ended = || format!("the connection ended, {} answers had come", rtts.len());
        stream.write_all(format!("ping {number}\n").as_bytes()).with_context(ended)?;
        let wanted = format!("PING {number}");
        let answered = loop {
            let left = pings.timeout.saturating_sub(start.elapsed());
            match lines.recv_timeout(left) {
                Ok(line) if line == wanted.as_bytes() => break true,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => break false,
                Err(RecvTimeoutError::Disconnected) => return Err(anyhow!(ended())),
            }
        };
        if answered {
            let rtt = start.elapsed().as_secs_f64() * 1e3;
            println!("{wanted} from {server}: rtt={rtt} ms");
            rtts.push(rtt);
        } else {
            println!("ping {number} lost: no reply within {:?} s", pings.timeout.as_secs_f64());
        }
        // The interval counts from one sending to the next.
        if number < pings.count {
            thread::sleep(pings.interval.saturating_sub(start.elapsed()));
        }
    }
    let lost = 100 * (pings.count as usize - rtts.len()) / pings.count as usize;
    println!("{} sent, {} received, {lost}% lost", pings.count, rtts.len());
    if rtts.is_empty() {
        return Err(anyhow!("every ping was lost"));
    }
    let (min, max) = rtts.iter().fold((f64::MAX, 0_f64), |(min, max), &rtt| (min.min(rtt), max.max(rtt)));
    println!("rtt min/avg/max = {min}/{}/{max} ms", rtts.iter().sum::<f64>() / rtts.len() as f64);
    Ok(())
}

/// The channel ends when the connection does.
fn read_lines(stream: TcpStream) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n') {
            let Ok(line) = line else { break };
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}
