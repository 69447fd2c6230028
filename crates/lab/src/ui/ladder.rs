//! A transcript as a ladder: an upright line for each side, and between two of them an arrow for what goes over the wire.
//!
//! Here is decided what is drawn, and in which order. How that looks is decided in `ladder/terminal.rs`, for a terminal,
//! and in `ladder/svg.rs`, for a browser.

pub mod svg;
pub mod terminal;

use std::borrow::Cow;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::RangeInclusive;

use report::Transcript;
use report::escape::Payload;
use report::event::{Event, Manner, What, Who};
use report::message::rounded;
use textwrap::WordSplitter;

use crate::msg;
use crate::ui::messages::Messages;

/// What happened in a check, to be drawn.
#[derive(Debug)]
pub struct Ladder {
    /// The sides, from left to right: the peers, in the order in which they appear, and the program.
    pub lanes: Vec<Lane>,
    /// What all peers are called together, where there is no room for a lane each.
    pub peers: String,
    /// What happened, from top to bottom.
    pub rows: Vec<Row>,
}

/// One side.
#[derive(Debug, PartialEq)]
pub struct Lane {
    pub name: String,
    /// The rows from the first to the last in which it is there. `None`: it never is.
    pub rows: Option<RangeInclusive<usize>>,
}

/// One thing that happened.
#[derive(Debug, PartialEq)]
pub struct Row {
    /// When, in milliseconds since the check began, as the language writes numbers. `None`: at no one time.
    pub at: Option<String>,
    pub mark: Mark,
    pub label: String,
}

/// How something is drawn. Lanes are meant by their numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// It goes over the wire.
    Arrow { from: usize, to: usize, kind: Kind },
    /// It happens on one side.
    Note { lane: usize },
    /// It belongs to no side.
    Remark,
}

/// What goes over the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The beginning of a connection.
    Connect,
    /// Bytes of a stream.
    Bytes,
    /// A datagram.
    Datagram,
    /// The end of a stream, in one direction or in both.
    End,
    /// The end of a connection without a word.
    Reset,
}

/// A label in lines of at most this many columns.
fn wrap(label: &str, columns: usize) -> Vec<String> {
    let options = textwrap::Options::new(columns).word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(label, options).into_iter().map(Cow::into_owned).collect()
}

impl Ladder {
    /// The ladder of a transcript, in the language of these texts.
    pub fn of(text: &Messages, transcript: &Transcript) -> Self {
        let mut builder = Builder::new(text, transcript);
        for event in &transcript.first {
            builder.add(event);
        }
        if let Some(gap) = transcript.gap() {
            builder.push(None, Mark::Remark, gap);
        }
        for event in &transcript.last {
            builder.add(event);
        }
        builder.finish()
    }

    /// The number of the program's lane: the last one.
    pub fn program(&self) -> usize {
        self.lanes.len() - 1
    }
}

