//! Misconception: what stands behind the last newline is a line, too, also when nothing stands there.
//! Caught by: `server_answers_the_last_line_before_it_closes`

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
        match reader.by_ref().take(65_536).read_line(&mut line)? {
            0 => return Ok(stream.write_all(b"\n")?),
            65_536 if !line.ends_with('\n') => bail!("a line is too long"),
            _ if !line.ends_with('\n') => return Ok(stream.write_all(line.to_uppercase().as_bytes())?),
            _ => stream.write_all(line.to_uppercase().as_bytes())?,
        }
    }
}
