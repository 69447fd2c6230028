//! Misconception: one send is one receive, so what a read returns is a message.
//! Caught by: `server_finds_the_lines_in_the_stream`, `server_limits_the_length_of_a_line`

#[path = "../halves.rs"]
mod halves;

use std::io::{self, Read as _, Write as _};
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

fn answer_lines(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 2048];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let message = String::from_utf8_lossy(&buffer[..count]).trim_end().to_uppercase();
        stream.write_all(format!("{message}\n").as_bytes())?;
    }
}
