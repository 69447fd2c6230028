//! Variant: one thread receives and puts the datagrams into a channel, another takes them out and answers.

use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context as _, bail};
use clap::Parser;
use common::Endpoint;

/// Answers every datagram with its text in upper case
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<12000>,
}

struct Request {
    payload: Box<[u8]>,
    peer: SocketAddr,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let socket = UdpSocket::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(socket.local_addr()?)?;

    let (requests, queue) = mpsc::channel();
    let receiving = socket.try_clone()?;
    thread::spawn(move || receive(&receiving, &requests));
    for Request { payload, peer } in queue {
        let Ok(message) = str::from_utf8(&payload) else {
            eprintln!("{peer}: not UTF-8: {}", payload.escape_ascii());
            continue;
        };
        println!("{peer}: \"{}\"", message.escape_debug());
        if let Err(error) = socket.send_to(message.to_uppercase().as_bytes(), peer) {
            eprintln!("{peer}: {error}");
        }
    }
    bail!("the receiving thread has ended")
}

fn receive(socket: &UdpSocket, requests: &mpsc::Sender<Request>) {
    let mut buffer = [0; 65_535];
    loop {
        let Ok((count, peer)) = socket.recv_from(&mut buffer) else { continue };
        if requests.send(Request { payload: buffer[..count].into(), peer }).is_err() {
            return;
        }
    }
}
