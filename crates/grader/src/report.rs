//! The report: what a check says of itself to `cargo lab`, a line of JSON for each check.
//!
//! Whoever sets `LAB_REPORT` writes a word of its choice to the test binary's stdin, in one line, and holds that pipe
//! open. Each line of the report begins with the word. No program under test can know it: it stands in no environment
//! and on no command line, and is read before a program is started. When the pipe closes, the reader of the report has
//! gone, or wants no more of it; then the test binary ends its programs and itself.

use std::env;
use std::io::{self, Read as _, Write as _};
use std::sync::OnceLock;
use std::thread;

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::process;
use crate::words::say;

/// The environment variable that asks for a report: `list` or `grade`.
pub const VARIABLE: &str = "LAB_REPORT";

/// What a line of the report begins with, before the word of whoever reads it.
pub const LABEL: &str = "lab-report";

/// A line on the stdout of a check in which the oracle has spoken, where `LAB_ORACLE` is `told`. A check without it has
/// come to its verdict by deadlines alone.
pub const ORACLE_HAS_SPOKEN: &str = "the oracle has spoken";

/// What a check says of itself. Nothing in it can command a terminal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// Its name, as the test's.
    pub check: String,
    /// The line of the lesson's `checks.rs` at which it begins.
    pub line: u32,
    /// What it is worth.
    pub points: u32,
    /// The misconception that a failure points to.
    pub hint: String,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
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
        sentence: String,
        /// What shows it, each with its label: `expected`, `"PING 1"`.
        evidence: Vec<(String, String)>,
    },
    /// There is no verdict: the grading broke.
    Broken {
        /// Why, and what to do about it.
        sentence: String,
        /// What shows it.
        evidence: Vec<(String, String)>,
    },
}

/// What happened in a check, in order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Transcript {
    /// The first events; all of them, mostly.
    pub first: Vec<Event>,
    /// How many were let go after those.
    pub skipped: usize,
    /// The last events, where some were let go.
    pub last: Vec<Event>,
}

/// What a program printed on stderr.
#[derive(Debug, Clone, Serialize, Deserialize)]
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

    /// What a line of a test binary's output says, where it is one of the report for the reader with this word.
    ///
    /// # Errors
    /// It is one, and cannot be read.
    pub fn read(line: &str, word: &str) -> Option<serde_json::Result<Self>> {
        let json = line.strip_prefix(LABEL)?.strip_prefix(' ')?.strip_prefix(word)?.strip_prefix(' ')?;
        Some(serde_json::from_str(json))
    }

    /// Writes it for the reader, if there is one.
    pub(crate) fn send(&self) {
        let Some(Reader { word, .. }) = reader() else { return };
        let json = serde_json::to_string(self).expect("a report is made of strings and numbers");
        // Not `println!`, which the test harness captures. What the harness has written of a line comes before it.
        let line = format!("\n{LABEL} {word} {json}\n");
        // Where nobody reads, there is nobody to tell.
        let _ = io::stdout().write_all(line.as_bytes());
    }

    /// What a student is told by a plain `cargo test`.
    pub(crate) fn text(&self) -> String {
        let (heading, evidence, hint) = match &self.verdict {
            Verdict::Failed { sentence, evidence } => {
                let heading = say!("no-points", points = self.points, sentence = sentence.clone());
                (vec![heading.to_string()], evidence, Some(say!("hint", hint = self.hint.clone())))
            }
            Verdict::Broken { sentence, evidence } => (vec![no_mark(), sentence.clone()], evidence, None),
            Verdict::Listed | Verdict::Passed | Verdict::NotWritten => return String::new(),
        };
        let mut lines = heading;
        lines.extend(evidence.iter().map(|(label, evidence)| format!("    {label:8}  {evidence}")));
        let transcript = self.transcript.lines();
        if !transcript.is_empty() {
            lines.push(Transcript::heading());
            lines.extend(transcript);
        }
        for printed in &self.stderr {
            lines.push(printed.heading());
            // The bar keeps a line from being taken for a command by whoever reads a log line by line.
            lines.extend(printed.lines.iter().map(|line| format!("  | {line}")));
        }
        lines.extend(hint.map(|hint| hint.to_string()));
        lines.join("\n")
    }
}

/// What is said of a program whose file (`exercises/tcp-server/main.rs`) the student has not begun.
pub fn not_written(file: String) -> String {
    say!("not-written", file = file).to_string()
}

/// What is said first where the grading broke.
pub fn no_mark() -> String {
    say!("no-mark").to_string()
}

impl Printed {
    /// The words above the lines.
    pub fn heading(&self) -> String {
        say!("printed-on-stderr", program = self.program.clone()).to_string()
    }
}

impl Transcript {
    /// The words above the events.
    pub fn heading() -> String {
        say!("what-happened").to_string()
    }

    /// The words between the first events and the last ones, where some were let go.
    pub fn gap(&self) -> Option<String> {
        (self.skipped > 0).then(|| say!("events-skipped", count = self.skipped).to_string())
    }

    /// A line for each event, in order.
    fn lines(&self) -> Vec<String> {
        let all = || self.first.iter().chain(&self.last);
        let width = all().map(|event| event.who.to_string().chars().count()).max().unwrap_or(0);
        let line = |event: &Event| format!("{:>9}  {:width$}  {}", event.time(), event.who, event.what);
        let mut lines: Vec<String> = all().map(line).collect();
        if let Some(gap) = self.gap() {
            lines.insert(self.first.len(), format!("           {gap}"));
        }
        lines
    }
}

/// Who reads the report.
pub(crate) struct Reader {
    word: String,
    /// It wants to know only what the checks are.
    pub(crate) lists: bool,
}

/// Who reads the report; nobody, where a plain `cargo test` runs the checks.
pub(crate) fn reader() -> Option<&'static Reader> {
    static READER: OnceLock<Option<Reader>> = OnceLock::new();
    let meet = || {
        let wanted = env::var_os(VARIABLE)?;
        let mut word = String::new();
        io::stdin().read_line(&mut word).ok()?;
        thread::spawn(|| {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            process::end_everything();
        });
        Some(Reader { word: word.trim_end().to_string(), lists: wanted == "list" })
    };
    READER.get_or_init(meet).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_with_the_readers_word_is_one_of_the_report() {
        let report = Report {
            check: "echoes".to_string(),
            line: 1,
            points: 2,
            hint: "a hint".to_string(),
            verdict: Verdict::Passed,
            seconds: 0.25,
            transcript: Transcript::default(),
            stderr: Vec::new(),
        };
        let json = serde_json::to_string(&report).unwrap();
        let read = |line: String| Report::read(&line, "word");
        assert_eq!(read(format!("{LABEL} word {json}")).unwrap().unwrap().earned(), 2);
        assert!(read(format!("{LABEL} word {}", &json[..json.len() / 2])).unwrap().is_err());
        for line in [format!("{LABEL} sword {json}"), format!("{LABEL} {json}"), json] {
            assert!(read(line).is_none());
        }
    }
}
