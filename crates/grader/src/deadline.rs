//! Waiting for a program, with patience: what counts is the program's own chance to run, not the wall clock alone.
//!
//! A wait is made of short waits, the ticks. Time in which the program was ready to run while no processor was free is
//! taken off what the ticks add up to, and a tick that comes late counts as if it had come nearly on time: then the
//! machine stood still, not the program. So a deadline of one second is one second on an idle machine, and as long as
//! it needs to be on a busy one. Only a wait that is not over within its first tick costs anything at all.

use std::fmt::Display;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::oracle;
use crate::process::Process;
use crate::scene::Scene;
use crate::system::{self, Usage};
use crate::words::{rounded, say};

/// How soon the end of a program is noticed that no socket tells of.
const TICK: Duration = Duration::from_millis(10);

/// How long a program may take for one step while it has its chance to run.
///
/// Where the system does not tell whether it had that chance, the deadline has to be long enough for a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_millis(if cfg!(target_os = "linux") { 1000 } else { 5000 });

/// CPU time after which a program that never sleeps has had its chance, however many others want the processors.
///
/// The start of a program may be expensive (an interpreter, a virtual machine, a process for each client) where a step of
/// an exercise is not. But whatever starts takes more memory as it goes on, and a loop that goes nowhere does not: only
/// the CPU time counts in which the program touched no new memory. Where the system does not tell, none does.
const BUSY: Duration = Duration::from_millis(300);

/// CPU time that a program may need beside that for each byte of a stream: it may read it byte by byte.
const BUSY_WITH_A_BYTE: Duration = Duration::from_micros(10);

/// No program is kept from running for longer than this on a machine that can be graded on.
const LONGEST: Duration = Duration::from_secs(60);

/// One wait of a check. Ask for a [`tick`](Wait::tick), wait for the event that long, and ask again if it did not come.
pub(crate) struct Wait<'a> {
    scene: &'a Scene,
    what: Box<dyn Display>,
    deadline_only: bool,
    patience: Duration,
    started: Instant,
    /// When the programs were last looked at, and what they had used by then.
    looked: Option<(Instant, Usage)>,
    /// The time that has passed, the part of it in which no processor was free, and the CPU time used in it that tells
    /// of a program that goes nowhere.
    passed: Duration,
    starved: Duration,
    ran: Duration,
    /// Whether the program has got on since it was last looked at.
    got_on: bool,
    /// The threads that drain the programs' output and had no processor at the last look, as [`system::waiting_here`]
    /// tells of them.
    drains: Vec<(i32, u64)>,
    /// Why the event will not come, unless it comes at the last look.
    last_look: Option<Why>,
    /// How much time has to have passed before the oracle is asked.
    ask_again: Duration,
}

/// Why a wait is given up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Ended,
    Never,
    Deadline,
}

impl Scene {
    /// Begins to wait for `what`, as in "waited 1.0 s for `what`". It is put into words only if it does not come.
    pub(crate) fn wait(&self, what: impl Display + 'static) -> Wait<'_> {
        Wait {
            scene: self,
            what: Box::new(what),
            deadline_only: false,
            patience: PATIENCE,
            started: Instant::now(),
            looked: None,
            passed: Duration::ZERO,
            starved: Duration::ZERO,
            ran: Duration::ZERO,
            got_on: false,
            drains: Vec::new(),
            last_look: None,
            ask_again: Duration::ZERO,
        }
    }

    /// Adds what the programs are doing to a failure.
    pub(crate) fn with_programs(&self, failure: Failure) -> Failure {
        let told = |process: &Arc<Process>| format!("`{}` {}", process.name(), process.doing());
        self.processes().iter().fold(failure, |failure, process| failure.with(say!("program"), told(process)))
    }

    /// Adds what the programs are doing to a failure that one of them may have caused by ending.
    pub(crate) fn with_programs_that_may_end(&self, failure: Failure) -> Failure {
        // Its connections are gone a moment before it is. Only a failure pays for this.
        thread::sleep(TICK);
        self.with_programs(failure)
    }

    /// What all programs of the check have used until now.
    pub(crate) fn usage(&self) -> Usage {
        self.processes().iter().filter_map(|process| process.usage()).fold(Usage::default(), |sum, usage| sum + usage)
    }
}

impl Wait<'_> {
    /// The oracle has no say: the grader goes on sending while it waits, or waits for a program to sleep.
    pub(crate) fn by_deadline_only(mut self) -> Self {
        self.deadline_only = true;
        self
    }

    /// The program has got on a little: it does not go nowhere, but its time goes on.
    pub(crate) fn gets_on(&mut self) {
        self.got_on = true;
    }

    /// Begins anew: the program has got on, and what is left of the event has its own deadline.
    pub(crate) fn renew(&mut self) {
        self.got_on = true;
        (self.passed, self.starved) = Default::default();
    }

