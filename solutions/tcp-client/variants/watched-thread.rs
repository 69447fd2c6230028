//! Variant: a thread that does all of it with plain blocking calls, and a main thread that waits for it no longer than
//! the timeout.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

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
    let (sender, receiver) = mpsc::channel();
    let (address, bytes) = (endpoint.clone(), message.clone().into_bytes());
    thread::spawn(move || sender.send(exchange(&address, &bytes)));
    let echo = receiver.recv_timeout(*timeout).context("the exchange takes too long")??;
    if echo.len() < message.len() {
        bail!("of the {} bytes only {} came back", message.len(), echo.len());
    }
    for (index, (sent, received)) in message.bytes().zip(echo).enumerate() {
        if sent != received {
            bail!("the echo is wrong from byte {index} on");
        }
    }
    println!("echo: {message}");
    Ok(())
}

/// Says at once that nothing more will be sent, and reads the echo or what there is of it.
fn exchange(endpoint: &Endpoint<5000>, message: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(endpoint.address()).with_context(|| format!("no connection to {endpoint}"))?;
    stream.write_all(message)?;
    stream.shutdown(Shutdown::Write)?;
    let mut echo = Vec::new();
    stream.take(message.len() as u64).read_to_end(&mut echo)?;
    Ok(echo)
}
