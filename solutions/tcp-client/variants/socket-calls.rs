//! Variant: the calls of the lecture notes one by one, `socket`, `connect`, `send`, `recv`, `shutdown`, `close`.

use std::mem::MaybeUninit;
use std::net::{Shutdown, ToSocketAddrs as _};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use clap::builder::NonEmptyStringValueParser;
use common::Endpoint;
use socket2::{Domain, Protocol, Socket, Type};

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
    // To the system, a timeout of zero is none at all.
    let left = || deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));

    let mut connected = None;
    for address in endpoint.address().to_socket_addrs()? {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        if socket.connect_timeout(&address.into(), left()).is_ok() {
            connected = Some(socket);
            break;
        }
    }
    let socket = connected.with_context(|| format!("nobody listens at {endpoint}"))?;

    let mut rest = message.as_bytes();
    while !rest.is_empty() {
        socket.set_write_timeout(Some(left()))?;
        let sent = socket.send(rest)?;
        rest = &rest[sent..];
    }
    let mut echo = Vec::new();
    while echo.len() < message.len() {
        ensure!(Instant::now() < deadline, "{} of {} bytes came in time", echo.len(), message.len());
        let mut buffer = [MaybeUninit::uninit(); 1000];
        socket.set_read_timeout(Some(left()))?;
        // The bytes are looked at before they are taken: a socket can be asked in more than one way.
        let waiting = socket.peek(&mut buffer)?.min(message.len() - echo.len());
        ensure!(waiting > 0, "{} of {} bytes came", echo.len(), message.len());
        let mut bytes = vec![0; waiting];
        std::io::Read::read_exact(&mut &socket, &mut bytes)?;
        // A difference is told as soon as it is seen.
        for (sent, received) in message.bytes().skip(echo.len()).zip(&bytes) {
            if sent != *received {
                bail!("byte {} of the echo is {received:#04x} instead of {sent:#04x}", echo.len() + 1);
            }
            echo.push(*received);
        }
    }
    socket.shutdown(Shutdown::Both)?;
    println!("echo: {message}");
    Ok(())
}
