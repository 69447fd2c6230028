//! What the lesson programs share that is not the lesson: the endpoint options, durations in seconds, the ready line,
//! the exit code and the shape of an error.
//!
//! It is compiled into every student's program, so it stays light, and it knows no lesson.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

/// The options `--host` and `--port` of a program that talks to, or waits at, one address.
///
/// `PORT` is the port when none is given. For a server, port 0 lets the system choose one.
#[derive(Debug, Clone, clap::Args)]
pub struct Endpoint<const PORT: u16> {
    /// Address or name of the host
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,

    /// Port; for a server, 0 lets the system choose
    #[arg(long, default_value_t = PORT)]
    pub port: u16,
}

impl<const PORT: u16> Endpoint<PORT> {
    /// The pair that `TcpListener::bind`, `TcpStream::connect` and `UdpSocket::bind` take.
    pub fn address(&self) -> (&str, u16) {
        (&self.host, self.port)
    }
}

/// `host:port`, as an error message names it.
impl<const PORT: u16> std::fmt::Display for Endpoint<PORT> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// Reads a duration given in seconds, decimals allowed. Made for `#[arg(value_parser = common::seconds)]`.
///
/// # Errors
/// A sentence for the user, where the text is no number, is negative, or is longer than a [`Duration`] can be.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "not a number of seconds".to_string())?;
    Duration::try_from_secs_f64(number).map_err(|error| error.to_string())
}

/// Prints the ready line of a server, `listening on <address>:<port>`, and flushes it.
///
/// To a terminal, stdout is flushed at each line; to a pipe it need not be, and the program that waits at the other end
/// of the pipe would wait for ever. Call this once the socket can take traffic, never before.
///
/// # Errors
/// Where stdout cannot be written to.
pub fn announce(address: SocketAddr) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "listening on {address}")?;
    stdout.flush()
}

/// Turns the result of a program into its exit code: 0, or 1 after `error: what failed: why` on stderr.
pub fn exit(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", message(&error));
            ExitCode::FAILURE
        }
    }
}

/// The one line that [`exit`] prints: all causes, the outermost first, and nothing in it that could inject terminal
/// control sequences.
fn message(error: &anyhow::Error) -> String {
    let mut text = String::from("error");
    for cause in error.chain() {
        let cause = match cause.downcast_ref::<io::Error>() {
            Some(error) => reason(error),
            None => cause.to_string(),
        };
        text.push_str(": ");
        for char in cause.chars() {
            if char.is_control() {
                write!(text, "{}", char.escape_default()).expect("a String can always be written to");
            } else {
                text.push(char);
            }
        }
    }
    text
}

/// Why a call failed, in words: `address in use`, where the system's own text is `Address already in use (os error 98)`.
fn reason(error: &io::Error) -> String {
    let kind = error.kind().to_string();
    // An error without a kind of its own, or with a text of the program's own, says more by itself.
    if error.raw_os_error().is_none() || kind == "uncategorized error" { error.to_string() } else { kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context as _;

    #[test]
    fn seconds_take_decimals_and_refuse_what_is_no_duration() {
        assert_eq!(seconds("0.2"), Ok(Duration::from_millis(200)));
        assert_eq!(seconds("3"), Ok(Duration::from_secs(3)));
        for text in ["", "soon", "-1", "NaN", "inf", "1e300"] {
            assert!(seconds(text).is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn an_error_is_one_line_with_its_causes_in_words() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let error =
            std::net::TcpListener::bind(address).with_context(|| format!("cannot listen on {address}")).unwrap_err();
        assert_eq!(message(&error), format!("error: cannot listen on {address}: address in use"));
    }

    #[test]
    fn an_error_cannot_command_the_terminal() {
        let error = anyhow::anyhow!("the peer sent \u{1b}[2J\n");
        assert_eq!(message(&error), "error: the peer sent \\u{1b}[2J\\n");
    }
}
