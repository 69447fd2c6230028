//! Variant: a pool of threads that gets another one with each message until it is full, as Java's fixed pools do.

use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;

/// Threads in the pool.
const POOL: usize = 50;

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
    let socket = Arc::new(UdpSocket::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?);
    common::announce(socket.local_addr()?)?;
    let (work, next) = mpsc::channel::<(Vec<u8>, SocketAddr)>();
    let next = Arc::new(Mutex::new(next));
    let mut threads = 0;
    let mut buffer = vec![0; 65_535];
    loop {
        let (count, peer) = socket.recv_from(&mut buffer).context("cannot receive a datagram")?;
        work.send((buffer[..count].to_vec(), peer)).context("the pool is gone")?;
        if threads < POOL {
            threads += 1;
            let (socket, next) = (Arc::clone(&socket), Arc::clone(&next));
            thread::spawn(move || {
                loop {
                    let Ok((payload, peer)) = next.lock().expect("nobody panics with it").recv() else { return };
                    if let Err(error) = answer(&socket, &payload, peer) {
                        eprintln!("{peer}: {error:#}");
                    }
                }
            });
        }
    }
}

fn answer(socket: &UdpSocket, payload: &[u8], peer: SocketAddr) -> anyhow::Result<()> {
    let message = str::from_utf8(payload).context("not answered: the datagram is not text")?;
    println!("{peer}: {message:?}");
    socket.send_to(message.to_uppercase().as_bytes(), peer).context("the answer could not be sent")?;
    Ok(())
}
