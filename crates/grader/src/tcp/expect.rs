//! What a peer expects to come on a connection, and what must not.
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use report::escape;
use report::event::{Action, SendMode};
use report::message::{self, Message, msg};

use super::connection::{Connection, ReadOutcome};
use crate::difference;
use crate::failure::{Did, Failure, Result};
use crate::readiness::{self, READ, WRITE};

/// Of what comes in pieces smaller than this there may be hundreds of thousands: each that is waited for by itself costs
/// the program more than to send it.
const A_LITTLE: usize = 1 << 10;

/// How long several of them are let come together.
const LITTLE_BY_LITTLE: Duration = Duration::from_micros(200);

impl Connection {
    /// Expects exactly these bytes next, in however many pieces.
    ///
    /// # Errors
    /// Others come, the connection ends, or they do not come.
    pub fn expect(&mut self, bytes: impl AsRef<[u8]>) -> Result {
        let expected = bytes.as_ref();
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(escape::bytes(expected));
        self.compare(expected, 0)?;
        loop {
            if self.received.len() >= expected.len() {
                self.take(expected.len());
                return Ok(());
            }
            let before = self.received.len();
            match self.next(&mut wait).map_err(|failure| self.what_brings_it(failure, expected))? {
                ReadOutcome::Data => {
                    self.compare(expected, before)?;
                    wait.progress(before, self.received.len());
                }
                ended => return Err(self.ended_early(ended, expected)),
            }
        }
    }

