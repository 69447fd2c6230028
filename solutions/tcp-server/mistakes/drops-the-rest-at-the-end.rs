//! Misconception: a peer that has nothing more to send is gone, and nobody waits for the rest.
//! Caught by: `echoes_a_megabyte`, `finishes_the_echo_after_a_half_close`
//! Told by: `hint-tcp-server-echoes-a-megabyte`

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

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
    stream.set_nonblocking(true)?;
    let mut buffer = [0; 4096];
    let mut pending: Vec<u8> = Vec::new();
    loop {
        let mut nothing_happened = true;
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => {
                pending.extend_from_slice(&buffer[..count]);
                nothing_happened = false;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        match stream.write(&pending[..pending.len().min(512)]) {
            Ok(0) => {}
            Ok(count) => {
                pending.drain(..count);
                nothing_happened = false;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        if nothing_happened {
            thread::sleep(Duration::from_millis(1));
        }
    }
}
