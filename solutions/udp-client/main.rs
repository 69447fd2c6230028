//! The ping application's client: it sends pings over UDP, and measures how long the answers take.

use std::io;
use std::net::{Ipv4Addr, UdpSocket};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use clap::Parser;
use common::Endpoint;

/// Sends pings over UDP, and measures how long the answers take
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<12000>,

    /// Number of pings to send
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
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
    let endpoint = &arguments.endpoint;
    // Port 0: any free port will do, since the server answers the one that a ping comes from. It is one socket for all
    // pings, so that it is one port too.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).context("cannot open a UDP socket")?;
    // Nothing is sent by this. It fixes the peer: the system drops what anybody else sends to this socket, and reports
    // a closed port, which a socket that is not connected never hears of.
    socket.connect(endpoint.address()).with_context(|| format!("cannot reach {endpoint}"))?;
    let server = socket.peer_addr()?;

    let mut rtts = Vec::new();
    for n in 1..=arguments.count {
        if n > 1 {
            thread::sleep(arguments.interval);
        }
        match ping(&socket, n, arguments.timeout).with_context(|| format!("cannot ping {server}"))? {
            Some(rtt) => {
                println!("PING {n} from {server}: rtt={:.3} ms", milliseconds(rtt));
                rtts.push(rtt);
            }
            None => println!("ping {n} lost: no reply within {} s", arguments.timeout.as_secs_f64()),
        }
    }
    sum_up(arguments.count, &rtts);
    ensure!(!rtts.is_empty(), "no answer from {server}");
    Ok(())
}

/// Sends ping `n` and waits for its own answer: the round-trip time, or `None` if the ping is lost.
fn ping(socket: &UdpSocket, n: u32, timeout: Duration) -> io::Result<Option<Duration>> {
    let expected = format!("PING {n}");
    // Room for any datagram: what does not fit into the buffer would be lost, and some systems call that an error.
    let mut buffer = vec![0; 65_507];
    let start = Instant::now();
    send(socket, &format!("ping {n}"))?;
    // The limit is for the ping, not for one receive: each gets the time that those before it have left.
    while let Some(left) = timeout.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
        socket.set_read_timeout(Some(left))?;
        match socket.recv(&mut buffer) {
            Ok(count) if buffer[..count] == *expected.as_bytes() => return Ok(Some(start.elapsed())),
            // A duplicate, a late answer to an earlier ping, or no answer at all.
            Ok(_) => {}
            // The time is over: Unix and Windows name it differently.
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted || is_unreachable(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Sends one datagram.
fn send(socket: &UdpSocket, message: &str) -> io::Result<()> {
    match socket.send(message.as_bytes()) {
        // This is the news of an earlier ping, and it was told instead of sending: once told, the way is free.
        Err(error) if is_unreachable(&error) => socket.send(message.as_bytes())?,
        sent => sent?,
    };
    Ok(())
}

/// Whether the network has said, some time after a send, that nobody takes what was sent.
///
/// That is a loss like any other: the server may be there for the next ping. Windows says "reset" where others say
/// "refused".
fn is_unreachable(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionRefused, ConnectionReset, HostUnreachable, NetworkUnreachable};
    matches!(error.kind(), ConnectionRefused | ConnectionReset | HostUnreachable | NetworkUnreachable)
}

/// Prints the summary.
fn sum_up(sent: u32, rtts: &[Duration]) {
    let received = rtts.len();
    let lost = 100.0 * (1.0 - received as f64 / f64::from(sent));
    println!("{sent} sent, {received} received, {lost:.0}% lost");
    if let (Some(min), Some(max)) = (rtts.iter().min(), rtts.iter().max()) {
        let average = rtts.iter().sum::<Duration>().div_f64(received as f64);
        let [min, average, max] = [*min, average, *max].map(milliseconds);
        println!("rtt min/avg/max = {min:.3}/{average:.3}/{max:.3} ms");
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
