//! What can happen in a check, and the words for it.
//!
//! A transcript is a list of these. They say what was done in a form that a program can draw; [`Action`]'s and
//! [`Actor`]'s `Display` are the one place that turns them into words. All text in them that a program or the network
//! said has been through `escape`: it can inject no terminal control sequences.

mod words;

use std::fmt::{self, Display, Formatter};
use std::net::{IpAddr, SocketAddr, SocketAddrV4};
use std::process::ExitStatus;

use crate::escape::Payload;
use crate::message::{Message, Value, msg, rounded};
use words::{datagram, interrupts, resolves};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Event {
    /// When, in seconds since the check began, to the microsecond.
    pub at: f64,
    /// Who did it.
    pub actor: Actor,
    /// What was done.
    pub action: Action,
}

impl Event {
    /// When.
    pub fn time(&self) -> Message {
        msg!("at", seconds = rounded(self.at, 3))
    }
}

/// Who did something. In words it is a label, which stays the same as long as a check goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub enum Actor {
    /// The grader, beside what it does as a peer.
    Grader,
    /// `cargo lab`, where a student talks to the program by hand.
    Lab,
    /// The program under test: the first one that the check has started (in this try), or a later one. Mostly there is
    /// only one, and in words they are all the same.
    Program(usize),
    /// A peer of the program, played by the grader.
    Peer {
        /// What it is to the program.
        role: Role,
        /// Its port, where that tells it from others.
        port: Option<u16>,
    },
}

/// What a peer is to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub enum Role {
    /// It asks, and the program answers.
    Client,
    /// The program asks it.
    Server,
    /// The program asks it, and the system says that nobody is there.
    ClosedPort,
    /// It speaks without having been asked.
    Stranger,
    /// It has the server's port on another host, and the program does not know of it.
    Neighbour,
    /// It sends to a multicast group.
    Sender,
    /// It has joined a multicast group.
    Member,
}

