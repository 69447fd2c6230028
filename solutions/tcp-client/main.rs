//! An echo client over TCP: it sends one message and prints the echo.

use std::io::{self, ErrorKind, Read, Write};
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
    let time = Time { started: Instant::now(), limit: *timeout };
    let stream = connect(endpoint, time).with_context(|| format!("cannot connect to {endpoint}"))?;
    let mut connection = Connection { stream, time };

    connection.write_all(message.as_bytes()).context("cannot send the message")?;
    let echo = receive(&mut connection, message.len())?;
    if let Some(at) = message.bytes().zip(&echo).position(|(sent, received)| sent != *received) {
        bail!("the echo differs from the message at byte {at} (the first is byte 0)");
    }
    println!("echo: {message}");
    // The connection is dropped here, and with it closed. All that came has been read, so the server sees a FIN: bytes
    // left unread would make it a reset.
    Ok(())
}

/// Connects to the first of the host's addresses at which somebody listens.
fn connect(endpoint: &Endpoint<5000>, time: Time) -> io::Result<TcpStream> {
    // `TcpStream::connect` would try them all by itself, but waits for a silent host as long as the system likes.
    let addresses: Vec<_> = endpoint.address().to_socket_addrs()?.collect();
    let mut result = Err(io::Error::other("the name has no address"));
    for (address, untried) in addresses.iter().zip((1..=addresses.len()).rev()) {
        // One that never answers must leave time for the others.
        let share = time.left()? / u32::try_from(untried).unwrap_or(u32::MAX);
        result = TcpStream::connect_timeout(address, share);
        if result.is_ok() {
            break;
        }
    }
    result
}

/// Receives the echo of `length` bytes, in however many pieces it comes.
fn receive(connection: &mut Connection, length: usize) -> anyhow::Result<Vec<u8>> {
    let mut echo = vec![0; length];
    let mut count = 0;
    // The end of the echo is known by its length alone: the server may keep the connection open.
    while count < length {
        match connection.read(&mut echo[count..]) {
            Ok(0) => bail!("the server closed the connection after {count} of {length} bytes"),
            Ok(more) => count += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error).with_context(|| format!("no more than {count} of {length} bytes came")),
        }
    }
    Ok(echo)
}

/// The time for the whole exchange.
#[derive(Clone, Copy)]
struct Time {
    started: Instant,
    limit: Duration,
}

impl Time {
    /// What is left of it.
    fn left(self) -> io::Result<Duration> {
        let left = self.limit.saturating_sub(self.started.elapsed());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

/// A connection whose every call waits for no more than what is left of the time.
///
/// A socket's own timeout starts anew with each call: a server that sends a byte now and then would never meet it.
struct Connection {
    stream: TcpStream,
    time: Time,
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.time.left()?))?;
        self.stream.read(buffer).map_err(timed_out)
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.time.left()?))?;
        self.stream.write(bytes).map_err(timed_out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// On Unix, a call whose time is over says that it "would block" (EAGAIN; see SO_RCVTIMEO in socket(7)).
fn timed_out(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::WouldBlock { ErrorKind::TimedOut.into() } else { error }
}
