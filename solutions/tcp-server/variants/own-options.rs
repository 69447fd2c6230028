//! Variant: no crate but the standard library: options read by hand, a read timeout as the tick of a clock, a buffer of odd
//! size, and a connection that is closed in both directions, one after the other.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "usage: tcp-server [--host HOST] [--port PORT]";

fn main() -> ExitCode {
    let (mut host, mut port) = ("127.0.0.1".to_string(), 5000);
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
    let listener = match TcpListener::bind(format!("{host}:{port}")) {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("error: cannot bind to {host}:{port}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let Ok(address) = listener.local_addr() else { return ExitCode::FAILURE };
    eprintln!("this server echoes; stop it with Ctrl-C");
    say(&format!("listening on {address}"));
    for stream in listener.incoming().flatten() {
        let Ok(peer) = stream.peer_addr() else {
            // It was gone before it was served.
            continue;
        };
        serve(stream, peer);
    }
    ExitCode::SUCCESS
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

fn serve(mut stream: TcpStream, peer: SocketAddr) {
    say(&format!("connected: {peer}"));
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(Duration::from_millis(30)));
    let mut buffer = [0; 1021];
    let end = loop {
        match stream.read(&mut buffer) {
            Ok(0) => break stream.shutdown(Shutdown::Write),
            Ok(count) => {
                if let Err(error) = stream.write_all(&buffer[..count]) {
                    break Err(error);
                }
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => break Err(error),
        }
    };
    if let Err(error) = end {
        eprintln!("{peer} has gone: {error}");
    }
    let _ = stream.shutdown(Shutdown::Both);
    drop(stream);
    say(&format!("closed: {peer}"));
}
