//! The right program that mistakes differ from: one client after the other.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;

/// Sends back every byte that a client sends
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<5000>,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    loop {
        let (stream, peer) = listener.accept()?;
        println!("connected: {peer}");
        if let Err(error) = echo(stream) {
            eprintln!("{peer}: {error}");
        }
        println!("closed: {peer}");
    }
}

fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
}
