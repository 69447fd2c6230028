//! Misconception: printing is reporting: who reads the message knows that it failed.
//! Caught by: `reports_what_it_cannot_do`

#[path = "../halves.rs"]
mod halves;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use anyhow::bail;
use common::Endpoint;

fn main() -> ExitCode {
    halves::run(Some(serve), None)
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener = match TcpListener::bind(endpoint.address()) {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("error: cannot listen on {endpoint}: {error}");
            return Ok(());
        }
    };
    common::announce(listener.local_addr()?)?;
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
            0 => return Ok(()),
            65_536 if !line.ends_with('\n') => bail!("a line is too long"),
            _ => stream.write_all(line.to_uppercase().as_bytes())?,
        }
    }
}
