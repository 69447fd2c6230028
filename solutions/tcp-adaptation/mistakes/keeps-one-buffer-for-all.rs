//! Misconception: a buffer belongs to the server: what a client did not end, the next one goes on with.
//! Caught by: `server_goes_on_after_any_client`

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
    let mut received = Vec::new();
    loop {
        let (stream, peer) = listener.accept()?;
        if let Err(error) = answer_lines(stream, &mut received) {
            eprintln!("{peer}: {error}");
        }
    }
}

fn answer_lines(mut stream: TcpStream, received: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        received.extend_from_slice(&buffer[..count]);
        while let Some(end) = received.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = received.drain(..=end).collect();
            answer(&mut stream, line)?;
        }
        if count == 0 {
            return answer(&mut stream, std::mem::take(received));
        }
        if received.len() >= 65_536 {
            received.clear();
            bail!("a line is too long");
        }
    }
}

fn answer(stream: &mut TcpStream, line: Vec<u8>) -> anyhow::Result<()> {
    Ok(stream.write_all(String::from_utf8(line)?.to_uppercase().as_bytes())?)
}
