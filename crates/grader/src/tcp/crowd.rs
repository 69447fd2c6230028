//! Several peers that talk to each other through the program, all at the same time, while one of them reads nothing.

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

impl Program {
    /// Lets all of these send what they have to say, at the same time and as fast as the program takes it, while they read
    /// what comes, until all is sent and each has heard its lines. What they have heard is still to be asked for.
    ///
    /// None says more than the others have heard, but for a little: who reads so fast has nothing waiting for it. `slow`
    /// listens, too, and reads nothing, unless the others do not get on otherwise.
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
            for index in 0..talks.len() {
                let room = room(&talks);
                moved += talks[index].go_on(&mut talkers[index], room)?;
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

/// Bytes that one sends before the next has its turn: several of them speak at the same time.
const AT_A_TIME: usize = 1 << 12;

/// How far a talker is.
struct Talk {
    /// Bytes that it has sent.
    sent: usize,
    /// Bytes that it has heard.
    heard: usize,
    /// Lines that it has heard.
    lines: usize,
}

/// How many bytes may be said now, so that none is too far behind.
fn room(talks: &[Talk]) -> usize {
    /// A part of what a program has to keep for one that does not read.
    const MOST_BEHIND: usize = 1 << 17;
    let said: usize = talks.iter().map(|talk| talk.sent).sum();
    let behind = talks.iter().map(|talk| (said - talk.sent).saturating_sub(talk.heard)).max();
    MOST_BEHIND.saturating_sub(behind.unwrap_or(0))
}

impl Talk {
    fn of(talker: &Talker<'_>) -> Self {
        let payload = escape::payload(&talker.says);
        talker.connection.note(Action::Sends { payload, mode: SendMode::Reading });
        Self { sent: 0, heard: 0, lines: talker.connection.count_lines() }
    }

    fn is_over(&self, talker: &Talker<'_>) -> bool {
        self.sent == talker.says.len() && self.lines >= talker.hears
    }

    /// Reads what it can now, and sends no more than there is room for; returns how many bytes both are.
    fn go_on(&mut self, talker: &mut Talker<'_>, room: usize) -> Result<usize> {
        let connection = &mut *talker.connection;
        let before = connection.received.len();
        match connection.read()? {
            Some(ReadOutcome::Data) => self.lines += line_ends(&connection.received[before..]),
            Some(ended) => return Err(connection.ended_before(ended, msg!("lines-of-each-other"))),
            None => {}
        }
        let heard = connection.received.len() - before;
        self.heard += heard;
        let rest = &talker.says[self.sent..];
        let some = &rest[..rest.len().min(room).min(AT_A_TIME)];
        let sent = if some.is_empty() { Ok(None) } else { connection.write(some) };
        let sent = sent.map_err(|error| connection.write_failure(&error))?.unwrap_or(0);
        self.sent += sent;
        Ok(heard + sent)
    }
}

/// Waits for one poll until one of them can go on.
fn wait_for_any(talkers: &[Talker<'_>], talks: &[Talk], wait: &mut Wait<'_>) -> Result {
    let timeout = wait.next_poll_timeout().map_err(|failure| {
        let behind = talks.iter().zip(talkers).find(|(talk, talker)| !talk.is_over(talker));
        behind.map(|(_, talker)| talker.connection.more()).into_iter().fold(failure, Failure::awaiting)
    })?;
    let may_send = room(talks) > 0;
    let flags = |talk: &Talk, talker: &Talker<'_>| match may_send && talk.sent < talker.says.len() {
        true => READ | WRITE,
        false => READ,
    };
    let sockets = talkers.iter().zip(talks).map(|(talker, talk)| (talker.connection.stream(), flags(talk, talker)));
    readiness::wait_for_any(&sockets.collect::<Vec<_>>(), timeout);
    Ok(())
}
