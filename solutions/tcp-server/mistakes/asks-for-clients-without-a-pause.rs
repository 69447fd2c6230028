//! Misconception: a server with no client has nothing better to do than to ask for one.
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
    listener.set_nonblocking(true)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Err(error) if error.kind() == ErrorKind::WouldBlock => continue,
            accepted => accepted?,
        };
        println!("connected: {peer}");
        if let Err(error) = echo(stream) {
            eprintln!("{peer}: {error}");
        }
        println!("closed: {peer}");
    }
}

fn echo(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
}
