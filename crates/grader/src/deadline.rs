//! Waiting for a program, with patience: what counts is the program's own chance to run, not the wall clock alone.
//!
//! A wait is made of short waits, the polls. Time in which the program was ready to run while no processor was free is
//! taken off what the polls add up to, and a poll that ends late counts as if it had ended nearly on time: then the
//! machine stood still, not the program. So a deadline of one second is one second on an idle machine, and as long as
//! it needs to be on a busy one. Only a wait that is not over within its first poll costs anything at all.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use report::message::{Value, msg, rounded};

use crate::attempt::Attempt;
use crate::failure::{Failure, Result};
use crate::picture::Picture;
use crate::process::Process;
use crate::quiescence::{self, Certainty, Silence};
use crate::system;
use crate::usage::Usage;

/// How soon the end of a program is noticed that no socket tells of.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// How soon to look again at what there is no event for.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// How soon, when that has not been there for a while.
const SELDOM: Duration = Duration::from_millis(8);

/// How long a program may take for one step while it has its chance to run.
///
/// Where the system does not tell whether it had that chance, the deadline has to be long enough for a busy machine.
pub(crate) const STEP_TIMEOUT: Duration = Duration::from_millis(if cfg!(target_os = "linux") { 1000 } else { 5000 });

/// How long a program may take for its first steps, from its start on, all together, if that is longer. There are those
/// that compile themselves first, or put their things in order.
const START_TIMEOUT: Duration = Duration::from_secs(3);

/// CPU time after which a program that never sleeps has had its chance, however many others want the processors.
///
/// The start of a program may be expensive (an interpreter, a virtual machine, a process for each client) where a step
/// of an exercise is not. But whatever starts takes more memory as it goes on, and a loop that goes nowhere does not:
/// only the CPU time counts in which the program touched no new memory. Where the system does not tell, none does.
///
/// A program that was told to let time pass may look at its clock all the while. No processor makes the clock run
/// faster: when that time has passed, it has to get on. So it has one half of this time before the pause, in which it
/// may come to it, and the other half after it, in which it may come back.
const CPU_BUDGET: Duration = Duration::from_millis(300);

/// Time, and CPU time, that a program may need beside that for each byte of a stream: it may read it byte by byte, and
/// look through all that it has each time.
const WORK_ON_A_BYTE: Duration = Duration::from_micros(40);

/// The same for all of a stream.
const WORK_ON_A_STREAM: Duration = Duration::from_secs(4);

/// Who has read all of a stream has done most of the work, and needs no more CPU time than this part of it for the
/// rest.
const WORK_WHEN_ALL_IS_READ: u32 = 8;

/// No program is kept from running for longer than this on a machine that can be graded on.
const MAX_WALL_TIME: Duration = Duration::from_secs(60);

/// One wait of a check. Ask for the [timeout of the next poll](Wait::next_poll_timeout), wait for the event that long,
/// and ask again if it did not come.
pub(crate) struct Wait<'a> {
    attempt: &'a Attempt,
    what: Value,
    no_early_verdict: bool,
    timeout: Duration,
    /// Whether more comes on top of that: the time that the program may let pass on purpose, and what a stream takes
    /// it.
    is_patient: bool,
    started: Instant,
    /// When the programs were last looked at.
    looked: Option<Instant>,
    /// The time that has passed, as far as it counts.
    passed: Duration,
    /// What each of the programs has had of it.
    chances: Vec<Chance>,
    /// Whether a program has got on since they were last looked at.
    progressed: bool,
    /// Whether the programs are known to have read all that they were sent.
    has_read_all: bool,
    /// How many bytes they had left to read when they were first found busy, or when the deadline was last put off for it.
    unread: Option<u64>,
    /// How much time has to have passed before that is asked again.
    ask_what_is_read: Duration,
    /// The threads that drain the programs' output and had no processor at the last look, as
    /// [`system::runnable_threads`] tells of them.
    drains: Vec<(i32, u64)>,
    /// Whether such a thread has been given the time to take what was printed just before the last look.
    has_let_it_drain: bool,
    /// Why the event will not come, unless it comes at the last look.
    last_look: Option<Why>,
    /// The same, when that look is behind it.
    decided: Option<Why>,
    /// How much time has to have passed before it is asked whether the programs are quiescent.
    ask_again: Duration,
    /// What it said.
    certain: Option<Certainty>,
}

