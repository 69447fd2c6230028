//! One end of a TCP connection, played by the grader: what came on it, what it takes, and how it ended.
use std::cell::{Cell, RefCell};
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use report::escape;
use report::event::{Action, Actor, Role};
use report::message::{Value, msg};

use crate::attempt::Attempt;
use crate::deadline::Wait;
use crate::failure::{Awaited, Failure, Result, reason};
use crate::heard::Tail;
use crate::readiness::{self, READ, not_yet};

/// Bytes that earn a program a new deadline: one that echoes byte by byte is slow, but it does not hang.
const PROGRESS: usize = 1 << 13;

/// How much is known of what came before.
const LAST: usize = 1 << 10;

/// Nobody tires of waiting as soon as that.
const AT_ONCE: Duration = Duration::from_millis(500);

/// One end of a connection whose other end is the program.
pub struct Connection {
    pub(super) attempt: Arc<Attempt>,
    /// `None` once the grader has closed it.
    pub(super) stream: Option<TcpStream>,
    /// How a transcript names this end.
    actor: Actor,
    pub(super) local: SocketAddr,
    /// The program's end.
    pub(super) remote: SocketAddr,
    /// Bytes that came and have not been asked for.
    pub(super) received: Vec<u8>,
    /// When the connection began.
    began: Instant,
    /// When something was sent to the program first.
    spoke: Cell<Option<Instant>>,
    /// The end of what has been sent.
    sent: RefCell<Tail>,
    /// How many line ends have been sent, less those that were asked for.
    pub(super) unanswered: Cell<usize>,
    /// The beginning of what was asked for last.
    pub(super) last: Vec<u8>,
    /// When something came last.
    arrived: Instant,
}

impl Wait<'_> {
    /// Begins the wait anew when what has come, in bytes, has passed the next of the steps that count as progress.
    pub(super) fn progress(&mut self, before: usize, now: usize) {
        self.note_progress();
        if before / PROGRESS < now / PROGRESS {
            self.restart_deadline();
        }
    }
}

/// What a read came to.
pub(super) enum ReadOutcome {
    Data,
    Eof,
    Reset,
}

impl Connection {
    pub(super) fn new(attempt: &Arc<Attempt>, stream: TcpStream, role: Role) -> Result<Self> {
        let prepare = || {
            stream.set_nonblocking(true)?;
            // Each write is to be a segment of its own, when it is written.
            stream.set_nodelay(true)?;
            Ok((stream.local_addr()?, stream.peer_addr()?))
        };
        let (local, remote) = prepare().map_err(|error: io::Error| Failure::grader(msg!("use-a-connection"), error))?;
        let (port, action) = match role {
            Role::Client => (Some(local.port()), Action::Connects { to: remote }),
            _ => (None, Action::Accepts { from: remote }),
        };
        let actor = Actor::Peer { role, port };
        attempt.note(&actor, action);
        Ok(Self {
            attempt: Arc::clone(attempt),
            stream: Some(stream),
            actor,
            local,
            remote,
            received: Vec::new(),
            began: Instant::now(),
            spoke: Cell::new(None),
            sent: RefCell::default(),
            unanswered: Cell::new(0),
            last: Vec::new(),
            arrived: Instant::now(),
        })
    }

    /// The address of the grader's end: the peer, as the program sees it.
    pub fn address(&self) -> SocketAddr {
        self.local
    }

    /// What a wait for more of this connection is missing.
    pub(super) fn more(&self) -> Awaited {
        Awaited::Bytes { ours: self.local, theirs: self.remote }
    }

    pub(super) fn stream(&self) -> &TcpStream {
        self.stream.as_ref().expect("a check does nothing with a connection that it has closed")
    }

    pub(super) fn note(&self, action: Action) {
        self.attempt.note(&self.actor, action);
    }

    /// Waits for what comes next.
    pub(super) fn next(&mut self, wait: &mut Wait<'_>) -> Result<ReadOutcome> {
        self.next_of(wait, self.more())
    }

    /// Waits for what comes next, where nothing should but the end.
    pub(super) fn next_or_the_end(&mut self, wait: &mut Wait<'_>) -> Result<ReadOutcome> {
        self.next_of(wait, Awaited::End { ours: self.local, theirs: self.remote })
    }

    fn next_of(&mut self, wait: &mut Wait<'_>, awaited: Awaited) -> Result<ReadOutcome> {
        loop {
            if let Some(came) = self.read()? {
                return Ok(came);
            }
            let timeout = wait.next_poll_timeout().map_err(|failure| failure.awaiting(awaited))?;
            readiness::wait(self.stream(), READ, timeout);
        }
    }

