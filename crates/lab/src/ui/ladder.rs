//! A transcript as a ladder: an upright line for each side, and between two of them an arrow for what goes over the wire.
//!
//! What is drawn is decided in `ladder/builder.rs`. How that looks is decided in `ladder/terminal.rs`, for a terminal, and in
//! `ladder/svg.rs`, for a browser.

mod builder;
pub mod svg;
pub mod terminal;
mod words;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use textwrap::WordSplitter;

/// What happened in a check, to be drawn.
#[derive(Debug)]
pub struct Ladder {
    /// The sides, from left to right: the peers, in the order in which they appear, and the program; each of several that
    /// run at once has a lane of its own.
    pub lanes: Vec<Lane>,
    /// The number of the first lane of a program.
    pub program: usize,
    /// What all peers are called together, where there is no room for a lane each.
    pub peers: String,
    /// What happened, from top to bottom.
    pub rows: Vec<Row>,
    /// What the heavy part of a lane means. `None`: no lane has one.
    pub legend: Option<String>,
}

/// One side.
#[derive(Debug, PartialEq)]
pub struct Lane {
    pub name: String,
    /// The rows from the first to the last in which it is there. `None`: it never is.
    pub rows: Option<RangeInclusive<usize>>,
    /// Those in which it holds a port: from a program's ready line to its end. Nobody else can have the port then.
    pub holds: Vec<RangeInclusive<usize>>,
}

impl Lane {
    /// Whether it holds a port at this row.
    fn holds_at(&self, row: usize) -> bool {
        self.holds.iter().any(|rows| rows.contains(&row))
    }
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
    /// It goes over the wire, to every program that is there.
    FanOut { from: usize, kind: Kind },
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
    /// A datagram that does not arrive.
    Lost,
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
    /// The lanes of programs that are there at this row.
    fn programs_at(&self, row: usize) -> impl DoubleEndedIterator<Item = usize> {
        let is_there = move |lane: &usize| self.lanes[*lane].rows.as_ref().is_some_and(|rows| rows.contains(&row));
        (self.program..self.lanes.len()).filter(is_there)
    }
}

#[cfg(test)]
pub mod tests {
    use report::Transcript;
    use report::escape::Payload;
    use report::event::{Action, Actor, Event, Role, SendMode};
    use report::message;

    use super::*;
    use crate::ui::messages::Messages;

    pub const PROGRAM: Actor = Actor::Program(1);

    /// A client on this port.
    pub fn client(port: u16) -> Actor {
        Actor::Peer { role: Role::Client, port: Some(port) }
    }

    /// What happened, a millisecond apart.
    pub fn transcript(events: impl IntoIterator<Item = (Actor, Action)>) -> Transcript {
        let event = |(number, (actor, action))| Event { at: f64::from(number) * 1e-3, actor, action };
        Transcript { first: (0..).zip(events).map(event).collect(), ..Transcript::default() }
    }

    pub fn payload(shown: &str, bytes: usize) -> Payload {
        Payload { shown: shown.to_string(), bytes, is_cut: false }
    }

    pub fn starts(program: usize) -> (Actor, Action) {
        (Actor::Grader, Action::Starts { program, command: "echo --port 0".to_string() })
    }

    pub fn connects() -> Action {
        Action::Connects { to: "127.0.0.1:4242".parse().unwrap() }
    }

