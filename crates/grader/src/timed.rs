//! Behaviours that are about time: a timeout that must strike, an interval that must be kept.
//!
//! A program's short timeout strikes too early where the machine keeps the program, or the grader's answer, waiting for
//! that long. So such a behaviour is tried with a short unit of time first, and again with longer ones where the
//! machine was too busy for the verdict to mean anything, whichever way it went.

use std::ops::RangeInclusive;
use std::time::Duration;

use report::message::{Message, Value, msg, rounded};

use crate::failure::{Failure, Reliability, Result};
use crate::load::is_quiet;
use crate::moment::Moment;
use crate::program::Program;
use crate::system;

/// The units that are tried in turn. None of them is as good as whole seconds, for a program that knows no others.
const UNITS: [Duration; 4] = [
    Duration::from_millis(160),
    Duration::from_millis(750),
    Duration::from_millis(4300),
    Duration::from_millis(20_700),
];

/// How many more opinions are asked for where a failure counts, and is in doubt all the same.
const OPINIONS: usize = 2;

/// A short time for a timeout or an interval of the program.
#[derive(Clone, Copy)]
pub struct Unit {
    duration: Duration,
    /// The least and the most that may pass where this time should.
    least: Duration,
    most: Duration,
}

impl Unit {
    /// Nearly the time itself. A program may look at its clock now and then only, every 50 ms, say.
    fn exact(duration: Duration) -> Self {
        const EARLY: Duration = Duration::from_millis(80);
        const LATE: Duration = Duration::from_millis(160);
        let (least, most) = (duration - EARLY.max(duration / 20), duration + LATE.max(duration / 10));
        Self { duration, least, most }
    }

    /// For a machine on which nothing is exact.
    fn rough(duration: Duration) -> Self {
        Self { duration, least: duration * 2 / 3, most: duration * 7 / 4 }
    }

    /// Twice the time, for what has to be told from a program that is late by nearly all of it.
    #[must_use]
    pub fn twice(self) -> Self {
        const EARLY: Duration = Duration::from_millis(500);
        const LATE: Duration = Duration::from_millis(350);
        let duration = self.duration * 2;
        if Some(&self.duration) == UNITS.last() {
            return Self::rough(duration);
        }
        Self { duration, least: duration - EARLY.min(duration / 4), most: duration + LATE.min(duration / 2) }
    }

    /// As an argument: seconds.
    pub fn seconds(self) -> String {
        self.duration.as_secs_f64().to_string()
    }

    /// As a duration.
    pub fn duration(self) -> Duration {
        self.duration
    }

    /// Expects that one unit has passed between two things that the program did, or nearly so. `what` came too soon or
    /// too late if not; `why` it should be one unit.
    ///
    /// # Errors
    /// Less has passed, or more.
    pub fn expect_between(self, first: Moment, second: Moment, what: impl Into<Value>, why: &Message) -> Result {
        let passed = second.instant - first.instant;
        if (self.least..=self.most).contains(&passed) {
            return Ok(());
        }
        let (what, why) = (what.into(), why.clone());
        let too = if passed < self.duration { msg!("too-soon", what = what) } else { msg!("too-late", what = what) };
        let expected = msg!("after-because", seconds = self.duration.as_secs_f64(), why = why);
        Err(self.not_within(self.least..=self.most, passed, second, too, expected))
    }

    /// Expects that the second of two things follows the first at once: that nothing has passed between them, or hardly more.
    ///
    /// # Errors
    /// More has passed.
    pub fn expect_at_once(self, first: Moment, second: Moment, what: impl Into<Value>, why: &Message) -> Result {
        let passed = second.instant - first.instant;
        let allowed = Duration::ZERO..=self.most - self.duration;
        if allowed.contains(&passed) {
            return Ok(());
        }
        let expected = msg!("at-once-because", why = why.clone());
        Err(self.not_within(allowed, passed, second, msg!("too-late", what = what.into()), expected))
    }

    /// The failure of what should have taken a time within these bounds, as far as the load of the machine is no excuse.
    fn not_within(
        self,
        allowed: RangeInclusive<Duration>,
        passed: Duration,
        second: Moment,
        too: Message,
        expected: Message,
    ) -> Failure {
        let failure = Failure::new(too)
            .with(msg!("expected"), expected)
            .with(msg!("measured"), msg!("after", seconds = rounded(passed.as_secs_f64(), 3)));
        let Some(lost) = second.lost else { return failure };
        let (at_least, at_most) = (passed.saturating_sub(lost), passed + lost);
        // So far off that the load of the machine is no excuse. With a longer unit, a second that stands in the code might
        // look right.
        let far_too_soon = passed < *allowed.start() && at_most < self.duration / 4;
        if far_too_soon || at_least > self.duration * 3 {
            failure.conclusive()
        } else if at_most >= *allowed.start() && at_least <= *allowed.end() {
            failure.inconclusive()
        } else {
            failure
        }
    }

    /// As [`expect_between`](Self::expect_between), but however long it took, it was not too late: that is the subject of
    /// another check.
    ///
    /// # Errors
    /// Less has passed.
    pub fn expect_no_sooner(self, first: Moment, second: Moment, what: impl Into<Value>, why: &Message) -> Result {
        if second.instant - first.instant >= self.duration {
            return Ok(());
        }
        self.expect_between(first, second, what, why)
    }