/// What was done. In words it is the predicate of a sentence whose subject is an [`Actor`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub enum Action {
    /// The grader starts a program.
    Starts {
        /// Which one: the number of an [`Actor::Program`].
        program: usize,
        /// Its command, as it would be typed.
        command: String,
    },
    /// The grader ends a program from outside.
    Kills {
        /// Which one: the number of an [`Actor::Program`].
        program: usize,
        /// Its command, as it would be typed.
        command: String,
    },
    /// The grader stops a program and lets it go on.
    StopsAndContinues {
        /// Which one: the number of an [`Actor::Program`].
        program: usize,
    },
    /// The grader asks a program to end.
    Interrupts {
        /// Which one: the number of an [`Actor::Program`].
        program: usize,
        /// Whether it does so as a system that shuts down, and not as Ctrl-C does.
        by_the_system: bool,
    },
    /// The grader types to a program, or ends its input.
    Types {
        /// Which one: the number of an [`Actor::Program`].
        program: usize,
        /// What is typed; nothing at the end.
        text: Payload,
    },
    /// The grader makes seeded random choices.
    ChoosesAtRandom {
        /// The seed.
        seed: u64,
        /// The command that makes the same choices in this check.
        repeat: String,
    },
    /// The grader runs the check again, as the machine was too busy for a verdict.
    TriesAgain,
    /// The grader has looked a name up, to listen at one of its addresses at a time.
    Resolves {
        /// The name.
        name: String,
        /// What it stands for.
        addresses: Vec<IpAddr>,
    },
    /// The grader does without what would need an address that this machine does not have: it lets a program have any.
    LeavesOut {
        /// The address that nobody has.
        address: IpAddr,
    },

    /// The program prints a line on stdout.
    Prints {
        /// The line.
        line: Payload,
    },
    /// The program prints a line on stderr.
    PrintsOnStderr {
        /// The line.
        line: Payload,
    },
    /// The program prints more lines on stdout than are told one by one.
    PrintsMore {
        /// How many more.
        lines: usize,
    },
    /// The program has printed lines on stdout by now.
    HasPrinted {
        /// The lines.
        lines: Vec<Payload>,
    },
    /// The program has printed a line on stdout in which control characters are escaped.
    HasPrintedEscaped {
        /// What the line begins with.
        beginning: Payload,
    },
    /// The program has printed something on stderr by now.
    HasPrintedDiagnostic {
        /// What it should be about.
        about: Value,
    },
    /// The program uses no processor.
    IsIdle,
    /// The program ends by itself.
    Ends {
        /// How.
        ending: Ending,
    },

    /// A peer connects to the program.
    Connects {
        /// Where the program listens.
        to: SocketAddr,
    },
    /// A peer accepts a connection from the program.
    Accepts {
        /// The program's end of it.
        from: SocketAddr,
    },
    /// A peer sends bytes on a connection.
    Sends {
        /// The bytes.
        payload: Payload,
        /// In which way.
        mode: SendMode,
    },
    /// A peer receives bytes on a connection.
    Receives {
        /// The bytes.
        payload: Payload,
    },
    /// A peer receives the last bytes of a connection, and its end.
    ReceivesLast {
        /// The bytes, if there are any.
        payload: Payload,
    },
    /// A peer receives the end of a connection: the program's FIN.
    ReceivesEnd,
    /// A peer receives a reset: the program, or its system, has given the connection up.
    ReceivesReset,
    /// A peer sees that a connection has ended, politely or not.
    SeesEnd,
    /// A peer sees that a connection has ended, politely or not, and that nothing came before.
    SeesNothingMore,
    /// A peer sees that the program has read all that was sent.
    SeesAllRead,
    /// A peer sees that the program has left, and sends it no more.
    SeesProgramGone,
    /// A peer says that it will send nothing more: its FIN.
    HalfCloses,
    /// A peer closes a connection.
    Closes,
    /// A peer resets a connection.
    Resets,

    /// A peer sends a datagram.
    SendsDatagram {
        /// What is in it.
        payload: Payload,
        /// The program's address.
        to: SocketAddr,
    },
    /// A peer sends a datagram again and again.
    SendsDatagrams {
        /// What is in each.
        payload: Payload,
        /// The program's address.
        to: SocketAddr,
        /// The seconds between two of them.
        every: f64,
    },
    /// A peer receives a datagram.
    ReceivesDatagram {
        /// What is in it.
        payload: Payload,
        /// The program's address.
        from: SocketAddr,
    },
    /// A peer leaves a datagram without an answer.
    DoesNotAnswer {
        /// Which datagram, counted from 1.
        datagram: usize,
    },
    /// A peer lets the answer to a datagram wait until there is another.
    HoldsBack {
        /// Which datagram, counted from 1.
        datagram: usize,
    },
    /// A peer lets time pass.
    Waits {
        /// How much.
        seconds: f64,
    },
    /// A peer is gone: its port is closed.
    IsGone,

    /// A peer joins a multicast group.
    Joins {
        /// The group, and the port.
        group: SocketAddrV4,
    },
    /// A peer sends a datagram to a multicast group.
    SendsToGroup {
        /// What is in it.
        payload: Payload,
        /// The address that it is sent from.
        from: SocketAddr,
        /// The group, and the port.
        group: SocketAddrV4,
    },
    /// A peer receives a datagram that was sent to a multicast group.
    ReceivesFromGroup {
        /// What is in it.
        payload: Payload,
        /// The sender's address: the program's, or another peer's.
        from: SocketAddr,
        /// The TTL that it arrived with, where the system tells.
        ttl: Option<i32>,
    },
}

