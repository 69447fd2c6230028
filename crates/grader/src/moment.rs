//! Moments of a check, between which time is measured.

use std::time::{Duration, Instant};

use crate::attempt::Attempt;

/// When something happened, and how much had been lost to the load of the machine by then, in this try.
#[derive(Clone, Copy)]
pub struct Moment {
    pub(crate) instant: Instant,
    pub(crate) lost: Option<Duration>,
}

impl Moment {
    pub(crate) fn now(attempt: &Attempt) -> Self {
        Self::at(attempt, Instant::now())
    }

    /// A moment that has just passed. What was lost to load since then counts as lost by then.
    pub(crate) fn at(attempt: &Attempt, instant: Instant) -> Self {
        Self { instant, lost: attempt.lost() }
    }

    /// The time from this instant to that moment.
    pub(crate) fn since(self, instant: Instant) -> Duration {
        self.instant - instant
    }
}
