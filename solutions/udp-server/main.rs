//! The server of the ping application, over UDP: it answers every message in upper case.

use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;

/// A buffer of this size, in bytes, takes any datagram: its length field has 16 bits.
const LARGEST: usize = 65_535;

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
    // Two of the notes' calls in one: socket and bind. There is no listen and no accept, for there are no connections:
    // this one socket takes the datagrams of all clients.
    let socket = UdpSocket::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(socket.local_addr()?)?;

    let mut buffer = vec![0; LARGEST];
    loop {
        // One receive takes one datagram, and tells who sent it. 0 bytes are a message too: nothing ends here.
        let (count, peer) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            // Windows tells here that an earlier answer found its port closed. That client is gone; the others are not.
            Err(error) => {
                eprintln!("cannot receive a datagram: {error}");
                continue;
            }
        };
        // What stands behind the first `count` bytes was left there by earlier datagrams.
        if let Err(error) = answer(&socket, &buffer[..count], peer) {
            eprintln!("{peer}: {error:#}");
        }
    }
}

/// Prints the message and sends it back in upper case, from the socket that the client sent it to.
fn answer(socket: &UdpSocket, payload: &[u8], peer: SocketAddr) -> anyhow::Result<()> {
    let message = str::from_utf8(payload).context("not answered: the datagram is not text")?;
    println!("{peer}: {message:?}");
    // The upper case may be longer than the message (`ß` becomes `SS`), and then too long for a datagram.
    socket.send_to(message.to_uppercase().as_bytes(), peer).context("the answer could not be sent")?;
    Ok(())
}
