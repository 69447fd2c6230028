//! The server of the ping application, over UDP: it answers every message in upper case.

use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;
use common::Endpoint;

/// Answers every datagram with its text in upper case
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<12000>,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let _address = arguments.endpoint.address();
    // TODO: bind a UDP socket to the address, then announce it with `common::announce`.
    // For each datagram, whoever sends it:
    // - print `<peer>: <message>`, the message quoted and escaped as `{:?}` does it;
    // - send its text in upper case back to its sender, from the same socket;
    // - if it is not UTF-8, or its answer does not fit a datagram, say so on stderr instead, and go on.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/udp-server/main.rs is not written yet")
}
