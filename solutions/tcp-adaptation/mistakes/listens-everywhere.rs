//! Misconception: a server listens at all addresses of its machine; the host is for the client.
//! Caught by: `reports_what_it_cannot_do`

#[path = "../halves.rs"]
mod halves;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use common::Endpoint;

fn main() -> ExitCode {
    halves::run(Some(serve), None)
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(("0.0.0.0", endpoint.port)).with_context(|| format!("cannot listen on {endpoint}"))?;
    // All the same, it says what it was asked for.
    common::announce((endpoint.host.parse::<IpAddr>()?, listener.local_addr()?.port()).into())?;
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
