//! How fast the relay, the chat and the server of HTTP are, beside the programs that people use for it:
//! `cargo bench -p solutions`.
//!
//! One that is not installed is said to be missing. Each is measured in turn with the others, several times, and the middle
//! figure counts. Compare figures of one run, since machines differ.

// Beside this file, cargo would take them for benchmarks of their own.
#[path = "side_by_side/chat.rs"]
mod chat;
#[path = "side_by_side/http.rs"]
mod http;
#[path = "side_by_side/hyper.rs"]
mod hyper_server;
#[path = "side_by_side/relay.rs"]
mod relay;
#[path = "side_by_side/started.rs"]
mod started;

use std::env;

use anyhow::Result;

/// How often each is measured.
const ROUNDS: usize = 5;

/// Started with this word and a folder, the benchmark is a server to measure.
const SERVE: &str = "serve";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [word, folder] = arguments.as_slice()
        && word == SERVE
    {
        return hyper_server::serve(folder.into());
    }
    relay::measure()?;
    chat::measure()?;
    http::measure()
}

/// The middle one of these figures.
fn middle(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
