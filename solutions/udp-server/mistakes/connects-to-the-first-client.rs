//! Misconception: a server has to connect to its client before it can answer.
//! Caught by: `answers_each_client`, `survives_a_client_that_has_gone`
//! Told by: `cause-connected-to-another`

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
    let (mut count, peer) = socket.recv_from(&mut buffer)?;
    socket.connect(peer)?;
    loop {
        if let Err(error) = answer(&socket, &buffer[..count], peer) {
            eprintln!("{peer}: {error:#}");
        }
        count = socket.recv(&mut buffer)?;
    }
}

fn answer(socket: &UdpSocket, payload: &[u8], peer: SocketAddr) -> anyhow::Result<()> {
    let message = str::from_utf8(payload).context("the datagram is not text")?;
    println!("{peer}: {message:?}");
    socket.send(message.to_uppercase().as_bytes()).context("the answer could not be sent")?;
    Ok(())
}
