//! Variant: asynchronous, with tokio; one timeout around all of it.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Parser;
use clap::builder::NonEmptyStringValueParser;
use common::Endpoint;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

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

#[tokio::main]
async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let exchange = exchange(&arguments.endpoint, arguments.message.as_bytes());
    tokio::time::timeout(arguments.timeout, exchange).await.context("no echo in time")??;
    println!("echo: {}", arguments.message);
    Ok(())
}

/// Sends and receives at the same time.
async fn exchange(endpoint: &Endpoint<5000>, message: &[u8]) -> anyhow::Result<()> {
    let stream = TcpStream::connect(endpoint.address()).await.with_context(|| format!("connecting to {endpoint}"))?;
    let (mut reader, mut writer) = stream.into_split();
    let send = async { writer.write_all(message).await.context("sending") };
    let receive = async {
        let mut echo = vec![0; message.len()];
        let mut count = 0;
        while count < echo.len() {
            match reader.read(&mut echo[count..]).await? {
                0 => bail!("the server left when {count} of {} bytes had come", echo.len()),
                more => count += more,
            }
        }
        Ok(echo)
    };
    let ((), echo) = tokio::try_join!(send, receive)?;
    match message.iter().zip(&echo).position(|(sent, received)| sent != received) {
        None => Ok(()),
        Some(index) => bail!("byte number {} of the echo differs", index + 1),
    }
}
