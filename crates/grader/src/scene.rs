//! What one check shares: its transcript, and the programs that it has started.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::deadline::Load;
use crate::event::{Event, What, Who};
use crate::machine::Needs;
use crate::process::Process;
use crate::report;

/// Events that a transcript keeps: a program that floods the grader fills a terminal no more than any other.
const FIRST_EVENTS: usize = 40;
const LAST_EVENTS: usize = 20;

/// One check as it goes on. Everything that a check uses holds it in an [`Arc`].
pub(crate) struct Scene {
    started: Instant,
    transcript: Mutex<Transcript>,
    processes: Mutex<Vec<Arc<Process>>>,
    /// Since when the load of the machine counts, in a try that is about time.
    load: Mutex<Option<Counted>>,
    /// Time that the program may let pass on purpose in one wait, because a check told it to.
    pause: Mutex<Duration>,
    /// Bytes that the programs have been sent in streams.
    streamed: AtomicUsize,
    needs: Mutex<Needs>,
}

struct Counted {
    since: Load,
    /// How long the programs had waited for a processor by then, until the program has been heard of in this try.
    starting: Option<Duration>,
    /// When the grader last did what it does at a certain time, and how much later than it should that was, added up.
    step: Instant,
    late: Duration,
}

#[derive(Default)]
struct Transcript {
    events: Vec<Event>,
    /// Events between the first and the last ones that were let go.
    skipped: usize,
}

impl Scene {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            started: Instant::now(),
            transcript: Mutex::default(),
            processes: Mutex::default(),
            load: Mutex::default(),
            pause: Mutex::default(),
            streamed: AtomicUsize::new(0),
            needs: Mutex::default(),
        })
    }

    /// Adds what just happened to the transcript. Text from a program or the network must have been through `show`.
    pub(crate) fn note(&self, who: &Who, what: What) {
        self.note_at(Instant::now(), who, what);
    }

    /// Adds what happened at this moment, which may be earlier than what the transcript tells last.
    pub(crate) fn note_at(&self, moment: Instant, who: &Who, what: What) {
        let at = (moment - self.started).as_micros() as f64 / 1e6;
        let event = Event { at, who: who.clone(), what };
        let mut transcript = lock(&self.transcript);
        if transcript.events.len() == FIRST_EVENTS + LAST_EVENTS {
            transcript.events.remove(FIRST_EVENTS);
            transcript.skipped += 1;
        }
        // What is earlier than events that were let go is told after them: the first ones stay as they are.
        let fixed = if transcript.skipped > 0 { FIRST_EVENTS } else { 0 };
        let later = transcript.events[fixed..].partition_point(|event| event.at <= at);
        transcript.events.insert(fixed + later, event);
    }

    /// The transcript until now.
    pub(crate) fn transcript(&self) -> report::Transcript {
        let transcript = lock(&self.transcript);
        let first = if transcript.skipped > 0 { FIRST_EVENTS } else { transcript.events.len() };
        let (first, last) = transcript.events.split_at(first);
        report::Transcript { first: first.to_vec(), skipped: transcript.skipped, last: last.to_vec() }
    }

    /// Begins to count the load of the machine.
    pub(crate) fn count_load(&self) {
        let (since, starting) = (Load::now(self), Some(self.usage().waited));
        *lock(&self.load) = Some(Counted { since, starting, step: Instant::now(), late: Duration::ZERO });
    }

    /// The program has been heard of. If this is the first time in this try, its start is over, and what it waited for
    /// a processor until now has delayed nothing that is judged: an interpreter is slow to start, and ten of them at
    /// once are slower. What the grader waited stays: it may have taken long to hear of what the program did.
    pub(crate) fn program_has_begun(&self) {
        let Some(before) = lock(&self.load).as_mut().and_then(|counted| counted.starting.take()) else { return };
        let waited = self.usage().waited.saturating_sub(before);
        if let Some(counted) = lock(&self.load).as_mut() {
            counted.since = counted.since.plus(waited);
        }
    }

    /// Whether the program has been heard of in this try, or may have been: nobody counts the load of the last one.
    pub(crate) fn has_begun(&self) -> bool {
        lock(&self.load).as_ref().is_none_or(|counted| counted.starting.is_none())
    }

    /// What the grader does next, it does so long after this moment.
    pub(crate) fn step_begins(&self, moment: Instant) {
        if let Some(counted) = lock(&self.load).as_mut() {
            counted.step = moment;
        }
    }

    /// The grader does now what it meant to do so long after its last step, or after the beginning of this try. If it
    /// is late, that is lost time like any other, whatever the system says of the reason.
    pub(crate) fn step_due_after(&self, pause: Duration) {
        if let Some(counted) = lock(&self.load).as_mut() {
            let now = Instant::now();
            counted.late += (now - counted.step).saturating_sub(pause);
            counted.step = now;
        }
    }

    /// The time that was lost to load since it counts. `None`: the system does not tell.
    pub(crate) fn counted_load(&self) -> Option<Duration> {
        let counted = lock(&self.load).take()?;
        Some(counted.since.since(self)? + counted.late)
    }

    /// From now on the program may let this much time pass on purpose in each wait.
    pub(crate) fn allow_pause(&self, pause: Duration) {
        *lock(&self.pause) = pause;
    }

    /// The time that the program may let pass on purpose in each wait.
    pub(crate) fn allowed_pause(&self) -> Duration {
        *lock(&self.pause)
    }

    /// The programs have been sent so many more bytes in a stream, and may read them one by one.
    pub(crate) fn has_streamed(&self, bytes: usize) {
        self.streamed.fetch_add(bytes, Ordering::Relaxed);
    }

    /// How many bytes the programs have been sent in streams.
    pub(crate) fn streamed(&self) -> u32 {
        self.streamed.load(Ordering::Relaxed).try_into().unwrap_or(u32::MAX)
    }

    /// The check rests on something that not every check needs of the machine.
    pub(crate) fn need(&self, add: impl FnOnce(&mut Needs)) {
        add(&mut lock(&self.needs));
    }

    /// What the check has needed of the machine beside what all need.
    pub(crate) fn needs(&self) -> Needs {
        *lock(&self.needs)
    }

    /// Watches a program from now on: its end decides a wait, and it is ended with the check.
    pub(crate) fn add(&self, process: Arc<Process>) {
        lock(&self.processes).push(process);
    }

    /// The programs that the check has started, in order.
    pub(crate) fn processes(&self) -> Vec<Arc<Process>> {
        lock(&self.processes).clone()
    }

    /// Ends every program that the check has started, and forgets them: what they did is of no interest any more.
    pub(crate) fn begin_anew(&self) {
        self.end_all();
        lock(&self.processes).clear();
    }

    /// Ends every program that the check has started, with its descendants, and forgets none.
    pub(crate) fn end_all(&self) {
        for process in self.processes() {
            process.end();
        }
    }
}

/// A lock that a panicking check cannot spoil for the clean-up that follows.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
