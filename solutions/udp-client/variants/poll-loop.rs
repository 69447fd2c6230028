//! Variant: a socket that never blocks, looked at in a loop with short pauses, and not connected; whole milliseconds.

use std::io::ErrorKind;
use std::net::{SocketAddr, ToSocketAddrs as _, UdpSocket};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Context as _;
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
    match run(&Arguments::parse()) {
        Ok(0) => ExitCode::from(1),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => common::exit(Err(error)),
    }
}

/// The number of pings that were answered.
fn run(arguments: &Arguments) -> anyhow::Result<usize> {
    let mut addresses = arguments.endpoint.address().to_socket_addrs()?;
    let server = addresses.find(SocketAddr::is_ipv4).context("the host has no IPv4 address")?;
    let socket = UdpSocket::bind(("0.0.0.0", 0))?;
    socket.set_nonblocking(true)?;

    let mut rtts: Vec<u128> = vec![];
    // Ping n is due n intervals after the start, or as soon as the one before it is done.
    let start = Instant::now();
    for n in 0..arguments.count {
        sleep((start + arguments.interval * n).saturating_duration_since(Instant::now()));
        let n = n + 1;
        match ping(&socket, server, n, arguments.timeout)? {
            Some(rtt) => {
                rtts.push(rtt.as_millis());
                println!("PING {n} from {server}: rtt={} ms", rtt.as_millis());
            }
            None => println!("ping {n} lost: no reply within {:.3} s", arguments.timeout.as_secs_f64()),
        }
    }

    let (sent, received) = (arguments.count as usize, rtts.len());
    println!("{sent} sent, {received} received, {}% lost", 100 * (sent - received) / sent);
    if let (Some(min), Some(max)) = (rtts.iter().min(), rtts.iter().max()) {
        println!("rtt min/avg/max = {min}/{}/{max} ms", rtts.iter().sum::<u128>() / received as u128);
    }
    Ok(received)
}

fn ping(socket: &UdpSocket, server: SocketAddr, n: u32, timeout: Duration) -> anyhow::Result<Option<Duration>> {
    let sent = Instant::now();
    socket.send_to(format!("ping {n}").as_bytes(), server)?;
    let mut buffer = [0; 1500];
    while sent.elapsed() < timeout {
        match socket.recv_from(&mut buffer) {
            Ok((count, from)) => {
                if from == server && String::from_utf8_lossy(&buffer[..count]) == format!("PING {n}") {
                    return Ok(Some(sent.elapsed()));
                }
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => sleep(Duration::from_millis(2)),
            Err(error) => eprintln!("{error}"),
        }
    }
    Ok(None)
}
