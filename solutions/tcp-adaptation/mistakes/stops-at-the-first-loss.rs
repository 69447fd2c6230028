//! Misconception: a loss is a failure: when an answer does not come in time, the rest is in vain.
//! Caught by: `client_does_not_take_a_late_answer_for_the_next`, `client_finds_the_lines_in_the_stream`

#[path = "../halves.rs"]
mod halves;

use std::io::Write as _;
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
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
        if time.is_none() {
            bail!("ping {number} was not answered within {} s", pings.timeout.as_secs_f64());
        }
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
    while let Some(line) = halves::next_line(stream, received, sent + timeout)? {
        if line == format!("PING {number}") {
            return Ok(Some(sent.elapsed()));
        }
    }
    Ok(None)
}
