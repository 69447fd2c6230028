//! Decides what of a transcript is drawn, in which lane, and in which order.

use std::collections::HashMap;
use std::net::SocketAddr;

use report::Transcript;
use report::event::{Action, Actor, Event};
use report::message::rounded;

use super::{Kind, Ladder, Lane, Mark, Row, words};
use crate::msg;
use crate::ui::messages::Messages;

impl Ladder {
    /// The ladder of a transcript, in the language of these texts.
    pub fn of(text: &Messages, transcript: &Transcript) -> Self {
        let mut builder = Builder::new(text, transcript);
        for event in &transcript.first {
            builder.add(event);
        }
        if let Some(gap) = transcript.gap() {
            builder.push(None, Mark::Remark, gap.to_string());
        }
        for event in &transcript.last {
            builder.add(event);
        }
        builder.finish()
    }
}

/// What the ready line of a program begins with, as a transcript shows it.
const READY: &str = "\"listening on ";

/// More programs than this, at once, share a lane.
const MOST_PROGRAMS: usize = 4;

/// A ladder that is being built.
struct Builder<'a> {
    text: &'a Messages,
    /// The peers, each at the number of its lane. The programs' lanes come after them.
    peers: Vec<&'a Actor>,
    /// For each program the number of its lane among theirs. One that has ended leaves its lane to the next.
    programs: HashMap<usize, usize>,
    /// The lanes of programs.
    lanes: usize,
    /// The peers that send to a multicast group, by their addresses.
    senders: HashMap<SocketAddr, usize>,
    /// Whether several programs run at once, and share one lane.
    shares_a_lane: bool,
    /// Programs that have not ended.
    running: Vec<usize>,
    rows: Vec<Row>,
    /// For each lane, its first row and, if it does not go on to the bottom, its last one.
    spans: Vec<Option<(usize, Option<usize>)>>,
    /// The programs that hold a port, or held one.
    holders: Vec<Holder>,
    /// For the lane of a peer that has turned to a program at its port: the program.
    counterparts: HashMap<usize, usize>,
}