/// A ladder that is being built.
struct Builder<'a> {
    text: &'a Messages,
    /// The peers, each at the number of its lane. The program's lane comes after them.
    peers: Vec<&'a Who>,
    /// The peers that send to a multicast group, by their addresses.
    senders: HashMap<SocketAddr, usize>,
    /// Whether several programs run at once, which share one lane.
    has_several_programs: bool,
    /// Programs that have not ended.
    running: usize,
    rows: Vec<Row>,
    /// For each lane, its first row and, if it does not go on to the bottom, its last one.
    spans: Vec<Option<(usize, Option<usize>)>>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a Messages, transcript: &'a Transcript) -> Self {
        let mut peers = Vec::new();
        let mut senders = HashMap::new();
        let (mut running, mut has_several_programs) = (0_usize, false);
        for event in transcript.first.iter().chain(&transcript.last) {
            has_several_programs |= running > 1;
            if matches!(event.who, Who::Peer { .. }) && !peers.contains(&&event.who) {
                peers.push(&event.who);
            }
            match &event.what {
                What::SendsToGroup { from, .. } => {
                    let lane = peers.iter().position(|peer| **peer == event.who);
                    senders.extend(lane.map(|lane| (*from, lane)));
                }
                What::Starts { .. } => running += 1,
                What::Ends { .. } | What::Kills { .. } => running = running.saturating_sub(1),
                _ => {}
            }
        }
        let spans = vec![None; peers.len() + 1];
        Self { text, peers, senders, has_several_programs, running: 0, rows: Vec::new(), spans }
    }

    fn add(&mut self, event: &Event) {
        let program = self.peers.len();
        // The lane of a peer, or the program's for what the grader does to that.
        let lane = self.peers.iter().position(|peer| **peer == event.who).unwrap_or(program);
        let to_program = |kind| Mark::Arrow { from: lane, to: program, kind };
        let from_program = |kind| Mark::Arrow { from: program, to: lane, kind };
        let mark = match &event.what {
            What::DrawsLots { .. } | What::TriesAgain | What::Resolves { .. } | What::LeavesOut { .. } => Mark::Remark,
            What::Connects { .. } => to_program(Kind::Connect),
            What::Accepts { .. } => from_program(Kind::Connect),
            What::Sends { .. } => to_program(Kind::Bytes),
            What::Receives { .. } => from_program(Kind::Bytes),
            What::HalfCloses | What::Closes => to_program(Kind::End),
            What::ReceivesLast { .. } | What::ReceivesEnd | What::SeesEnd | What::SeesNothingMore => {
                from_program(Kind::End)
            }
            What::Resets => to_program(Kind::Reset),
            What::ReceivesReset => from_program(Kind::Reset),
            What::SendsDatagram { .. } | What::SendsDatagrams { .. } | What::SendsToGroup { .. } => {
                to_program(Kind::Datagram)
            }
            What::ReceivesDatagram { .. } => from_program(Kind::Datagram),
            What::ReceivesFromGroup { from, .. } => {
                let from = self.senders.get(from).copied().unwrap_or(program);
                Mark::Arrow { from, to: lane, kind: Kind::Datagram }
            }
            // What a peer sees of the program is shown where it is.
            What::SeesAllRead | What::SeesProgramGone => Mark::Note { lane: program },
            What::Starts { .. }
            | What::Kills { .. }
            | What::StopsAndContinues { .. }
            | What::Prints { .. }
            | What::PrintsMore { .. }
            | What::HasPrinted { .. }
            | What::HasPrintedEscaped { .. }
            | What::HasPrintedDiagnostic { .. }
            | What::IsIdle
            | What::Ends { .. }
            | What::DoesNotAnswer { .. }
            | What::HoldsBack { .. }
            | What::Waits { .. }
            | What::IsGone
            | What::Joins { .. } => Mark::Note { lane },
        };
        let at = Some(msg!(self.text, "ladder-at", milliseconds = rounded(event.at * 1e3, 1)));
        if let What::ReceivesLast { payload } = &event.what
            && payload.bytes > 0
        {
            self.push(at.clone(), from_program(Kind::Bytes), self.payload(payload));
        }
        self.push(at, mark, self.label(event));
        self.end_lanes(event, lane);
    }

    /// Adds a row, through which the lanes that it touches go.
    fn push(&mut self, at: Option<String>, mark: Mark, label: String) {
        let lanes = match mark {
            Mark::Arrow { from, to, .. } => vec![from, to],
            Mark::Note { lane } => vec![lane],
            Mark::Remark => Vec::new(),
        };
        for lane in lanes {
            // A side that does something after its end goes on.
            let (first, _) = self.spans[lane].unwrap_or((self.rows.len(), None));
            self.spans[lane] = Some((first, None));
        }
        self.rows.push(Row { at, mark, label });
    }

    /// Ends the lane, or the program's, where nothing comes after what has just been added.
    fn end_lanes(&mut self, event: &Event, lane: usize) {
        let ended = match event.what {
            What::Starts { .. } => {
                self.running += 1;
                None
            }
            What::Ends { .. } | What::Kills { .. } => {
                self.running = self.running.saturating_sub(1);
                (self.running == 0).then_some(self.peers.len())
            }
            What::Closes
            | What::Resets
            | What::ReceivesReset
            | What::ReceivesLast { .. }
            | What::ReceivesEnd
            | What::SeesEnd
            | What::SeesNothingMore
            | What::SeesProgramGone
            | What::IsGone => Some(lane),
            _ => None,
        };
        if let Some((_, last)) = ended.and_then(|lane| self.spans[lane].as_mut()) {
            *last = Some(self.rows.len() - 1);
        }
    }

    fn finish(self) -> Ladder {
        let program = msg!(self.text, "ladder-program");
        let names = self.peers.iter().map(ToString::to_string).chain([program]);
        let bottom = self.rows.len().saturating_sub(1);
        let lane = |(name, span): (String, &Option<(usize, Option<usize>)>)| Lane {
            name,
            rows: span.map(|(first, last)| first..=last.unwrap_or(bottom)),
        };
        let lanes = names.zip(&self.spans).map(lane).collect();
        Ladder { lanes, peers: msg!(self.text, "ladder-peers"), rows: self.rows }
    }

    /// What is written at a mark. The mark itself says who does it.
    fn label(&self, event: &Event) -> String {
        let number = match (&event.who, &event.what) {
            (_, What::Starts { program, .. } | What::Kills { program, .. } | What::StopsAndContinues { program }) => {
                Some(*program)
            }
            (Who::Program(number), _) => Some(*number),
            _ => None,
        };
        let what = self.words(&event.what);
        match number.filter(|_| self.has_several_programs) {
            Some(number) => msg!(self.text, "ladder-numbered", number = number, what = what),
            None => what,
        }
    }

    /// What happened, in the few words that a diagram has room for.
    fn words(&self, what: &What) -> String {
        let text = self.text;
        match what {
            What::Starts { command, .. } => msg!(text, "ladder-starts", command = command.as_str()),
            What::Kills { .. } => msg!(text, "ladder-killed"),
            What::StopsAndContinues { .. } => msg!(text, "ladder-stopped-and-continued"),
            What::DrawsLots { seed, .. } => msg!(text, "ladder-lots", seed = seed.to_string()),
            What::TriesAgain => msg!(text, "ladder-again"),
            What::LeavesOut { address } => msg!(text, "ladder-leaves-out", address = address.to_string()),
            What::Resolves { name, addresses } => {
                let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
                msg!(text, "ladder-resolves", name = name.as_str(), addresses = addresses.join(", "))
            }
            // As a transcript tells it.
            What::Prints { .. }
            | What::PrintsMore { .. }
            | What::HasPrinted { .. }
            | What::IsIdle
            | What::Ends { .. }
            | What::HoldsBack { .. }
            | What::IsGone
            | What::Joins { .. } => what.to_string(),
            What::HasPrintedEscaped { beginning } => {
                msg!(text, "ladder-prints-escaped", beginning = beginning.shown.as_str())
            }
            What::HasPrintedDiagnostic { about } => msg!(text, "ladder-diagnostic", about = about.clone()),
            What::Connects { .. } | What::Accepts { .. } => msg!(text, "ladder-connects"),
            What::Sends { payload, manner } => {
                let payload = self.payload(payload);
                match manner {
                    Manner::Whole => payload,
                    Manner::Reading => msg!(text, "ladder-reading", payload = payload),
                    Manner::Endlessly => msg!(text, "ladder-endlessly", payload = payload),
                }
            }
            What::Receives { payload }
            | What::SendsDatagram { payload, .. }
            | What::ReceivesDatagram { payload, .. } => self.payload(payload),
            What::ReceivesLast { .. } | What::ReceivesEnd => msg!(text, "ladder-fin"),
            What::ReceivesReset | What::Resets => msg!(text, "ladder-reset"),
            What::SeesEnd | What::SeesNothingMore => msg!(text, "ladder-end"),
            What::SeesAllRead => msg!(text, "ladder-all-read"),
            What::SeesProgramGone => msg!(text, "ladder-program-gone"),
            What::HalfCloses => msg!(text, "ladder-half-closes"),
            What::Closes => msg!(text, "ladder-closes"),
            What::SendsDatagrams { payload, every, .. } => {
                let milliseconds = (every * 1e3).round();
                msg!(text, "ladder-every", payload = self.payload(payload), milliseconds = milliseconds)
            }
            What::DoesNotAnswer { datagram } => msg!(text, "ladder-no-answer", number = *datagram),
            What::Waits { seconds } => msg!(text, "ladder-waits", milliseconds = (seconds * 1e3).round()),
            What::SendsToGroup { payload, group, .. } => {
                msg!(text, "ladder-to-group", payload = self.payload(payload), group = group.to_string())
            }
            What::ReceivesFromGroup { payload, ttl: Some(ttl), .. } => {
                msg!(text, "ladder-ttl", payload = self.payload(payload), ttl = *ttl)
            }
            What::ReceivesFromGroup { payload, ttl: None, .. } => self.payload(payload),
        }
    }

    fn payload(&self, payload: &Payload) -> String {
        match payload.bytes {
            0 => msg!(self.text, "ladder-empty"),
            bytes => msg!(self.text, "ladder-payload", payload = payload.shown.as_str(), bytes = bytes),
        }
    }
}

