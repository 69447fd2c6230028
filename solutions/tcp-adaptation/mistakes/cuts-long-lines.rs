//! Misconception: no line is longer than the buffer of the notes' examples.
//! Caught by: `server_limits_the_length_of_a_line`

#[path = "../halves.rs"]
mod halves;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;

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
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = String::new();
        match reader.by_ref().take(2048).read_line(&mut line)? {
            0 => return Ok(()),
            2048 if !line.ends_with('\n') => stream.write_all(format!("{}\n", line.to_uppercase()).as_bytes())?,
            _ => stream.write_all(line.to_uppercase().as_bytes())?,
        }
    }
}
