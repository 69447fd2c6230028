//! The right program that mistakes differ from: it reads into a buffer of the message's length until that is full.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Parser;
use clap::builder::NonEmptyStringValueParser;
use common::Endpoint;

/// Sends one message to an echo server and prints the echo
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<5000>,

    /// Seconds that the whole exchange may take
    #[arg(long, default_value = "10", value_parser = common::seconds)]
    timeout: Duration,

    /// What to send
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    message: String,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { endpoint, timeout, message } = arguments;
    let started = Instant::now();
    let mut stream = TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    stream.write_all(message.as_bytes())?;

    let mut echo = vec![0; message.len()];
    let mut count = 0;
    while count < echo.len() {
        stream.set_read_timeout(Some(timeout.saturating_sub(started.elapsed())))?;
        let more = stream.read(&mut echo[count..])?;
        if more == 0 {
            bail!("the server closed the connection after {count} of {} bytes", echo.len());
        }
        count += more;
    }
    if let Some(at) = message.bytes().zip(&echo).position(|(sent, received)| sent != *received) {
        bail!("the echo differs from the message at byte {at}");
    }
    println!("echo: {message}");
    Ok(())
}
