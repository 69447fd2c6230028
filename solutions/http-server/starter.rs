//! A server of HTTP/1.1: it gives the files of a folder.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Parser;
use common::Endpoint;

/// Gives the files of a folder over HTTP/1.1
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<8080>,

    /// How many connections there may be at once
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    max_connections: u32,

    /// How long a head may take from its first byte to its end, in seconds
    #[arg(long, default_value = "10", value_parser = common::seconds)]
    header_timeout: Duration,

    /// How long a connection may wait for its next request, in seconds
    #[arg(long, default_value = "5", value_parser = common::seconds)]
    idle_timeout: Duration,

    /// The folder whose files are given
    root: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()).await)
}

async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { endpoint, max_connections: _, header_timeout: _, idle_timeout: _, root: _ } = arguments;
    let _address = endpoint.address();
    // TODO: see that the folder is there, listen, and print the ready line: `common::announce`.
    // Give each connection a task of its own, `max_connections` of them at most, and in it, as long as the client likes,
    // - read a head: until an empty line, 8 KiB at most, in time;
    // - answer it, with the file or with a status that says why not, and print a line about that;
    // - pass over the body of the request, and keep what was read behind it: the next request begins there.
    // On Ctrl-C or SIGTERM: listen no more, finish the answers that have begun, and end.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/http-server/main.rs is not written yet")
}
