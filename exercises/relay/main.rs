//! A relay: it passes bytes on between clients and targets.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::bail;
use clap::Parser;

/// Passes bytes on between clients and targets
#[derive(Parser)]
struct Arguments {
    /// Where to listen, and where to connect to for each client; may be given several times
    #[arg(long = "forward", value_name = "LISTEN=TARGET", required = true)]
    forwards: Vec<Forward>,
}

/// Two addresses, each an IP address and a port.
#[derive(Clone, Copy)]
struct Forward {
    listen: SocketAddr,
    target: SocketAddr,
}

impl FromStr for Forward {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (listen, target) = text.split_once('=').ok_or("there is no = between two addresses")?;
        let address = |text: &str| text.parse().map_err(|_| format!("{text} is not <address>:<port>"));
        Ok(Self { listen: address(listen)?, target: address(target)? })
    }
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let _addresses: Vec<_> = arguments.forwards.iter().map(|forward| (forward.listen, forward.target)).collect();
    // TODO: listen on all addresses, then print a line for each:
    // `listening on <address>:<port>, forwarding to <target>`.
    // In one thread, wait for all sockets at once; for each client, connect to the target without waiting for it, and then
    // - pass every byte on, both ways, as it arrives;
    // - read nothing more where the other side does not take what there is;
    // - pass the end of one side on when all before it is passed on, and close both when both have ended.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/relay/main.rs is not written yet")
}
