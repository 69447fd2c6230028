//! Misconception: a client that connects has something to say; one that has not is the end of all.
//! Caught by: `serves_one_client_after_another`

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
        let (mut stream, peer) = listener.accept()?;
        println!("connected: {peer}");
        let mut first = [0; 4096];
        match stream.read(&mut first) {
            Ok(0) => {
                println!("closed: {peer}");
                return Ok(());
            }
            Ok(count) => {
                if let Err(error) = stream.write_all(&first[..count]).and_then(|()| echo(stream)) {
                    eprintln!("{peer}: {error}");
                }
            }
            Err(error) => eprintln!("{peer}: {error}"),
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
