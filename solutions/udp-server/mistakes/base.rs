//! The right program that mistakes differ from: one socket, one datagram after the other.

use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;

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
    common::announce(socket.local_addr()?)?;

    let mut buffer = vec![0; 65_535];
    loop {
        let (count, peer) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            Err(error) => {
                eprintln!("cannot receive a datagram: {error}");
                continue;
            }
        };
        if let Err(error) = answer(&socket, &buffer[..count], peer) {
            eprintln!("{peer}: {error:#}");
        }
    }
}

fn answer(socket: &UdpSocket, payload: &[u8], peer: SocketAddr) -> anyhow::Result<()> {
    let message = str::from_utf8(payload).context("the datagram is not text")?;
    println!("{peer}: {message:?}");
    socket.send_to(message.to_uppercase().as_bytes(), peer).context("the answer could not be sent")?;
    Ok(())
}
