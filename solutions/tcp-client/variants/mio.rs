//! Variant: an event loop with mio: connected, writable, readable, each told by the system.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Parser;
use clap::builder::NonEmptyStringValueParser;
use common::Endpoint;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

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
    let deadline = Instant::now() + *timeout;
    let mut last = None;
    for address in endpoint.address().to_socket_addrs()? {
        match connect(address, deadline) {
            Ok((mut poll, mut stream)) => {
                exchange(&mut poll, &mut stream, message.as_bytes(), deadline)?;
                println!("echo: {message}");
                return Ok(());
            }
            Err(error) => last = Some(error),
        }
    }
    Err(last.context("no address")?).with_context(|| format!("{endpoint} is out of reach"))
}

/// Begins to connect, and waits until the socket is writable: then it is connected, or has failed.
fn connect(address: SocketAddr, deadline: Instant) -> anyhow::Result<(Poll, TcpStream)> {
    let mut poll = Poll::new()?;
    let mut stream = TcpStream::connect(address)?;
    poll.registry().register(&mut stream, Token(0), Interest::READABLE | Interest::WRITABLE)?;
    loop {
        wait(&mut poll, deadline)?;
        if let Some(error) = stream.take_error()? {
            return Err(error.into());
        }
        match stream.peer_addr() {
            Ok(_) => return Ok((poll, stream)),
            Err(error) if error.kind() == ErrorKind::NotConnected => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn exchange(poll: &mut Poll, stream: &mut TcpStream, message: &[u8], deadline: Instant) -> anyhow::Result<()> {
    let (mut sent, mut count) = (0, 0);
    let mut buffer = [0; 512];
    loop {
        // An event comes once: after it, everything is done that can be done.
        while sent < message.len() {
            match stream.write(&message[sent..]) {
                Ok(more) => sent += more,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error.into()),
            }
        }
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => bail!("{count} of {} bytes, and no more", message.len()),
                Ok(more) => {
                    for received in &buffer[..more.min(message.len() - count)] {
                        if *received != message[count] {
                            bail!("difference at offset {count}");
                        }
                        count += 1;
                    }
                    if count == message.len() {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error.into()),
            }
        }
        wait(poll, deadline)?;
    }
}

fn wait(poll: &mut Poll, deadline: Instant) -> anyhow::Result<()> {
    let left = deadline.checked_duration_since(Instant::now()).context("time is over")?;
    poll.poll(&mut Events::with_capacity(8), Some(left)).context("cannot wait")
}
