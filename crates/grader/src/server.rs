//! The program under test as a server: where it listens, and what it says while it serves.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use report::escape;
use report::event::Action;
use report::message::{Message, msg};

use crate::failure::{Awaited, Failure, Result};
use crate::quoting;
use crate::running::Running;

/// A server that is running and has printed its ready line.
pub struct Server {
    pub(crate) running: Running,
    /// Where it listens: at one address, unless it was told more.
    pub(crate) addresses: Vec<SocketAddr>,
    /// How many lines it had printed on stdout with its last ready line.
    pub(crate) lines_until_ready: usize,
}

impl Server {
    /// Waits until a program that was started with this `--port` says where it listens, in whatever words.
    pub(crate) fn that_is_ready(running: Running, port: u16) -> Result<Self> {
        let wait = running.attempt.wait(msg!("the-ready-line"));
        let found = running.process.wait_until(wait, |state| {
            let text = String::from_utf8_lossy(&state.stdout.kept);
            let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).enumerate();
            match lines.find_map(|(before, line)| Some((before, line.to_string(), announced(line, port)?))) {
                Some(found) => Some(Ok(found)),
                None => state
                    .stdout
                    .flooded
                    .then(|| Err(Failure::new(msg!("floods-instead", what = msg!("the-ready-line"))))),
            }
        });
        let found = found.flatten().or_else(|failure| {
            // Nothing better comes. Is there a line that names a port without saying that it is the one?
            let stdout = running.process.with_state(|state| String::from_utf8_lossy(&state.stdout.kept).into_owned());
            let lines = stdout.lines().enumerate();
            let found =
                lines.filter_map(|(before, line)| Some((before, line.to_string(), address_in(line, port)?))).last();
            let failure = failure.awaiting(Awaited::Ready { port });
            found.filter(|_| !running.process.has_ended()).ok_or(failure.with(msg!("stdout"), running.shown_stdout()))
        });
        let (before, line, address) = found?;
        running.note_line(&line);
        Ok(Self { running, addresses: vec![address], lines_until_ready: before + 1 })
    }

    /// Expects that the first line on stdout is the ready line, to the letter: `listening on 127.0.0.1:<port>`.
    ///
    /// # Errors
    /// It is another line, or names another address.
    pub fn expect_ready_line(&self) -> Result {
        let expected = format!("listening on {}", self.address());
        let first = self.running.first_line(msg!("the-ready-line"))?;
        if first == expected {
            return Ok(());
        }
        Err(Failure::new(msg!("not-the-ready-line"))
            .with(msg!("expected"), format!("{expected:?}"))
            .with(msg!("printed"), escape::bytes(first.as_bytes()))
            .unless_only_the_form(&expected, &first))
    }

    /// Where it listens, as its first ready line says.
    pub fn address(&self) -> SocketAddr {
        self.addresses[0]
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address().port()
    }

    /// Waits for this whole line on stdout, wherever in what the program prints.
    ///
    /// # Errors
    /// It does not come.
    pub fn expect_line(&self, line: impl AsRef<str>) -> Result {
        self.running.find_lines(&[line])
    }

    /// Waits for these whole lines on stdout, in this order. Others may stand between them.
    ///
    /// # Errors
    /// They do not come.
    pub fn expect_lines<L: AsRef<str>>(&self, lines: &[L]) -> Result {
        self.running.find_lines(lines)
    }

    /// Whether it has printed this whole line on stdout by now, where it had the chance to.
    pub fn has_printed(&self, line: impl AsRef<str>) -> bool {
        self.let_it_rest();
        self.stdout().lines().any(|printed| printed == line.as_ref())
    }

    /// Ends it from outside, and expects that it has printed no other lines on stdout since its ready line than these, each
    /// once, in whatever order. What stands before that is the subject of [`expect_ready_line`](Self::expect_ready_line).
    ///
    /// # Errors
    /// It has.
    pub fn expect_no_other_lines<L: AsRef<str>>(&self, lines: &[L]) -> Result {
        self.let_it_rest();
        self.kill();
        let stdout = self.stdout();
        let mut missing: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
        let (whole, last) = stdout.split_at(stdout.rfind('\n').map_or(0, |end| end + 1));
        let other = whole.lines().skip(self.lines_until_ready).find(|line| {
            let place = missing.iter().position(|expected| expected == line);
            place.map(|place| missing.swap_remove(place)).is_none()
        });
        // It may have been ended in the middle of a line.
        let is_begun = last.is_empty() || missing.iter().any(|line| line.starts_with(last));
        let other = other.or((!is_begun).then_some(last));
        let Some(other) = other else { return Ok(()) };
        Err(not_asked_for(other, &stdout))
    }

    /// Ends it from outside, and expects that no line on stdout names this peer. `why` says why none should.
    ///
    /// # Errors
    /// One does.
    pub fn expect_no_line_about(&self, peer: SocketAddr, why: &Message) -> Result {
        self.let_it_rest();
        self.kill();
        let (stdout, peer) = (self.stdout(), peer.to_string());
        let Some(line) = stdout.lines().find(|line| line.contains(&peer)) else { return Ok(()) };
        Err(Failure::new(msg!("line-is-too-much", why = why.clone()))
            .with(msg!("printed"), escape::line(line))
            .with(msg!("stdout"), escape::lines(stdout.as_bytes())))
    }

    /// Lets it go on until it sleeps, as [`Running`] does: what it does because of what has happened, it has done by then.
    pub fn let_it_rest(&self) {
        self.running.let_it_rest();
    }

    /// Lets the time pass after which it would wake without anybody's doing: see [`Running::let_its_timeouts_pass`].
    pub fn let_its_timeouts_pass(&self) {
        self.running.let_its_timeouts_pass();
    }

    /// The same in the middle of a write, to a client that does not read: see [`Running::let_its_writes_time_out`].
    pub fn let_its_writes_time_out(&self) {
        self.running.let_its_writes_time_out();
    }

    /// Waits for the line `<peer>: <message quoted>` on stdout, where the message holds control characters.
    ///
    /// # Errors
    /// As for [`Running::expect_quoted`].
    pub fn expect_quoted(&self, peer: SocketAddr, message: &str) -> Result {
        self.running.expect_quoted(peer, message)
    }

    /// Waits for this line on stdout, which holds control characters: as for [`Running::expect_escaped`].
    ///
    /// # Errors
    /// As there.
    pub fn expect_escaped(&self, line: &str) -> Result {
        self.running.expect_escaped(line)
    }

    /// It has printed these messages on stdout, in this order, and no others: as for [`Finished::quotes`].
    ///
    /// # Errors
    /// One is missing, too much, or not printed like this.
    ///
    /// [`Finished::quotes`]: crate::Finished::quotes
    pub fn expect_quotes(&self, messages: &[&str]) -> Result {
        quoting::compare(messages, self.stdout().as_bytes())
    }

    /// The end of what has been printed on stderr until now, for
    /// [`expect_diagnostic_since`](Self::expect_diagnostic_since).
    pub fn end_of_stderr(&self) -> Place {
        Place(self.running.process.with_state(|state| state.stderr.kept.len()))
    }

    /// Waits until something has been printed on stderr behind this place, in whatever words: what a program says of its
    /// start is about nothing that came later. `what` says what it should be about.
    ///
    /// # Errors
    /// Nothing has been.
    pub fn expect_diagnostic_since(&self, place: Place, what: &Message) -> Result {
        let process = &self.running.process;
        let wait = self.running.attempt.wait(msg!("a-diagnostic-about", what = what.clone()));
        let found = process.wait_until(wait, |state| {
            let stderr = &state.stderr;
            // Of more than is kept, nobody knows what was in it.
            (stderr.flooded || !stderr.kept[place.0..].trim_ascii().is_empty()).then_some(())
        });
        found.map_err(|failure| {
            let (stderr, has_spoken) = process.with_state(|state| {
                let all = &state.stderr.kept;
                (escape::lines(all), !all[..place.0.min(all.len())].trim_ascii().is_empty())
            });
            failure.likely_because(has_spoken.then(|| msg!("cause-said-before"))).with(msg!("stderr"), stderr)
        })?;
        self.running.note(Action::HasPrintedDiagnostic { about: what.clone().into() });
        Ok(())
    }

    /// Waits for a whole line on stderr that begins like this and goes on.
    ///
    /// # Errors
    /// It does not come.
    pub fn expect_diagnostic_that_begins(&self, beginning: &str) -> Result {
        let process = &self.running.process;
        let what = msg!("a-diagnostic-that-begins", beginning = format!("{beginning:?}"));
        let is_it = |line: &str| {
            let behind = line.strip_suffix('\n').and_then(|line| line.strip_prefix(beginning));
            behind.is_some_and(|why| !why.trim().is_empty())
        };
        let found = process.wait_until(self.running.attempt.wait(what), |state| {
            let stderr = String::from_utf8_lossy(&state.stderr.kept);
            stderr.split_inclusive('\n').find(|line| is_it(line)).map(|line| line.trim_end().to_string())
        });
        let line = found.map_err(|failure| {
            failure.with(msg!("stderr"), process.with_state(|state| escape::lines(&state.stderr.kept)))
        })?;
        self.running.note(Action::PrintsOnStderr { line: escape::payload(line.as_bytes()) });
        Ok(())
    }

    /// What it has printed on stdout until now.
    pub fn stdout(&self) -> String {
        self.running.process.with_state(|state| String::from_utf8_lossy(&state.stdout.kept).into_owned())
    }

    /// Waits until the program uses no processor, as it should while nobody wants anything of it. One that has ended uses
    /// none either: that it should not have is the subject of other checks.
    ///
    /// # Errors
    /// It stays busy.
    pub fn expect_idle(&self) -> Result {
        match self.running.process.wait_until_idle(&self.running.attempt) {
            Err(_) if self.running.process.has_ended() => {}
            idle => {
                idle?;
                self.running.note(Action::IsIdle);
            }
        }
        Ok(())
    }

    /// Whether it has ended by now, where it had the chance to.
    pub fn has_ended(&self) -> bool {
        self.let_it_rest();
        self.running.has_ended()
    }

    /// Ends it from outside, connections and all.
    pub fn kill(&self) {
        self.running.kill();
    }
}

