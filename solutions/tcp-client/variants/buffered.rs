//! Variant: buffered, with the standard library's own reader, and the bytes waited for in its buffer.

use std::io::{BufRead as _, BufReader, BufWriter, Write as _, stdout};
use std::net::{TcpStream, ToSocketAddrs as _};
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
    // The last address first: the order is nobody's business.
    let addresses: Vec<_> = endpoint.address().to_socket_addrs()?.collect();
    let stream = addresses.into_iter().rev().find_map(|address| TcpStream::connect_timeout(&address, *timeout).ok());
    let stream = stream.with_context(|| format!("{endpoint} does not answer"))?;
    let mut writer = BufWriter::new(stream.try_clone()?);
    writer.write_all(message.as_bytes())?;
    writer.flush()?;

    let mut reader = BufReader::new(stream);
    let mut echo = Vec::new();
    while echo.len() < message.len() {
        let left = timeout.checked_sub(started.elapsed()).filter(|left| !left.is_zero()).context("too late")?;
        reader.get_ref().set_read_timeout(Some(left))?;
        let come = reader.fill_buf()?;
        if come.is_empty() {
            bail!("{} bytes are missing: {} of {} came", message.len() - echo.len(), echo.len(), message.len());
        }
        let count = come.len().min(message.len() - echo.len());
        echo.extend_from_slice(&come[..count]);
        reader.consume(count);
    }
    let same = message.bytes().zip(&echo).take_while(|(sent, received)| sent == *received).count();
    if same < message.len() {
        bail!("only the first {same} bytes are the message's");
    }
    let mut stdout = stdout().lock();
    stdout.write_all(b"echo: ")?;
    stdout.write_all(&echo)?;
    stdout.write_all(b"\n")?;
    Ok(())
}
