//! How far a run has come: what is known of its lessons, from its beginning on.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use chrono::{DateTime, Utc};
use jail::Level;
use report::Report;

use crate::course::graded::Graded;
use crate::engine::job::Cancelled;
use crate::msg;
use crate::session::is_wrong_usage;
use crate::ui::messages::Messages;
use crate::ui::wording;

/// How far a run has come.
pub struct Run {
    pub started: DateTime<Utc>,
    pub finished: bool,
    pub problem: Option<String>,
    /// Whether the problem is the grading's own, so that there is no score.
    pub broke: bool,
    /// How much of a jail a submission was graded in. Nothing, where none was graded.
    pub jail: Option<Level>,
    /// What there is to know of files that were not taken of a submission, for each lesson.
    pub notes: BTreeMap<String, Vec<String>>,
    /// What is known of the lessons. A check that has no verdict yet is only listed.
    pub lessons: Vec<Graded>,
}

impl Run {
    /// A run of these lessons that has just begun: not even their checks are known.
    pub fn of(lessons: &[&str]) -> Self {
        let lessons = lessons.iter().map(|lesson| Graded::listed(lesson, Vec::new())).collect();
        Self {
            started: Utc::now(),
            finished: false,
            problem: None,
            broke: false,
            jail: None,
            notes: BTreeMap::new(),
            lessons,
        }
    }

    /// Takes in what came of a check.
    pub fn take_in(&mut self, lesson: &str, report: &Report) {
        let checks = self.lessons.iter_mut().filter(|graded| graded.lesson == lesson).flat_map(|it| &mut it.checks);
        for check in checks.filter(|check| check.check == report.check) {
            *check = report.clone();
        }
    }

    /// Takes in what came of a lesson.
    pub fn set(&mut self, graded: Graded) {
        if let Some(known) = self.lessons.iter_mut().find(|known| known.lesson == graded.lesson) {
            *known = graded;
        }
    }

    /// Notes how it ended, and returns what lab ends with: an error, unless what could be graded counts.
    ///
    /// `has_begun` tells whether it has come to a program of a student's, and `seconds_up` the time that it had, where that is
    /// up.
    pub fn conclude(
        &mut self,
        text: &Messages,
        graded: Result<()>,
        has_begun: bool,
        seconds_up: Option<u64>,
    ) -> Result<()> {
        let Err(error) = graded else {
            self.finished = true;
            return Ok(());
        };
        let is_cancelled = error.is::<Cancelled>();
        match seconds_up.filter(|_| is_cancelled) {
            // What could be graded until then counts.
            Some(seconds) if has_begun => {
                self.problem = Some(msg!(text, "time-is-up", seconds = seconds));
                Ok(())
            }
            // Lab is being ended, and what is unfinished is said to be.
            None if is_cancelled => Err(error),
            _ if is_wrong_usage(&error) => {
                self.problem = Some(wording::error(text, &error));
                Err(error)
            }
            // Before a program of a student's was compiled, it was not such a program that took the time.
            too_soon => {
                let why = too_soon.map(|seconds| msg!(text, "time-was-up-too-soon", seconds = seconds));
                let why = why.unwrap_or_else(|| wording::error(text, &error));
                let problem = msg!(text, "grading-broke", why = why);
                (self.problem, self.broke) = (Some(problem.clone()), true);
                Err(anyhow!(problem))
            }
        }
    }

    /// Whether nothing is missing.
    pub fn is_full(&self) -> bool {
        self.finished && self.lessons.iter().all(Graded::is_full)
    }

    /// What there is to know of files of this lesson that were not taken.
    pub fn notes(&self, lesson: &str) -> &[String] {
        self.notes.get(lesson).map_or(&[], Vec::as_slice)
    }

    /// What kept the run from its end, if it did not come there.
    pub fn unfinished(&self, text: &Messages) -> Option<String> {
        (!self.finished).then(|| self.problem.clone().unwrap_or_else(|| msg!(text, "unfinished")))
    }
}

/// Runs that nobody made, for the tests of several files.
#[cfg(test)]
pub mod fixtures {
    use report::Verdict;

    use super::*;
    use crate::fixtures::{failed, graded, report};

    /// A run of these lessons that came to its end.
    pub fn run(lessons: impl IntoIterator<Item = Graded>) -> Run {
        Run { finished: true, lessons: lessons.into_iter().collect(), ..Run::of(&[]) }
    }

    /// A run of this lesson in which something other than the program failed.
    pub fn broke(lesson: &str) -> Run {
        let checks = vec![report("one", 4, Verdict::Passed), report("two", 6, failed("it is wrong"))];
        let problem = Some("the machine is broken".to_string());
        Run { finished: false, broke: true, problem, ..run([graded(lesson, checks)]) }
    }
}
