//! The echo server as asynchronous tasks: written as if each client had a thread, and all of them wait in one loop.
//!
//! Graded by: tcp-server

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Sends back every byte that a client sends, to many clients at once
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<5000>,
}

#[tokio::main]
async fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()).await)
}

// ANCHOR: run
async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let listener =
        TcpListener::bind(endpoint.address()).await.with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                tokio::spawn(serve(stream, peer));
            }
            Err(error) => {
                eprintln!("cannot accept a client: {error}");
                // This task waits until, perhaps, somebody has left. The others go on.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}
// ANCHOR_END: run

/// One client, from the beginning to the end.
async fn serve(stream: TcpStream, peer: SocketAddr) {
    println!("connected: {peer}");
    if let Err(error) = echo(stream).await {
        eprintln!("{peer}: {error}");
    }
    println!("closed: {peer}");
}

// ANCHOR: echo
async fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        // Where a thread would sleep, the task is put aside, and the thread goes on with another one.
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count]).await?;
    }
}
// ANCHOR_END: echo
