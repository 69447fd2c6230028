//! The ping application over TCP: a server that answers in upper case, and a client that measures how long it takes.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Parser;
use common::Endpoint;

/// The ping application over TCP
#[derive(Parser)]
enum Command {
    /// Answers each line with its text in upper case
    Server {
        #[command(flatten)]
        endpoint: Endpoint<12000>,
    },
    /// Sends pings and prints how long their answers take
    Client {
        #[command(flatten)]
        endpoint: Endpoint<12000>,

        #[command(flatten)]
        pings: Pings,
    },
}

#[derive(clap::Args)]
struct Pings {
    /// Number of pings
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,

    /// Seconds to wait for each answer
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    timeout: Duration,

    /// Seconds to pause between two pings
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    interval: Duration,
}

fn main() -> ExitCode {
    common::exit(match Command::parse() {
        Command::Server { endpoint } => serve(&endpoint),
        Command::Client { endpoint, pings } => ping(&endpoint, &pings),
    })
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let _address = endpoint.address();
    // TODO: listen on the address, then announce it with `common::announce`.
    // For each client, one after the other, until it has nothing more to send:
    // - read a line, however many segments it comes in, and answer it with its text in upper case;
    // - close the connection of one whose line is longer than 64 KiB, and say so on stderr.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/tcp-adaptation/main.rs is not written yet")
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let _address = endpoint.address();
    let _options = (pings.count, pings.timeout, pings.interval);
    // TODO: connect to the address. For each ping, over the one connection:
    // - send the line `ping <n>`;
    // - wait for the line `PING <n>` until the timeout, and print how long it took, or that it is lost;
    // - pause before the next.
    // Then print how many were sent, received and lost, and the least, mean and greatest time.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/tcp-adaptation/main.rs is not written yet")
}
