//! The echo server with a thread for each client: while one is served, the others are served too.
//!
//! Graded by: tcp-server

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;

/// Sends back every byte that a client sends, to many clients at once
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<5000>,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

// ANCHOR: run
fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    loop {
        match listener.accept() {
            Ok((stream, peer)) => {
                // The thread owns the connection from here on, and closes it at its end.
                if let Err(error) = thread::Builder::new().spawn(move || serve(stream, peer)) {
                    eprintln!("{peer}: no thread for it: {error}");
                }
            }
            Err(error) => {
                eprintln!("cannot accept a client: {error}");
                // It stays in the queue until somebody leaves. Whoever asks again at once asks a hundred thousand times.
                thread::sleep(Duration::from_millis(100));
            }
        }
    }
}
// ANCHOR_END: run

/// One client, from the beginning to the end.
fn serve(stream: TcpStream, peer: SocketAddr) {
    println!("connected: {peer}");
    if let Err(error) = echo(stream) {
        eprintln!("{peer}: {error}");
    }
    println!("closed: {peer}");
}

fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => stream.write_all(&buffer[..count])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
