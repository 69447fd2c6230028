//! Grading one program with the checks of its lesson, as an instructor would.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::lesson::{Lesson, Subject};

/// What came of grading a program once.
pub struct Grade {
    /// The checks that passed, sorted.
    pub passed: Vec<String>,
    /// The checks that failed, sorted, with what the student is told.
    pub failed: Vec<(String, String)>,
    /// Wall clock of all the checks together.
    pub time: Duration,
}

/// Whether the grader may give a verdict before the deadline, where the system tells that nothing will come any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oracle {
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
    pub fn grade(&self, subject: &Subject, oracle: Oracle, seed: usize) -> Result<Grade> {
        let mut command = match &subject.graded_through {
            None => Command::new(&self.checks),
            Some(through) => {
                let mut command = Command::new(through);
                command.arg(&self.checks);
                command
            }
        };
        command.env("LAB_PROGRAM", &subject.command).env("RUST_TEST_THREADS", "32");
        command.env("LAB_ORACLE", if oracle == Oracle::On { "on" } else { "off" });
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
        let failed = failed.into_iter().map(|name| {
            let told = told(&text, &name);
            (name, told)
        });
        Ok(Grade { passed, failed: failed.collect(), time })
    }
}

impl Grade {
    /// The names of the checks that failed, sorted.
    pub fn failed_names(&self) -> Vec<String> {
        self.failed.iter().map(|(name, _)| name.clone()).collect()
    }
}

/// What the test harness shows of a failed check.
fn told(text: &str, name: &str) -> String {
    let heading = format!("---- {name} stdout ----\n");
    let after = text.split_once(&heading).map_or("", |(_, after)| after);
    let end = after.find("\n---- ").or(after.find("\n\nfailures:")).unwrap_or(after.len());
    after[..end].trim_end().to_string()
}