    pub fn sends(shown: &str, bytes: usize) -> Action {
        Action::Sends { payload: payload(shown, bytes), mode: SendMode::Whole }
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
            (PROGRAM, Action::Prints { line: payload(r#""listening""#, 9) }),
            (client(1), connects()),
            (client(2), connects()),
            (client(1), sends(r#""oi""#, 2)),
            (client(1), Action::HalfCloses),
            (client(1), Action::ReceivesLast { payload: payload(r#""oi""#, 2) }),
            (client(2), Action::Resets),
            (Actor::Grader, Action::Kills { program: 1, command: "echo --port 0".to_string() }),
        ]));
        let lane = |name: &str, rows| Lane { name: name.to_string(), rows: Some(rows), holds: Vec::new() };
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
        let received = |from| Action::ReceivesFromGroup { payload: payload(r#""oi""#, 2), from, ttl: Some(1) };
        let peer = |role| Actor::Peer { role, port: None };
        let ladder = ladder(&transcript([
            (peer(Role::Member), Action::Joins { group }),
            (peer(Role::Sender), Action::SendsToGroup { payload: payload(r#""oi""#, 2), from: sender, group }),
            (peer(Role::Member), received(sender)),
            (peer(Role::Member), received("127.0.0.1:8".parse().unwrap())),
        ]));
        let marks: Vec<Mark> = ladder.rows.iter().map(|row| row.mark).collect();
        let datagram = |from, to| arrow(from, to, Kind::Datagram);
        assert_eq!(marks, [Mark::Note { lane: 0 }, datagram(1, 2), datagram(1, 0), datagram(2, 0)]);
        assert_eq!(ladder.rows[3].label, r#""oi" · 2 bytes, TTL 1"#);
    }

    fn ends(program: usize) -> (Actor, Action) {
        (Actor::Program(program), Action::Ends { ending: report::event::Ending::Status(0) })
    }

    #[test]
    fn programs_that_run_at_once_have_a_lane_each() {
        let lanes = |events: Vec<(Actor, Action)>| {
            let ladder = ladder(&transcript(events));
            ladder.lanes.into_iter().map(|lane| (lane.name, lane.rows.unwrap())).collect::<Vec<_>>()
        };
        let one_by_one = vec![starts(1), ends(1), starts(2), ends(2)];
        assert_eq!(lanes(one_by_one), [("program".to_string(), 0..=3)]);
        let at_once = vec![starts(1), starts(2), ends(1), ends(2)];
        assert_eq!(lanes(at_once), [("program 1".to_string(), 0..=2), ("program 2".to_string(), 1..=3)]);
        let many: Vec<(Actor, Action)> = (1..=5).map(starts).collect();
        assert_eq!(lanes(many.clone()).len(), 1);
        assert_eq!(ladder(&transcript(many)).rows[4].label, "program 5: starts: echo --port 0");
    }

    #[test]
    fn a_program_holds_its_port_from_its_ready_line_to_its_end() {
        let says = |program, line: &str| (Actor::Program(program), Action::Prints { line: payload(line, 27) });
        let is_ready = |program| says(program, r#""listening on 127.0.0.1:4242""#);
        let hello = says(1, r#""hello""#);
        let ladder =
            ladder(&transcript([starts(1), hello, is_ready(1), starts(2), ends(2), ends(1), starts(3), is_ready(3)]));
        let holds: Vec<_> = ladder.lanes.iter().map(|lane| lane.holds.clone()).collect();
        assert_eq!(holds, [vec![2..=5, 7..=7], vec![]]);
        assert_eq!(ladder.legend.as_deref(), Some("holds its port"));
    }

    #[test]
    fn who_connects_to_the_port_of_a_program_talks_to_that_one() {
        let is_ready = |program, port: u16| {
            let line = format!(r#""listening on 127.0.0.1:{port}""#);
            (Actor::Program(program), Action::Prints { line: payload(&line, line.len() - 2) })
        };
        let events = [starts(1), is_ready(1, 4241), starts(2), is_ready(2, 4242), (client(7), connects())];
        let ladder = ladder(&transcript(events.into_iter().chain([(client(7), sends(r#""oi""#, 2))])));
        assert_eq!(ladder.rows[4].mark, arrow(0, 2, Kind::Connect));
        assert_eq!(ladder.rows[5].mark, arrow(0, 2, Kind::Bytes));
    }

    #[test]
    fn what_is_sent_to_a_group_goes_to_all_that_are_there() {
        let (group, from) = ("239.255.0.1:9".parse().unwrap(), "127.0.0.1:7".parse().unwrap());
        let sender = Actor::Peer { role: Role::Sender, port: None };
        let sends = || (sender.clone(), Action::SendsToGroup { payload: payload(r#""oi""#, 2), from, group });
        let ladder = ladder(&transcript([starts(1), sends(), starts(2), sends(), ends(1), sends()]));
        let marks: Vec<Mark> = [1, 3, 5].map(|row| ladder.rows[row].mark).to_vec();
        let kind = Kind::Datagram;
        assert_eq!(marks, [arrow(0, 1, kind), Mark::FanOut { from: 0, kind }, arrow(0, 2, kind)]);
        assert_eq!(ladder.programs_at(3).collect::<Vec<_>>(), [1, 2]);
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
        assert_eq!(ladder.lanes, [Lane { name: "program".to_string(), rows: None, holds: Vec::new() }]);
        assert_eq!(terminal::draw(&ladder, 80).lines().count(), 1);
    }
}
