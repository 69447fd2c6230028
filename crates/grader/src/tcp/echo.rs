//! The grader as an echo server of a client that may send more than its message: where that is not the subject of a
//! check, what stands around the message is sent back as well, and spoils nothing else.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use report::escape;
use report::message::msg;

use super::connection::{Connection, ReadOutcome};
use crate::failure::Result;
use crate::system;

/// How soon to look again whether the client has sent all that it means to send: there is no event to wait for.
const LOOK_AGAIN: Duration = Duration::from_micros(200);

/// How long a client gets to send the rest of what it sends with its message: all of it where the client never sleeps, or
/// the system does not tell whether it does.
const CHANCE_TO_SEND: Duration = Duration::from_millis(20);

/// A message, and whatever the client sent around it.
pub struct Found {
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Connection {
    /// Waits for this message, wherever in what the client sends, and for what the client sends with it.
    ///
    /// # Errors
    /// It does not come.
    pub fn find(&mut self, message: &str) -> Result<Found> {
        let message = message.as_bytes();
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(escape::bytes(message));
        let at = loop {
            if let Some(at) = position(&self.received, message) {
                break at;
            }
            let before = self.received.len();
            match self.next(&mut wait).map_err(|failure| self.with_received(failure))? {
                ReadOutcome::Data => wait.progress(before, self.received.len()),
                ended => return Err(self.ended_early(ended, message)),
            }
        };
        self.take_all_that_comes()?;
        let all = self.take(self.received.len());
        let end = at + message.len();
        Ok(Found { before: all[..at].to_vec(), after: all[end..].to_vec() })
    }

    /// Waits for this message, wherever in what the client sends, and sends all of it back.
    ///
    /// # Errors
    /// It does not come, or the client does not read.
    pub fn echo(&mut self, message: &str) -> Result<Found> {
        let found = self.find(message)?;
        self.send(found.answered(message))?;
        Ok(found)
    }

    /// Expects the end of a connection on which this was found and echoed. It has to be a FIN, if the client sent nothing
    /// beside its message: else it may have left the echo of the rest unread, and then the system makes it a reset.
    ///
    /// # Errors
    /// More comes, the connection is reset, or stays open.
    pub fn expect_end_after(&mut self, found: &Found) -> Result {
        if found.before.is_empty() && found.after.is_empty() { self.expect_end() } else { self.expect_gone() }
    }

    /// Reads until the client has nothing more to send before it gets an answer: all of its threads sleep.
    fn take_all_that_comes(&mut self) -> Result {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("program-to-read-all")).with_timeout(CHANCE_TO_SEND);
        while let Ok(timeout) = wait.next_poll_timeout() {
            let processes = attempt.processes();
            let mut running = processes.iter().filter(|process| !process.has_ended());
            let sleeps = running.all(|process| system::is_ready(process.pid()) == Some(false));
            match self.read()? {
                Some(ReadOutcome::Data) => {}
                // A client may half-close as soon as it has sent its message.
                Some(ReadOutcome::Eof | ReadOutcome::Reset) => break,
                None if sleeps => break,
                None => thread::sleep(timeout.min(LOOK_AGAIN)),
            }
        }
        Ok(())
    }
}

impl Found {
    /// What an echo server sends back if it takes the message for this one.
    pub fn answered(&self, message: impl AsRef<[u8]>) -> Vec<u8> {
        [&self.before, message.as_ref(), &self.after].concat()
    }

    /// Numbers that stand for these, which count bytes of the message: the client may count what it sent around it, too.
    pub fn counted(&self, bytes: &[usize]) -> Vec<usize> {
        let (before, around) = (self.before.len(), self.before.len() + self.after.len());
        let mut numbers: Vec<usize> = bytes.iter().flat_map(|count| [*count, count + before, count + around]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_message_is_echoed_and_may_be_counted() {
        assert_eq!(position(b"<oi>\n", b"oi"), Some(1));
        assert_eq!(position(b"oi", b"oi!"), None);
        let found = Found { before: b"<".to_vec(), after: b">\n".to_vec() };
        assert_eq!(found.answered("OI"), b"<OI>\n");
        assert_eq!(found.counted(&[1, 2]), [1, 2, 3, 4, 5]);
        let alone = Found { before: Vec::new(), after: Vec::new() };
        assert_eq!(alone.counted(&[1, 2]), [1, 2]);
    }
}
