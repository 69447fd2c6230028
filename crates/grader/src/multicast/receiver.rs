//! The program as a receiver of what is sent to a group.
use std::thread;
use std::time::{Duration, Instant};

use report::escape;
use report::message::{Message, msg};

use super::group::Group;
use crate::deadline::LOOK_AGAIN;
use crate::failure::Result;
use crate::moment::Moment;
use crate::running::Running;
use crate::system;

impl Group {
    /// Waits until this receiver takes what is sent to the group: there is this number of members, itself among them,
    /// and it has said something or sleeps. How it says that it has joined is the subject of one check: one that says
    /// nothing is not failed here.
    ///
    /// # Errors
    /// It does not become a member, or ends.
    pub fn expect_joined(&self, receiver: &Running, members: usize) -> Result {
        self.expect_members(members)?;
        let process = &receiver.process;
        let mut wait = self.attempt.wait(msg!("a-line-on-stdout"));
        while !process.with_state(|state| state.stdout.kept.contains(&b'\n')) {
            if !process.has_ended() && system::is_ready(process.pid()) == Some(false) {
                break;
            }
            match wait.next_poll_timeout() {
                Ok(timeout) => thread::sleep(timeout.min(LOOK_AGAIN)),
                Err(failure) => return if process.has_ended() { Err(failure) } else { Ok(()) },
            }
        }
        Ok(())
    }

    /// Waits until this receiver has taken a message that it was `sent` at that moment: it has printed it, or it sleeps
    /// again. One that is still busy with its start takes it late. Returns when it was last seen not to have it. This never
    /// fails.
    pub fn let_take(&self, receiver: &Running, message: &str, sent: Moment) -> Moment {
        let mut not_taken = sent;
        let quoted = format!("\"{message}\"");
        let mut wait = self.attempt.wait(msg!("a-line-on-stdout")).without_early_verdict();
        loop {
            // What happens while it is looked for counts as not yet seen: the grader may be kept waiting itself.
            let looked = Moment::now(&self.attempt);
            let rests = || {
                system::nothing_is_in_flight() != Some(false) && system::is_ready(receiver.process.pid()) == Some(false)
            };
            if receiver.has_printed(&quoted) || receiver.has_ended() || rests() {
                return not_taken;
            }
            not_taken = looked;
            match wait.next_poll_timeout() {
                Ok(timeout) => thread::sleep(timeout.min(LOOK_AGAIN)),
                Err(_) => return not_taken,
            }
        }
    }

    /// Sends the same message over and over, until this receiver prints it. For a group of which nobody knows who else
    /// is a member on this machine. The grader is one: on Linux, a receiver that has not joined hears it as well,
    /// whichever program else is there: see IP_MULTICAST_ALL in ip(7).
    ///
    /// # Errors
    /// It does not print it, or the system does not allow to join.
    pub fn send_until_printed(&self, receiver: &Running, message: &str) -> Result {
        const PAUSE: Duration = Duration::from_millis(20);
        let _member = self.join_on_another_port()?;
        let text = escape::bytes(message.as_bytes());
        let mut wait = self.attempt.wait(msg!("a-line-with", text = text)).without_early_verdict();
        while !receiver.has_printed(message) {
            self.send(message)?;
            match wait.next_poll_timeout() {
                Ok(timeout) => thread::sleep(timeout.min(PAUSE)),
                // What it has printed may still be on its way.
                Err(_) if receiver.has_ended() => break,
                Err(failure) => return Err(failure),
            }
        }
        receiver.expect_line_with(message)
    }

    /// Sends the same message over and over, with this pause, until this receiver of another group has ended. For
    /// behaviours about time only: see [`Program::timed`](crate::Program::timed).
    ///
    /// # Errors
    /// It does not end.
    pub fn send_until_end(&self, receiver: &Running, message: &str, pause: Duration) -> Result {
        let mut wait =
            self.attempt.wait(msg!("end-of", program = receiver.process.name().to_string())).without_early_verdict();
        while !receiver.process.has_ended() {
            self.send(message)?;
            let sent = Instant::now();
            while let Some(left) = pause.checked_sub(sent.elapsed()).filter(|left| !left.is_zero()) {
                let timeout = wait.next_poll_timeout();
                let timeout =
                    timeout.map_err(|failure| failure.because_of(why_it_goes_on(receiver, message, pause)))?;
                if receiver.process.ends_within(timeout.min(left)) {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Why a receiver goes on while messages come that are for another group: it takes them, or waits anew for each of them.
/// That is tried when it has been waited for its end in vain.
fn why_it_goes_on(receiver: &Running, message: &str, pause: Duration) -> Option<Message> {
    /// In how many of the pauses it would have given up.
    const PAUSES: u32 = 12;
    if receiver.has_printed(message) {
        return Some(msg!("cause-hears-another-group"));
    }
    receiver.process.ends_within(PAUSES * pause).then(|| msg!("cause-waits-anew-for-others"))
}
