//! The right program that mistakes differ from: one connected socket for all pings.

use std::io::{self, ErrorKind};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;
use clap::Parser;
use common::Endpoint;

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
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(arguments.endpoint.address())?;
    let server = socket.peer_addr()?;
    let mut rtts = Vec::new();
    for n in 1..=arguments.count {
        if n > 1 {
            thread::sleep(arguments.interval);
        }
        match ping(&socket, n, arguments.timeout)? {
            Some(rtt) => {
                println!("PING {n} from {server}: rtt={rtt:.3} ms");
                rtts.push(rtt);
            }
            None => println!("ping {n} lost: no reply within {} s", arguments.timeout.as_secs_f64()),
        }
    }
    sum_up(arguments.count, &rtts);
    ensure!(!rtts.is_empty(), "no answer from {server}");
    Ok(())
}

/// The round-trip time in milliseconds, or `None` if the ping is lost.
fn ping(socket: &UdpSocket, n: u32, timeout: Duration) -> io::Result<Option<f64>> {
    let start = Instant::now();
    socket.send(format!("ping {n}").as_bytes())?;
    let expected = format!("PING {n}");
    let mut buffer = [0; 2048];
    while let Some(left) = timeout.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
        socket.set_read_timeout(Some(left))?;
        match socket.recv(&mut buffer) {
            Ok(count) if buffer[..count] == *expected.as_bytes() => {
                return Ok(Some(start.elapsed().as_secs_f64() * 1000.0));
            }
            Ok(_) => {}
            Err(error) if is_no_answer(&error) => {}
            Err(error) => return Err(error),
        }
    }
    // That nobody took this ping would be told instead of sending the next one.
    socket.take_error()?;
    Ok(None)
}

fn is_no_answer(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::ConnectionRefused)
}

fn sum_up(sent: u32, rtts: &[f64]) {
    let received = rtts.len();
    let lost = 100.0 * (1.0 - received as f64 / f64::from(sent));
    println!("{sent} sent, {received} received, {lost:.0}% lost");
    if !rtts.is_empty() {
        let min = rtts.iter().copied().fold(f64::INFINITY, f64::min);
        let max = rtts.iter().copied().fold(0.0, f64::max);
        let average = rtts.iter().sum::<f64>() / received as f64;
        println!("rtt min/avg/max = {min:.3}/{average:.3}/{max:.3} ms");
    }
}