/// What one program has had of a wait.
#[derive(Default)]
struct Chance {
    /// How far it was behind before.
    behind: Duration,
    /// What was left of the time for its start when the wait began.
    start: Duration,
    /// What it had had of the processors at the last look.
    used: Usage,
    /// The part of the time that has passed in which no processor was free for it.
    starved: Duration,
    /// Whether it did not run between the last two looks.
    stands_still: bool,
    nowhere: Nowhere,
}

/// How far a program is that runs, and gets nowhere. CPU time counts in two halves, see [`CPU_BUDGET`].
enum Nowhere {
    Before(Duration),
    Pausing { since: Instant },
    Behind(Duration),
}

impl Default for Nowhere {
    fn default() -> Self {
        Self::Before(Duration::ZERO)
    }
}

/// When to ask again what is dear to find out, and was not so when this time had passed. It may have been for a packet
/// of others that it was not certain.
fn ask_again_after(passed: Duration) -> Duration {
    passed * 3 / 2
}

/// Why a wait is given up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Ended,
    Silence(Silence),
    Deadline,
}

impl Attempt {
    /// Begins to wait for `what`, as in "waited 1.0 s for `what`". It is put into words only if it does not come.
    pub(crate) fn wait(&self, what: impl Into<Value>) -> Wait<'_> {
        self.begins_to_wait();
        Wait {
            attempt: self,
            what: what.into(),
            no_early_verdict: false,
            timeout: STEP_TIMEOUT,
            is_patient: true,
            started: Instant::now(),
            looked: None,
            passed: Duration::ZERO,
            chances: Vec::new(),
            progressed: false,
            has_read_all: false,
            unread: None,
            ask_what_is_read: Duration::ZERO,
            drains: Vec::new(),
            has_let_it_drain: false,
            last_look: None,
            decided: None,
            ask_again: Duration::ZERO,
            certain: None,
        }
    }

    /// Adds what the programs are doing to a failure.
    pub(crate) fn with_programs(&self, mut failure: Failure) -> Failure {
        let processes = self.processes();
        let picture =
            |process: &Arc<Process>| Picture { longest_sleep: quiescence::longest_sleep(process), ..process.picture() };
        failure.clues.pictures = processes.iter().map(picture).collect();
        processes.iter().fold(failure, |failure, process| failure.with(msg!("program"), process.doing()))
    }

    /// Adds what the programs are doing to a failure that one of them may have caused by ending.
    pub(crate) fn with_programs_that_may_end(&self, failure: Failure) -> Failure {
        /// An interpreter that has crashed needs a while to end.
        const CHANCE_TO_END: Duration = Duration::from_millis(300);
        // Its connections are gone a moment before it is. Only a failure pays for this.
        self.pause_until(CHANCE_TO_END, |timeout| {
            thread::sleep(timeout.min(POLL_INTERVAL));
            self.processes().iter().all(|process| process.has_ended())
        });
        self.with_programs(failure)
    }
}

