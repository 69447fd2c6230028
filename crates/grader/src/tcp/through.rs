//! What goes through a program that passes bytes on: the grader is at both of its ends.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use report::escape;
use report::event::{Action, SendMode};
use report::message::{self, msg};

use super::connection::{Connection, ReadOutcome};
use crate::deadline::{STEP_TIMEOUT, Wait};
use crate::failure::{Failure, Result};
use crate::quiescence;
use crate::readiness::{self, READ, WRITE};
use crate::server::Server;
use crate::system;

/// How soon to look again whether a program sleeps: one that does not has run by then.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

impl Connection {
    /// Sends bytes in both directions at once: `there` from this end to the other, and `back` from the other to this one.
    ///
    /// # Errors
    /// Others come, a connection ends, or they do not come.
    pub fn exchange_with(&mut self, other: &mut Self, there: &[u8], back: &[u8]) -> Result {
        for (end, bytes) in [(&*self, there), (&*other, back)] {
            end.note(Action::Sends { payload: escape::payload(bytes), mode: SendMode::Reading });
        }
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("both-to-arrive"));
        let (mut sent, mut sent_back) = (0, 0);
        loop {
            sent += self.send_some(&there[sent..])?;
            sent_back += other.send_some(&back[sent_back..])?;
            let (is_back, is_there) = (self.has_received(back, &mut wait)?, other.has_received(there, &mut wait)?);
            if is_back && is_there {
                break;
            }
            let timeout = wait.next_poll_timeout().map_err(|failure| {
                let missing = if is_there { &*self } else { &*other };
                missing.with_received(failure.awaiting(missing.more()))
            })?;
            let wanted = |is_sent: bool| if is_sent { READ } else { READ | WRITE };
            let ends = [(self.stream(), sent == there.len()), (other.stream(), sent_back == back.len())];
            readiness::wait_for_any(&ends.map(|(end, is_sent)| (end, wanted(is_sent))), timeout);
        }
        self.take(back.len());
        other.take(there.len());
        Ok(())
    }

    /// Sends what the program takes of these bytes without a wait, and says how many those were.
    fn send_some(&self, bytes: &[u8]) -> Result<usize> {
        let mut sent = 0;
        while sent < bytes.len() {
            match self.write(&bytes[sent..]).map_err(|error| self.write_failure(&error))? {
                Some(count) => sent += count,
                None => break,
            }
        }
        Ok(sent)
    }

    /// Reads what has come, and says whether all of it is there.
    fn has_received(&mut self, expected: &[u8], wait: &mut Wait<'_>) -> Result<bool> {
        while self.received.len() < expected.len() {
            let before = self.received.len();
            match self.read()? {
                Some(ReadOutcome::Data) => {
                    self.compare(expected, before)?;
                    wait.progress(before, self.received.len());
                }
                Some(ended) => return Err(self.ended_early(ended, expected)),
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Sends these bytes, of which there are far more than the system has room for, until the program reads no more, and
    /// says how many it was possible to send. That it reads no more is seen where the system tells that it sleeps and leaves
    /// unread what there is; else it has the time of a step to go on.
    ///
    /// # Errors
    /// It takes all of them, or has closed the connection.
    pub fn send_until_it_stops(&mut self, bytes: &[u8]) -> Result<usize> {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("program-to-read-no-more")).with_timeout(STEP_TIMEOUT);
        let mut sent = 0;
        let mut rest = None;
        while sent < bytes.len() {
            match self.write(&bytes[sent..]).map_err(|error| self.write_failure(&error))? {
                Some(count) => {
                    wait.restart_deadline();
                    sent += count;
                    rest = None;
                }
                None => {
                    let before = std::mem::replace(&mut rest, self.program_leaves_it_unread());
                    let Ok(timeout) = wait.next_poll_timeout() else { break };
                    if rest.is_some() && rest == before {
                        break;
                    }
                    readiness::wait(self.stream(), WRITE, timeout.min(LOOK_AGAIN));
                }
            }
        }
        self.note(Action::Sends { payload: escape::payload(&bytes[..sent]), mode: SendMode::UntilItStops });
        if sent < bytes.len() {
            return Ok(sent);
        }
        let failure = Failure::new(msg!("reads-without-end", mebibytes = sent >> 20));
        Err(failure.because(msg!("cause-reads-without-end", mebibytes = sent >> 20)))
    }

    /// The sleep of the programs, where what has been sent here lies unread meanwhile.
    fn program_leaves_it_unread(&self) -> Option<quiescence::Rest> {
        let processes = self.attempt.processes();
        let is_unread = |pid| system::has_read(pid, self.local, self.remote) == Some(false);
        processes.iter().any(|process| is_unread(process.pid())).then(|| quiescence::rest(&processes))?
    }

    /// Expects one of these next, of which none begins with another, and says which.
    ///
    /// # Errors
    /// Others come, the connection ends, or they do not come.
    pub fn expect_one_of(&mut self, choices: &[String]) -> Result<usize> {
        let attempt = Arc::clone(&self.attempt);
        let all = message::joined(choices.iter().map(|choice| escape::bytes(choice.as_bytes())), msg!("or"));
        let mut wait = attempt.wait(all);
        loop {
            if let Some(found) = choices.iter().position(|choice| self.received.starts_with(choice.as_bytes())) {
                self.take(choices[found].len());
                return Ok(found);
            }
            let can_be = |choice: &&String| choice.as_bytes().starts_with(&self.received);
            let Some(likely) = choices.iter().find(can_be) else {
                return Err(self.with_received(Failure::new(msg!("sent-something-else"))));
            };
            let ended = match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => continue,
                ended => ended,
            };
            return Err(self.ended_early(ended, likely.as_bytes()));
        }
    }
}

impl Server {
    /// Expects that of these bytes, which have been sent to it and not been received from it, it keeps no more than `most`
    /// itself: the others wait in the system's buffers, on either side of it. Nothing else may be on its way through it.
    /// Where the system does not tell, nothing is expected.
    ///
    /// # Errors
    /// It keeps more.
    pub fn expect_to_keep_at_most(&self, most: usize, sent: usize) -> Result {
        let attempt = &self.running.attempt;
        let mut wait = attempt.wait(msg!("program-to-keep-less", most = most)).without_early_verdict();
        loop {
            let Some(waiting) = system::waiting_in_its_connections(self.running.process.pid()) else { return Ok(()) };
            let kept = sent.saturating_sub(waiting);
            if kept <= most {
                return Ok(());
            }
            let timeout = wait.next_poll_timeout().map_err(|failure| {
                failure.because(msg!("cause-keeps-too-much", kept = kept >> 10, most = most >> 10))
            })?;
            thread::sleep(timeout.min(LOOK_AGAIN));
        }
    }

    /// How many of the bytes that are `meant` for this client, all until now, it keeps itself, when it has had the chance to
    /// hand them on: the others wait in the system's buffers, on either side. `None`: it has ended the connection, or the
    /// system does not tell.
    pub fn keeps_for(&self, client: &Connection, meant: usize) -> Option<usize> {
        self.let_it_rest();
        let waiting = system::waiting_between(self.running.process.pid(), client.remote, client.local)?;
        Some(meant.saturating_sub(waiting))
    }
}