/// How bytes are sent on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub enum SendMode {
    /// In one piece.
    Whole,
    /// Piece by piece, each when the program has read the one before.
    WhileRead,
    /// While what comes back is read.
    Reading,
    /// Again and again, as long as the program takes them.
    Endlessly,
    /// As many as the program takes while nobody takes them from it.
    UntilItStops,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub enum Ending {
    /// With an exit status of its own (a code, where the system is Windows).
    Status(i32),
    /// By a signal, as the system tells it: `9 (SIGKILL)`.
    Signal(String),
    /// In another way, in the words of the system.
    Other(String),
}

impl Display for Actor {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.label().fmt(f)
    }
}

impl Actor {
    /// Its label, not yet in words.
    pub(crate) fn label(&self) -> Value {
        match self {
            Self::Grader => msg!("grader").into(),
            Self::Lab => msg!("lab").into(),
            Self::Program(_) => msg!("program").into(),
            Self::Peer { role, port: Some(port) } => {
                Value::list::<Value>([role.label().into(), format!(":{port}").into()], " ")
            }
            Self::Peer { role, port: None } => role.label().into(),
        }
    }
}

impl Role {
    fn label(self) -> Message {
        match self {
            Self::Client => msg!("client"),
            Self::Server => msg!("server"),
            Self::ClosedPort => msg!("closed-port"),
            Self::Stranger => msg!("stranger"),
            Self::Neighbour => msg!("neighbour"),
            Self::Sender => msg!("sender"),
            Self::Member => msg!("member"),
        }
    }
}

impl From<&Ending> for Value {
    fn from(ending: &Ending) -> Self {
        match ending {
            Ending::Status(code) if cfg!(windows) => msg!("exit-code", code = code.to_string()).into(),
            Ending::Status(code) => msg!("exit-status", code = code.to_string()).into(),
            Ending::Signal(signal) => msg!("signal", signal = signal.as_str()).into(),
            Ending::Other(told) => told.as_str().into(),
        }
    }
}

impl From<ExitStatus> for Ending {
    fn from(status: ExitStatus) -> Self {
        // What the standard library says of it; it names a signal as nothing else does.
        let told = status.to_string();
        match (status.code(), told.strip_prefix("signal: ")) {
            (Some(code), _) => Self::Status(code),
            (None, Some(signal)) => Self::Signal(signal.to_string()),
            (None, None) => Self::Other(told),
        }
    }
}

impl Display for Action {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl Action {
    /// The predicate, not yet in words.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Starts { command, .. } => msg!("starts", command = command.as_str()),
            Self::Kills { command, .. } => msg!("kills", command = command.as_str()),
            Self::StopsAndContinues { .. } => msg!("stops-and-continues"),
            Self::Interrupts { by_the_system, .. } => interrupts(*by_the_system),
            Self::Types { text, .. } => msg!("types", bytes = text.bytes, text = text),
            Self::ChoosesAtRandom { seed, repeat } => {
                msg!("chooses-at-random", seed = seed.to_string(), repeat = repeat.as_str())
            }
            Self::TriesAgain => msg!("tries-again"),
            Self::Resolves { name, addresses } => resolves(name, addresses),
            Self::LeavesOut { address } => msg!("leaves-out", address = address.to_string()),

            Self::Prints { line } => msg!("prints", line = line),
            Self::PrintsOnStderr { line } => msg!("prints-on-stderr", line = line),
            Self::PrintsMore { lines } => msg!("prints-more", count = *lines),
            Self::HasPrinted { lines } => msg!("has-printed", lines = Value::list(lines, ", ")),
            Self::HasPrintedEscaped { beginning } => msg!("has-printed-escaped", beginning = beginning),
            Self::HasPrintedDiagnostic { about } => msg!("has-printed-diagnostic", about = about.clone()),
            Self::IsIdle => msg!("is-idle"),
            Self::Ends { ending } => msg!("ends", how = ending),

