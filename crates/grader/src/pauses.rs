//! Time that passes in a check: what the grader lets pass, what the program may, and what is lost to the load of the machine.

use std::time::{Duration, Instant};
use std::{mem, thread};

use crate::attempt::Attempt;
use crate::load::{Load, is_quiet};
use crate::sync::lock;
use crate::system;

/// A program may let this number of units pass in one wait, because it was told to.
const UNITS_IN_ONE_WAIT: u32 = 2;

/// The same where the load may have made it take another way: all that it was told to send may be lost by then.
const UNITS_IN_ALL: u32 = 10;

/// Numbers up to this one, or fewer where what is done with each takes long: a slow program is not asked for all of them.
/// What the machine made both wait does not count, up to a limit: that makes no program slow.
pub fn as_many_as_are_soon_done(count: usize) -> impl Iterator<Item = usize> {
    const SOON: Duration = Duration::from_secs(8);
    const AT_LAST: Duration = Duration::from_secs(40);
    let waited = || system::kept_waiting_here().unwrap_or_default();
    let (began, waited_before) = (Instant::now(), waited());
    (0..count).take_while(move |_| {
        // The program waits for a processor as often as the grader does: they take turns.
        let lost = 2 * waited().saturating_sub(waited_before);
        began.elapsed() < (SOON + lost).min(AT_LAST)
    })
}

impl Attempt {
    /// Begins a try with this unit of time: from now on load counts, and the programs may let time pass on purpose.
    pub(crate) fn begin_try(&self, unit: Duration) {
        *lock(&self.load) = Some(Load::new(unit, self.processes().len()));
    }

    /// Ends the try: load counts no more.
    pub(crate) fn end_try(&self) {
        *lock(&self.load) = None;
    }

    /// The time that was lost to load until now, where it may have changed anything. `None`: the system does not tell, or
    /// this is no try.
    pub(crate) fn lost(&self) -> Option<Duration> {
        let late = lock(&self.load).as_mut().and_then(|load| {
            load.settle(true);
            load.waited.map(|_| load.late)
        })?;
        self.look_at_programs();
        Some(late + self.behind())
    }

    /// How far the programs were behind at most, each by itself.
    fn behind(&self) -> Duration {
        let others = lock(&self.load).as_ref().map_or(0, |load| load.others);
        self.processes().iter().skip(others).map(|process| process.behind()).max().unwrap_or_default()
    }

    /// Brings the accounts of all programs up to date, if load counts.
    pub(crate) fn look_at_programs(&self) {
        if let Some(steal_time) = self.steal_time() {
            for process in self.processes() {
                process.look_at_usage(steal_time);
            }
        }
    }

    /// How much time a hypervisor has taken from this machine. `None`: that does not count.
    pub(crate) fn steal_time(&self) -> Option<Duration> {
        lock(&self.load).as_ref().map(|_| system::steal_time().unwrap_or_default())
    }

    /// The grader begins to wait, and has had other things to do until now.
    pub(crate) fn begins_to_wait(&self) {
        if let Some(load) = lock(&self.load).as_mut() {
            load.settle(true);
        }
    }

    /// The grader has looked for what it waits for, and nothing had come: it missed nothing until now.
    pub(crate) fn nothing_has_come(&self) {
        if let Some(load) = lock(&self.load).as_mut() {
            load.settle(false);
        }
    }

    /// The programs have been heard of. If this is the first time, their start is over.
    pub(crate) fn programs_have_begun(&self) {
        if let Some(steal_time) = self.steal_time() {
            self.processes().iter().for_each(|process| process.begins(steal_time));
        }
    }

    /// What the grader does next, it does so long after this moment.
    pub(crate) fn step_begins(&self, moment: Instant) {
        if let Some(load) = lock(&self.load).as_mut() {
            load.step = moment;
        }
    }

    /// The grader does now what it meant to do so long after its last step, or after the beginning of this try. If it
    /// is late, that is lost time like any other, whatever the system says of the reason.
    pub(crate) fn step_due_after(&self, pause: Duration) {
        let step = lock(&self.load).as_mut().map(|load| mem::replace(&mut load.step, Instant::now()));
        if let Some(step) = step {
            self.step_is_late_by(step.elapsed().saturating_sub(pause));
        }
    }

    /// The grader does now what it meant to do so long ago.
    pub(crate) fn step_is_late_by(&self, late: Duration) {
        if let Some(load) = lock(&self.load).as_mut() {
            load.late = load.late.max(late);
        }
    }

    /// Lets this time pass, and no more: what it takes longer is lost.
    pub(crate) fn delay(&self, delay: Duration) {
        self.step_begins(Instant::now());
        self.pause(delay);
        self.step_due_after(delay);
    }

    /// Lets time pass.
    pub(crate) fn pause(&self, pause: Duration) {
        self.pause_until(pause, |timeout| {
            thread::sleep(timeout);
            false
        });
    }

    /// Lets time pass until something comes: `wait` waits for it, for so long at most, and returns whether it has come.
    pub(crate) fn pause_until(&self, pause: Duration, mut wait: impl FnMut(Duration) -> bool) {
        let began = Instant::now();
        while let Some(left) = pause.checked_sub(began.elapsed()).filter(|left| !left.is_zero()) {
            if wait(left.min(self.between_looks())) {
                return;
            }
            self.nothing_has_come();
            self.look_at_programs();
        }
    }

    /// How long the programs may be out of sight. Each look takes the processor from them, and waits for it where the
    /// machine is busy; what happens between two of them is known as a sum only.
    pub(crate) fn between_looks(&self) -> Duration {
        const LEAST: Duration = Duration::from_millis(10);
        const MOST: Duration = Duration::from_millis(50);
        lock(&self.load).as_ref().map_or(LEAST, |load| (load.unit / 8).clamp(LEAST, MOST))
    }

    /// The time that the program may let pass on purpose in one wait on the busiest machine.
    pub(crate) fn longest_pause(&self) -> Duration {
        lock(&self.load).as_ref().map_or(Duration::ZERO, |load| load.unit * UNITS_IN_ALL)
    }

    /// The time that the program may let pass on purpose in one wait.
    pub(crate) fn allowed_pause(&self) -> Duration {
        let behind = self.behind();
        lock(&self.load).as_ref().map_or(Duration::ZERO, |load| {
            let quiet = load.waited.is_some() && is_quiet(load.late + behind, load.unit);
            load.unit * if quiet { UNITS_IN_ONE_WAIT } else { UNITS_IN_ALL }
        })
    }
}
