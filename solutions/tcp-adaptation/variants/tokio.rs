//! Variant: asynchronous, with tokio: a task for each client of the server, and a timeout around the client's reads.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use clap::Parser;
use common::Endpoint;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout_at};

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

#[tokio::main]
async fn main() -> ExitCode {
    common::exit(match Command::parse() {
        Command::Server { endpoint } => serve(&endpoint).await,
        Command::Client { endpoint, pings } => ping(&endpoint, &pings).await,
    })
}

async fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(endpoint.address()).await.with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    loop {
        let (stream, peer) = listener.accept().await?;
        tokio::spawn(async move {
            if let Err(error) = handle(stream, peer).await {
                eprintln!("{peer}: {error:#}");
            }
        });
    }
}

async fn handle(mut stream: TcpStream, peer: SocketAddr) -> anyhow::Result<()> {
    let (reader, mut writer) = stream.split();
    let mut reader = BufReader::new(reader);
    loop {
        let mut line = String::new();
        // What is not UTF-8 is an error, which closes the connection.
        let count = (&mut reader).take(1 << 16).read_line(&mut line).await?;
        if count == 0 {
            return Ok(());
        }
        ensure!(count < 1 << 16 || line.ends_with('\n'), "the line is too long");
        println!("{peer}: {:?}", line.trim_end_matches('\n'));
        writer.write_all(line.to_uppercase().as_bytes()).await?;
    }
}

async fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let mut stream =
        TcpStream::connect(endpoint.address()).await.with_context(|| format!("cannot connect to {endpoint}"))?;
    let server = stream.peer_addr()?;
    let (reader, mut writer) = stream.split();
    // Unlike `read_line`, this can be abandoned in the middle of a line, and taken up again.
    let mut lines = BufReader::new(reader).split(b'\n');
    let mut rtts: Vec<f64> = Vec::new();
    for number in 1..=pings.count {
        if number > 1 {
            sleep(pings.interval).await;
        }
        let start = Instant::now();
        let deadline = tokio::time::Instant::now() + pings.timeout;
        writer
            .write_all(format!("ping {number}\n").as_bytes())
            .await
            .with_context(|| format!("{} answers came", rtts.len()))?;
        loop {
            let line = match timeout_at(deadline, lines.next_segment()).await {
                Err(_) => {
                    println!("ping {number} lost: no reply within {} s", pings.timeout.as_secs_f64());
                    break;
                }
                Ok(line) => line.with_context(|| format!("{} answers came", rtts.len()))?,
            };
            let Some(line) = line else { bail!("the server has closed; {} answers came", rtts.len()) };
            if line == format!("PING {number}").as_bytes() {
                rtts.push(start.elapsed().as_secs_f64() * 1000.0);
                println!("PING {number} from {server}: rtt={:.3} ms", rtts[rtts.len() - 1]);
                break;
            }
        }
    }
    let received = rtts.len() as u32;
    println!("{} sent, {received} received, {}% lost", pings.count, 100 - 100 * received / pings.count);
    ensure!(received > 0, "nothing came");
    let (min, max) = (rtts.iter().copied().fold(f64::INFINITY, f64::min), rtts.iter().copied().fold(0.0, f64::max));
    println!("rtt min/avg/max = {min:.3}/{:.3}/{max:.3} ms", rtts.iter().sum::<f64>() / f64::from(received));
    Ok(())
}
