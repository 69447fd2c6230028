//! Variant: `BufReader` and `read_line` at both ends, the client's with a read timeout and a text that outlives it.

use std::io::{self, BufRead, BufReader, Read, Write};
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

fn handle(stream: &TcpStream) -> io::Result<()> {
    // The limit is set anew for each line.
    let mut reader = BufReader::new(stream).take(0);
    let mut line = String::new();
    loop {
        line.clear();
        reader.set_limit(100_000);
        // What is not UTF-8 is an error, and ends the connection.
        match reader.read_line(&mut line)? {
            0 => return Ok(()),
            100_000 => return Err(io::Error::other("line too long")),
            _ => {
                println!("{}: {:?}", stream.peer_addr()?, line.trim_end());
                let answer = line.trim_end().to_uppercase() + "\n";
                (&*stream).write_all(answer.as_bytes())?;
            }
        }
    }
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let stream = TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    let server = stream.peer_addr()?;
    let mut reader = BufReader::new(&stream);
    let mut line = Vec::new();
    let mut rtts: Vec<f64> = Vec::new();
    'pings: for number in 1..=pings.count {
        if number > 1 {
            thread::sleep(pings.interval);
        }
        let start = Instant::now();
        writeln!(&mut &stream, "ping {number}").with_context(|| format!("got {} answers", rtts.len()))?;
        while start.elapsed() < pings.timeout {
            // Short reads: the deadline is looked at between them.
            stream.set_read_timeout(Some(Duration::from_millis(5)))?;
            match reader.read_until(b'\n', &mut line) {
                Ok(_) if line.ends_with(b"\n") => {
                    let own = String::from_utf8_lossy(&line).trim_end() == format!("PING {number}");
                    line.clear();
                    if own {
                        let rtt = start.elapsed().as_secs_f64() * 1000.0;
                        println!("PING {number} from {server}: rtt={rtt:.3} ms");
                        rtts.push(rtt);
                        continue 'pings;
                    }
                }
                Ok(_) => bail!("got {} answers before the server closed", rtts.len()),
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
                Err(error) => return Err(error).with_context(|| format!("got {} answers", rtts.len())),
            }
        }
        println!("ping {number} lost: no reply within {} s", pings.timeout.as_secs_f64());
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
