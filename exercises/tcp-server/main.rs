//! An echo server over TCP: it sends every client's bytes back.

use std::process::ExitCode;

use anyhow::bail;
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
    let _address = arguments.endpoint.address();
    // TODO: listen on the address, then announce it with `common::announce`.
    // For each client, one after the other:
    // - print `connected: <peer>`;
    // - send back every byte, as it arrives, until the client has nothing more to send;
    // - print `closed: <peer>`.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/tcp-server/main.rs is not written yet")
}
