//! Lines in whatever words, and many of them at once: what several peers hear of each other through the program.

use std::sync::Arc;

use report::escape;
use report::event::{Action, SendMode};
use report::message::msg;

use super::connection::{Connection, ReadOutcome, line_ends};
use crate::deadline::Wait;
use crate::failure::{Failure, Result};
use crate::program::Program;
use crate::readiness::{self, READ, WRITE};

/// A peer that has something to say while it listens.
pub struct Talker<'a> {
    /// Its connection.
    pub connection: &'a mut Connection,
    /// All that it says.
    pub says: Vec<u8>,
    /// How many lines it has to hear.
    pub hears: usize,
}

impl Connection {
    /// Expects next a line that has all of these words in it, and returns it without its end. What else stands in it is the
    /// subject of another check.
    ///
    /// # Errors
    /// It has not, the connection ends before the line does, or no line comes.
    pub fn expect_line_with(&mut self, words: &[&str]) -> Result<String> {
        let words_shown = words.join(" … ");
        let what = msg!("a-line-with", text = escape::bytes(words_shown.as_bytes()));
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(what.clone());
        let line = loop {
            if let Some(line) = self.take_line() {
                break line;
            }
            match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => {}
                ended => return Err(self.ended_early(ended, words_shown.as_bytes())),
            }
        };
        if words.iter().all(|word| line.contains(word)) {
            return Ok(line);
        }
        Err(Failure::new(msg!("sent-another-line"))
            .with(msg!("expected"), what)
            .with(msg!("received"), escape::bytes(line.as_bytes())))
    }

    /// Reads until so many lines have come, or the connection has ended, and returns the lines without their ends. Where it
    /// has ended, the last of them may have none.
    ///
    /// # Errors
    /// Neither happens.
    pub fn lines_until_the_end(&mut self, most: usize) -> Result<Vec<String>> {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("lines-or-the-end", count = most));
        let mut came = self.count_lines();
        while came < most {
            let before = self.received.len();
            match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => {
                    came += line_ends(&self.received[before..]);
                    wait.progress(before, self.received.len());
                }
                ReadOutcome::Eof | ReadOutcome::Reset => {
                    self.note(Action::SeesEnd);
                    break;
                }
            }
        }
        Ok(self.take_lines())
    }

    /// All lines that have come and have not been asked for, without their ends; with the beginning of the next, if there
    /// is one.
    pub fn take_lines(&mut self) -> Vec<String> {
        if self.received.is_empty() {
            return Vec::new();
        }
        let all = self.take(self.received.len());
        String::from_utf8_lossy(&all).lines().map(str::to_string).collect()
    }

    /// The next line without its end, if it has come.
    pub(super) fn take_line(&mut self) -> Option<String> {
        let end = self.received.iter().position(|byte| *byte == b'\n')?;
        let line = self.take(end + 1);
        Some(String::from_utf8_lossy(&line[..end]).into_owned())
    }

    fn count_lines(&self) -> usize {
        line_ends(&self.received)
    }
}

impl Program {
    /// Lets all of these send what they have to say, at the same time and as fast as the program takes it, while they read
    /// what comes, until all is sent and each has heard its lines. What they have heard is still to be asked for.
    ///
    /// `slow` listens, too, and reads nothing, unless the others do not get on otherwise.
    ///
    /// # Errors
    /// A connection of theirs ends, or the program does not get on.
    pub fn talk_at_once(&self, talkers: &mut [Talker<'_>], slow: &mut Connection) -> Result {
        /// Polls in which nothing happens, before that is known to be so.
        const STUCK: usize = 4;
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("lines-of-each-other")).without_early_verdict();
        let mut talks: Vec<Talk> = talkers.iter().map(Talk::of).collect();
        let (mut moved, mut idle) = (0, 0);
        loop {
            let before = moved;
            for (talker, talk) in talkers.iter_mut().zip(&mut talks) {
                moved += talk.go_on(talker)?;
            }
            if talks.iter().zip(&*talkers).all(|(talk, talker)| talk.is_over(talker)) {
                return Ok(());
            }
            idle = if moved > before { 0 } else { idle + 1 };
            if idle >= STUCK {
                let had = slow.received.len();
                slow.read()?;
                moved += slow.received.len() - had;
            }
            if moved > before {
                wait.progress(before, moved);
            } else {
                wait_for_any(talkers, &talks, &mut wait)?;
            }
        }
    }
}

/// How far a talker is.
struct Talk {
    sent: usize,
    heard: usize,
}

impl Talk {
    fn of(talker: &Talker<'_>) -> Self {
        let payload = escape::payload(&talker.says);
        talker.connection.note(Action::Sends { payload, mode: SendMode::Reading });
        Self { sent: 0, heard: talker.connection.count_lines() }
    }

    fn is_over(&self, talker: &Talker<'_>) -> bool {
        self.sent == talker.says.len() && self.heard >= talker.hears
    }

    /// Reads and sends what it can now; returns how many bytes that was.
    fn go_on(&mut self, talker: &mut Talker<'_>) -> Result<usize> {
        let connection = &mut *talker.connection;
        let before = connection.received.len();
        match connection.read()? {
            Some(ReadOutcome::Data) => self.heard += line_ends(&connection.received[before..]),
            Some(ended) => return Err(connection.ended_early(ended, b"\n")),
            None => {}
        }
        let rest = &talker.says[self.sent..];
        let sent = if rest.is_empty() { Ok(None) } else { connection.write(rest) };
        let sent = sent.map_err(|error| connection.write_failure(&error))?.unwrap_or(0);
        self.sent += sent;
        Ok(connection.received.len() - before + sent)
    }
}

/// Waits for one poll until one of them can go on.
fn wait_for_any(talkers: &[Talker<'_>], talks: &[Talk], wait: &mut Wait<'_>) -> Result {
    let timeout = wait.next_poll_timeout().map_err(|failure| {
        let behind = talks.iter().zip(talkers).find(|(talk, talker)| !talk.is_over(talker));
        behind.map(|(_, talker)| talker.connection.more()).into_iter().fold(failure, Failure::awaiting)
    })?;
    let flags = |talk: &Talk, talker: &Talker<'_>| if talk.sent < talker.says.len() { READ | WRITE } else { READ };
    let sockets = talkers.iter().zip(talks).map(|(talker, talk)| (talker.connection.stream(), flags(talk, talker)));
    readiness::wait_for_any(&sockets.collect::<Vec<_>>(), timeout);
    Ok(())
}
