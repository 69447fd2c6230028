//! Why a check failed, in sentences for the student.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Output;
use std::time::Instant;

use report::Evidence;
use report::escape;
use report::message::{Message, Value, msg};

use crate::picture::Picture;

/// What every step of a check returns: the check goes on, or it has failed.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// Why a check failed: one sentence, then lines of evidence.
#[derive(Debug)]
pub struct Failure {
    pub(crate) sentence: Value,
    pub(crate) evidence: Vec<Evidence>,
    /// What was waited for did not come, while the program was running.
    pub(crate) timed_out: bool,
    /// How much each program had printed on stderr by then, if what it prints later explains nothing: its peers leave.
    pub(crate) ends_of_stderr: Option<Vec<usize>>,
    pub(crate) reliability: Reliability,
    pub(crate) clues: Box<Clues>,
}

/// What a diagnosis of a failure rests on. No verdict does.
#[derive(Debug)]
pub(crate) struct Clues {
    /// When it was seen.
    pub(crate) at: Instant,
    /// Why the program did it, where that is known already.
    pub(crate) cause: Option<Message>,
    /// What the facts that the check itself knows look like. How a program has ended may say more.
    pub(crate) likely: Option<Message>,
    /// What was missing.
    pub(crate) awaited: Option<Awaited>,
    /// What the program met, and should have told.
    pub(crate) met: Option<Message>,
    /// It ended as one that has nothing to tell: with success, and with nothing on stderr.
    pub(crate) is_content: bool,
    /// What the check's programs looked like then.
    pub(crate) pictures: Vec<Picture>,
}

/// What was missing, or did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// That a server says that it is ready, which was started with this `--port`.
    Ready { port: u16 },
    /// Something on stdout.
    Output,
    /// A connection to the program, which says that it listens here.
    Server(SocketAddr),
    /// A connection from the program to the grader, which listens here.
    Client(SocketAddr),
    /// Something on the connection between these addresses of the grader and of the program.
    Bytes { ours: SocketAddr, theirs: SocketAddr },
    /// The end of the connection between these addresses of the grader and of the program.
    End { ours: SocketAddr, theirs: SocketAddr },
    /// A datagram from the program, which says that it is at this address, to the grader, which asks from the other.
    Answer { server: SocketAddr, client: SocketAddr },
    /// A datagram from the program, which was told to send it to this address.
    Request(SocketAddr),
    /// A message of the program's to a group, at a member on this machine.
    Arrival,
    /// That the program gives this connection up, which it shall not serve any more: the grader's end of it.
    GivenUp(SocketAddr),
    /// That the program is a member of this group.
    Member(Ipv4Addr),
}

/// What a program did that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// It ended the connection.
    Leave,
    /// It went on running without what was waited for.
    Wait,
    /// It sent another line than it should.
    SendAnother,
    /// It ended.
    End,
    /// It ended as a program that has failed.
    Fail,
    /// It sent something, where nothing was to come.
    SendMore,
    /// It printed a line that should not be there.
    PrintMore,
    /// It did something sooner than it should.
    Hurry,
}

impl Did {
    /// Whether this failure is one of these.
    fn is(self, failure: &Failure) -> bool {
        let Value::Message(sentence) = &failure.sentence else { return false };
        let sentences: &[&str] = match self {
            Did::Leave => &["closed-too-early", "reset-too-early", "gave-the-connection-up"],
            Did::Wait => return failure.timed_out,
            Did::SendAnother => &["sent-another-line", "sent-something-else", "member-received-something-else"],
            Did::End => &["ended-before", "line-is-missing"],
            Did::Fail => &["exit-status-is-not"],
            Did::SendMore => &["sent-more"],
            Did::PrintMore => &["line-is-too-much"],
            Did::Hurry => &["too-soon"],
        };
        sentences.contains(&sentence.id())
    }
}

/// Whether a failure shows that the program is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reliability {
    /// It does. In a behaviour that is about time, it does where the machine was quiet enough: see [`Program::timed`].
    ///
    /// [`Program::timed`]: crate::Program::timed
    Normal,
    /// It does, however busy the machine was.
    Conclusive,
    /// Somebody else on the machine may be the cause: it counts when it happens again.
    Inconclusive,
    /// It shows nothing of the program: the grader could not do its part. When that happens again, there is no mark.
    Void,
}

impl Failure {
    /// A failure told by one sentence. Text that came from a program or the network must have been through `escape`.
    pub fn new(sentence: impl Into<Value>) -> Self {
        Self {
            sentence: sentence.into(),
            evidence: Vec::new(),
            timed_out: false,
            ends_of_stderr: None,
            reliability: Reliability::Normal,
            clues: Box::new(Clues {
                at: Instant::now(),
                cause: None,
                likely: None,
                awaited: None,
                met: None,
                is_content: false,
                pictures: Vec::new(),
            }),
        }
    }

