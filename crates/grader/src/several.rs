//! A server that listens at several addresses, and says so in a line for each.

use std::ffi::OsStr;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use report::escape;
use report::message::msg;

use crate::failure::{Awaited, Failure, Result};
use crate::program::Program;
use crate::running::Running;
use crate::server::Server;
use crate::tcp::{Connection, plainly, with_small_window};

impl Program {
    /// Starts it with these arguments, and waits until it says where it listens, in so many lines.
    ///
    /// How it says so is the subject of [`Server::expect_ready_lines`], and of one check: here the lines may stand among
    /// others, and be written otherwise than they should, as long as each names a port, and nothing else before it.
    ///
    /// # Errors
    /// It ended, or said nothing of the kind.
    pub fn serve_several<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        count: usize,
    ) -> Result<Server> {
        Server::that_is_ready_at(self.start(arguments)?, count)
    }

    /// The same on ports of a server that has been killed: see [`serve_again_on`](Self::serve_again_on).
    ///
    /// # Errors
    /// As for [`serve_several`](Self::serve_several).
    pub fn serve_several_again<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        count: usize,
    ) -> Result<Server> {
        self.serve_several(arguments, count).map_err(Failure::inconclusive)
    }
}

impl Server {
    fn that_is_ready_at(running: Running, count: usize) -> Result<Self> {
        let wait = running.attempt.wait(msg!("the-ready-lines", count = count));
        let found = running.process.wait_until(wait, |state| {
            let text = String::from_utf8_lossy(&state.stdout.kept);
            let lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).enumerate();
            let found: Vec<_> = lines
                .filter_map(|(before, line)| Some((before, line.to_string(), announced(line)?)))
                .take(count)
                .collect();
            (found.len() == count).then_some(found)
        });
        let found = found.map_err(|failure| {
            failure.awaiting(Awaited::Ready { port: 0 }).with(msg!("stdout"), running.shown_stdout())
        })?;
        for (_, line, _) in &found {
            running.note_line(line);
        }
        let lines_until_ready = found.last().map_or(0, |(before, ..)| before + 1);
        Ok(Self { running, addresses: found.into_iter().map(|(.., address)| address).collect(), lines_until_ready })
    }

    /// Where it listens, as its ready lines say, in their order.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Connects to the server at the address of this ready line, counted from 0.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn connect_to(&self, number: usize) -> Result<Connection> {
        self.connect_by(self.addresses[number], plainly)
    }

    /// The same as from beyond a narrow link: see [`connect_with_small_window`](Self::connect_with_small_window).
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn connect_with_small_window_to(&self, number: usize) -> Result<Connection> {
        self.connect_by(self.addresses[number], with_small_window)
    }

    /// Expects that the first lines on stdout are these, to the letter.
    ///
    /// # Errors
    /// One of them is another.
    pub fn expect_ready_lines(&self, expected: &[String]) -> Result {
        let stdout = self.stdout();
        for (expected, printed) in expected.iter().zip(stdout.lines()) {
            if expected != printed {
                return Err(Failure::new(msg!("not-the-ready-line"))
                    .with(msg!("expected"), format!("{expected:?}"))
                    .with(msg!("printed"), escape::bytes(printed.as_bytes()))
                    .unless_only_the_form(expected, printed));
            }
        }
        Ok(())
    }
}

/// The first address in a line that says that the program listens. Without a host it is 127.0.0.1.
fn announced(line: &str) -> Option<SocketAddr> {
    if !line.to_lowercase().contains("listening") {
        return None;
    }
    let is_part = |char: char| char.is_ascii_alphanumeric() || ".:[]".contains(char);
    let without_brackets =
        |(ip, port): (&str, &str)| Some(SocketAddr::new(IpAddr::V6(ip.parse().ok()?), port.parse().ok()?));
    let mut host = IpAddr::V4(Ipv4Addr::LOCALHOST);
    for word in line.split(|char| !is_part(char)).map(|word| word.trim_end_matches(['.', ':'])) {
        let address = match (word.parse(), word.parse(), word.rsplit_once(':')) {
            (Ok(address), ..) => Some(address),
            (_, Ok(port), _) => Some(SocketAddr::new(host, port)),
            (.., Some(parts)) => without_brackets(parts),
            _ => None,
        };
        if address.is_some() {
            return address.filter(|address| address.port() != 0);
        }
        host = word.trim_matches(['[', ']']).parse().unwrap_or(host);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_address_of_a_line_is_where_it_listens() {
        let found = |line: &str| announced(line).map(|address| address.to_string());
        for line in [
            "listening on 127.0.0.1:8000, forwarding to 127.0.0.1:7001",
            "Listening on port 8000 for 127.0.0.1:7001.",
            "listening: ('127.0.0.1', 8000) -> ('127.0.0.1', 7001)",
        ] {
            assert_eq!(found(line).as_deref(), Some("127.0.0.1:8000"), "{line:?}");
        }
        for line in [
            "listening on [::1]:8000, forwarding to [::1]:7001",
            "listening on ::1 8000 -> 1",
            "listening on ('::1', 8000)",
        ] {
            assert_eq!(found(line).as_deref(), Some("[::1]:8000"), "{line:?}");
        }
        for line in ["listening on 127.0.0.1:0, forwarding to 127.0.0.1:7001", "forwarding to 127.0.0.1:7001", ""] {
            assert_eq!(found(line), None, "{line:?}");
        }
    }
}
