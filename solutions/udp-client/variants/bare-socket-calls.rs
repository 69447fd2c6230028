//! Variant: the calls of the notes one by one, with socket2; the refusal of a closed port ends that ping's wait at once.

use std::io::{ErrorKind, Read as _};
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use clap::Parser;
use common::Endpoint;
use socket2::{Domain, Protocol, Socket, Type};

/// Sends pings over UDP, and measures how long the answers take
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<12000>,

    /// Number of pings to send
    #[arg(long, default_value_t = 10)]
    count: u32,

    /// Seconds to wait for each answer
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    timeout: Duration,

    /// Seconds to pause between a ping and the next
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    interval: Duration,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let server = arguments.endpoint.address().to_socket_addrs()?.next().context("the host has no address")?;
    let socket = Socket::new(Domain::for_address(server), Type::DGRAM, Some(Protocol::UDP))?;
    // Without a call of bind, the first send or connect binds the socket to a free port.
    socket.connect(&server.into())?;

    let mut rtts: Vec<f64> = Vec::new();
    for n in 1..=arguments.count {
        match ping(&socket, n, arguments.timeout) {
            Some(rtt) => {
                println!("PING {n} from {server}: rtt={rtt:.1} ms");
                rtts.push(rtt);
            }
            None => println!("ping {n} lost: no reply within {} s", arguments.timeout.as_secs_f32()),
        }
        if n < arguments.count {
            thread::sleep(arguments.interval);
        }
    }
    sum_up(arguments.count, rtts, server)
}

fn ping(mut socket: &Socket, n: u32, timeout: Duration) -> Option<f64> {
    let start = Instant::now();
    let deadline = start + timeout;
    socket.send(format!("ping {n}").as_bytes()).ok()?;
    let mut buffer = [0; 64];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        socket.set_read_timeout(Some(left)).ok()?;
        match socket.read(&mut buffer) {
            Ok(count) => {
                let number = str::from_utf8(&buffer[..count]).ok().and_then(|text| text.strip_prefix("PING "));
                if number.and_then(|number| number.parse().ok()) == Some(n) {
                    return Some(start.elapsed().as_nanos() as f64 / 1e6);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

fn sum_up(sent: u32, mut rtts: Vec<f64>, server: SocketAddr) -> anyhow::Result<()> {
    let received = rtts.len() as u32;
    println!("{sent} sent, {received} received, {}% lost", (sent - received) * 100 / sent);
    ensure!(received > 0, "{server} does not answer");
    rtts.sort_by(f64::total_cmp);
    let average: f64 = rtts.iter().sum::<f64>() / f64::from(received);
    println!("rtt min/avg/max = {:.1}/{average:.1}/{:.1} ms", rtts[0], rtts[rtts.len() - 1]);
    Ok(())
}
