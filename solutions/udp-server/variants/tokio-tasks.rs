//! Variant: asynchronous, with tokio: a task for each datagram.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;
use tokio::net::UdpSocket;

/// Answers every datagram with its text in upper case
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<12000>,
}

#[tokio::main]
async fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()).await)
}

async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let socket = UdpSocket::bind(endpoint.address()).await.with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(socket.local_addr()?)?;
    let socket = Arc::new(socket);
    let mut buffer = vec![0; 65_535];
    loop {
        match socket.recv_from(&mut buffer).await {
            Ok((count, peer)) => {
                let (socket, payload) = (Arc::clone(&socket), buffer[..count].to_vec());
                tokio::spawn(async move {
                    if let Err(error) = answer(&socket, &payload, peer).await {
                        eprintln!("{peer}: {error:#}");
                    }
                });
            }
            Err(error) => eprintln!("cannot receive: {error}"),
        }
    }
}

async fn answer(socket: &UdpSocket, payload: &[u8], peer: SocketAddr) -> anyhow::Result<()> {
    let message = str::from_utf8(payload)?;
    socket.send_to(message.to_uppercase().as_bytes(), peer).await?;
    println!("{peer}: {message:?}");
    Ok(())
}
