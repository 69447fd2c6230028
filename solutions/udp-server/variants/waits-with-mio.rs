//! Variant: readiness with mio: sleeps until the socket is readable, then takes all that has come.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;
use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};

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
    let address = endpoint.address().to_socket_addrs()?.next().context("the host has no address")?;
    let mut socket = UdpSocket::bind(address).with_context(|| format!("cannot listen on {endpoint}"))?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut socket, Token(0), Interest::READABLE)?;
    common::announce(socket.local_addr()?)?;

    let mut events = Events::with_capacity(8);
    let mut buffer = vec![0; 65_536];
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error).context("cannot wait"),
            _ => {}
        }
        // The next event comes only after the socket has said that it has nothing more.
        loop {
            match socket.recv_from(&mut buffer) {
                Ok((count, peer)) => serve(&socket, &buffer[..count], peer),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => eprintln!("cannot receive: {error}"),
            }
        }
    }
}

fn serve(socket: &UdpSocket, payload: &[u8], peer: SocketAddr) {
    match str::from_utf8(payload) {
        Ok(message) => {
            println!("{peer}: {message:?}");
            if let Err(error) = socket.send_to(message.to_uppercase().as_bytes(), peer) {
                eprintln!("{peer}: {error}");
            }
        }
        Err(error) => eprintln!("{peer}: {error}"),
    }
}
