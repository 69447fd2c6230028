//! Messages that say themselves where they end, of whatever protocol, and how a program ends a wait for one.

use std::sync::Arc;
use std::time::Duration;

use report::event::Action;
use report::message::{Message, Value};

use super::connection::{Connection, ReadOutcome};
use crate::failure::Result;
use crate::moment::Moment;
use crate::readiness::{self, READ};

impl Connection {
    /// Expects a message next, and takes it: `length` says how long it is, of what has come so far, as soon as that can be
    /// known. `what` says what it is.
    ///
    /// # Errors
    /// What `length` says, or the connection ends, or the message does not come.
    pub fn expect_framed(
        &mut self,
        what: &Message,
        mut length: impl FnMut(&[u8]) -> Result<Option<usize>>,
    ) -> Result<Vec<u8>> {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(what.clone());
        loop {
            let found = length(&self.received).map_err(|failure| self.with_received(failure))?;
            if let Some(length) = found.filter(|length| *length <= self.received.len()) {
                return Ok(self.take(length));
            }
            let before = self.received.len();
            match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => wait.progress(before, self.received.len()),
                ended => return Err(self.ended_before(ended, Value::from(what.clone()))),
            }
        }
    }

    /// How many bytes have come by now that have not been asked for. An end is none.
    ///
    /// # Errors
    /// The grader could not read.
    pub fn has_come(&mut self) -> Result<usize> {
        while let Some(ReadOutcome::Data) = self.read()? {}
        Ok(self.received.len())
    }

    /// Whether what has come, and has not been asked for, begins like this.
    pub fn begins_with(&self, beginning: &str) -> bool {
        self.received.starts_with(beginning.as_bytes())
    }

    /// Sends these bytes one at a time, with this pause after each, until the program sends something or gives the connection
    /// up, and waits for that behind the last one; returns when it did. What it sends is still to be asked for.
    ///
    /// # Errors
    /// It does neither, or does not read. `what` says what it should do.
    pub fn drip_until_it_reacts(&mut self, bytes: impl AsRef<[u8]>, pause: Duration, what: &Message) -> Result<Moment> {
        let attempt = Arc::clone(&self.attempt);
        for byte in bytes.as_ref() {
            match self.send([*byte]) {
                Err(failure) if failure.timed_out => return Err(failure),
                // The end shows itself below.
                _ => {}
            }
            attempt.pause_until(pause, |timeout| readiness::is_ready_within(self.stream(), READ, timeout));
            if self.read()?.is_some() {
                return Ok(Moment::now(&attempt));
            }
        }
        self.wait_until_it_reacts(what)
    }

    /// Waits until the program sends something or gives the connection up; returns when it did. What it sends is still to be
    /// asked for.
    ///
    /// # Errors
    /// It does neither. `what` says what it should do.
    pub fn wait_until_it_reacts(&mut self, what: &Message) -> Result<Moment> {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(what.clone());
        if self.received.is_empty() {
            self.next_or_the_end(&mut wait)?;
        }
        Ok(Moment::now(&attempt))
    }

    /// Reads nothing for this time, whatever comes. For behaviours about time only: see
    /// [`Program::timed`](crate::Program::timed).
    pub fn read_nothing_for(&self, time: Duration) {
        self.note(Action::Waits { seconds: time.as_secs_f64() });
        self.attempt.delay(time);
    }
}