/// A line on stdout that no task sheet asks for, or not once more.
pub(crate) fn not_asked_for(line: &str, stdout: &str) -> Failure {
    Failure::new(msg!("line-is-not-asked-for"))
        .with(msg!("too-much"), escape::line(line))
        .with(msg!("stdout"), escape::lines(stdout.as_bytes()))
}

/// A place in what a program prints on stderr.
pub struct Place(usize);

/// Where a program listens that was started with this `--port`, as this line says, if it says so.
fn announced(line: &str, port: u16) -> Option<SocketAddr> {
    line.to_lowercase().contains("listening").then(|| address_in(line, port))?
}

/// The address in this line: its last number is the port, unless the port is known. Without a host it is 127.0.0.1.
fn address_in(line: &str, port: u16) -> Option<SocketAddr> {
    let words = line.split(|char: char| !(char.is_ascii_alphanumeric() || char == '.'));
    let mut host = Ipv4Addr::LOCALHOST;
    let mut named = None;
    for word in words.map(|word| word.trim_end_matches('.')) {
        match word.parse::<Ipv4Addr>() {
            Ok(address) if address.is_loopback() => host = address,
            _ => named = word.parse::<u16>().ok().or(named),
        }
    }
    let port = if port == 0 { named.filter(|port| *port != 0)? } else { port };
    Some(SocketAddr::new(IpAddr::V4(host), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_line_is_found_in_whatever_words() {
        let found = |line: &str| announced(line, 0).map(|address| address.to_string());
        for line in [
            "listening on 127.0.0.1:5000",
            "Listening on 127.0.0.1:5000",
            "server: listening on: ('127.0.0.1', 5000)",
            "Listening on port 5000...",
            "listening on 0.0.0.0:5000 (stop it with Ctrl-C).",
        ] {
            assert_eq!(found(line).as_deref(), Some("127.0.0.1:5000"), "{line:?}");
        }
        assert_eq!(found("listening on 127.0.0.2:5000").as_deref(), Some("127.0.0.2:5000"));
        for line in ["listening on 127.0.0.1:0", "starting on 127.0.0.1:5000", "listening", ""] {
            assert_eq!(found(line), None, "{line:?}");
        }
        assert_eq!(announced("listening", 5000).map(|address| address.port()), Some(5000));
    }
}
