//! Variant: a thread of its own receives, and hands each answer's number and time to the one that sends, by a channel.

use std::net::{SocketAddr, ToSocketAddrs as _, UdpSocket};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
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
    #[arg(long, default_value_t = 10)]
    count: u32,

    /// Seconds to wait for each answer
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    timeout: Duration,

    /// Seconds to pause between a ping and the next
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    interval: Duration,
}

struct Answer {
    n: u32,
    at: Instant,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut addresses = arguments.endpoint.address().to_socket_addrs()?;
    let server = addresses.find(|address| address.is_ipv4()).context("the host has no IPv4 address")?;
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    let (sender, answers) = mpsc::channel();
    let receiving = socket.try_clone()?;
    thread::spawn(move || receive(&receiving, server, &sender));

    let (mut received, mut sum) = (0, Duration::ZERO);
    let (mut min, mut max) = (Duration::MAX, Duration::ZERO);
    for n in 1..=arguments.count {
        let sent = Instant::now();
        socket.send_to(format!("ping {n}").as_bytes(), server)?;
        if let Some(at) = answer_to(n, &answers, sent + arguments.timeout) {
            let rtt = at - sent;
            println!("PING {n} from {server}: rtt={:.2} ms", rtt.as_secs_f64() * 1e3);
            (received, sum, min, max) = (received + 1, sum + rtt, min.min(rtt), max.max(rtt));
        } else {
            println!("ping {n} lost: no reply within {} s", arguments.timeout.as_secs_f64());
        }
        // The pause after the last ping serves nothing, and harms nobody.
        thread::sleep(arguments.interval);
    }

    let lost = f64::from(arguments.count - received) * 100.0 / f64::from(arguments.count);
    println!("{} sent, {received} received, {lost:.1}% lost", arguments.count);
    ensure!(received > 0, "nothing came back from {server}");
    let [min, average, max] = [min, sum / received, max].map(|rtt| rtt.as_secs_f64() * 1e3);
    println!("rtt min/avg/max = {min:.2}/{average:.2}/{max:.2} ms");
    Ok(())
}

/// Receives for as long as the program runs.
fn receive(socket: &UdpSocket, server: SocketAddr, answers: &Sender<Answer>) {
    let mut buffer = [0; 2048];
    loop {
        let Ok((count, from)) = socket.recv_from(&mut buffer) else { continue };
        let at = Instant::now();
        let text = String::from_utf8_lossy(&buffer[..count]);
        let number = text.strip_prefix("PING ").and_then(|number| number.parse().ok());
        if let Some(n) = number.filter(|_| from == server) {
            let _ = answers.send(Answer { n, at });
        }
    }
}

/// When the answer to ping n came, if it came before the deadline.
fn answer_to(n: u32, answers: &Receiver<Answer>, deadline: Instant) -> Option<Instant> {
    loop {
        let answer = answers.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()?;
        if answer.n == n {
            return Some(answer.at);
        }
    }
}
