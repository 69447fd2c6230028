//! The ping application's client: it sends pings over UDP, and measures how long the answers take.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Parser;
use common::Endpoint;

/// Sends pings over UDP, and measures how long the answers take
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<12000>,

    /// Number of pings to send
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,

    /// Seconds to wait for each answer
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    timeout: Duration,

    /// Seconds to pause between a ping and the next
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    interval: Duration,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let _server = arguments.endpoint.address();
    let _timeout_in_seconds = arguments.timeout.as_secs_f64();
    let _interval = arguments.interval;
    for _n in 1..=arguments.count {
        // TODO: send `ping <n>` to the server, always from the same socket, and wait for the answer `PING <n>`:
        // - if it comes, print `PING <n> from <server>: rtt=<milliseconds> ms`;
        // - if it has not come when the timeout has passed, print `ping <n> lost: no reply within <timeout> s`;
        // - whatever else comes counts for nothing, and does not make the wait longer.
        // Pause for the interval before the next ping.
    }
    // TODO: print `<sent> sent, <received> received, <percent>% lost`,
    // and, if any answer came, `rtt min/avg/max = <a>/<b>/<c> ms`. If none came, return an error: the exit status is 1.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/udp-client/main.rs is not written yet")
}
