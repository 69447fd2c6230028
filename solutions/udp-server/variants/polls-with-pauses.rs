//! Variant: a socket that does not block, looked at in a loop with short pauses.

use std::io;
use std::net::UdpSocket;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;

/// Answers every datagram with its text in upper case
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<12000>,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let socket = UdpSocket::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    socket.set_nonblocking(true)?;
    common::announce(socket.local_addr()?)?;

    let mut buffer = [0; 65_507];
    loop {
        let (payload, peer) = match socket.recv_from(&mut buffer) {
            Ok((count, peer)) => (&buffer[..count], peer),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                thread::sleep(Duration::from_millis(5));
                continue;
            }
            Err(error) => {
                eprintln!("cannot receive: {error}");
                continue;
            }
        };
        let Ok(message) = str::from_utf8(payload) else {
            eprintln!("ignored {} bytes from {peer}", payload.len());
            continue;
        };
        println!("{peer}: {message:?}");
        let answer = message.to_uppercase();
        while let Err(error) = socket.send_to(answer.as_bytes(), peer) {
            if error.kind() != io::ErrorKind::WouldBlock {
                eprintln!("cannot answer {peer}: {error}");
                break;
            }
        }
    }
}