impl Wait<'_> {
    /// Only the deadline decides: the grader goes on sending while it waits, or waits for a program to sleep.
    pub(crate) fn without_early_verdict(mut self) -> Self {
        self.no_early_verdict = true;
        self
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The program has got on a little: it does not go nowhere, but its time goes on.
    pub(crate) fn note_progress(&mut self) {
        self.progressed = true;
        self.decided = None;
    }

    /// Begins anew: the program has got on, and what is left of the event has its own deadline.
    pub(crate) fn restart_deadline(&mut self) {
        self.note_progress();
        self.passed = Duration::ZERO;
        self.chances.iter_mut().for_each(|chance| chance.starved = Duration::ZERO);
    }

    /// This is worth no more than this time, whatever the program is allowed: if the event does not come, the check
    /// goes on without it.
    pub(crate) fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self.is_patient = false;
        self
    }

    /// The time that the program may let pass on purpose.
    fn allowed_pause(&self) -> Duration {
        if self.is_patient { self.attempt.allowed_pause() } else { Duration::ZERO }
    }

    /// How long to wait for the event before asking again.
    ///
    /// # Errors
    /// The deadline has been missed, or it is certain that the event will not come.
    pub(crate) fn next_poll_timeout(&mut self) -> Result<Duration> {
        self.attempt.nothing_has_come();
        if let Some(why) = self.decided {
            return Err(self.missed(why));
        }
        let now = Instant::now();
        let interval = self.poll_interval();
        let elapsed = self.looked.map_or(Duration::ZERO, |last| now - last);
        if self.looked.is_some() && elapsed < interval {
            return Ok(interval - elapsed);
        }
        let counted = elapsed.min(2 * interval);
        self.passed += counted;
        let first = self.looked.replace(now).is_none();
        let processes = self.attempt.processes();
        self.look_at(&processes, now, counted);
        if first {
            return Ok(interval);
        }

        let why = if !processes.is_empty() && processes.iter().all(|process| process.has_ended()) {
            Some(Why::Ended)
        } else if self.is_over(&processes) {
            if self.read_on(&processes) {
                self.restart_deadline();
                None
            } else {
                Some(Why::Deadline)
            }
        } else {
            self.ask_for_quiescence(&processes).map(Why::Silence)
        };
        // What a program did just before may not have been looked at, also because the grader itself was kept from
        // running: there is one more look before the verdict.
        let kept_waiting = why.is_some() && self.output_is_kept_waiting();
        match why {
            Some(why) if self.last_look == Some(why) && !kept_waiting => {
                // To find that out took a while on a busy machine: the event may have come meanwhile.
                self.decided = Some(why);
                Ok(Duration::ZERO)
            }
            _ => {
                self.last_look = why;
                Ok(self.poll_interval())
            }
        }
    }

    /// The same, where there is no event to wait for: what is looked at is looked at again, less often as time goes by. On a
    /// busy machine many wait, and each look keeps a program from what it waits for.
    ///
    /// # Errors
    /// As for [`next_poll_timeout`](Self::next_poll_timeout).
    pub(crate) fn until_next_look(&mut self) -> Result<Duration> {
        let timeout = self.next_poll_timeout()?;
        Ok(timeout.min((self.started.elapsed() / 2).clamp(LOOK_AGAIN, SELDOM)))
    }

    /// Takes in what the programs have had since they were last looked at. Of the time since then, so much counts.
    fn look_at(&mut self, processes: &[Arc<Process>], now: Instant, counted: Duration) {
        let steal_time = self.attempt.steal_time().unwrap_or_default();
        let progressed = std::mem::take(&mut self.progressed);
        self.ask_what_is_read(processes, progressed);
        let (known, half, pause) = (self.chances.len(), self.busy() / 2, self.allowed_pause());
        self.chances.resize_with(processes.len(), Chance::default);
        for (index, (chance, process)) in self.chances.iter_mut().zip(processes).enumerate() {
            let used = process.look_at_usage(steal_time);
            if index >= known {
                chance.behind = process.behind();
                chance.start = START_TIMEOUT.saturating_sub(process.started().elapsed());
            } else {
                let ran = chance.add(used, self.passed).filter(|_| !progressed);
                // While the machine stands still, the system may take the program that was running for busy.
                chance.nowhere.add(ran.map(|ran| ran.min(counted)), half, pause, now);
            }
            chance.used = used;
        }
    }

    /// It costs as much as finding quiescence, and is asked as seldom: of a program that has been busy for a while,
    /// and has work to be busy with.
    fn ask_what_is_read(&mut self, processes: &[Arc<Process>], progressed: bool) {
        self.has_read_all &= !progressed;
        let is_busy = self.chances.iter().any(|chance| chance.nowhere.has_run(CPU_BUDGET / 2));
        if is_busy && !self.has_read_all && !self.work().is_zero() && self.passed >= self.ask_what_is_read {
            self.ask_what_is_read = ask_again_after(self.passed);
            let unread = quiescence::unread(processes);
            self.has_read_all = quiescence::all_is_read(unread).is_some();
            self.unread = self.unread.or(unread);
        }
    }

    /// Whether programs that were busy with a stream have read more of it meanwhile. How long a stream takes who looks again
    /// and again at all that came before depends on the processor; but it goes on, and there is an end to it.
    fn read_on(&mut self, processes: &[Arc<Process>]) -> bool {
        let may_go_on = self.is_patient && self.started.elapsed() < MAX_WALL_TIME;
        let Some(before) = self.unread.filter(|_| may_go_on) else { return false };
        self.unread = quiescence::unread(processes);
        self.unread.is_some_and(|now| now < before)
    }

    /// There is one more look before the verdict, and it comes soon.
    fn poll_interval(&self) -> Duration {
        if self.last_look.is_some() { POLL_INTERVAL } else { self.attempt.between_looks() }
    }

    /// How much CPU time in which it gets nowhere is too much for a program.
    fn busy(&self) -> Duration {
        CPU_BUDGET + if self.has_read_all { self.work() / WORK_WHEN_ALL_IS_READ } else { self.work() }
    }

    /// What it may need for what it has been sent in streams.
    fn work(&self) -> Duration {
        (WORK_ON_A_BYTE * self.attempt.streamed()).min(WORK_ON_A_STREAM)
    }

    /// How long the event may take, beside the time that the program may let pass on purpose, where so much is left of the
    /// time for its start.
    fn step(&self, start: Duration) -> Duration {
        if self.is_patient { self.timeout.max(start) + self.work() } else { self.timeout }
    }

    /// Whether each of the programs has had all the time that it gets.
    fn is_over(&self, processes: &[Arc<Process>]) -> bool {
        let (pause, half) = (self.allowed_pause(), self.busy() / 2);
        let spent = |chance: &Chance| self.passed - chance.starved >= self.step(chance.start) + pause;
        // One may be waiting for a processor right now, which the system does not count yet; or it has just ended, and
        // the grader has still to hear of that.
        let is_stuck = |chance: &Chance, process: &Process| {
            chance.stands_still && self.started.elapsed() < MAX_WALL_TIME && process.is_ready()
        };
        let is_over = |(chance, process): (&Chance, &Arc<Process>)| {
            process.has_ended() || chance.nowhere.is_the_end(half) || (spent(chance) && !is_stuck(chance, process))
        };
        if processes.is_empty() {
            return self.passed >= self.step(Duration::ZERO) + pause;
        }
        self.chances.iter().zip(processes).all(is_over)
    }

    /// Whether a thread that drains a program's output has been kept from running since the last look, or has something to
    /// take for the first time: what the program has printed is not known yet. Of one that goes on printing, it never is.
    fn output_is_kept_waiting(&mut self) -> bool {
        let drains: Vec<i32> =
            self.attempt.processes().iter().filter_map(|process| process.drained_by()).flatten().collect();
        let waiting = system::runnable_threads(&drains);
        let is_first = !waiting.is_empty() && !self.has_let_it_drain;
        let kept = is_first || waiting.iter().any(|one| self.drains.contains(one));
        self.has_let_it_drain |= is_first;
        self.drains = waiting;
        kept && self.started.elapsed() < MAX_WALL_TIME
    }

    /// How long it may be until the deadline. It is patient with load: nobody knows exactly.
    fn left(&self) -> Duration {
        const DOUBT: Duration = Duration::from_millis(500);
        let longest = |of: fn(&Chance) -> Duration| self.chances.iter().map(of).max().unwrap_or_default();
        let (starved, start) = (longest(|chance| chance.starved), longest(|chance| chance.start));
        let left = (self.step(start) + self.attempt.longest_pause() + starved).saturating_sub(self.passed);
        2 * left + DOUBT
    }

    /// Whether the programs are quiescent. To find that out costs time that others need: each time that it is not
    /// certain, it is longer until it is asked again.
    fn ask_for_quiescence(&mut self, processes: &[Arc<Process>]) -> Option<Silence> {
        self.certain = self.certain.take().filter(Certainty::still_holds);
        if self.certain.is_none() && !self.no_early_verdict && self.passed >= self.ask_again {
            self.ask_again = ask_again_after(self.passed);
            self.certain = quiescence::nothing_will_come(processes, self.left());
        }
        self.certain.as_ref().map(Certainty::silence)
    }

    fn missed(&self, why: Why) -> Failure {
        let (what, seconds) = (self.what.clone(), rounded(self.started.elapsed().as_secs_f64(), 1));
        let mut failure = Failure::new(match why {
            Why::Ended => msg!("ended-before", what = what),
            Why::Silence(Silence::ForEver) => msg!("will-never-come", what = what),
            Why::Silence(Silence::ForTooLong) => msg!("will-come-too-late", what = what),
            Why::Deadline => msg!("did-not-come", seconds = seconds, what = what),
        });
        failure.timed_out = why != Why::Ended;
        if failure.timed_out {
            for (process, chance) in self.attempt.processes().iter().zip(&self.chances) {
                process.is_given_up(chance.behind);
            }
            let ends = self
                .attempt
                .processes()
                .iter()
                .map(|process| process.with_state(|state| state.stderr.kept.len()))
                .collect();
            failure.ends_of_stderr = Some(ends);
        }
        self.attempt.with_programs(failure)
    }
}

