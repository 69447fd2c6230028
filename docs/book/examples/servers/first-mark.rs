//! The beginning of an echo server: it listens, says where, and takes clients, to whom it says nothing yet.
//!
//! Graded by: tcp-server starts_again_on_its_port_and_reports_what_it_cannot_do

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

// ANCHOR: run
fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    loop {
        let (_stream, peer) = listener.accept()?;
        println!("connected: {peer}");
    }
}
// ANCHOR_END: run
