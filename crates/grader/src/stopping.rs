//! A server that is asked to end: what it does with who comes, and how it ends.

use std::time::Duration;
use std::{io, thread};

use report::message::{Message, msg};

use crate::failure::{Failure, Result};
use crate::finished::Finished;
use crate::server::Server;
use crate::tcp::plainly;

/// How soon to knock again. More often would fill a queue.
const SOON: Duration = Duration::from_millis(20);

/// How a server is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// As Ctrl-C asks: SIGINT.
    ByCtrlC,
    /// As a system asks that shuts down: SIGTERM.
    ByTheSystem,
}

impl Server {
    /// Asks it to end, and says whether the system lets a grader do that: elsewhere than on Linux nothing is done.
    pub fn ask_to_end(&self, asked: Asked) -> bool {
        self.running.ask_to_end(asked == Asked::ByTheSystem);
        cfg!(target_os = "linux")
    }

    /// Waits until nobody can connect to it any more. `cause` says why somebody may.
    ///
    /// # Errors
    /// It goes on accepting connections, or the system does it for a socket that is still open.
    pub fn expect_no_more_connections(&self, cause: Message) -> Result {
        let mut wait = self.running.attempt.wait(msg!("connections-refused")).without_early_verdict();
        loop {
            let is_full = match plainly(self.address()) {
                Ok(_) => false,
                // The queue of a socket that still listens has no room.
                Err(error) if error.kind() == io::ErrorKind::TimedOut => true,
                Err(_) => return Ok(()),
            };
            match wait.next_poll_timeout() {
                Ok(timeout) if !is_full => thread::sleep(timeout.min(SOON)),
                Ok(_) => return Err(Failure::new(msg!("still-takes-connections")).likely_because(Some(cause))),
                Err(failure) => return Err(failure.likely_because(Some(cause))),
            }
        }
    }

    /// Expects that it has not ended by now, though it has been asked to: it has something to finish.
    ///
    /// # Errors
    /// It has. `why` says what it should have finished.
    pub fn expect_still_running(&self, why: &Message) -> Result {
        if !self.has_ended() {
            return Ok(());
        }
        let failure = Failure::new(msg!("ended-too-soon", why = why.clone()));
        Err(self.running.attempt.with_programs_that_may_end(failure))
    }

    /// Waits until it has ended by itself.
    ///
    /// # Errors
    /// It does not.
    pub fn finish(self) -> Result<Finished> {
        self.running.finish()
    }
}
