//! Misconception: a segment may bring a part of a line, but never more than one line.
//! Caught by: `server_answers_the_last_line_before_it_closes`, `server_finds_the_lines_in_the_stream`

#[path = "../halves.rs"]
mod halves;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;

use anyhow::bail;
use common::Endpoint;

fn main() -> ExitCode {
    halves::run(Some(serve), None)
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener = halves::listen(endpoint)?;
    loop {
        let (stream, peer) = listener.accept()?;
        if let Err(error) = answer_lines(stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

fn answer_lines(mut stream: TcpStream) -> anyhow::Result<()> {
    let mut received = Vec::new();
    let mut buffer = [0; 2048];
    loop {
        let count = stream.read(&mut buffer)?;
        received.extend_from_slice(&buffer[..count]);
        if received.is_empty() {
            return Ok(());
        }
        let end = received.iter().position(|byte| *byte == b'\n');
        if end.is_none() && received.len() >= 65_536 {
            bail!("a line is too long");
        }
        if end.is_some() || count == 0 {
            let line = String::from_utf8_lossy(&received[..end.unwrap_or(received.len())]);
            stream.write_all(format!("{}\n", line.to_uppercase()).as_bytes())?;
            received.clear();
        }
        if count == 0 {
            return Ok(());
        }
    }
}
