//! Variant: the bare socket calls one by one, as in the notes, with a buffer of its own for half lines.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Parser;
use common::Endpoint;
use socket2::{Domain, Socket, Type};

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

fn resolve(endpoint: &Endpoint<12000>) -> anyhow::Result<SocketAddr> {
    endpoint.address().to_socket_addrs()?.next().context("no address")
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let address = resolve(endpoint)?;
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into()).with_context(|| format!("bind {address}"))?;
    socket.listen(5).with_context(|| format!("listen {address}"))?;
    common::announce(socket.local_addr()?.as_socket().context("no internet address")?)?;
    loop {
        let (mut connection, peer) = socket.accept()?;
        let peer = peer.as_socket().context("no internet address")?;
        let mut line = Vec::new();
        let mut buffer = [0; 700];
        'client: loop {
            let count = match connection.read(&mut buffer) {
                Ok(count) => count,
                Err(error) => {
                    eprintln!("{peer}: {error}");
                    break;
                }
            };
            let piece = if count == 0 && !line.is_empty() { b"\n".as_slice() } else { &buffer[..count] };
            for &byte in piece {
                line.push(byte);
                if byte != b'\n' {
                    if line.len() >= 65536 {
                        eprintln!("{peer}: the line is too long");
                        break 'client;
                    }
                    continue;
                }
                match std::str::from_utf8(&line) {
                    Ok(text) => {
                        println!("{peer}: {:?}", text.trim_end());
                        if connection.write_all(text.to_uppercase().as_bytes()).is_err() {
                            break 'client;
                        }
                    }
                    Err(error) => eprintln!("{peer}: {error}"),
                }
                line.clear();
            }
            if count == 0 {
                break;
            }
        }
    }
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let address = resolve(endpoint)?;
    let mut socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.connect(&address.into()).with_context(|| format!("connect to {address}"))?;
    socket.set_tcp_nodelay(true)?;
    let mut rest = Vec::new();
    let mut rtts = Vec::new();
    for number in 1..=pings.count {
        match one(&mut socket, &mut rest, number, pings.timeout) {
            Err(error) => bail!("{error} (answers: {})", rtts.len()),
            Ok(None) => println!("ping {number} lost: no reply within {} s", pings.timeout.as_secs_f32()),
            Ok(Some(rtt)) => {
                println!("PING {number} from {address}: rtt={rtt:.2} ms");
                rtts.push(rtt);
            }
        }
        if number < pings.count {
            sleep(pings.interval);
        }
    }
    let count = f64::from(pings.count);
    let lost = (count - rtts.len() as f64) / count * 100.0;
    println!("{} sent, {} received, {}% lost", pings.count, rtts.len(), lost.round());
    if rtts.is_empty() {
        std::process::exit(1);
    }
    let average = rtts.iter().sum::<f64>() / rtts.len() as f64;
    rtts.sort_by(f64::total_cmp);
    println!("rtt min/avg/max = {:.2}/{average:.2}/{:.2} ms", rtts[0], rtts[rtts.len() - 1]);
    Ok(())
}

fn one(socket: &mut Socket, rest: &mut Vec<u8>, number: u32, timeout: Duration) -> io::Result<Option<f64>> {
    let start = Instant::now();
    // The text and its newline may leave in two segments.
    socket.write_all(format!("ping {number}").as_bytes())?;
    socket.write_all(b"\n")?;
    let wanted = format!("PING {number}\n").into_bytes();
    loop {
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = rest.drain(..=end).collect();
            if line == wanted {
                return Ok(Some(start.elapsed().as_secs_f64() * 1000.0));
            }
        }
        let Some(left) = timeout.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) else { return Ok(None) };
        socket.set_read_timeout(Some(left))?;
        // A byte at a time is slow, but right.
        let mut byte = [0];
        match socket.read(&mut byte) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => rest.push(byte[0]),
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
}
