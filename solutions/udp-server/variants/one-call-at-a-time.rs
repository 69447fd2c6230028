//! Variant: the bare calls of the notes one by one: socket and bind with socket2; the size of an answer is looked at before it is sent.

use std::net::{SocketAddr, ToSocketAddrs as _, UdpSocket};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;
use socket2::{Domain, Protocol, Socket, Type};

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
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.bind(&address.into()).with_context(|| format!("cannot bind to {endpoint}"))?;
    let socket = UdpSocket::from(socket);
    common::announce(socket.local_addr()?)?;

    let mut buffer = Vec::with_capacity(65_535);
    loop {
        // Zeros again for each datagram: what an earlier one left is gone.
        buffer.clear();
        buffer.resize(65_535, 0);
        match socket.recv_from(&mut buffer) {
            Ok((count, peer)) => {
                buffer.truncate(count);
                serve(&socket, &buffer, peer);
            }
            Err(error) => eprintln!("recvfrom: {error}"),
        }
    }
}

fn serve(socket: &UdpSocket, message: &[u8], peer: SocketAddr) {
    let Ok(message) = str::from_utf8(message) else {
        eprintln!("{peer} sent {} bytes that are not UTF-8", message.len());
        return;
    };
    let answer: String = message.chars().flat_map(char::to_uppercase).collect();
    if answer.len() > 65_507 {
        eprintln!("{peer} would have to be sent {} bytes", answer.len());
        return;
    }
    match socket.send_to(answer.as_bytes(), peer) {
        Ok(_) => println!("{peer}: {message:?}"),
        Err(error) => eprintln!("sendto {peer}: {error}"),
    }
}
