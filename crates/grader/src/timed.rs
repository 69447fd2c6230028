//! Behaviours that are about time: a timeout that must strike, an interval that must be kept.
//!
//! A program's short timeout strikes too early where the machine keeps the program, or the grader's answer, waiting for
//! that long. So such a behaviour is tried with a short unit of time first, and again with longer ones where the
//! machine was too busy for the verdict to mean anything, whichever way it went.

use std::time::Duration;

use crate::deadline::Load;
use crate::failure::Result;
use crate::program::Program;

/// The units that are tried in turn.
const UNITS: [Duration; 3] = [Duration::from_millis(160), Duration::from_millis(800), Duration::from_secs(4)];

/// A try counts if the time that was lost in it, added up, is less than this part of the unit.
const QUIET: u32 = 3;

/// A short time for a timeout or an interval of the program.
#[derive(Clone, Copy)]
pub struct Unit(Duration);

impl Unit {
    /// As an argument: seconds.
    pub fn seconds(self) -> String {
        self.0.as_secs_f64().to_string()
    }

    /// As a duration.
    pub fn duration(self) -> Duration {
        self.0
    }
}

impl Program {
    /// One try. The program may wait for two units at a time, because it was told to: a deadline leaves room for that.
    fn try_with(&self, unit: Duration, body: &mut impl FnMut(Unit) -> Result) -> Result {
        self.scene.allow_pause(2 * unit);
        let verdict = body(Unit(unit));
        self.scene.allow_pause(Duration::ZERO);
        verdict
    }

    /// Runs `body` with a unit of time that is short, and with a longer one if the machine was too busy for that.
    ///
    /// # Errors
    /// What `body` says of the last try.
    pub fn timed(&self, mut body: impl FnMut(Unit) -> Result) -> Result {
        for unit in &UNITS[..UNITS.len() - 1] {
            let before = Load::now(&self.scene);
            let verdict = self.try_with(*unit, &mut body);
            let quiet = match before.since(&self.scene) {
                Some(lost) => lost * QUIET < *unit,
                // The system does not tell. That all went well despite what load there was is an answer.
                None => verdict.is_ok(),
            };
            // A missed deadline has been patient with the load itself.
            if quiet || verdict.as_ref().is_err_and(|failure| failure.deadline) {
                return verdict;
            }
            self.scene.end_all();
            self.scene.note("grader", "tries again, with more time: the machine was busy");
        }
        self.try_with(UNITS[UNITS.len() - 1], &mut body)
    }
}