    /// What has come, if anything has.
    pub(super) fn read(&mut self) -> Result<Option<ReadOutcome>> {
        let mut buffer = [0; 1 << 14];
        match self.stream().read(&mut buffer) {
            Ok(0) => Ok(Some(ReadOutcome::Eof)),
            Ok(count) => {
                self.received.extend_from_slice(&buffer[..count]);
                self.arrived = Instant::now();
                Ok(Some(ReadOutcome::Data))
            }
            Err(error) if not_yet(&error) => Ok(None),
            Err(error) if matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted) => {
                Ok(Some(ReadOutcome::Reset))
            }
            Err(error) => Err(Failure::grader(msg!("read-from-a-connection"), error)),
        }
    }

    /// Takes the first of the bytes that have come, as those that were asked for.
    pub(super) fn take(&mut self, count: usize) -> Vec<u8> {
        let taken: Vec<u8> = self.received.drain(..count).collect();
        self.last = taken[..count.min(LAST)].to_vec();
        self.unanswered.set(self.unanswered.get().saturating_sub(line_ends(&taken)));
        self.note(Action::Receives { payload: escape::payload(&taken) });
        // What came with them is told after them.
        self.arrived = Instant::now();
        taken
    }

    /// How many of the bytes the system has taken, if it takes any now.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<Option<usize>> {
        match self.stream().write(bytes) {
            Ok(count) => {
                self.attempt.has_streamed(count);
                self.spoke.set(self.spoke.get().or_else(|| Some(Instant::now())));
                self.unanswered.set(self.unanswered.get() + line_ends(&bytes[..count]));
                let is_text = self.sent.borrow_mut().goes_on_as_text(&bytes[..count]);
                self.attempt.hear(|heard| {
                    heard.streams = true;
                    heard.no_text |= !is_text;
                });
                Ok(Some(count))
            }
            Err(error) if not_yet(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Nothing more is sent.
    pub(super) fn ends(&self) {
        let is_whole = self.sent.borrow().is_whole();
        self.attempt.hear(|heard| heard.no_text |= !is_whole);
    }

    /// Whether the grader is the one that connected, and had something to say before anybody could tire of waiting for it.
    pub(super) fn is_client_that_spoke_at_once(&self) -> bool {
        let is_client = matches!(self.actor, Actor::Peer { role: Role::Client, .. });
        is_client && self.spoke.get().is_some_and(|spoke| spoke - self.began < AT_ONCE)
    }

    /// Whether it was not even open for long enough that anybody could have tired of it.
    pub(super) fn is_new(&self) -> bool {
        self.began.elapsed() < AT_ONCE
    }

    /// Whether the program has begun to say something, and nobody has said anything to it.
    pub(super) fn speaks_first(&self) -> bool {
        self.spoke.get().is_none() && !self.received.is_empty()
    }

    /// Adds to a failure, and to the transcript, what has come and is not what was asked for.
    pub(super) fn with_received(&self, failure: Failure) -> Failure {
        if !self.received.is_empty() {
            let action = Action::Receives { payload: escape::payload(&self.received) };
            self.attempt.note_at(self.arrived, &self.actor, action);
        }
        failure.with(msg!("received"), escape::bytes_or_nothing(&self.received))
    }

    pub(super) fn write_failure(&self, error: &io::Error) -> Failure {
        // A write to a connection that has been reset before is a broken pipe.
        self.note(Action::ReceivesReset);
        let failure = Failure::new(msg!("gave-the-connection-up", reason = reason(error)));
        if self.received.is_empty() { failure } else { self.with_received(failure) }
    }

    pub(super) fn ended_early(&self, ended: ReadOutcome, expected: &[u8]) -> Failure {
        self.ended_before(ended, escape::bytes(expected))
    }

    /// The same, where what was expected is no bytes that are known.
    pub(super) fn ended_before(&self, ended: ReadOutcome, expected: impl Into<Value>) -> Failure {
        let is_reset = matches!(ended, ReadOutcome::Reset);
        self.whether_it_was_heard(self.ended(ended, expected), is_reset)
    }

    /// The same, where the check knows why.
    pub(super) fn ended(&self, ended: ReadOutcome, expected: impl Into<Value>) -> Failure {
        let (sentence, action) = match ended {
            ReadOutcome::Reset => (msg!("reset-too-early"), Action::ReceivesReset),
            _ => (msg!("closed-too-early"), Action::ReceivesEnd),
        };
        self.note(action);
        let failure = Failure::new(sentence).awaiting(self.more());
        let failure = self.with_received(failure.with(msg!("expected"), expected));
        self.attempt.with_programs_that_may_end(failure)
    }
}

pub(super) fn line_ends(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}
