//! When the next line of a script is done, and when a talk is over: a student who types sees what comes, and a script does
//! not.

use std::time::{Duration, Instant};

use crate::course::other_end::OtherEnd;

/// Where nothing new comes for this long, nothing is on its way.
const QUIET: Duration = Duration::from_secs(1);

/// A client may pause between two messages, for a second mostly.
const PAUSE: Duration = Duration::from_millis(2500);

/// What was answered may have an echo: a line that the program prints, the end of the connection.
const ECHO: Duration = Duration::from_millis(200);

/// A program that has nobody to talk to by now, and a script that waits for it, wait in vain.
const GIVEN_UP: Duration = Duration::from_secs(10);

pub struct Pace {
    other_end: OtherEnd,
    is_script: bool,
    begun: Instant,
    /// When something last happened.
    last: Instant,
    /// Whether there is somebody to talk to.
    is_ready: bool,
    /// Whether what was sent has had no answer yet, or who is asked no question.
    awaits_answer: bool,
    has_typed_all: bool,
}

impl Pace {
    pub fn new(other_end: OtherEnd, is_script: bool) -> Self {
        let now = Instant::now();
        Self {
            other_end,
            is_script,
            begun: now,
            last: now,
            is_ready: false,
            awaits_answer: is_asked(other_end),
            has_typed_all: false,
        }
    }

    /// There is somebody to talk to.
    pub fn is_ready(&mut self) {
        self.is_ready = true;
        self.last = Instant::now();
    }

    pub fn sent(&mut self) {
        self.awaits_answer = true;
        self.last = Instant::now();
    }

    /// Something came over the network: an answer, but to a member of a group, which hears itself.
    pub fn received(&mut self) {
        self.awaits_answer &= self.other_end == OtherEnd::Group;
        self.last = Instant::now();
    }

    /// The program has printed something: that is how one answers that only receives.
    pub fn printed(&mut self) {
        self.awaits_answer &= self.other_end != OtherEnd::Group;
        self.last = Instant::now();
    }

    pub fn complained(&mut self) {
        self.last = Instant::now();
    }

    /// Nothing more will be typed.
    pub fn typed_all(&mut self) {
        self.has_typed_all = true;
    }

    /// Whether the next line may be done, one that needs nobody to talk to or another.
    pub fn may_go_on(&self, needs_nobody: bool) -> bool {
        if !self.is_script {
            // What is sent to nobody in a group is lost, and the student sees it.
            return true;
        }
        let is_ready =
            self.is_ready || needs_nobody || self.other_end == OtherEnd::Group && self.begun.elapsed() > PAUSE;
        is_ready && (!self.awaits_answer || self.last.elapsed() > self.quiet())
    }

    /// Whether the talk is over, where all is done that was typed, or is not.
    pub fn is_over(&self, is_all_done: bool) -> bool {
        if !self.has_typed_all {
            return false;
        }
        if !self.is_script {
            return true;
        }
        if !self.is_ready {
            return self.begun.elapsed() > GIVEN_UP;
        }
        // A program that answers has answered. One that asks may ask again.
        let is_answered = !self.awaits_answer && !is_asked(self.other_end);
        is_all_done && self.last.elapsed() > if is_answered { ECHO } else { self.quiet() }
    }

    fn quiet(&self) -> Duration {
        if is_asked(self.other_end) { PAUSE } else { QUIET }
    }
}

/// Whether it is the program that asks.
fn is_asked(other_end: OtherEnd) -> bool {
    matches!(other_end, OtherEnd::TcpServer | OtherEnd::UdpServer)
}
