//! Misconception: the port that is asked for is the port that one gets.
//! Caught by: `says_where_it_listens`, `prints_who_connects_and_who_leaves`, `echoes_each_piece_as_it_arrives`, `echoes_bytes_that_are_not_text`, `echoes_a_megabyte`, `finishes_the_echo_after_a_half_close`, `sleeps_while_nothing_happens`, `serves_one_client_after_another`, `survives_a_reset`, `starts_again_on_its_port_and_reports_what_it_cannot_do`

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
    println!("listening on {endpoint}");
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
