//! A program whose first line is held back: all that it did before that line is done, and nothing that comes after it.
//!
//! That a program does something before it says so cannot be seen from what it prints: mostly the one follows the other
//! within microseconds. So its stdout is a pipe that is full. The program sleeps in the write of its line until the
//! grader has looked at its sockets.

use std::ffi::OsStr;

use report::escape;
use report::message::{Message, msg};

use crate::failure::{Failure, Result};
use crate::multicast::Group;
use crate::program::Program;
use crate::running::Running;
use crate::system;

/// A program that waits until its first line is read.
pub struct Held {
    running: Running,
}

impl Program {
    /// Starts it, and waits until it writes its first line, which is not read yet. `None`: nobody tells when. Linux does,
    /// unless the program's writes do not wait, as those of Node.js, or it prints nothing at all, which others find out.
    ///
    /// # Errors
    /// It cannot be started.
    #[cfg(target_os = "linux")]
    pub fn start_held<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Option<Held>> {
        use crate::deadline::LOOK_AGAIN;
        use std::process::Stdio;
        use std::thread;

        use crate::process::Stdout;

        let running = self.start_with(arguments, Stdio::null(), Stdout::Held)?;
        let mut wait = running.attempt.wait(msg!("first-line"));
        while !system::is_writing(running.process.pid()) {
            let timeout =
                wait.next_poll_timeout().ok().filter(|_| !system::writes_without_waiting(running.process.pid()));
            let Some(timeout) = timeout else {
                running.kill();
                return Ok(None);
            };
            thread::sleep(timeout.min(LOOK_AGAIN));
        }
        Ok(Some(Held { running }))
    }

    /// Starts it, and waits until it writes its first line, which is not read yet. `None`: this system does not tell when
    /// (Linux does).
    ///
    /// # Errors
    /// There are none on this system.
    #[cfg(not(target_os = "linux"))]
    pub fn start_held<A: AsRef<OsStr>>(&self, _: impl IntoIterator<Item = A>) -> Result<Option<Held>> {
        Ok(None)
    }
}

impl Held {
    /// By now it has a TCP socket that listens.
    ///
    /// # Errors
    /// It has not.
    pub fn expect_listening(&self) -> Result {
        self.expect(system::listens(self.running.process.pid()), msg!("socket-that-listens"))
    }

    /// By now it is a member of the group.
    ///
    /// # Errors
    /// It is not.
    pub fn expect_member_of(&self, group: &Group) -> Result {
        let members = system::members(group.ip());
        self.expect(members.map(|members| members > 0), msg!("membership", group = group.address()))
    }

    /// The line is read at last.
    pub fn release(self) -> Running {
        #[cfg(target_os = "linux")]
        self.running.process.release();
        self.running
    }

    fn expect(&self, found: Option<bool>, what: Message) -> Result {
        if found != Some(false) {
            return Ok(());
        }
        #[cfg(target_os = "linux")]
        self.running.process.release();
        // What it says too soon is evidence.
        let line = self.running.first_line(msg!("first-line"))?;
        Err(Failure::new(msg!("says-too-soon", what = what)).with(msg!("printed"), escape::bytes(line.as_bytes())))
    }
}
