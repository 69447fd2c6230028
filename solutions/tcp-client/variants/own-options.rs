//! Variant: the standard library alone: its own reading of options, one thread that sends and one that receives, byte by
//! byte, and a clock that is looked at every twenty milliseconds.

use std::env;
use std::io::{ErrorKind, Read as _, Write as _, stdout};
use std::net::TcpStream;
use std::process::exit;
use std::thread;
use std::time::{Duration, Instant};

struct Wanted {
    host: String,
    port: u16,
    timeout: f64,
    message: String,
}

fn main() {
    let wanted = read_options().unwrap_or_else(|why| {
        println!("usage: tcp-client [--host HOST] [--port PORT] [--timeout SECONDS] MESSAGE ({why})");
        exit(2)
    });
    if let Err(why) = exchange(&wanted) {
        eprintln!("note: giving up");
        eprintln!("error: {}:{}: {why}", wanted.host, wanted.port);
        exit(1);
    }
}

fn read_options() -> Result<Wanted, String> {
    let mut wanted = Wanted { host: "localhost".to_string(), port: 5000, timeout: 10.0, message: String::new() };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--host" => wanted.host = value()?,
            "--port" => wanted.port = value()?.parse().map_err(|_| "a port is a number")?,
            "--timeout" => wanted.timeout = value()?.parse().map_err(|_| "a timeout is a number")?,
            _ => wanted.message = argument,
        }
    }
    if wanted.message.is_empty() { Err("what should I send?".to_string()) } else { Ok(wanted) }
}

fn exchange(wanted: &Wanted) -> Result<(), String> {
    let message = wanted.message.clone().into_bytes();
    let mut stream = TcpStream::connect((wanted.host.as_str(), wanted.port)).map_err(|error| error.to_string())?;
    // The time begins with the connection.
    let started = Instant::now();
    let limit = Duration::from_secs_f64(wanted.timeout);
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    stream.set_read_timeout(Some(Duration::from_millis(20))).map_err(|error| error.to_string())?;

    let (mut sender, outgoing) = (stream.try_clone().map_err(|error| error.to_string())?, message.clone());
    // Each byte may be a segment of its own. A failure shows itself to the receiver.
    thread::spawn(move || outgoing.chunks(1).all(|byte| sender.write_all(byte).is_ok()));

    let mut echo = Vec::new();
    while echo.len() < message.len() {
        if started.elapsed() >= limit {
            return Err(format!("{} of {} bytes within {} s", echo.len(), message.len(), wanted.timeout));
        }
        let mut byte = [0];
        match stream.read(&mut byte) {
            Ok(0) => return Err(format!("it closed the connection: {}/{} bytes", echo.len(), message.len())),
            Ok(_) => echo.extend(byte),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    for (number, (sent, received)) in message.iter().zip(&echo).enumerate() {
        if sent != received {
            return Err(format!("byte #{} should be {sent:02x} and is {received:02x}", number + 1));
        }
    }
    eprintln!("{} bytes in {:?}", echo.len(), started.elapsed());
    let line = [b"echo: ".as_slice(), &echo, b"\n"].concat();
    line.chunks(1000).try_for_each(|part| stdout().write_all(part)).map_err(|error| error.to_string())
}
