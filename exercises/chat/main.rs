//! A chat: a server that passes lines on between its members, and a client to take part.

use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;
use common::Endpoint;

/// A chat: each line goes to all others
#[derive(Parser)]
enum Command {
    /// Passes each member's lines on to all others
    Serve {
        #[command(flatten)]
        endpoint: Endpoint<6000>,

        /// Number of members that there may be at the same time
        #[arg(long, default_value_t = 64)]
        max_clients: usize,
    },
    /// Takes part: sends each line of stdin, and prints each line that comes
    Join {
        #[command(flatten)]
        endpoint: Endpoint<6000>,

        /// What the others call you
        name: String,
    },
}

fn main() -> ExitCode {
    common::exit(match Command::parse() {
        Command::Serve { endpoint, max_clients } => serve(&endpoint, max_clients),
        Command::Join { endpoint, name } => join(&endpoint, &name),
    })
}

fn serve(endpoint: &Endpoint<6000>, max_clients: usize) -> anyhow::Result<()> {
    let (_address, _max_clients) = (endpoint.address(), max_clients);
    // TODO: listen on the address, then announce it with `common::announce`.
    // For each client, all at the same time:
    // - take its first line for its name, welcome it, and tell the others;
    // - pass each of its lines on to the others, whole, and wait for none of them;
    // - when it leaves, tell the others.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/chat/main.rs is not written yet")
}

fn join(endpoint: &Endpoint<6000>, name: &str) -> anyhow::Result<()> {
    let (_address, _name) = (endpoint.address(), name);
    // TODO: connect, and send the name as a line. Then do two things at the same time:
    // - print each line that comes, with its control characters escaped, until the server ends the connection;
    // - send each line of stdin, and half-close when there are no more.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/chat/main.rs is not written yet")
}
