//! Variant: a thread for each client, whose lines are printed by a value that is made and dropped, so that not even a panic
//! could keep the last one back; and a linger time, for a polite end.

use std::fmt;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;
use socket2::SockRef;

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
        std::thread::Builder::new()
            .name(peer.to_string())
            .stack_size(128 << 10)
            .spawn(move || Visit::of(peer).echo(stream).unwrap_or_else(|error| eprintln!("{peer}: {error}")))?;
    }
}

struct Visit(SocketAddr);

impl Visit {
    fn of(peer: SocketAddr) -> Self {
        let visit = Self(peer);
        println!("connected: {visit}");
        visit
    }

    fn echo(&self, mut stream: TcpStream) -> anyhow::Result<()> {
        SockRef::from(&stream).set_linger(Some(Duration::from_secs(2)))?;
        let mut buffer = vec![0; 100_000];
        loop {
            let count = stream.read(&mut buffer).context("cannot read")?;
            if count == 0 {
                return Ok(());
            }
            let mut rest = &buffer[..count];
            while !rest.is_empty() {
                let written = stream.write(rest).context("cannot write")?;
                rest = &rest[written..];
            }
        }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        println!("closed: {self}");
    }
}

impl fmt::Display for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
