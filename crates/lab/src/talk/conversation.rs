//! A talk from its beginning to its end: what is typed is done, what comes is told, and all of it is kept.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use anyhow::Result;
use report::Transcript;
use report::escape;
use report::event::{Action, Actor, Ending, Event, Role};

use super::command::{self, Command, NoCommand};
use super::group::Group;
use super::happening::{Happening, Teller, What};
use super::pace::Pace;
use super::peer::{Peer, Refused};
use super::recording::Recording;
use super::start::{self, Opened};
use crate::course::other_end::OtherEnd;
use crate::engine::job::Job;

/// The program: there is one.
const PROGRAM: Actor = Actor::Program(1);

/// How often it is looked whether the program has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Between two bytes that are sent one by one.
const BETWEEN_PIECES: Duration = Duration::from_millis(50);

/// After how long a program that has said nothing is told about.
const UNREADY: Duration = Duration::from_secs(3);

/// What came before the end of a program and is still on its way takes no longer.
const ON_ITS_WAY: Duration = Duration::from_millis(150);

/// What is told beside what happens.
pub enum Remark<'a> {
    /// The commands that there are.
    Help,
    NoCommand(NoCommand),
    Refused(&'a Refused),
    /// What is typed waits for somebody whom it can be sent to.
    Waits,
    /// The program has not said that it is ready.
    NotReady,
    /// The program listens at an address of another machine, or of this one in a network.
    Elsewhere(SocketAddr),
    /// What is typed is sent by the peer of this number now.
    Is(usize, &'a Actor),
    NoPeer(usize),
    /// There can be no second client.
    NoClient,
}

/// Who is told what happens.
pub trait Screen {
    fn show(&mut self, event: &Event);
    fn say(&mut self, remark: Remark<'_>);
}

/// What came of it.
pub struct Talked {
    pub transcript: Transcript,
    /// How the program ended by itself, if it did.
    pub ending: Option<Ending>,
}

pub struct Conversation<'a> {
    other_end: OtherEnd,
    job: &'a Job,
    screen: &'a mut dyn Screen,
    teller: Teller,
    heard: Receiver<Happening>,
    recording: Recording,
    command: String,
    peers: Vec<Peer>,
    /// The number of the peer that what is typed is of, from 0.
    current: usize,
    /// Where the program listens.
    program: Option<SocketAddr>,
    typed: VecDeque<Vec<u8>>,
    /// Bytes that are sent one by one, and when the next one is.
    pieces: VecDeque<u8>,
    next_piece: Instant,
    pace: Pace,
    is_script: bool,
    has_told_unready: bool,
    has_told_waits: bool,
    is_over: bool,
}

impl<'a> Conversation<'a> {
    /// A talk with a program that has just been started by this command.
    pub fn begin(
        opened: Opened,
        command: String,
        job: &'a Job,
        (teller, heard): (Teller, Receiver<Happening>),
        is_script: bool,
        screen: &'a mut dyn Screen,
    ) -> Self {
        let Opened { other_end, peer, group, .. } = opened;
        let mut this = Self {
            other_end,
            job,
            screen,
            teller,
            heard,
            recording: Recording::default(),
            command,
            peers: Vec::from_iter(peer),
            current: 0,
            program: None,
            typed: VecDeque::new(),
            pieces: VecDeque::new(),
            next_piece: Instant::now(),
            pace: Pace::new(other_end, is_script),
            is_script,
            has_told_unready: false,
            has_told_waits: false,
            is_over: false,
        };
        if let Some(group) = group {
            this.note(&Group::MEMBER, Action::Joins { group });
        }
        let starts = Action::Starts { program: 1, command: this.command.clone() };
        this.note(&Actor::Lab, starts);
        this
    }

    /// Talks until the student or the program ends it. Then the program has ended.
    ///
    /// # Errors
    /// The job was cancelled.
    pub fn run(mut self) -> Result<Talked> {
        while !self.is_over {
            if let Ok(happening) = self.heard.recv_timeout(LOOK_AGAIN) {
                self.take(happening);
            }
            if let Some(status) = self.job.try_wait()? {
                return Ok(self.program_ended(status.into()));
            }
            self.send_piece();
            self.take_typed();
            self.tell_unready();
            self.is_over |= self.pace.is_over(self.typed.is_empty() && self.pieces.is_empty());
        }
        let command = self.command.clone();
        self.note(&Actor::Lab, Action::Kills { program: 1, command });
        self.job.cancel();
        Ok(Talked { transcript: self.recording.finish(), ending: None })
    }

    /// Takes in what was on its way, and the end of the program.
    fn program_ended(mut self, ending: Ending) -> Talked {
        let mut ended_at = self.teller.now();
        while let Ok(happening) = self.heard.recv_timeout(ON_ITS_WAY) {
            if !matches!(happening.what, What::Typed(_) | What::TypedAll) {
                // What it did, it did before its end, though it is heard of later.
                ended_at = happening.at.max(ended_at);
                self.take(happening);
            }
        }
        self.note_at(ended_at, &PROGRAM, Action::Ends { ending: ending.clone() });
        Talked { transcript: self.recording.finish(), ending: Some(ending) }
    }

    fn note(&mut self, actor: &Actor, action: Action) {
        self.note_at(self.teller.now(), actor, action);
    }

    fn note_at(&mut self, at: f64, actor: &Actor, action: Action) {
        let event = Event { at, actor: actor.clone(), action };
        self.screen.show(&event);
        self.recording.note(event);
    }

    fn take(&mut self, Happening { at, what }: Happening) {
        let of_peer = |this: &Self, number: usize| this.peers[number].actor.clone();
        match what {
            // A student who has enough does not wait until what was typed before can be sent.
            What::Typed(line) if !self.is_script && command::read(&line) == Ok(Command::Quit) => self.is_over = true,
            What::Typed(line) => self.typed.push_back(line),
            What::TypedAll => self.pace.typed_all(),
            What::Printed(line) => {
                self.note_at(at, &PROGRAM, Action::Prints { line: escape::payload(&line) });
                self.pace.printed();
                self.meet(&line);
            }
            What::Complained(line) => {
                self.note_at(at, &PROGRAM, Action::PrintsOnStderr { line: escape::payload(&line) });
                self.pace.complained();
            }
            What::Accepted(stream, from) => self.accept(at, stream, from),
            What::Received(number, bytes) => {
                let payload = escape::payload(&bytes);
                self.note_at(at, &of_peer(self, number), Action::Receives { payload });
                self.pace.received();
            }
            What::ReceivedEnd(number) => {
                self.note_at(at, &of_peer(self, number), Action::ReceivesEnd);
                self.pace.received();
            }
            What::ReceivedReset(number) => {
                self.note_at(at, &of_peer(self, number), Action::ReceivesReset);
                self.pace.received();
            }
            What::ReceivedDatagram(_, bytes, from) if self.other_end == OtherEnd::Group => {
                let payload = escape::payload(&bytes);
                self.note_at(at, &Group::MEMBER, Action::ReceivesFromGroup { payload, from, ttl: None });
                self.pace.received();
            }
            What::ReceivedDatagram(number, bytes, from) => {
                let payload = escape::payload(&bytes);
                self.note_at(at, &of_peer(self, number), Action::ReceivesDatagram { payload, from });
                if self.other_end == OtherEnd::UdpServer {
                    self.peers[number].answers(from);
                    self.pace.is_ready();
                }
                self.pace.received();
            }
        }
    }

    /// Goes to a program that says that it is ready, where it is the one that waits.
    fn meet(&mut self, line: &[u8]) {
        match self.other_end {
            OtherEnd::TcpClient | OtherEnd::UdpClient if self.program.is_none() => {
                let Some(address) = start::ready(line) else { return };
                if !address.ip().is_loopback() {
                    return self.screen.say(Remark::Elsewhere(address));
                }
                self.program = Some(address);
                self.new_client(address);
            }
            OtherEnd::Group => self.pace.is_ready(),
            _ => {}
        }
    }

    fn accept(&mut self, at: f64, stream: std::net::TcpStream, from: SocketAddr) {
        let number = self.peers.len();
        match Peer::of_stream(number, Role::Server, stream, self.teller.clone()) {
            Ok(peer) => {
                self.note_at(at, &peer.actor, Action::Accepts { from });
                self.take_in(peer);
            }
            Err(error) => self.screen.say(Remark::Refused(&error.into())),
        }
    }

    fn new_client(&mut self, to: SocketAddr) {
        match start::client(self.other_end, self.peers.len(), to, &self.teller) {
            Ok(peer) => {
                if self.other_end == OtherEnd::TcpClient {
                    self.note(&peer.actor, Action::Connects { to });
                }
                self.take_in(peer);
            }
            Err(error) => self.screen.say(Remark::Refused(&error.into())),
        }
    }

    /// What is typed is of this peer, from now on.
    fn take_in(&mut self, peer: Peer) {
        self.peers.push(peer);
        self.pace.is_ready();
        self.switch(self.peers.len());
    }

    fn switch(&mut self, number: usize) {
        match number.checked_sub(1).and_then(|at| self.peers.get(at)) {
            Some(peer) => {
                // Where there is only one, nobody asks which it is.
                if self.peers.len() > 1 {
                    self.screen.say(Remark::Is(number, &peer.actor));
                }
                self.current = number - 1;
            }
            None => self.screen.say(Remark::NoPeer(number)),
        }
    }

    /// Does what was typed, as far as its time has come.
    fn take_typed(&mut self) {
        while let Some(line) = self.typed.front().filter(|_| self.pieces.is_empty() && !self.is_over) {
            let command = command::read(line);
            let needs_nobody = matches!(command, Ok(Command::Help | Command::Quit) | Err(_));
            let has_somebody = self.peers.get(self.current).is_some_and(Peer::can_send);
            if !self.pace.may_go_on(needs_nobody) {
                return;
            }
            if !needs_nobody && !has_somebody {
                if !std::mem::replace(&mut self.has_told_waits, true) {
                    self.screen.say(Remark::Waits);
                }
                return;
            }
            self.typed.pop_front();
            match command {
                Ok(command) => self.obey(command),
                Err(why) => self.screen.say(Remark::NoCommand(why)),
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Line(mut line) => {
                if self.peers[self.current].sends_lines() {
                    line.push(b'\n');
                }
                self.act(|peer| peer.send(&line));
            }
            Command::Raw(bytes) => self.act(|peer| peer.send(&bytes)),
            Command::Pieces(line) => match self.peers[self.current].can_send_pieces() {
                Ok(()) => self.pieces.extend(line.into_iter().chain([b'\n'])),
                Err(why) => self.screen.say(Remark::Refused(&why)),
            },
            Command::HalfClose => self.act(Peer::half_close),
            Command::Reset => self.act(Peer::reset),
            Command::Close => self.act(Peer::close),
            Command::New => match self.program {
                Some(address) => self.new_client(address),
                None => self.screen.say(Remark::NoClient),
            },
            Command::Switch(number) => self.switch(number),
            Command::Help => self.screen.say(Remark::Help),
            Command::Quit => self.is_over = true,
        }
    }

    /// Has the current peer do something, and tells what came of it.
    fn act(&mut self, what: impl FnOnce(&mut Peer) -> Result<Action, Refused>) {
        let peer = &mut self.peers[self.current];
        let at = self.teller.now();
        match what(peer) {
            Ok(action) => {
                let actor = peer.actor.clone();
                self.note_at(at, &actor, action);
                self.pace.sent();
            }
            Err(why) => self.screen.say(Remark::Refused(&why)),
        }
    }

    /// Sends the next byte of those that go one by one, when its time has come.
    fn send_piece(&mut self) {
        if self.next_piece > Instant::now() {
            return;
        }
        let Some(byte) = self.pieces.pop_front() else { return };
        self.next_piece = Instant::now() + BETWEEN_PIECES;
        self.act(|peer| peer.send(&[byte]));
    }

    /// Says that the program has not said that it is ready, once, when it takes too long for one that flushes that line.
    fn tell_unready(&mut self) {
        let is_unready = match self.other_end {
            OtherEnd::TcpClient | OtherEnd::UdpClient => self.program.is_none(),
            OtherEnd::TcpServer | OtherEnd::UdpServer | OtherEnd::Group => false,
        };
        if is_unready && !self.has_told_unready && self.teller.now() > UNREADY.as_secs_f64() {
            self.has_told_unready = true;
            self.screen.say(Remark::NotReady);
        }
    }
}
