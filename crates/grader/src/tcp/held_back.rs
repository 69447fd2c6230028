//! What brings an answer that did not come: tried when it has been waited for in vain, since a program that holds it back
//! looks the same from outside, whatever it waits for.

use std::time::Duration;

use report::escape;
use report::event::{Action, SendMode};
use report::message::msg;

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
        let needs_no_line_end = !self.last.is_empty() && !self.last.contains(&b'\n');
        self.received.clear();
        let (is_a_line, more) = (expected.ends_with(b"\n"), ".".repeat(MORE));
        let brought = if self.brings(next_line(expected, self.unanswered.get())) {
            // Where messages are lines, this was the next of them. Who has answered without a line end needs none.
            if is_a_line {
                msg!("cause-loses-a-line")
            } else if needs_no_line_end {
                msg!("cause-takes-a-full-buffer-for-a-part")
            } else {
                msg!("cause-waits-for-a-line-end")
            }
        } else if self.brings(&more) {
            msg!("cause-waits-for-a-full-buffer")
        } else if self.half_close().is_ok() && self.something_comes() {
            msg!("cause-waits-for-the-end")
        } else {
            return failure;
        };
        match rest {
            Some(rest) if self.received.first() != Some(&rest) && !is_a_line => {
                failure.because(msg!("cause-leaves-out-what-came"))
            }
            // It was the answer that came, and no line is lost.
            Some(rest) if self.received.first() == Some(&rest) && brought.id() == "cause-loses-a-line" => failure,
            _ => failure.because(brought),
        }
    }

    /// Whether something comes when this has been sent.
    fn brings(&mut self, text: &str) -> bool {
        let Ok(Some(sent)) = self.write(text.as_bytes()) else { return false };
        self.note(Action::Sends { payload: escape::payload(&text.as_bytes()[..sent]), mode: SendMode::Whole });
        self.something_comes()
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

/// The line that may bring this answer, where so many lines have none. An empty line that was lost looks like one that
/// is answered late; but where the one behind it has no answer either, it is not the empty line that makes the
/// difference, and another one shows which of them is answered.
fn next_line(expected: &[u8], unanswered: usize) -> &'static str {
    if expected == b"\n" && unanswered > 1 { "x\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_that_was_lost_is_told_by_another_one() {
        assert_eq!(next_line(b"\n", 2), "x\n");
        assert_eq!(next_line(b"\n", 1), "\n");
        assert_eq!(next_line(b"PING 1\n", 2), "\n");
        assert_eq!(next_line(b"Bom", 0), "\n");
    }
}
