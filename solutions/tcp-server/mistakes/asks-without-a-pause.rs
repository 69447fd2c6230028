//! Misconception: a program that waits has to ask again and again.
//! Caught by: `sleeps_while_nothing_happens`

use std::io::{self, ErrorKind, Read as _, Write as _};
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
        stream.set_nonblocking(true)?;
        let count = match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error),
        };
        stream.set_nonblocking(false)?;
        stream.write_all(&buffer[..count])?;
    }
}