    /// Expects one of these next, of which neither begins with the other.
    ///
    /// # Errors
    /// Others come, the connection ends, or they do not come.
    pub fn expect_either(&mut self, one: &str, other: &str) -> Result {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(escape::bytes(one.as_bytes()));
        // Where they part, what comes next tells which of the two it is.
        let common = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        loop {
            if let Some(byte) = self.received.get(common) {
                let is_other = other.as_bytes().get(common) == Some(byte);
                return self.expect(if is_other { other } else { one });
            }
            match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => {}
                ended => return Err(self.ended_early(ended, one.as_bytes())),
            }
        }
    }

    /// Sends these bytes and that there are no more of them, and expects them back, reading while it writes.
    ///
    /// # Errors
    /// Others come back, the connection ends, or they do not come.
    pub fn exchange(&mut self, bytes: impl AsRef<[u8]>) -> Result {
        let bytes = bytes.as_ref();
        self.note(Action::Sends { payload: escape::payload(bytes), mode: SendMode::Reading });
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("echo-of", bytes = escape::bytes(bytes)));
        let mut sent = 0;
        loop {
            while sent < bytes.len() {
                let Some(count) = self.write(&bytes[sent..]).map_err(|error| self.write_failure(&error))? else {
                    break;
                };
                sent += count;
                if sent == bytes.len() {
                    self.half_close()?;
                }
            }
            let before = self.received.len();
            match self.read()? {
                Some(ReadOutcome::Data) => {
                    self.compare(bytes, before)?;
                    wait.progress(before, self.received.len());
                    if self.received.len() < bytes.len().min(before + A_LITTLE) {
                        thread::sleep(LITTLE_BY_LITTLE);
                    }
                }
                _ if sent == bytes.len() && self.received.len() >= sent => break,
                Some(ended) => return Err(self.ended_early(ended, bytes)),
                None => {
                    let timeout = wait
                        .next_poll_timeout()
                        .map_err(|failure| self.with_received(failure.awaiting(self.more())))?;
                    readiness::wait(self.stream(), if sent < bytes.len() { READ | WRITE } else { READ }, timeout);
                }
            }
        }
        self.take(bytes.len());
        Ok(())
    }

    /// Expects one of these next, and then that the program has nothing more to send (its FIN).
    ///
    /// # Errors
    /// Something else comes, the connection is reset, or stays open.
    pub fn expect_last(&mut self, choices: &[&str]) -> Result {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("end-of-connection-by-fin"));
        let ended = loop {
            match self.next_or_the_end(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => {}
                ended => break ended,
            }
        };
        let expected = choices.iter().map(|choice| escape::bytes(choice.as_bytes()));
        let expected = message::joined(expected, msg!("or"));
        let failure = if let ReadOutcome::Reset = ended {
            self.note(Action::ReceivesReset);
            Failure::new(msg!("reset-instead-of-closing"))
        } else if choices.iter().any(|choice| choice.as_bytes() == self.received) {
            self.note(Action::ReceivesLast { payload: escape::payload(&self.received) });
            self.received.clear();
            return Ok(());
        } else {
            self.note(Action::ReceivesEnd);
            let answers_nothing = choices.iter().any(|choice| {
                let more = self.received.strip_prefix(choice.as_bytes());
                (choice.is_empty() || choice.ends_with('\n'))
                    && more.is_some_and(|more| [&b"\n"[..], b"\r\n"].contains(&more))
            });
            Failure::new(msg!("last-words-are-wrong"))
                .because_of(answers_nothing.then(|| msg!("cause-answers-nothing")))
        };
        Err(self.with_received(failure.with(msg!("expected"), expected)))
    }

    /// Expects this line next, given without its end.
    ///
    /// # Errors
    /// Another one comes, the connection ends before the line does, or the line does not come.
    pub fn expect_line(&mut self, expected: &str) -> Result {
        self.expect_line_that(expected, |line| line == expected)
    }

    /// Expects this line next, given without its end. White space behind it is the subject of another check.
    ///
    /// # Errors
    /// As for [`expect_line`](Self::expect_line).
    pub fn expect_line_and_space(&mut self, expected: &str) -> Result {
        self.expect_line_that(expected, |line| line.trim_ascii_end() == expected)
    }

    fn expect_line_that(&mut self, expected: &str, is_this: impl Fn(&str) -> bool) -> Result {
        let whole = format!("{expected}\n");
        let before = self.last.clone();
        let line = self.next_line(msg!("the-line", line = escape::bytes(whole.as_bytes())), whole.as_bytes())?;
        if is_this(&line) {
            return Ok(());
        }
        Err(Failure::new(msg!("sent-another-line"))
            .with(msg!("expected"), escape::bytes(expected.as_bytes()))
            .with(msg!("received"), escape::bytes(line.as_bytes()))
            .because_of(difference::of_lines(expected, &line))
            .because_of(self.why_it_comes_again(&before, whole.as_bytes())))
    }

    /// Expects that the program has not ended this connection by now. `expected` is what shall still come, and why it does
    /// not is for the check to say.
    ///
    /// # Errors
    /// It has.
    pub fn expect_open(&mut self, expected: &str) -> Result {
        match self.read()? {
            Some(ended @ (ReadOutcome::Eof | ReadOutcome::Reset)) => {
                Err(self.ended(ended, escape::bytes(expected.as_bytes())))
            }
            Some(ReadOutcome::Data) | None => Ok(()),
        }
    }

    /// Expects that the program has nothing more to send: its FIN, and nothing before it.
    ///
    /// # Errors
    /// Bytes come, the connection is reset, or stays open.
    pub fn expect_end(&mut self) -> Result {
        if let ReadOutcome::Reset = self.nothing_until_the_end(msg!("end-of-connection-by-fin"))? {
            self.note(Action::ReceivesReset);
            return Err(Failure::new(msg!("reset-instead-of-closing")));
        }
        self.note(Action::ReceivesEnd);
        Ok(())
    }

    /// Expects that the program sends nothing more until it gives the connection up, politely or not.
    ///
    /// # Errors
    /// Bytes come, or the connection stays open.
    pub fn expect_nothing_more(&mut self) -> Result {
        self.nothing_until_the_end(msg!("end-of-connection"))?;
        self.note(Action::SeesNothingMore);
        Ok(())
    }

    /// Half-closes, and expects nothing more: what has been asked for until now was all that the program sends. Whether it
    /// closes the connection in its turn is the subject of another check.
    ///
    /// # Errors
    /// More comes.
    pub fn finish(mut self) -> Result {
        self.half_close()?;
        self.expect_only_the_end()
    }

    /// After a half-close, expects nothing more: the second half of [`finish`](Self::finish).
    ///
    /// # Errors
    /// More comes.
    pub fn expect_only_the_end(&mut self) -> Result {
        match self.expect_nothing_more() {
            // It keeps the connection open, and silent.
            Err(failure) if failure.timed_out => Ok(()),
            ended => ended,
        }
    }

    /// Expects that the program gives this connection up, politely or not, whatever it sent before.
    ///
    /// # Errors
    /// It stays open.
    pub fn expect_gone(&mut self) -> Result {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("end-of-connection"));
        while let ReadOutcome::Data = self.next_or_the_end(&mut wait)? {
            self.received.clear();
        }
        self.note(Action::SeesEnd);
        Ok(())
    }

    /// How the connection ends, before which nothing more may come. `what` is waited for.
    fn nothing_until_the_end(&mut self, what: Message) -> Result<ReadOutcome> {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(what);
        loop {
            if !self.received.is_empty() {
                return Err(self.with_received(self.why_more_came(Failure::new(msg!("sent-more")))));
            }
            match self.next_or_the_end(&mut wait)? {
                ReadOutcome::Data => {}
                ended => return Ok(ended),
            }
        }
    }

    /// The next line, whatever it is, without its end. `what` and `expected` are for a failure.
    fn next_line(&mut self, what: Message, expected: &[u8]) -> Result<String> {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(what);
        loop {
            if let Some(line) = self.take_line() {
                return Ok(line);
            }
            // What a line is the answer to need not be a part of it.
            match self.next(&mut wait).map_err(|failure| self.what_brings_it(failure, expected))? {
                ReadOutcome::Data => {}
                ended => {
                    let failure = self.ended_early(ended, expected);
                    let is_empty = expected == b"\n" && self.received.is_empty();
                    return Err(if is_empty {
                        failure.because_it(Did::Leave, msg!("cause-ends-at-an-empty-line"))
                    } else {
                        failure
                    });
                }
            }
        }
    }

    /// Compares what has come so far with the beginning of what should. Its first bytes, `known`, have been compared.
    pub(super) fn compare(&self, expected: &[u8], known: usize) -> Result {
        let both = expected.len().min(self.received.len());
        // A megabyte may come byte by byte.
        let new = known.min(both)..both;
        if expected[new.clone()] == self.received[new] {
            return Ok(());
        }
        let failure = Failure::new(msg!("sent-something-else")).with(msg!("expected"), escape::bytes(expected));
        let failure = self.why_something_else_came(failure, expected);
        Err(self.with_received(failure).with_first_difference(expected, &self.received))
    }
}
