//! The report: what a check says of itself.

use crate::message::{self, Catalog, Message, Value, msg};
use crate::transcript::Transcript;

/// What a check says of itself. Nothing in it can inject terminal control sequences.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Report {
    /// Its name, as the test's.
    pub check: String,
    /// The line of the lesson's `checks.rs` at which it begins.
    pub line: u32,
    /// What it is worth.
    pub points: u32,
    /// The misconception that a failure of this check mostly points to.
    pub hint: Message,
    /// The cause of this failure, where what was seen shows it.
    pub cause: Option<Message>,
    /// How it went.
    pub verdict: Verdict,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What happened.
    pub transcript: Transcript,
    /// What the programs printed on stderr, for each that printed anything.
    pub stderr: Vec<Printed>,
}

/// How a check went.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub enum Verdict {
    /// It was asked only what it is.
    Listed,
    /// The program does what it should.
    Passed,
    /// The program says that it is not written yet.
    NotWritten,
    /// The program does something else.
    Failed {
        /// Why, in one sentence.
        sentence: Value,
        /// What shows it.
        evidence: Vec<Evidence>,
    },
    /// There is no verdict: the grading broke.
    Broken {
        /// Why, and what to do about it.
        sentence: Value,
        /// What shows it.
        evidence: Vec<Evidence>,
    },
}

/// A line that shows why a check failed: `expected  "PING 1"`.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Evidence {
    /// What it is.
    pub label: Value,
    /// What is shown.
    pub shown: Value,
}

/// What a program printed on stderr.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Printed {
    /// The command, as a person would type it.
    pub program: String,
    /// The last lines.
    pub lines: Vec<String>,
}

impl Report {
    /// The points that the program earned.
    pub fn earned(&self) -> u32 {
        if matches!(self.verdict, Verdict::Passed) { self.points } else { 0 }
    }

    /// What helps with this failure: its cause, where it is known, or else the hint of the check.
    pub fn advice(&self) -> &Message {
        self.cause.as_ref().unwrap_or(&self.hint)
    }

    /// What a student is told by a plain `cargo test`.
    pub fn text(&self) -> String {
        self.words(message::catalog())
    }

    /// The same in the words of this catalog, whatever language was chosen.
    pub fn words(&self, catalog: &Catalog) -> String {
        let (heading, evidence, hint) = match &self.verdict {
            Verdict::Failed { sentence, evidence } => {
                let heading = msg!("no-points", points = self.points, sentence = sentence.clone());
                (vec![heading.into()], evidence, Some(msg!("hint", hint = self.advice())))
            }
            Verdict::Broken { sentence, evidence } => (vec![no_mark().into(), sentence.clone()], evidence, None),
            Verdict::Listed | Verdict::Passed | Verdict::NotWritten => return String::new(),
        };
        let mut lines: Vec<String> = heading.iter().map(|heading: &Value| heading.words(catalog)).collect();
        let line =
            |Evidence { label, shown }: &Evidence| format!("    {:8}  {}", label.words(catalog), shown.words(catalog));
        lines.extend(evidence.iter().map(line));
        let transcript = self.transcript.lines(catalog);
        if !transcript.is_empty() {
            lines.push(Transcript::heading().words(catalog));
            lines.extend(transcript);
        }
        for printed in &self.stderr {
            lines.push(printed.heading().words(catalog));
            // The bar keeps a line from being taken for a command by a program that reads a log line by line.
            lines.extend(printed.lines.iter().map(|line| format!("  | {line}")));
        }
        lines.extend(hint.map(|hint| hint.words(catalog)));
        lines.join("\n")
    }
}

/// The checks that failed, those that have one cause together, and that which is nearest to it first: one that knows its
/// cause before those that only have the hint of a check. Each of those stands for itself.
pub fn by_cause<'a>(reports: impl IntoIterator<Item = &'a Report>) -> Vec<Vec<&'a Report>> {
    let mut known: Vec<Vec<&Report>> = Vec::new();
    let mut others = Vec::new();
    for report in reports.into_iter().filter(|report| report.earned() < report.points) {
        let Some(cause) = &report.cause else {
            others.push(vec![report]);
            continue;
        };
        let same = |group: &&mut Vec<&Report>| group[0].cause.as_ref().is_some_and(|other| other.id() == cause.id());
        match known.iter_mut().find(same) {
            Some(group) => group.push(report),
            None => known.push(vec![report]),
        }
    }
    known.into_iter().chain(others).collect()
}

/// The hint of a lesson's check. Where to look, and a sketch of the way, are its parts `where` and `sketch`.
pub fn hint(lesson: &str, check: &str) -> Message {
    Message::new(format!("hint-{lesson}-{}", check.replace('_', "-")), Vec::new())
}

/// What is said of a program whose file (`exercises/tcp-server/main.rs`) the student has not begun.
pub fn not_written(file: &str) -> Message {
    msg!("not-written", file = file)
}

/// What is said first where the grading broke.
pub fn no_mark() -> Message {
    msg!("no-mark")
}

impl Printed {
    /// The words above the lines.
    pub fn heading(&self) -> Message {
        msg!("printed-on-stderr", program = self.program.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(check: &str, cause: Option<Message>) -> Report {
        Report {
            check: check.to_string(),
            line: 1,
            points: 1,
            hint: hint("lesson", check),
            cause,
            verdict: Verdict::Failed { sentence: "it is wrong".into(), evidence: Vec::new() },
            seconds: 0.0,
            transcript: Transcript::default(),
            stderr: Vec::new(),
        }
    }

    #[test]
    fn one_cause_is_told_once_and_before_what_has_none() {
        let crashed = || Some(msg!("cause-crashed", words = "no"));
        let passed = Report { verdict: Verdict::Passed, ..failed("e", None) };
        let all = [
            failed("a", None),
            failed("b", crashed()),
            failed("c", Some(msg!("cause-connects-anew"))),
            failed("d", crashed()),
            passed,
        ];
        let names = |group: &Vec<&Report>| group.iter().map(|report| report.check.clone()).collect::<Vec<_>>().concat();
        assert_eq!(by_cause(&all).iter().map(names).collect::<Vec<_>>(), ["bd", "c", "a"]);
        assert_eq!(all[1].advice().id(), "cause-crashed");
        assert_eq!(all[0].advice().id(), "hint-lesson-a");
    }
}