impl Chance {
    /// Adds what the program has had by now. Returns the CPU time in which it got nowhere, or `None` where it may have
    /// got on.
    fn add(&mut self, used: Usage, passed: Duration) -> Option<Duration> {
        // The system tells of a wait for a processor when it is over. So it is taken off the time that has passed
        // before too. Never all of it: a program that keeps more threads busy than there are processors is not starved
        // for ever.
        self.starved = (self.starved + (used.waited - self.used.waited)).min(passed * 9 / 10);
        let ran = used.ran - self.used.ran;
        self.stands_still = ran.is_zero();
        (used.faults > 0 && used.faults == self.used.faults).then_some(ran)
    }
}

impl Nowhere {
    /// Adds CPU time. Its halves have this length, and the program may pause for this time between them.
    fn add(&mut self, ran: Option<Duration>, half: Duration, pause: Duration, now: Instant) {
        let Some(more) = ran else {
            // What it has run until it got on did not go nowhere, however long ago the last look is.
            *self = Self::default();
            return;
        };
        match self {
            Self::Before(ran) => {
                *ran += more;
                if *ran >= half {
                    *self = Self::Pausing { since: now };
                }
            }
            Self::Behind(ran) => *ran += more,
            Self::Pausing { .. } => {}
        }
        if matches!(self, Self::Pausing { since } if now - *since >= pause) {
            *self = Self::Behind(Duration::ZERO);
        }
    }

    /// Whether it has run for so long, or had its first half.
    fn has_run(&self, long: Duration) -> bool {
        !matches!(self, Self::Before(ran) if *ran < long)
    }

    fn is_the_end(&self, half: Duration) -> bool {
        matches!(self, Self::Behind(ran) if *ran >= half)
    }
}
