//! Variant: a socket that does not block, asked again after a short pause.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread::sleep;
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
    stream.set_nonblocking(true)?;
    let (mut sent, mut echo) = (0, Vec::new());
    while echo.len() < message.len() {
        if started.elapsed() >= *timeout {
            bail!("time is over, and {} of {} bytes are here", echo.len(), message.len());
        }
        match stream.write(&message.as_bytes()[sent..]) {
            Ok(count) => sent += count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error).context("cannot send"),
        }
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer) {
            Ok(0) => bail!("{} of {} bytes came, then the end", echo.len(), message.len()),
            Ok(count) => echo.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => sleep(Duration::from_millis(2)),
            Err(error) => return Err(error).context("cannot receive"),
        }
    }
    match (0..message.len()).find(|index| echo[*index] != message.as_bytes()[*index]) {
        None => println!("echo: {message}"),
        Some(index) => bail!("byte {index} is not what was sent"),
    }
    Ok(())
}
