//! Misconception: every peer sends text.
//! Caught by: `server_goes_on_after_any_client`

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
        let mut line = Vec::new();
        match reader.by_ref().take(65_536).read_until(b'\n', &mut line)? {
            0 => return Ok(()),
            65_536 if !line.ends_with(b"\n") => bail!("a line is too long"),
            _ => {
                let line = String::from_utf8(line).expect("a message is text");
                stream.write_all(line.to_uppercase().as_bytes())?;
            }
        }
    }
}
