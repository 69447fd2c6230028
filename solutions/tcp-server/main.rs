//! An echo server over TCP: it sends every client's bytes back.

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
    // Three of the notes' calls in one: socket, bind and listen. On Unix it also sets SO_REUSEADDR, without which the
    // port of a server that was stopped stays taken while its old connections fade (TIME_WAIT).
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;

    loop {
        // A client may be gone before it is accepted. That is its affair, and no reason to stop.
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("cannot accept a client: {error}");
                continue;
            }
        };
        println!("connected: {peer}");
        if let Err(error) = echo(stream) {
            eprintln!("{peer}: {error}");
        }
        println!("closed: {peer}");
    }
}

/// Sends back what comes until the client has nothing more to send. The connection is closed when `stream` is dropped.
fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        // A read returns what there is, at most a buffer full: a part of what was sent in one piece, or several pieces
        // at once. Only 0 says that the client's side has ended.
        let count = match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        // A write may take less than it is given; `write_all` goes on until all is taken.
        stream.write_all(&buffer[..count])?;
    }
}
