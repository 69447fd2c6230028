//! What lab remembers of a student: `exercises/progress.toml`.
//!
//! It lies in the folder that is the student's own, so that it goes where the student's programs go: into their
//! repository, a submission, or a newer copy of the course. Each fact is a line, and the lines are sorted: two machines'
//! progress merges like text. It is a memory and not a mark: if it is lost, `cargo lab grade` makes it anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use report::Verdict;
use serde::{Deserialize, Serialize};

use crate::course::Course;
use crate::course::graded::Graded;

const HEADER: &str = "# What `cargo lab` remembers: points earned and points there are, and the hints that were asked for.\n\
                      # It may be merged, and deleted: `cargo lab grade` writes it anew.\n";

/// What is remembered of all lessons.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Progress {
    lessons: BTreeMap<String, LessonProgress>,
}

/// What is remembered of a lesson.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct LessonProgress {
    /// The program that was graded: its [`Course::fingerprint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// Of each check, the points that were earned and those that there are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub points: BTreeMap<String, [u32; 2]>,
    /// Of each check, how many hints have been given.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hints: BTreeMap<String, usize>,
}

impl LessonProgress {
    /// The points that were earned.
    pub fn earned(&self) -> u32 {
        self.points.values().map(|[earned, _]| earned).sum()
    }

    /// The points that there are, if the lesson has been graded.
    pub fn points(&self) -> Option<u32> {
        (!self.points.is_empty()).then(|| self.points.values().map(|[_, points]| points).sum())
    }

    /// Whether nothing was missing.
    pub fn is_full(&self) -> bool {
        self.points() == Some(self.earned())
    }
}

impl Progress {
    fn path(course: &Course) -> PathBuf {
        course.root.join("exercises").join("progress.toml")
    }

    /// What was saved. Nothing is known where there is no such file, or none that could be read.
    pub fn load(course: &Course) -> Self {
        let text = fs::read_to_string(Self::path(course)).unwrap_or_default();
        toml::from_str(&text).unwrap_or_default()
    }

    /// Saves it, whole or not at all.
    pub fn save(&self, course: &Course) -> Result<()> {
        let path = Self::path(course);
        let draft = path.with_extension("toml.new");
        let text = format!("{HEADER}\n{}", toml::to_string(self)?);
        let save = fs::write(&draft, text).and_then(|()| fs::rename(&draft, &path));
        save.with_context(|| path.display().to_string())
    }

    /// What is remembered of a lesson.
    pub fn of(&self, lesson: &str) -> LessonProgress {
        self.lessons.get(lesson).cloned().unwrap_or_default()
    }

    /// Takes in what came of a student's lesson, `program` being the one that was graded.
    ///
    /// Where only some checks were run, what is known of the others stays.
    pub fn take_in(&mut self, graded: &Graded, program: String, is_whole: bool) {
        let lesson = self.lessons.entry(graded.lesson.clone()).or_default();
        if is_whole {
            lesson.points.clear();
            lesson.program = Some(program);
        } else if lesson.program.as_ref() != Some(&program) {
            // What the other checks said of another program is out of date, and the lesson as a whole with them.
            lesson.program = None;
        }
        for check in &graded.checks {
            lesson.points.insert(check.check.clone(), [check.earned(), check.points]);
            if matches!(check.verdict, Verdict::Passed) {
                lesson.hints.remove(&check.check);
            }
        }
    }

    /// Remembers how many hints have been given for a check.
    pub fn set_hints(&mut self, lesson: &str, check: &str, given: usize) {
        self.lessons.entry(lesson.to_string()).or_default().hints.insert(check.to_string(), given);
    }
}
