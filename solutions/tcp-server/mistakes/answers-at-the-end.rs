//! Misconception: a stream is a file: it is read to its end, then answered.
//! Caught by: `echoes_each_piece_as_it_arrives`, `echoes_a_megabyte`, `survives_a_reset`, `starts_again_on_its_port_and_reports_what_it_cannot_do`

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
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    stream.write_all(&all)
}
