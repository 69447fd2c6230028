//! What a peer sends on a connection, in which pieces, and how it leaves.
use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;
use std::{io, thread};

use report::escape;
use report::event::{Action, SendMode};
use report::message::msg;
use socket2::SockRef;

use super::connection::{Connection, ReadOutcome};
use crate::failure::{Awaited, Failure, Result};
use crate::readiness::{self, NOTHING, READ, WRITE};
use crate::stream_script::{End, Pause, StreamScript};
use crate::system;

/// A narrow link: the receive buffer, in bytes.
pub(super) const NARROW_ROOM: usize = 4096;

/// How long a program gets to read what was sent: all of it where the system does not tell whether it has.
const CHANCE_TO_READ: Duration = Duration::from_millis(100);

impl Connection {
    /// Sends these bytes, in one piece, and reads nothing until the program takes no more of them.
    ///
    /// # Errors
    /// The program has closed the connection, or does not read.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> Result {
        let bytes = bytes.as_ref();
        if bytes.is_empty() {
            return Ok(());
        }
        self.note(Action::Sends { payload: escape::payload(bytes), mode: SendMode::Whole });
        self.write_all(bytes)
    }

    /// Sends these bytes in pieces of this length, each when the program has read the one before, until it reads no more: it
    /// waits for somebody to read what it writes. Returns how many were sent.
    ///
    /// # Errors
    /// The program has closed the connection, or does not read.
    pub fn send_while_it_reads(&mut self, bytes: impl AsRef<[u8]>, length: usize) -> Result<usize> {
        let bytes = bytes.as_ref();
        let mut sent = 0;
        for piece in bytes.chunks(length) {
            self.write_all(piece)?;
            sent += piece.len();
            if !self.is_read_soon() {
                break;
            }
        }
        self.note(Action::Sends { payload: escape::payload(&bytes[..sent]), mode: SendMode::WhileRead });
        Ok(sent)
    }

    fn write_all(&mut self, bytes: &[u8]) -> Result {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("program-to-read", bytes = escape::bytes(bytes)));
        let mut sent = 0;
        while sent < bytes.len() {
            match self.write(&bytes[sent..]).map_err(|error| self.write_failure(&error))? {
                Some(count) => {
                    wait.progress(sent, sent + count);
                    sent += count;
                }
                // It may read no more before it has been read from. How much it takes until then depends on the system.
                None => match self.read()? {
                    Some(ReadOutcome::Reset) => return Err(self.write_failure(&io::ErrorKind::ConnectionReset.into())),
                    Some(ReadOutcome::Data) => {}
                    _ => readiness::wait(self.stream(), WRITE, wait.next_poll_timeout()?),
                },
            }
        }
        Ok(())
    }

    /// Sends these bytes after a silence. For behaviours about time only: see
    /// [`Program::timed`](crate::Program::timed).
    ///
    /// # Errors
    /// As for [`send`](Self::send).
    pub fn send_after(&mut self, silence: Duration, bytes: impl AsRef<[u8]>) -> Result {
        if !silence.is_zero() {
            self.note(Action::Waits { seconds: silence.as_secs_f64() });
            self.attempt.delay(silence);
        }
        self.send(bytes)
    }

    /// Sends these bytes one at a time, with this pause after each, until the program sends something or there are no
    /// more; returns how many it has sent. What the program sends is still to be asked for.
    ///
    /// # Errors
    /// The program has closed the connection, or does not read.
    pub fn drip_until_it_sends(&mut self, bytes: impl AsRef<[u8]>, pause: Duration) -> Result<usize> {
        let bytes = bytes.as_ref();
        let attempt = Arc::clone(&self.attempt);
        let is_gone = |failure: Failure| match failure.timed_out {
            true => failure,
            false => attempt.with_programs_that_may_end(failure),
        };
        for (sent, byte) in bytes.iter().enumerate() {
            self.send([*byte]).map_err(is_gone)?;
            if self.received.is_empty() {
                self.attempt.pause_until(pause, |timeout| readiness::is_ready_within(self.stream(), READ, timeout));
            }
            if let Some(ReadOutcome::Eof | ReadOutcome::Reset) = self.read()? {
                return Err(is_gone(self.write_failure(&io::ErrorKind::ConnectionReset.into())));
            }
            if !self.received.is_empty() {
                return Ok(sent + 1);
            }
        }
        Ok(bytes.len())
    }

    /// Waits until the program has read all that was sent: what is sent next comes to it with another read. Says whether it is
    /// known to have.
    ///
    /// This never fails, and takes 100 ms at most, on an idle machine. A program may let bytes lie until it wants them;
    /// and where the system does not tell what was read, a pause has to do. It never tells after a half-close: a stream at
    /// its end is readable for ever.
    pub fn wait_until_read(&self) -> bool {
        let is_read = self.is_read_soon();
        if is_read {
            self.note(Action::SeesAllRead);
        }
        is_read
    }

    fn is_read_soon(&self) -> bool {
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("program-to-read-all")).with_timeout(CHANCE_TO_READ);
        while let Ok(timeout) = wait.until_next_look() {
            let processes = attempt.processes();
            let has_read = |pid| system::has_read(pid, self.local, self.remote) == Some(true);
            if processes.iter().any(|process| has_read(process.pid())) {
                return true;
            }
            thread::sleep(timeout);
        }
        false
    }

    /// Sends what the script says. A program that leaves before the last piece gets no more; what it printed tells why.
    ///
    /// # Errors
    /// The program does not read.
    pub fn deliver(&mut self, script: &StreamScript) -> Result {
        for (range, pause) in script.pieces() {
            if let Err(failure) = self.send(&script.bytes()[range]) {
                if failure.timed_out {
                    return Err(failure);
                }
                self.note(Action::SeesProgramGone);
                return Ok(());
            }
            match pause {
                Some(Pause::UntilRead) => _ = self.wait_until_read(),
                // Unless the program is gone before that.
                Some(Pause::Stall(pause)) => {
                    self.attempt
                        .pause_until(pause, |timeout| readiness::is_ready_within(self.stream(), NOTHING, timeout));
                }
                None => {}
            }
        }
        match script.end() {
            Some(End::HalfClose) => self.half_close(),
            Some(End::Close) => {
                self.leave();
                Ok(())
            }
            Some(End::Reset) => self.cut_off(),
            None => Ok(()),
        }
    }

    /// Says that nothing more will be sent: a half-close. See shutdown(2) and RFC 9293, section 3.6.
    ///
    /// # Errors
    /// The connection is gone.
    pub fn half_close(&mut self) -> Result {
        self.note(Action::HalfCloses);
        self.ends();
        match self.stream().shutdown(Shutdown::Write) {
            // The program has left first, by a reset. Whether it may, is for the next step to say.
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
            result => result.map_err(|error| self.write_failure(&error)),
        }
    }

    /// Sends as much as the program takes of endlessly repeated `bytes`, until it gives the connection up.
    ///
    /// # Errors
    /// It took `most` bytes, or does neither read nor close.
    pub fn send_until_gone(&mut self, bytes: &[u8], most: usize) -> Result {
        self.note(Action::Sends { payload: escape::payload(bytes), mode: SendMode::Endlessly });
        let attempt = Arc::clone(&self.attempt);
        let mut wait = attempt.wait(msg!("end-of-connection")).without_early_verdict();
        // With little room for what the program has not read, each write shows that it reads on.
        let _ = SockRef::from(self.stream()).set_send_buffer_size(NARROW_ROOM);
        let given_up = Awaited::GivenUp(self.local);
        let mut sent = 0;
        while sent < most {
            match self.write(bytes) {
                Ok(Some(count)) => {
                    wait.progress(sent, sent + count);
                    sent += count;
                }
                Ok(None) => {
                    let timeout = wait.next_poll_timeout().map_err(|failure| failure.awaiting(given_up))?;
                    readiness::wait(self.stream(), WRITE, timeout);
                }
                Err(_) => {
                    self.note(Action::SeesEnd);
                    return Ok(());
                }
            }
        }
        self.expect_gone()
    }

    /// Leaves at once and without a word: the program sees a reset. See SO_LINGER in socket(7).
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn reset(mut self) -> Result {
        self.cut_off()
    }

    /// Closes the connection.
    pub fn close(mut self) {
        self.leave();
    }

    pub(super) fn cut_off(&mut self) -> Result {
        self.note(Action::Resets);
        self.ends();
        SockRef::from(self.stream())
            .set_linger(Some(Duration::ZERO))
            .map_err(|error| Failure::grader(msg!("reset-a-connection"), error))?;
        // A program that another thread starts just then has this socket too, for as long as it takes to start, and closing
        // it would do nothing until then. Linux resets a connection whoever has it when its peer is taken off: see AF_UNSPEC
        // in connect(2). One that has ended already needs no reset.
        #[cfg(target_os = "linux")]
        let _ = rustix::net::connect_unspec(self.stream());
        self.stream = None;
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.note(Action::Closes);
        self.ends();
        self.stream = None;
    }
}
