//! How far a run has come: what is known of its lessons, from its beginning on.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use report::Report;

use crate::course::graded::Graded;
use crate::msg;
use crate::ui::messages::Messages;

/// How far a run has come.
pub struct Run {
    pub started: DateTime<Utc>,
    pub finished: bool,
    pub problem: Option<String>,
    /// Whether the problem is the grading's own, so that there is no score.
    pub broke: bool,
    /// What there is to know of files that were not taken of a submission, for each lesson.
    pub notes: BTreeMap<String, Vec<String>>,
    /// What is known of the lessons. A check that has no verdict yet is only listed.
    pub lessons: Vec<Graded>,
}

impl Run {
    /// A run of these lessons that has just begun: not even their checks are known.
    pub fn of(lessons: &[&str]) -> Self {
        let lessons = lessons.iter().map(|lesson| Graded::listed(lesson, Vec::new())).collect();
        Self { started: Utc::now(), finished: false, problem: None, broke: false, notes: BTreeMap::new(), lessons }
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
