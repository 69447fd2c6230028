//! An echo client over TCP: it sends one message and prints the echo.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Parser;
use common::Endpoint;

/// Sends one message to an echo server and prints the echo
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<5000>,

    /// Seconds that the whole exchange may take
    #[arg(long, default_value = "10", value_parser = common::seconds)]
    timeout: Duration,

    /// What to send
    message: String,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let _address = arguments.endpoint.address();
    let _timeout = arguments.timeout;
    let _bytes = arguments.message.as_bytes();
    // TODO: connect to the address, and send the message, exactly.
    // When its whole echo is there, in however many pieces it came, print `echo: <message>`.
    // It is an error, and nothing is printed on stdout, when:
    // - nobody listens at the address;
    // - the server closes before the whole echo: say how many bytes of how many came;
    // - the echo differs from the message: say at which byte;
    // - all of this takes longer than the timeout.
    // An empty message is wrong usage, above: clap ends the program with exit status 2 if you tell it what to accept.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/tcp-client/main.rs is not written yet")
}
