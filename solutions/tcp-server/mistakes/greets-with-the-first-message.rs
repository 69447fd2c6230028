//! Misconception: a client is there when it speaks.
//! Caught by: `prints_who_connects_and_who_leaves`
//! Told by: `cause-nothing-more-printed`

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
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
        let mut buffer = [0; 4096];
        let mut known = false;
        loop {
            let count = match stream.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) => {
                    eprintln!("{peer}: {error}");
                    break;
                }
            };
            if !known {
                println!("connected: {peer}");
                known = true;
            }
            if let Err(error) = stream.write_all(&buffer[..count]) {
                eprintln!("{peer}: {error}");
                break;
            }
        }
        println!("closed: {peer}");
    }
}