    /// What was missing.
    pub(crate) fn awaiting(mut self, awaited: Awaited) -> Self {
        self.clues.awaited.get_or_insert(awaited);
        self
    }

    /// Why the program did it. The first cause that is found stands.
    pub(crate) fn because(mut self, cause: Message) -> Self {
        self.clues.cause.get_or_insert(cause);
        self
    }

    /// Why the program did it, if this is known and it did not crash before. The first that is found stands.
    pub(crate) fn likely_because(mut self, cause: Option<Message>) -> Self {
        self.clues.likely = self.clues.likely.or(cause);
        self
    }

    /// Why the program did it, if what it did is this, and it did not crash before. To be said by a check that knows what
    /// it is that fails in such a way: all before it went well.
    #[must_use]
    pub fn because_it(self, did: Did, cause: Message) -> Self {
        let is_this = did.is(&self);
        self.likely_because(is_this.then_some(cause))
    }

    /// Why the program ended the connection, if it did: its client had been silent until then.
    #[must_use]
    pub fn because_of_silence(self) -> Self {
        self.because_it(Did::Leave, msg!("cause-silent-client"))
    }

    /// Why the program did it, if there is such a cause.
    pub(crate) fn because_of(self, cause: Option<Message>) -> Self {
        match cause {
            Some(cause) => self.because(cause),
            None => self,
        }
    }

    /// What the program met, and should have told as a failure, in words that fit behind "though". Where it takes that for
    /// a success, or goes on all the same, this is why the check failed.
    #[must_use]
    pub fn where_it_met(mut self, what: Message) -> Self {
        self.clues.met.get_or_insert(what);
        self
    }

    /// It is of a program that ended like this.
    pub(crate) fn of_one_that_ended(mut self, output: &Output) -> Self {
        self.clues.is_content = output.status.success() && output.stderr.is_empty();
        self
    }

    /// Adds a line of evidence: `expected  "PING 1"`.
    #[must_use]
    pub fn with(mut self, label: impl Into<Value>, shown: impl Into<Value>) -> Self {
        self.evidence.push(Evidence { label: label.into(), shown: shown.into() });
        self
    }

    /// Adds what was expected, and what came instead of it.
    #[must_use]
    pub fn expected_and_received(self, expected: impl Into<Value>, received: impl Into<Value>) -> Self {
        self.with(msg!("expected"), expected).with(msg!("received"), received)
    }

    /// It is the program's fault, however busy the machine was: a crash, say, or a line of another form. To be said of what
    /// is judged in a behaviour that is about time, and is not about time itself, so that it is not tried again.
    #[must_use]
    pub fn conclusive(self) -> Self {
        self.that_is(Reliability::Conclusive)
    }

    /// Somebody else on the machine may be the cause: it counts when it happens again.
    pub(crate) fn inconclusive(self) -> Self {
        self.that_is(Reliability::Inconclusive)
    }

    /// It shows nothing of the program.
    pub(crate) fn void(self) -> Self {
        self.that_is(Reliability::Void)
    }

    fn that_is(self, reliability: Reliability) -> Self {
        // What shows nothing of the program shows nothing of it whoever has caused it, and however busy the machine was.
        let reliability = if self.reliability == Reliability::Void { Reliability::Void } else { reliability };
        Self { reliability, ..self }
    }

    /// Adds where what came first differs from what was expected, unless one is only longer than the other.
    pub(crate) fn with_first_difference(self, expected: &[u8], received: &[u8]) -> Self {
        match escape::first_difference(expected, received) {
            Some(difference) => self.with(msg!("differs"), difference),
            None => self,
        }
    }

    /// The grader itself could not do its part, which is not the student's fault. What it could not do is told by an
    /// infinitive: `use a connection`.
    pub(crate) fn grader(what: Message, error: impl Into<Value>) -> Self {
        Self::new(msg!("grader-could-not", what = what, error = error)).void()
    }
}

/// Why a connection is of no use, in the words of the standard library or their translation.
pub(crate) fn reason(error: &io::Error) -> Value {
    let message = match error.kind() {
        io::ErrorKind::ConnectionRefused => msg!("connection-refused"),
        io::ErrorKind::ConnectionReset => msg!("connection-reset"),
        io::ErrorKind::ConnectionAborted => msg!("connection-aborted"),
        io::ErrorKind::BrokenPipe => msg!("broken-pipe"),
        io::ErrorKind::NotConnected => msg!("not-connected"),
        io::ErrorKind::TimedOut => msg!("timed-out"),
        other => return other.to_string().into(),
    };
    message.into()
}
