//! How much the load of the machine may have changed in a try of a behaviour that is about time.
//!
//! It is the longest delay that counts, and only of what had to be done. Of the programs, [`Account`] tells how far they
//! were behind. The grader was late where it waited for a processor while something had come that it was to take, or
//! while something was due that it was to do; not where it looked, and nothing had come.
//!
//! [`Account`]: crate::usage::Account

use std::time::{Duration, Instant};

use crate::system;

/// What is known of the load in a try that is about time.
pub(crate) struct Load {
    /// The unit of time of the try.
    pub(crate) unit: Duration,
    /// How many programs were there before it: they have done what they are judged by.
    pub(crate) others: usize,
    /// How late the grader was at most with one of the things that it does.
    pub(crate) late: Duration,
    /// How late it is by now with what it does since it looked, and something had come.
    late_now: Duration,
    /// How long it had waited for a processor when it last looked whether that mattered.
    pub(crate) waited: Option<Duration>,
    /// When the grader last did what it does at a certain time.
    pub(crate) step: Instant,
}

/// Whether so little was lost in a try with this unit of time that it changed nothing.
pub(crate) fn is_quiet(lost: Duration, unit: Duration) -> bool {
    lost * 3 < unit
}

impl Load {
    /// For a try with this unit of time, before which there was this number of programs.
    pub(crate) fn new(unit: Duration, others: usize) -> Self {
        Self {
            unit,
            others,
            late: Duration::ZERO,
            late_now: Duration::ZERO,
            waited: system::kept_waiting_here(),
            step: Instant::now(),
        }
    }

    /// The waiting of the grader until now mattered, or it did not.
    pub(crate) fn settle(&mut self, mattered: bool) {
        let now = system::kept_waiting_here();
        match now.zip(self.waited) {
            Some((now, before)) if mattered => self.late_now += now.saturating_sub(before),
            _ => self.late_now = Duration::ZERO,
        }
        self.waited = now;
        self.late = self.late.max(self.late_now);
    }
}
