//! Variant: four threads that all receive from the one socket, answer, and print afterwards, each line at once.

use std::net::UdpSocket;
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
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let socket = Arc::clone(&socket);
            thread::spawn(move || serve(&socket))
        })
        .collect();
    for thread in threads {
        thread.join().ok().context("a thread has ended")?;
    }
    Ok(())
}

fn serve(socket: &UdpSocket) {
    let mut buffer = vec![0; 65_507];
    loop {
        let Ok((count, peer)) = socket.recv_from(&mut buffer) else { continue };
        match str::from_utf8(&buffer[..count]) {
            Ok(message) => {
                if let Err(error) = socket.send_to(message.to_uppercase().as_bytes(), peer) {
                    eprintln!("{peer}: {error}");
                }
                println!("{peer}: {message:?}");
            }
            Err(error) => eprintln!("{peer}: {error}"),
        }
    }
}
