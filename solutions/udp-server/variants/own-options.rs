//! Variant: no crate but the standard library: options read by hand, a look at each datagram before it is taken, a timeout
//! as the tick of a clock, and stdout written byte by byte.

use std::io::{ErrorKind, Write};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "usage: udp-server [--host HOST] [--port PORT]";

fn main() -> ExitCode {
    let (mut host, mut port) = ("127.0.0.1".to_string(), 12000);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match (word.as_str(), words.next()) {
            ("--host", Some(value)) => host = value,
            ("--port", Some(value)) => match value.parse() {
                Ok(number) => port = number,
                Err(error) => return wrong_usage(&format!("{value} is no port: {error}")),
            },
            (option, _) => return wrong_usage(&format!("what is {option}?")),
        }
    }
    let socket = match UdpSocket::bind(format!("{host}:{port}")) {
        Ok(socket) => socket,
        Err(error) => {
            eprintln!("error: cannot bind to {host}:{port}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let Ok(address) = socket.local_addr() else { return ExitCode::FAILURE };
    eprintln!("this server shouts; stop it with Ctrl-C");
    say(&format!("listening on {address}"));
    let _ = socket.set_read_timeout(Some(Duration::from_millis(30)));
    loop {
        if let Err(error) = serve_one(&socket) {
            eprintln!("nothing came of a datagram: {error}");
        }
    }
}

fn wrong_usage(why: &str) -> ExitCode {
    eprintln!("{why}\n{USAGE}");
    ExitCode::from(2)
}

/// Byte by byte, as a program may that knows no buffer.
fn say(line: &str) {
    let mut stdout = std::io::stdout();
    for byte in line.bytes().chain([b'\n']) {
        let _ = stdout.write(&[byte]);
        let _ = stdout.flush();
    }
}

fn serve_one(socket: &UdpSocket) -> std::io::Result<()> {
    let mut size = 61;
    let (message, peer) = loop {
        // A datagram that fills the buffer may be longer: it stays where it is until there is room for it.
        let mut buffer = vec![0; size];
        match socket.peek_from(&mut buffer) {
            Ok((count, _)) if count == size => size *= 2,
            Ok(_) => {
                let (count, peer) = socket.recv_from(&mut buffer)?;
                buffer.truncate(count);
                break (buffer, peer);
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    };
    let message = String::from_utf8(message).map_err(std::io::Error::other)?;
    let answer: String = message.chars().flat_map(char::to_uppercase).collect();
    say(&format!("{peer}: {message:?}"));
    socket.send_to(answer.as_bytes(), peer).map(drop)
}