    /// This is worth no more than so much time: if the event does not come, the check goes on without it.
    pub(crate) fn at_most(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// How long to wait for the event before asking again.
    ///
    /// # Errors
    /// The deadline has been missed, or it is certain that the event will not come.
    pub(crate) fn tick(&mut self) -> Result<Duration> {
        let now = Instant::now();
        let tick = self.length_of_tick();
        let Some((last, before)) = self.looked else {
            self.looked = Some((now, self.scene.usage()));
            return Ok(tick);
        };
        let elapsed = now - last;
        if elapsed < tick {
            return Ok(tick - elapsed);
        }
        let usage = self.scene.usage();
        self.passed += elapsed.min(2 * tick);
        // The system tells of a wait for a processor when it is over. So it is taken off the time that has passed before
        // too. Never all of it: a program that keeps more threads busy than there are processors is not starved for ever.
        self.starved += usage.waited.saturating_sub(before.waited);
        self.starved = self.starved.min(self.passed * 9 / 10);
        let spent = self.passed - self.starved;
        // What it has run until it got on did not go nowhere, however long ago the last look is.
        if std::mem::take(&mut self.got_on) || usage.faults == 0 || usage.faults != before.faults {
            self.ran = Duration::ZERO;
        } else {
            self.ran += usage.ran.saturating_sub(before.ran);
        }
        self.looked = Some((now, usage));

        let processes = self.scene.processes();
        let why = if !processes.is_empty() && processes.iter().all(|process| process.has_ended()) {
            Some(Why::Ended)
        } else if self.ran >= self.busy(processes.len()) || self.is_over(spent, usage.ran == before.ran) {
            Some(Why::Deadline)
        } else if self.may_ask_the_oracle() && oracle::nothing_will_come(&processes) {
            Some(Why::Never)
        } else {
            None
        };
        // What a program did just before may not have been looked at, also because the grader itself was kept from
        // running: there is one more look before the verdict.
        let kept_waiting = why.is_some() && self.output_is_kept_waiting();
        match why {
            Some(why) if self.last_look == Some(why) && !kept_waiting => Err(self.missed(why)),
            _ => {
                self.last_look = why;
                Ok(self.length_of_tick())
            }
        }
    }

    /// Each look takes the processor from the program, and waits for it where the machine is busy, which counts as load.
    /// While the program may let time pass, there are fewer of them, but for the one before the verdict.
    fn length_of_tick(&self) -> Duration {
        const LONG: Duration = Duration::from_millis(100);
        if self.last_look.is_some() { TICK } else { (self.scene.allowed_pause() / 8).clamp(TICK, LONG) }
    }

    /// How much CPU time in which they get nowhere is too much for so many programs. One that has begun, and was told to
    /// let time pass, may look at its clock all the while.
    fn busy(&self, programs: usize) -> Duration {
        let programs = if self.scene.has_begun() { programs.try_into().unwrap_or(u32::MAX) } else { 0 };
        BUSY + BUSY_WITH_A_BYTE * self.scene.streamed() + self.scene.allowed_pause() * programs
    }

    /// Whether a thread that drains a program's output has been kept from running since the last look: what the program
    /// has printed is not known yet.
    fn output_is_kept_waiting(&mut self) -> bool {
        let drains: Vec<i32> =
            self.scene.processes().iter().filter_map(|process| process.drained_by()).flatten().collect();
        let waiting = system::waiting_here(&drains);
        let kept = waiting.iter().any(|one| self.drains.contains(one)) && self.started.elapsed() < LONGEST;
        self.drains = waiting;
        kept
    }

    /// Whether the programs have had all the time that they get.
    fn is_over(&self, spent: Duration, none_has_run: bool) -> bool {
        // One may be waiting for a processor right now, which the system does not count yet; or it has just ended, and the
        // grader has still to hear of that.
        let stuck = none_has_run && self.scene.processes().iter().any(|process| process.is_ready());
        spent >= self.patience + self.scene.allowed_pause() && (!stuck || self.started.elapsed() >= LONGEST)
    }

    /// The oracle's questions cost time that others need: each time that it is silent, it is left alone for longer.
    fn may_ask_the_oracle(&mut self) -> bool {
        if self.deadline_only || (self.last_look.is_none() && self.passed < self.ask_again) {
            return false;
        }
        self.ask_again = self.passed * 2;
        true
    }

    fn missed(&self, why: Why) -> Failure {
        let (what, seconds) = (self.what.to_string(), rounded(self.started.elapsed().as_secs_f64(), 1));
        let mut failure = Failure::new(match why {
            Why::Ended => say!("ended-before", what = what),
            Why::Never => say!("will-never-come", what = what),
            Why::Deadline => say!("did-not-come", seconds = seconds, what = what),
        });
        failure.timed_out = why != Why::Ended;
        if failure.timed_out {
            let ends =
                self.scene.processes().iter().map(|process| process.look(|state| state.stderr.kept.len())).collect();
            failure.ends_of_stderr = Some(ends);
        }
        self.scene.with_programs(failure)
    }
}

/// How much a busy machine has kept the grader and the programs of a check from running.
#[derive(Clone, Copy)]
pub(crate) struct Load(Option<Duration>);

impl Load {
    pub(crate) fn now(scene: &Scene) -> Self {
        let here = system::kept_waiting_here().zip(system::stolen());
        Self(here.map(|(here, stolen)| here + stolen + scene.usage().waited))
    }

    /// As if so much more had been lost by then.
    pub(crate) fn plus(self, lost: Duration) -> Self {
        Self(self.0.map(|until_then| until_then + lost))
    }

    /// The time lost since then, added up. `None`: the system does not tell.
    pub(crate) fn since(&self, scene: &Scene) -> Option<Duration> {
        Self::now(scene).minus(self)
    }

    /// The time lost from the other to this one, added up. `None`: the system does not tell.
    pub(crate) fn minus(&self, other: &Self) -> Option<Duration> {
        Some(self.0?.saturating_sub(other.0?))
    }
}
