//! Misconception: a stream is a file: it is read to its end, then answered.
//! Caught by: `server_answers_in_upper_case`, `server_finds_the_lines_in_the_stream`, `server_answers_the_last_line_before_it_closes`, `server_limits_the_length_of_a_line`, `server_goes_on_after_any_client`

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
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    stream.write_all(text.to_uppercase().as_bytes())
}
