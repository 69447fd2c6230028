//! Lines in whatever words, and those of several peers in one stream: what they hear of each other through the program.

use std::sync::Arc;

use report::escape;
use report::event::Action;
use report::message::{Message, msg};

use super::connection::{Connection, ReadOutcome, line_ends};
use crate::failure::{Failure, Result};

impl Connection {
    /// Expects next a line that has all of these words in it, and returns it without its end. What else stands in it is the
    /// subject of another check.
    ///
    /// # Errors
    /// It has not, the connection ends before the line does, or no line comes.
    pub fn expect_line_with(&mut self, words: &[&str]) -> Result<String> {
        let what = msg!("a-line-having", text = escape::bytes(words.join(" … ").as_bytes()));
        self.expect_heard_that(&what, |line| words.iter().all(|word| line.contains(word)))
    }

    /// Expects this line next, given without its end, which comes of something else than what this peer has said last.
    ///
    /// # Errors
    /// Another one comes, the connection ends before the line does, or the line does not come.
    pub fn expect_heard(&mut self, expected: &str) -> Result {
        let what = msg!("the-line", line = escape::bytes(expected.as_bytes()));
        self.expect_heard_that(&what, |line| line == expected).map(drop)
    }

    fn expect_heard_that(&mut self, what: &Message, is_this: impl Fn(&str) -> bool) -> Result<String> {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(what.clone());
        let line = loop {
            if let Some(line) = self.take_line() {
                break line;
            }
            match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => {}
                ended => return Err(self.ended_before(ended, what.clone())),
            }
        };
        if is_this(&line) {
            return Ok(line);
        }
        Err(Failure::new(msg!("sent-another-line"))
            .with(msg!("expected"), what.clone())
            .with(msg!("received"), escape::bytes(line.as_bytes())))
    }

    /// Reads so many lines, whatever they are.
    ///
    /// # Errors
    /// The connection ends before that, or they do not come.
    pub fn skip_lines(&mut self, count: usize) -> Result {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("lines", count = count));
        loop {
            let mut ends = self.received.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            if let Some((end, _)) = ends.nth(count - 1) {
                self.take(end + 1);
                return Ok(());
            }
            let before = self.received.len();
            match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => wait.progress(before, self.received.len()),
                ended => return Err(self.ended_before(ended, msg!("lines", count = count))),
            }
        }
    }

    /// Reads what has come by now, whatever it is.
    ///
    /// # Errors
    /// The connection has ended.
    pub fn skip_what_came(&mut self) -> Result {
        loop {
            match self.read()? {
                None => return Ok(()),
                Some(ReadOutcome::Data) => self.received.clear(),
                Some(ended) => return Err(self.ended_before(ended, msg!("lines-of-each-other"))),
            }
        }
    }

    /// Expects next all lines of these speeches, given without their ends: each of them whole, and behind the one before it
    /// in its speech, whichever of the speeches is first. For each of the words `asides`, one line that has it may stand
    /// between them; returns the words for which none did.
    ///
    /// # Errors
    /// Another line comes, the connection ends, or they do not come.
    pub fn expect_speeches<'a>(&mut self, speeches: &[&[String]], asides: &[&'a str]) -> Result<Vec<&'a str>> {
        let mut heard = Heard::of(speeches, asides);
        match self.hear(&mut heard)? {
            None => Ok(heard.asides),
            Some(ended) => Err(self.ended_before(ended, escape::bytes(heard.expected().as_bytes()))),
        }
    }

    /// The same, where the connection may end before all have come: then those that came are the first of each speech, and
    /// the very last may be the beginning of one.
    ///
    /// # Errors
    /// Another line comes, or neither the lines nor the end do.
    pub fn expect_speeches_or_the_end(&mut self, speeches: &[&[String]], asides: &[&str]) -> Result {
        let mut heard = Heard::of(speeches, asides);
        if self.hear(&mut heard)?.is_none() {
            return Ok(());
        }
        self.note(Action::SeesEnd);
        let last = String::from_utf8_lossy(&self.received).into_owned();
        if heard.may_begin_with(&last) { Ok(()) } else { Err(heard.is_not(&last)) }
    }

    /// Reads until all is heard, or until the connection has ended, in this way.
    fn hear(&mut self, heard: &mut Heard<'_, '_>) -> Result<Option<ReadOutcome>> {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("lines-of-speeches"));
        loop {
            let mut whole = 0;
            for line in self.received.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")) {
                if heard.is_all() {
                    break;
                }
                heard.hear(&String::from_utf8_lossy(&line[..line.len() - 1]))?;
                whole += line.len();
            }
            if whole > 0 {
                self.take(whole);
            }
            if heard.is_all() {
                return Ok(None);
            }
            let before = self.received.len();
            match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => wait.progress(before, before + self.received.len()),
                ended => return Ok(Some(ended)),
            }
        }
    }

    /// The next line without its end, if it has come.
    pub(super) fn take_line(&mut self) -> Option<String> {
        let end = self.received.iter().position(|byte| *byte == b'\n')?;
        let line = self.take(end + 1);
        Some(String::from_utf8_lossy(&line[..end]).into_owned())
    }

    /// How many lines have come and have not been asked for.
    pub(super) fn count_lines(&self) -> usize {
        line_ends(&self.received)
    }
}

/// How much of several speeches has been heard.
struct Heard<'s, 'a> {
    /// What has not, of each.
    speeches: Vec<&'s [String]>,
    /// Words that no line had beside those.
    asides: Vec<&'a str>,
}

impl<'s, 'a> Heard<'s, 'a> {
    fn of(speeches: &[&'s [String]], asides: &[&'a str]) -> Self {
        Self { speeches: speeches.to_vec(), asides: asides.to_vec() }
    }

    fn is_all(&self) -> bool {
        self.speeches.iter().all(|speech| speech.is_empty())
    }

    fn hear(&mut self, line: &str) -> Result {
        let speech = self.speeches.iter_mut().find(|speech| speech.first().is_some_and(|next| next == line));
        if let Some(speech) = speech {
            *speech = &speech[1..];
        } else if let Some(aside) = self.asides.iter().position(|word| line.contains(word)) {
            self.asides.remove(aside);
        } else {
            return Err(self.is_not(line));
        }
        Ok(())
    }

    /// A line that comes next, or nothing where all have come.
    fn expected(&self) -> &str {
        self.speeches.iter().find_map(|speech| speech.first()).map_or("", String::as_str)
    }

    /// Whether these may be the first bytes of the next line.
    fn may_begin_with(&self, bytes: &str) -> bool {
        let next = self.speeches.iter().filter_map(|speech| speech.first());
        next.map(String::as_str).any(|line| line.starts_with(bytes))
    }

    fn is_not(&self, line: &str) -> Failure {
        Failure::new(msg!("sent-another-line"))
            .with(msg!("expected"), escape::bytes(self.expected().as_bytes()))
            .with(msg!("received"), escape::bytes(line.as_bytes()))
    }
}
