//! Grading one program with the checks of its lesson, as an instructor would.

use std::io::{self, Write as _};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use report::message::Value;
use report::{EARLY_VERDICT, Report, Verdict};

use crate::lesson::{Lesson, Subject};

/// What the lines of the report begin with. The programs here are wrong, but none of them forges a mark.
const NONCE: &str = "proof";

/// What came of grading a program once.
pub struct Grade {
    /// The checks that passed, sorted.
    pub passed: Vec<String>,
    /// What the other checks say, sorted by their names.
    pub failed: Vec<Report>,
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
    /// Grades the program with all checks of the lesson. What is random in them is chosen from the seed.
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
        command.env("LAB_SEED", seed.to_string()).env("LAB_LANG", "en").env(report::VARIABLE, "grade");
        let started = Instant::now();
        let output = output(&mut command).with_context(|| format!("cannot run {}", self.checks.display()))?;
        let time = started.elapsed();

        let text = String::from_utf8_lossy(&output.stdout);
        let reports = text.lines().filter_map(|line| report::read(line, NONCE)).collect::<Result<Vec<_>, _>>()?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        let is_whole = text.contains(&format!("\nrunning {} test", reports.len())) && !reports.is_empty();
        ensure!(is_whole, "{command:?} did not run all checks to their ends:\n{text}{stderr}");
        let is_early = |report: &&Report| printed(&text, &report.check).any(|line| line == EARLY_VERDICT);
        let mut early: Vec<String> = reports.iter().filter(is_early).map(|report| report.check.clone()).collect();
        early.sort();
        let (passed, mut failed): (Vec<Report>, Vec<Report>) =
            reports.into_iter().partition(|report| matches!(report.verdict, Verdict::Passed));
        let mut passed: Vec<String> = passed.into_iter().map(|report| report.check).collect();
        passed.sort();
        failed.sort_by(|one, other| one.check.cmp(&other.check));
        Ok(Grade { passed, failed, early, time })
    }
}

/// Runs the command to its end. The checks write their report for who holds their stdin open.
fn output(command: &mut Command) -> io::Result<Output> {
    let mut checks = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut stdin = checks.stdin.take();
    stdin.as_mut().map_or(Ok(()), |stdin| writeln!(stdin, "{NONCE}"))?;
    let output = checks.wait_with_output();
    drop(stdin);
    output
}

impl Grade {
    /// The names of the checks that failed, sorted.
    pub fn failed_names(&self) -> Vec<String> {
        self.failed.iter().map(|report| report.check.clone()).collect()
    }

    /// Whether the check of this name failed.
    pub fn has_failed(&self, check: &str) -> bool {
        self.failed.iter().any(|report| report.check == check)
    }
}

/// Of the checks that failed, the one that a student is told of first.
pub fn told_first(failed: &[Report]) -> Option<&Report> {
    let mut reports: Vec<&Report> = failed.iter().collect();
    reports.sort_by_key(|report| report.line);
    report::by_cause(reports).into_iter().flatten().next()
}

/// The names of the messages that tell why a check failed: its headline, and its advice.
pub fn names_of_what_is_told(report: &Report) -> Vec<&str> {
    let headline = match &report.verdict {
        Verdict::Failed { sentence: Value::Message(message), .. } => Some(message.id()),
        _ => None,
    };
    headline.into_iter().chain([report.advice().id()]).collect()
}

/// The lines that the test harness shows of a check.
fn printed<'a>(text: &'a str, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let heading = format!("---- {name} stdout ----\n");
    let after = text.split_once(&heading).map_or("", |(_, after)| after);
    let ends = ["\n---- ", "\n\nsuccesses:", "\n\nfailures:"];
    let end = ends.iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
    after[..end].lines()
}
