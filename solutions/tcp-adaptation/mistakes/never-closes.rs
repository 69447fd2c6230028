//! Misconception: the client has closed its side, so the connection is closed.
//! Caught by: `server_answers_the_last_line_before_it_closes`, `server_goes_on_after_any_client`

#[path = "../halves.rs"]
mod halves;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;

use anyhow::bail;
use common::Endpoint;

fn main() -> ExitCode {
    halves::run(Some(serve), None)
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener = halves::listen(endpoint)?;
    let mut clients = Vec::new();
    loop {
        let (mut stream, peer) = listener.accept()?;
        match answer_lines(&mut stream) {
            Ok(()) => clients.push(stream),
            Err(error) => eprintln!("{peer}: {error}"),
        }
    }
}

fn answer_lines(stream: &mut TcpStream) -> anyhow::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = String::new();
        match reader.by_ref().take(65_536).read_line(&mut line)? {
            0 => return Ok(()),
            65_536 if !line.ends_with('\n') => bail!("a line is too long"),
            _ => stream.write_all(line.to_uppercase().as_bytes())?,
        }
    }
}
