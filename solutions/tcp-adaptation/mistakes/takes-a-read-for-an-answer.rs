//! Misconception: one read brings one answer, and all of it.
//! Caught by: `client_finds_the_lines_in_the_stream`

#[path = "../halves.rs"]
mod halves;

use std::io::Write as _;
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use common::Endpoint;
use halves::Pings;

fn main() -> ExitCode {
    halves::run(None, Some(ping))
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let mut stream = halves::connect(endpoint)?;
    let server = stream.peer_addr()?;
    let mut times = Vec::new();
    for number in 1..=pings.count {
        if number > 1 {
            thread::sleep(pings.interval);
        }
        let time =
            exchange(&mut stream, number, pings.timeout).with_context(|| format!("{} answers came", times.len()))?;
        halves::print_result(server, number, time, pings);
        times.extend(time);
    }
    halves::print_summary(pings.count, &times)
}

fn exchange(stream: &mut TcpStream, number: u32, timeout: Duration) -> anyhow::Result<Option<Duration>> {
    let sent = Instant::now();
    stream.write_all(format!("ping {number}\n").as_bytes())?;
    while let Some(bytes) = halves::read(stream, sent + timeout)? {
        ensure!(!bytes.is_empty(), "the server closed the connection");
        // "PING 1", but not the beginning of "PING 10".
        if String::from_utf8_lossy(&bytes).lines().any(|line| line == format!("PING {number}")) {
            return Ok(Some(sent.elapsed()));
        }
    }
    Ok(None)
}