    /// Expects that one unit has passed, where the program can have begun to count only after the first of these moments:
    /// no load of the machine makes it less.
    ///
    /// # Errors
    /// Less has passed.
    pub fn expect_whole(self, first: Moment, second: Moment, what: impl Into<Value>, why: &Message) -> Result {
        // Some clocks count in steps of 16 ms.
        let whole = Self { least: self.duration * 9 / 10, ..self };
        whole.expect_no_sooner(first, second, what, why).map_err(Failure::conclusive)
    }

    /// As [`expect_between`](Self::expect_between), where the program can have begun to count only after the first of these
    /// moments: too soon is then too soon, however busy the machine was.
    ///
    /// # Errors
    /// Less has passed, or more.
    pub fn expect_pause(self, first: Moment, second: Moment, what: &str, why: &Message) -> Result {
        self.expect_whole(first, second, what, why)?;
        self.expect_between(first, second, what, why)
    }

    /// As [`expect_between`](Self::expect_between), but however soon it was, it was not too soon: see
    /// [`Finished::no_sooner_than`].
    ///
    /// # Errors
    /// More has passed.
    ///
    /// [`Finished::no_sooner_than`]: crate::Finished::no_sooner_than
    pub fn expect_no_later(self, first: Moment, second: Moment, what: impl Into<Value>, why: &Message) -> Result {
        if second.instant - first.instant <= self.most {
            return Ok(());
        }
        self.expect_between(first, second, what, why)
    }
}

impl Program {
    /// This moment, for [`Unit::expect_between`].
    pub fn moment(&self) -> Moment {
        Moment::now(&self.attempt)
    }

    /// Runs `body` with a unit of time that is short, and with a longer one if the machine was too busy for that. Returns
    /// what `body` does.
    ///
    /// In each wait the program may let two units pass. What the load of the machine cannot change is best judged behind
    /// this, where it is judged once; or it fails with [`Failure::conclusive`].
    ///
    /// # Errors
    /// What `body` says of the last try.
    pub fn timed<T>(&self, mut body: impl FnMut(Unit) -> Result<T>) -> Result<T> {
        let longest = UNITS.len() - 1;
        let unit =
            |(index, unit): (usize, &Duration)| if index == longest { Unit::rough(*unit) } else { Unit::exact(*unit) };
        let units = UNITS.iter().enumerate().map(unit);
        let (verdict, _) = self.try_with(units, &mut body);
        verdict.map_err(Failure::conclusive)
    }

    /// Runs `body` with a unit of time that is the program's own choice, because no option says another: its default. It
    /// does not fail for what the load of the machine may have caused.
    ///
    /// # Errors
    /// What `body` says.
    pub fn timed_by_default(&self, default: Duration, mut body: impl FnMut(Unit) -> Result) -> Result {
        // Where the machine is too busy for the first, the second is there for those that are far off.
        let units = [Unit::exact(default), Unit::rough(default)];
        let (verdict, excused) = self.try_with(units, &mut body);
        if excused { Ok(()) } else { verdict }
    }

    /// Tries each of the units until the load of the machine changed nothing. Returns the verdict of the last try, and
    /// whether the load is an excuse.
    fn try_with<T>(
        &self,
        units: impl IntoIterator<Item = Unit>,
        body: &mut impl FnMut(Unit) -> Result<T>,
    ) -> (Result<T>, bool) {
        let saved = self.attempt.save();
        let mut units = units.into_iter();
        let mut unit = units.next().expect("there is a unit of time");
        let mut opinions = OPINIONS;
        loop {
            self.attempt.begin_try(unit.duration);
            let before = system::stalled();
            let verdict = body(unit);
            let stalled = || Some(system::stalled()?.saturating_sub(before?));
            let lost = self.attempt.lost();
            self.attempt.end_try();
            let counts = counts(&verdict, lost, unit.duration);
            // Not all that delays a program, or what the grader hears of it, is in an account. So what fails while anything
            // on the machine was delayed is tried again before it counts, and in the same way: with a longer unit, a second
            // that stands in the code might look right.
            let is_doubtful = counts
                && opinions > 0
                && verdict.as_ref().is_err_and(|failure| !failure.timed_out)
                && stalled().is_some_and(|stalled| !is_quiet(stalled, unit.duration));
            if is_doubtful {
                opinions -= 1;
            } else if counts {
                return (verdict, false);
            } else if let Some(longer) = units.next() {
                unit = longer;
            } else {
                return (verdict, lost.is_some());
            }
            self.attempt.begin_anew(&saved);
        }
    }
}

/// Whether the verdict of a try is one that the load of the machine has not changed, which has cost so much time.
fn counts<T>(verdict: &Result<T>, lost: Option<Duration>, unit: Duration) -> bool {
    match (verdict, lost) {
        // A deadline is patient with the load itself, and leaves time for the ways that a program may take because it was
        // delayed.
        (Err(failure), _) if failure.timed_out => true,
        (Err(Failure { reliability: Reliability::Conclusive | Reliability::Void, .. }), _) => true,
        (Err(Failure { reliability: Reliability::Inconclusive, .. }), _) => false,
        (_, Some(lost)) => is_quiet(lost, unit),
        // The system does not tell. That all went well despite what load there was is an answer.
        (verdict, None) => verdict.is_ok(),
    }
}
