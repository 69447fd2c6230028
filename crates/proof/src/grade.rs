//! Grading one program with the checks of its lesson, as an instructor would.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use report::EARLY_VERDICT;

use crate::lesson::{Lesson, Subject};

/// What came of grading a program once.
pub struct Grade {
    /// The checks that passed, sorted.
    pub passed: Vec<String>,
    /// The checks that failed, sorted, with what the student is told.
    pub failed: Vec<(String, String)>,
    /// The checks with an early verdict, sorted: without it, no other could have come to another verdict.
    pub early: Vec<String>,
    /// Wall clock of all the checks together.
    pub time: Duration,
}

/// Whether the grader may give a verdict before the deadline, where the system tells that nothing will come any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarlyVerdicts {
    /// As students get it.
    On,
    /// Only deadlines decide.
    Off,
}

impl Lesson {
    /// Grades the program with all checks of the lesson. What is random in them is drawn from the seed.
    ///
    /// # Errors
    /// The checks could not be run. That some fail is no error.
    pub fn grade(&self, subject: &Subject, early_verdicts: EarlyVerdicts, seed: usize) -> Result<Grade> {
        self.grade_in(subject, early_verdicts, seed, &[])
    }

    /// Grades the program with these checks of the lesson, as [`Lesson::grade`] does with all.
    ///
    /// # Errors
    /// The checks could not be run. That some fail is no error.
    pub fn grade_in(
        &self,
        subject: &Subject,
        early_verdicts: EarlyVerdicts,
        seed: usize,
        checks: &[String],
    ) -> Result<Grade> {
        let mut command = match &subject.graded_through {
            None => Command::new(&self.checks),
            Some(through) => {
                let mut command = Command::new(through);
                command.arg(&self.checks);
                command
            }
        };
        command.env("LAB_PROGRAM", &subject.command).env("RUST_TEST_THREADS", "32");
        command.args(["--show-output", "--exact"]).args(checks);
        command.env("LAB_EARLY_VERDICT", if early_verdicts == EarlyVerdicts::On { "told" } else { "off" });
        command.env("LAB_SEED", seed.to_string()).env("LAB_LANG", "en");
        let started = Instant::now();
        let output = command.output().with_context(|| format!("cannot run {}", self.checks.display()))?;
        let time = started.elapsed();

        let text = String::from_utf8_lossy(&output.stdout);
        let verdicts = |word: &str| {
            let ending = format!(" ... {word}");
            let names = text.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(&ending));
            let mut names: Vec<String> = names.map(str::to_string).collect();
            names.sort();
            names
        };
        let (passed, failed) = (verdicts("ok"), verdicts("FAILED"));
        let stderr = String::from_utf8_lossy(&output.stderr);
        ensure!(!passed.is_empty() || !failed.is_empty(), "{command:?} ran no check:\n{text}{stderr}");
        let is_early = |name: &&String| printed(&text, name).any(|line| line == EARLY_VERDICT);
        let mut early: Vec<String> = passed.iter().chain(&failed).filter(is_early).cloned().collect();
        early.sort();
        let told = |name: String| {
            let lines: Vec<&str> = printed(&text, &name).filter(|line| *line != EARLY_VERDICT).collect();
            let told = lines.join("\n").trim_end().to_string();
            (name, told)
        };
        Ok(Grade { passed, failed: failed.into_iter().map(told).collect(), early, time })
    }
}

impl Grade {
    /// The names of the checks that failed, sorted.
    pub fn failed_names(&self) -> Vec<String> {
        self.failed.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Whether the check of this name failed.
    pub fn has_failed(&self, check: &str) -> bool {
        self.failed.iter().any(|(name, _)| name == check)
    }
}

/// The lines that the test harness shows of a check.
fn printed<'a>(text: &'a str, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let heading = format!("---- {name} stdout ----\n");
    let after = text.split_once(&heading).map_or("", |(_, after)| after);
    let ends = ["\n---- ", "\n\nsuccesses:", "\n\nfailures:"];
    let end = ends.iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
    after[..end].lines()
}