/// A program that holds a port, or held one.
struct Holder {
    program: usize,
    port: Option<u16>,
    /// Its first row, and its last one, if it does not go on to the bottom.
    first: usize,
    last: Option<usize>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a Messages, transcript: &'a Transcript) -> Self {
        let mut peers = Vec::new();
        let mut senders = HashMap::new();
        let (mut programs, mut places) = (HashMap::new(), Vec::<Option<usize>>::new());
        for event in transcript.first.iter().chain(&transcript.last) {
            if matches!(event.actor, Actor::Peer { .. }) && !peers.contains(&&event.actor) {
                peers.push(&event.actor);
            }
            match &event.action {
                Action::SendsToGroup { from, .. } => {
                    let lane = peers.iter().position(|peer| **peer == event.actor);
                    senders.extend(lane.map(|lane| (*from, lane)));
                }
                Action::Starts { program, .. } => {
                    let free = places.iter().position(Option::is_none).unwrap_or(places.len());
                    places.resize(places.len().max(free + 1), None);
                    places[free] = Some(*program);
                    programs.insert(*program, free);
                }
                action => {
                    let ended = ended(&event.actor, action);
                    places
                        .iter_mut()
                        .filter(|place| ended.is_some() && **place == ended)
                        .for_each(|place| *place = None);
                }
            }
        }
        let shares_a_lane = places.len() > MOST_PROGRAMS;
        if shares_a_lane {
            programs.clear();
        }
        let lanes = if shares_a_lane { 1 } else { places.len().max(1) };
        let spans = vec![None; peers.len() + lanes];
        let (running, rows, holders, counterparts) = (Vec::new(), Vec::new(), Vec::new(), HashMap::new());
        Self { text, peers, programs, lanes, senders, shares_a_lane, running, rows, spans, holders, counterparts }
    }

    /// The lane of this program.
    fn lane_of(&self, program: Option<&usize>) -> usize {
        self.peers.len() + program.and_then(|program| self.programs.get(program)).unwrap_or(&0)
    }

    fn add(&mut self, event: &Event) {
        let peer = self.peers.iter().position(|peer| **peer == event.actor);
        self.note_counterpart(peer, &event.action);
        // Of a peer that the program turns to it is not told which one that is. It is there before any other; who sends to
        // a group comes when its members are there.
        let program = self.lane_of(peer.and_then(|it| self.counterparts.get(&it)).or(self.running.first()));
        // The lane of a peer, or the program's for what the grader does to that.
        let lane = peer.unwrap_or_else(|| self.lane_of(about(event).or(self.running.last().copied()).as_ref()));
        let to_program = |kind| Mark::Arrow { from: lane, to: program, kind };
        let from_program = |kind| Mark::Arrow { from: program, to: lane, kind };
        let mark = match &event.action {
            Action::ChoosesAtRandom { .. }
            | Action::TriesAgain
            | Action::Resolves { .. }
            | Action::LeavesOut { .. } => Mark::Remark,
            Action::Connects { .. } => to_program(Kind::Connect),
            Action::Accepts { .. } => from_program(Kind::Connect),
            Action::Sends { .. } => to_program(Kind::Bytes),
            Action::Receives { .. } => from_program(Kind::Bytes),
            Action::HalfCloses | Action::Closes => to_program(Kind::End),
            Action::ReceivesLast { .. } | Action::ReceivesEnd | Action::SeesEnd | Action::SeesNothingMore => {
                from_program(Kind::End)
            }
            Action::Resets => to_program(Kind::Reset),
            Action::ReceivesReset => from_program(Kind::Reset),
            Action::SendsDatagram { .. } | Action::SendsDatagrams { .. } => to_program(Kind::Datagram),
            Action::SendsToGroup { .. } if self.running.len() > 1 && !self.shares_a_lane => {
                Mark::FanOut { from: lane, kind: Kind::Datagram }
            }
            Action::SendsToGroup { .. } => to_program(Kind::Datagram),
            Action::DoesNotAnswer { .. } => to_program(Kind::Lost),
            Action::ReceivesDatagram { .. } => from_program(Kind::Datagram),
            Action::ReceivesFromGroup { from, .. } => {
                let from = self.senders.get(from).copied().unwrap_or_else(|| self.lane_of(self.running.last()));
                Mark::Arrow { from, to: lane, kind: Kind::Datagram }
            }
            // What a peer sees of the program is shown where it is.
            Action::SeesAllRead | Action::SeesProgramGone => Mark::Note { lane: program },
            Action::Starts { .. }
            | Action::Kills { .. }
            | Action::StopsAndContinues { .. }
            | Action::Interrupts { .. }
            | Action::Types { .. }
            | Action::Prints { .. }
            | Action::PrintsOnStderr { .. }
            | Action::PrintsMore { .. }
            | Action::HasPrinted { .. }
            | Action::HasPrintedEscaped { .. }
            | Action::HasPrintedDiagnostic { .. }
            | Action::IsIdle
            | Action::Ends { .. }
            | Action::HoldsBack { .. }
            | Action::Waits { .. }
            | Action::IsGone
            | Action::Joins { .. } => Mark::Note { lane },
        };
        let at = Some(msg!(self.text, "ladder-at", milliseconds = rounded(event.at * 1e3, 1)));
        if let Action::ReceivesLast { payload } = &event.action
            && payload.bytes > 0
        {
            self.push(at.clone(), from_program(Kind::Bytes), words::of_payload(self.text, payload));
        }
        self.push(at, mark, self.label(event));
        self.note_holder(event);
        self.end_lanes(event, lane);
    }

    /// A peer that turns to the port of a program talks to that one from now on.
    fn note_counterpart(&mut self, peer: Option<usize>, action: &Action) {
        if let Action::Connects { to } | Action::SendsDatagram { to, .. } | Action::SendsDatagrams { to, .. } = action {
            let mut there = self.holders.iter().filter(|holder| holder.last.is_none());
            let holder = there.find(|holder| holder.port == Some(to.port()));
            self.counterparts.extend(peer.zip(holder.map(|holder| holder.program)));
        }
    }

    /// A program that says that it is ready holds its port from now on, until it ends.
    fn note_holder(&mut self, event: &Event) {
        let row = self.rows.len() - 1;
        match (&event.actor, &event.action) {
            (Actor::Program(program), Action::Prints { line }) if line.shown.starts_with(READY) => {
                let port = line.shown.trim_end_matches('"').rsplit(':').next().and_then(|port| port.parse().ok());
                self.holders.push(Holder { program: *program, port, first: row, last: None });
            }
            (actor, action) => {
                let ended = ended(actor, action);
                let there = self.holders.iter_mut().filter(|holder| holder.last.is_none());
                there.filter(|holder| Some(holder.program) == ended).for_each(|holder| holder.last = Some(row));
            }
        }
    }

    /// Adds a row, through which the lanes that it touches go.
    fn push(&mut self, at: Option<String>, mark: Mark, label: String) {
        let lanes = match mark {
            Mark::Arrow { from, to, .. } => vec![from, to],
            Mark::FanOut { from, .. } => {
                self.running.iter().map(|program| self.lane_of(Some(program))).chain([from]).collect()
            }
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
        let ended = match event.action {
            Action::Starts { program, .. } => {
                self.running.push(program);
                None
            }
            Action::Ends { .. } | Action::Kills { .. } => {
                let own = ended(&event.actor, &event.action);
                self.running.retain(|program| Some(*program) != own);
                (!self.shares_a_lane || self.running.is_empty()).then(|| self.lane_of(own.as_ref()))
            }
            Action::Closes
            | Action::Resets
            | Action::ReceivesReset
            | Action::ReceivesLast { .. }
            | Action::ReceivesEnd
            | Action::SeesEnd
            | Action::SeesNothingMore
            | Action::SeesProgramGone
            | Action::IsGone => Some(lane),
            _ => None,
        };
        if let Some((_, last)) = ended.and_then(|lane| self.spans[lane].as_mut()) {
            *last = Some(self.rows.len() - 1);
        }
    }

    fn finish(self) -> Ladder {
        let program = msg!(self.text, "ladder-program");
        let programs: Vec<String> = match self.lanes {
            1 => vec![program],
            lanes => (1..=lanes).map(|number| format!("{program} {number}")).collect(),
        };
        let names = self.peers.iter().map(ToString::to_string).chain(programs);
        let bottom = self.rows.len().saturating_sub(1);
        let rows = |(first, last): (usize, Option<usize>)| first..=last.unwrap_or(bottom);
        let mut lanes: Vec<Lane> =
            names.zip(&self.spans).map(|(name, span)| Lane { name, rows: span.map(rows), holds: Vec::new() }).collect();
        for holder in &self.holders {
            lanes[self.lane_of(Some(&holder.program))].holds.push(rows((holder.first, holder.last)));
        }
        let legend = (!self.holders.is_empty()).then(|| msg!(self.text, "ladder-holds"));
        Ladder { lanes, program: self.peers.len(), peers: msg!(self.text, "ladder-peers"), rows: self.rows, legend }
    }

    /// What is written at a mark. The mark itself says who does it.
    fn label(&self, event: &Event) -> String {
        let what = match (&event.actor, &event.action) {
            (Actor::Lab, Action::Kills { .. }) => msg!(self.text, "ladder-killed-by-lab"),
            (_, action) => words::of(self.text, action),
        };
        match about(event).filter(|_| self.shares_a_lane) {
            Some(number) => msg!(self.text, "ladder-numbered", number = number, what = what),
            None => what,
        }
    }
}

/// The program that an event is about, where it says which.
fn about(event: &Event) -> Option<usize> {
    match (&event.actor, &event.action) {
        (
            _,
            Action::Starts { program, .. }
            | Action::Kills { program, .. }
            | Action::StopsAndContinues { program }
            | Action::Interrupts { program, .. }
            | Action::Types { program, .. },
        ) => Some(*program),
        (Actor::Program(number), _) => Some(*number),
        _ => None,
    }
}

/// The program that has ended by this, if one has.
fn ended(actor: &Actor, action: &Action) -> Option<usize> {
    match (actor, action) {
        (_, Action::Kills { program, .. }) => Some(*program),
        (Actor::Program(program), Action::Ends { .. }) => Some(*program),
        _ => None,
    }
}