            Self::Connects { to } => msg!("connects", to = to.to_string()),
            Self::Accepts { from } => msg!("accepts", from = from.to_string()),
            Self::Sends { payload, mode } => sends(payload, *mode),
            Self::Receives { payload } => msg!("receives", payload = payload),
            Self::ReceivesLast { payload } if payload.bytes == 0 => msg!("receives-last", payload = msg!("nothing")),
            Self::ReceivesLast { payload } => msg!("receives-last", payload = payload),
            Self::ReceivesEnd => msg!("receives-end"),
            Self::ReceivesReset => msg!("receives-reset"),
            Self::SeesEnd => msg!("sees-end"),
            Self::SeesNothingMore => msg!("sees-nothing-more"),
            Self::SeesAllRead => msg!("sees-all-read"),
            Self::SeesProgramGone => msg!("sees-program-gone"),
            Self::HalfCloses => msg!("half-closes"),
            Self::Closes => msg!("closes"),
            Self::Resets => msg!("resets"),

            Self::SendsDatagram { payload, to } => {
                msg!("sends-datagram", payload = datagram(payload), port = to.port().to_string())
            }
            Self::SendsDatagrams { payload, to, every } => {
                msg!("sends-datagrams", payload = datagram(payload), port = to.port().to_string(), seconds = *every)
            }
            Self::ReceivesDatagram { payload, from } => {
                msg!("receives-datagram", payload = datagram(payload), port = from.port().to_string())
            }
            Self::DoesNotAnswer { datagram } => msg!("does-not-answer", number = datagram.to_string()),
            Self::HoldsBack { datagram } => msg!("holds-back", number = datagram.to_string()),
            Self::Waits { seconds } => msg!("waits", seconds = *seconds),
            Self::IsGone => msg!("is-gone"),

            Self::Joins { group } => msg!("joins", group = group.to_string()),
            Self::SendsToGroup { payload, group, .. } => {
                msg!("sends-to-group", payload = payload, group = group.to_string())
            }
            Self::ReceivesFromGroup { payload, from, ttl } => {
                let from = from.to_string();
                match ttl {
                    Some(ttl) => msg!("receives-with-ttl", payload = payload, from = from, ttl = ttl.to_string()),
                    None => msg!("receives-with-some-ttl", payload = payload, from = from),
                }
            }
        }
    }
}

/// What is sent on a connection, and how.
fn sends(payload: &Payload, mode: SendMode) -> Message {
    match mode {
        SendMode::Whole => msg!("sends", payload = payload),
        SendMode::WhileRead => msg!("sends-while-read", payload = payload),
        SendMode::Reading => msg!("sends-reading", payload = payload),
        SendMode::Endlessly => msg!("sends-endlessly", payload = payload),
        SendMode::UntilItStops => msg!("sends-until-it-stops", payload = payload),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape;

    #[test]
    fn an_event_says_who_did_what() {
        let address = "127.0.0.1:4242".parse().unwrap();
        let client = Actor::Peer { role: Role::Client, port: Some(52866) };
        assert_eq!(
            format!("{client}|{:10}|{}", Actor::Program(2), Role::ClosedPort.label()),
            "client :52866|program   |closed port"
        );
        let said = |what: Action| what.to_string();
        assert_eq!(said(Action::Connects { to: address }), "connects to 127.0.0.1:4242");
        let nothing = escape::payload(b"");
        assert_eq!(
            said(Action::SendsDatagram { payload: nothing.clone(), to: address }),
            "sends an empty datagram to :4242"
        );
        assert_eq!(said(Action::ReceivesLast { payload: nothing }), "receives (nothing) and the end (FIN)");
        let payload = escape::payload(&[b'x'; 1000]);
        assert!(said(Action::Sends { payload, mode: SendMode::Endlessly }).ends_with("\" (1,000 bytes) over and over"));
    }

    #[test]
    fn an_event_is_the_same_for_who_reads_the_report() {
        let action =
            Action::ReceivesDatagram { payload: escape::payload(b"\x1b\xff"), from: "[::1]:9".parse().unwrap() };
        let event = Event { at: 0.000_123, actor: Actor::Program(1), action };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }
}
