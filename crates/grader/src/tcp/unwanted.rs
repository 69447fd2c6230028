//! Why something else came than what should have, where what came shows that.

use report::escape;
use report::message::{Message, msg};

use super::connection::Connection;
use crate::failure::Failure;

/// What is shorter may be there by accident.
const NO_ACCIDENT: usize = 16;

impl Connection {
    /// Adds to a failure why something came, where nothing more should have.
    pub(super) fn why_more_came(&self, failure: Failure) -> Failure {
        failure
            .because_of(sent_again(&self.last, &self.received, b"").or_else(|| added(&self.received)))
            .likely_because(Some(msg!("cause-says-more", bytes = escape::bytes(&self.received))))
    }

    /// Adds to a failure why something else came.
    pub(super) fn why_something_else_came(&self, failure: Failure, expected: &[u8]) -> Failure {
        let again = sent_again(&self.last, &self.received, expected);
        let cause = again.or_else(|| left_out(expected, &self.received));
        failure.because_of(cause.or_else(|| zeros_instead(expected, &self.received)))
    }

    /// Adds to a failure that the program let a client go which it had not heard: nothing came from it, it goes on, and its
    /// kernel says that there was nobody any more for what the client had sent.
    pub(super) fn whether_it_was_heard(&self, failure: Failure, is_reset: bool) -> Failure {
        let has_answered = !self.received.is_empty() || !self.last.is_empty();
        // A reset that comes behind the FIN is an error of the socket.
        let was_not_heard = || is_reset || matches!(self.stream().take_error(), Ok(Some(_)));
        let goes_on = || self.attempt.processes().iter().all(|process| !process.has_ended());
        let lets_go =
            self.is_client_that_spoke_at_once() && self.is_new() && !has_answered && was_not_heard() && goes_on();
        failure.likely_because(lets_go.then(|| msg!("cause-lets-the-client-go")))
    }

    /// Why the line came that was taken last, and not this one: what came before it was this.
    pub(super) fn why_it_comes_again(&self, before: &[u8], expected: &[u8]) -> Option<Message> {
        // Of a longer one only the beginning is known.
        let is_whole = self.last.ends_with(b"\n");
        is_whole.then(|| sent_again(before, &[&self.last, &*self.received].concat(), expected)).flatten()
    }
}

/// It begins with what came last, of which a single byte says nothing. Behind that may be what was expected.
pub(super) fn sent_again(last: &[u8], received: &[u8], expected: &[u8]) -> Option<Message> {
    let behind = received.strip_prefix(last).filter(|_| last.len() > 1)?;
    let goes_on = !behind.is_empty() && !expected.is_empty() && expected.starts_with(behind);
    Some(if goes_on { msg!("cause-keeps-what-was-before") } else { msg!("cause-sends-it-again") })
}

/// It is nothing but a line end, or zeros.
fn added(received: &[u8]) -> Option<Message> {
    match received {
        [b'\n'] | [b'\r', b'\n'] => Some(msg!("cause-adds-a-line-end")),
        _ if received.iter().all(|byte| *byte == 0) => Some(msg!("cause-adds-zeros")),
        _ => None,
    }
}

/// It goes on with zeros, and with more of them than there should be bytes.
fn zeros_instead(expected: &[u8], received: &[u8]) -> Option<Message> {
    let at = expected.iter().zip(received).position(|(expected, received)| expected != received)?;
    let all_zeros = received.len() > expected.len() && received[at..].iter().all(|byte| *byte == 0);
    all_zeros.then(|| msg!("cause-adds-zeros"))
}

/// A part is missing, behind which it goes on.
fn left_out(expected: &[u8], received: &[u8]) -> Option<Message> {
    let at = expected.iter().zip(received).position(|(expected, received)| expected != received)?;
    let behind = received.get(at..at + NO_ACCIDENT)?;
    let count = expected[at..].windows(NO_ACCIDENT).position(|part| part == behind)?;
    (count >= NO_ACCIDENT).then(|| msg!("cause-leaves-a-part-out", at = at, count = count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cause: Option<Message>) -> Option<String> {
        cause.map(|cause| cause.id().to_string())
    }

    #[test]
    fn what_comes_behind_is_told_by_what_it_is() {
        assert_eq!(told(added(b"\r\n")).unwrap(), "cause-adds-a-line-end");
        assert_eq!(told(added(&[0; 9])).unwrap(), "cause-adds-zeros");
        assert_eq!(told(added(b"\n!")), None);
        assert_eq!(told(sent_again(b"Bom", b"Bom dia", b"noite")).unwrap(), "cause-sends-it-again");
        assert_eq!(told(sent_again(b"Bom", b"Bom", b"dia")).unwrap(), "cause-sends-it-again");
        assert_eq!(told(sent_again(b"Bom", b"Bom dia", b" dia\n")).unwrap(), "cause-keeps-what-was-before");
        assert_eq!(told(sent_again(b"", b"Bom dia", b"dia")), None);
    }

    #[test]
    fn zeros_are_told_where_they_are_more_than_there_should_be_bytes() {
        assert_eq!(told(zeros_instead(b" dia", b"\0\0\0\0\0")).unwrap(), "cause-adds-zeros");
        assert_eq!(told(zeros_instead(b"dia", b"d\0\0\0")).unwrap(), "cause-adds-zeros");
        for received in [&b"d\0\0"[..], b"dia", b"\0\0\0\0!", b"dia\0", b""] {
            assert_eq!(told(zeros_instead(b"dia", received)), None);
        }
    }

    #[test]
    fn a_part_that_was_left_out_is_measured() {
        let numbers: String = (0..99).map(|number| format!("{number:07},")).collect();
        let all = numbers.as_bytes();
        assert_eq!(told(left_out(all, &[&all[..80], &all[200..]].concat())).unwrap(), "cause-leaves-a-part-out");
        assert_eq!(told(left_out(all, &[&all[..80], &all[81..]].concat())), None);
        assert_eq!(told(left_out(all, &[&all[..80], b"something else than that"].concat())), None);
    }
}
