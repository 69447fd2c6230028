//! Misconception: `ping` and `PING` are the same word.
//! Caught by: `client_does_not_take_a_late_answer_for_the_next`

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
    while let Some(line) = halves::next_line(stream, received, sent + timeout)? {
        if line.eq_ignore_ascii_case(&format!("PING {number}")) {
            return Ok(Some(sent.elapsed()));
        }
    }
    Ok(None)
}
