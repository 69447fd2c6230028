//! Variant: a thread for each datagram, which prints it, and all threads answer from the one socket.

use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

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
    let socket = Arc::new(socket);
    loop {
        let mut buffer = vec![0; 65_535];
        match socket.recv_from(&mut buffer) {
            Ok((count, peer)) => {
                buffer.truncate(count);
                let socket = Arc::clone(&socket);
                thread::spawn(move || serve(&socket, buffer, peer));
            }
            Err(error) => eprintln!("cannot receive: {error}"),
        }
    }
}

fn serve(socket: &UdpSocket, payload: Vec<u8>, peer: SocketAddr) {
    let message = match String::from_utf8(payload) {
        Ok(message) => message,
        Err(error) => {
            eprintln!("{peer}: {error}");
            return;
        }
    };
    if let Err(error) = socket.send_to(message.to_uppercase().as_bytes(), peer) {
        eprintln!("{peer}: {error}");
    }
    println!("{peer}: {message:?}");
}
