//! Variant: asynchronous, with tokio; one timeout around all receives of a ping, and an interval that ticks.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::Parser;
use common::Endpoint;
use tokio::net::UdpSocket;
use tokio::time;

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

#[tokio::main]
async fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()).await)
}

async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0").await?;
    socket.connect(arguments.endpoint.address()).await?;
    let server = socket.peer_addr()?;
    // An interval of zero is not one that tokio knows.
    let mut interval = time::interval(arguments.interval.max(Duration::from_nanos(1)));
    interval.set_missed_tick_behavior(time::MissedTickBehavior::Skip);

    let mut rtts = Vec::new();
    for n in 1..=arguments.count {
        interval.tick().await;
        let start = Instant::now();
        // An error of the send is news of an earlier ping, which was lost.
        if socket.send(format!("ping {n}").as_bytes()).await.is_err() {
            socket.send(format!("ping {n}").as_bytes()).await?;
        }
        if time::timeout(arguments.timeout, answer(&socket, &format!("PING {n}"))).await.is_ok() {
            let rtt = start.elapsed().as_secs_f64() * 1000.0;
            println!("PING {n} from {server}: rtt={rtt} ms");
            rtts.push(rtt);
        } else {
            println!("ping {n} lost: no reply within {} s", arguments.timeout.as_secs_f64());
        }
    }

    let share = 1.0 - rtts.len() as f64 / f64::from(arguments.count);
    println!("{} sent, {} received, {}% lost", arguments.count, rtts.len(), share * 100.0);
    let Some(least) = rtts.iter().copied().reduce(f64::min) else { bail!("no answer came from {server}") };
    let greatest = rtts.iter().copied().fold(least, f64::max);
    let average = rtts.iter().sum::<f64>() / rtts.len() as f64;
    println!("rtt min/avg/max = {least}/{average}/{greatest} ms");
    Ok(())
}

/// Receives until the answer is there.
async fn answer(socket: &UdpSocket, expected: &str) {
    let mut buffer = vec![0; 65_536];
    loop {
        match socket.recv(&mut buffer).await {
            Ok(count) if &buffer[..count] == expected.as_bytes() => return,
            // Something else, or the news that the port is closed: neither ends the wait.
            _ => {}
        }
    }
}
