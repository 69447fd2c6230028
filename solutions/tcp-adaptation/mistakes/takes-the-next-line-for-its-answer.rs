//! Misconception: lines come in order, so the next line answers the last ping.
//! Caught by: `client_does_not_take_a_late_answer_for_the_next`, `client_finds_the_lines_in_the_stream`

#[path = "../halves.rs"]
mod halves;

use std::io::Write as _;
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use common::Endpoint;
use halves::Pings;

fn main() -> ExitCode {
    halves::run(None, Some(ping))
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let mut stream = halves::connect(endpoint)?;
    let server = stream.peer_addr()?;
    let mut times = Vec::new();
    let mut received = Vec::new();
    for number in 1..=pings.count {
        if number > 1 {
            thread::sleep(pings.interval);
        }
        let time = exchange(&mut stream, &mut received, number, pings.timeout)
            .with_context(|| format!("{} answers came", times.len()))?;
        halves::print_result(server, number, time, pings);
        times.extend(time);
    }
    halves::print_summary(pings.count, &times)
}

fn exchange(
    stream: &mut TcpStream,
    received: &mut Vec<u8>,
    number: u32,
    timeout: Duration,
) -> anyhow::Result<Option<Duration>> {
    let sent = Instant::now();
    stream.write_all(format!("ping {number}\n").as_bytes())?;
    let line = halves::next_line(stream, received, sent + timeout)?;
    Ok(line.map(|_| sent.elapsed()))
}