#[cfg(test)]
pub mod tests {
    use report::event::Role;
    use report::message;

    use super::*;

    pub const PROGRAM: Who = Who::Program(1);

    /// A client on this port.
    pub fn client(port: u16) -> Who {
        Who::Peer { role: Role::Client, port: Some(port) }
    }

    /// What happened, a millisecond apart.
    pub fn transcript(events: impl IntoIterator<Item = (Who, What)>) -> Transcript {
        let event = |(number, (who, what))| Event { at: f64::from(number) * 1e-3, who, what };
        Transcript { first: (0..).zip(events).map(event).collect(), ..Transcript::default() }
    }

    pub fn payload(shown: &str, bytes: usize) -> Payload {
        Payload { shown: shown.to_string(), bytes, is_cut: false }
    }

    pub fn starts(program: usize) -> (Who, What) {
        (Who::Grader, What::Starts { program, command: "echo --port 0".to_string() })
    }

    pub fn connects() -> What {
        What::Connects { to: "127.0.0.1:4242".parse().unwrap() }
    }

    pub fn sends(shown: &str, bytes: usize) -> What {
        What::Sends { payload: payload(shown, bytes), manner: Manner::Whole }
    }

    pub fn ladder(transcript: &Transcript) -> Ladder {
        message::choose(Some("en"), Vec::new());
        Ladder::of(&Messages::new(Some("en".to_string())), transcript)
    }

