//! What brings an answer that did not come: tried when it has been waited for in vain, since a program that holds it back
//! looks the same from outside, whatever it waits for.

use std::time::Duration;

use report::escape;
use report::event::{Action, SendMode};
use report::message::{Message, msg};

use super::connection::{Connection, ReadOutcome};
use crate::failure::Failure;
use crate::picture::Picture;
use crate::readiness::{self, READ};

/// More than a buffer of any program holds that is not made for megabytes.
const MORE: usize = 1 << 16;

/// How long each try may take, where the system does not tell that nothing will come.
const TRY: Duration = Duration::from_millis(200);

impl Connection {
    /// Adds to a failure what came until then, and why the rest did not, if a program that sleeps in a read answers as
    /// soon as it gets something else: a line end, more bytes, or the end.
    ///
    /// What comes then begins with the rest of what was expected, unless the program has left that out.
    pub(super) fn what_brings_it(&mut self, failure: Failure, expected: &[u8]) -> Failure {
        let failure = self.with_received(failure);
        let reads = |picture: &Picture| {
            picture
                .asleep()
                .is_some_and(|doing| doing.reads() && doing.end_of(self.local).is_some_and(|socket| socket.unread == 0))
        };
        if !failure.timed_out || !failure.clues.pictures.iter().any(reads) {
            return failure;
        }
        if self.speaks_first() {
            return failure.because(msg!("cause-waits-with-the-rest"));
        }
        let rest = expected.get(self.received.len()).copied();
        self.received.clear();
        let cause = self
            .after("\n", msg!("cause-waits-for-a-line-end"))
            .or_else(|| self.after(&".".repeat(MORE), msg!("cause-waits-for-a-full-buffer")))
            .or_else(|| self.after_the_end(msg!("cause-waits-for-the-end")));
        match cause {
            Some(_) if rest.is_some() && self.received.first() != rest.as_ref() => {
                failure.because(msg!("cause-leaves-out-what-came"))
            }
            Some(cause) => failure.because(cause),
            None => failure,
        }
    }

    /// The cause, if something comes when this has been sent.
    fn after(&mut self, text: &str, cause: Message) -> Option<Message> {
        let sent = self.write(text.as_bytes()).ok()??;
        self.note(Action::Sends { payload: escape::payload(&text.as_bytes()[..sent]), mode: SendMode::Whole });
        self.something_comes().then_some(cause)
    }

    /// The cause, if something comes when the program has been told that there is no more.
    fn after_the_end(&mut self, cause: Message) -> Option<Message> {
        self.half_close().ok()?;
        self.something_comes().then_some(cause)
    }

    fn something_comes(&mut self) -> bool {
        let attempt = std::sync::Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("nothing")).with_timeout(TRY);
        loop {
            match self.read() {
                Ok(Some(ReadOutcome::Data)) => {
                    self.note(Action::Receives { payload: escape::payload(&self.received) });
                    return true;
                }
                Ok(None) => match wait.next_poll_timeout() {
                    Ok(timeout) => readiness::wait(self.stream(), READ, timeout),
                    Err(_) => return false,
                },
                Ok(Some(ReadOutcome::Eof | ReadOutcome::Reset)) | Err(_) => return false,
            }
        }
    }
}