    fn arrow(from: usize, to: usize, kind: Kind) -> Mark {
        Mark::Arrow { from, to, kind }
    }

    #[test]
    fn peers_stand_on_the_left_and_the_program_on_the_right() {
        let ladder = ladder(&transcript([
            starts(1),
            (PROGRAM, What::Prints { line: payload(r#""listening""#, 9) }),
            (client(1), connects()),
            (client(2), connects()),
            (client(1), sends(r#""oi""#, 2)),
            (client(1), What::HalfCloses),
            (client(1), What::ReceivesLast { payload: payload(r#""oi""#, 2) }),
            (client(2), What::Resets),
            (Who::Grader, What::Kills { program: 1, command: "echo --port 0".to_string() }),
        ]));
        let lane = |name: &str, rows| Lane { name: name.to_string(), rows: Some(rows) };
        assert_eq!(ladder.lanes, [lane("client :1", 2..=7), lane("client :2", 3..=8), lane("program", 0..=9)]);
        let rows: Vec<_> = ladder.rows.iter().map(|row| (row.mark, row.label.as_str())).collect();
        assert_eq!(
            rows,
            [
                (Mark::Note { lane: 2 }, "starts: echo --port 0"),
                (Mark::Note { lane: 2 }, r#"prints "listening""#),
                (arrow(0, 2, Kind::Connect), "connects"),
                (arrow(1, 2, Kind::Connect), "connects"),
                (arrow(0, 2, Kind::Bytes), r#""oi" · 2 bytes"#),
                (arrow(0, 2, Kind::End), "FIN: half-closes, and still reads"),
                (arrow(2, 0, Kind::Bytes), r#""oi" · 2 bytes"#),
                (arrow(2, 0, Kind::End), "FIN: the end"),
                (arrow(1, 2, Kind::Reset), "RST: resets the connection"),
                (Mark::Note { lane: 2 }, "is ended by the grader"),
            ]
        );
    }

    #[test]
    fn a_group_message_of_a_peer_comes_from_that_peer() {
        let (group, sender) = ("239.255.0.1:9".parse().unwrap(), "127.0.0.1:7".parse().unwrap());
        let received = |from| What::ReceivesFromGroup { payload: payload(r#""oi""#, 2), from, ttl: Some(1) };
        let peer = |role| Who::Peer { role, port: None };
        let ladder = ladder(&transcript([
            (peer(Role::Member), What::Joins { group }),
            (peer(Role::Sender), What::SendsToGroup { payload: payload(r#""oi""#, 2), from: sender, group }),
            (peer(Role::Member), received(sender)),
            (peer(Role::Member), received("127.0.0.1:8".parse().unwrap())),
        ]));
        let marks: Vec<Mark> = ladder.rows.iter().map(|row| row.mark).collect();
        let datagram = |from, to| arrow(from, to, Kind::Datagram);
        assert_eq!(marks, [Mark::Note { lane: 0 }, datagram(1, 2), datagram(1, 0), datagram(2, 0)]);
        assert_eq!(ladder.rows[3].label, r#""oi" · 2 bytes, TTL 1"#);
    }

    #[test]
    fn programs_have_numbers_where_several_run_at_once() {
        let ends = |program| (Who::Program(program), What::Ends { ending: report::event::Ending::Status(0) });
        let labels = |events: [(Who, What); 4]| {
            let ladder = ladder(&transcript(events));
            ladder.rows.into_iter().map(|row| row.label).collect::<Vec<_>>()
        };
        assert_eq!(labels([starts(1), ends(1), starts(2), ends(2)])[1], "ends: exit status: 0");
        assert_eq!(labels([starts(1), starts(2), ends(1), ends(2)])[3], "program 2: ends: exit status: 0");
    }

    #[test]
    fn what_a_transcript_lets_go_is_counted() {
        let mut transcript = transcript([starts(1), (client(1), connects())]);
        transcript.last = transcript.first.split_off(1);
        transcript.skipped = 3;
        let ladder = ladder(&transcript);
        let skipped = Row { at: None, mark: Mark::Remark, label: "… 3 more events …".to_string() };
        assert_eq!(ladder.rows[1], skipped);
        assert_eq!(ladder.rows.len(), 3);
    }

    #[test]
    fn a_check_in_which_nothing_happened_is_a_program_alone() {
        let ladder = ladder(&Transcript::default());
        assert_eq!(ladder.lanes, [Lane { name: "program".to_string(), rows: None }]);
        assert_eq!(terminal::draw(&ladder, 80).lines().count(), 1);
    }
}
