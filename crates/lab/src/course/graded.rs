//! What came of a lesson, as data: its checks' reports, and what the compiler says of the program.

use report::{Report, Verdict};
use serde::{Deserialize, Serialize};

/// What came of a lesson.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Graded {
    /// The lesson.
    pub lesson: String,
    /// Its checks, in the order in which they are written. Those of a program that does not compile are only listed.
    pub checks: Vec<Report>,
    /// What the compiler says, where the program does not compile.
    pub compiler: Vec<CompilerDiagnostic>,
    /// The crates that a program may use, where it wants another one.
    pub crates: Vec<String>,
    /// What it says of a program that compiles. It costs nothing.
    pub warnings: Vec<CompilerDiagnostic>,
}

impl Graded {
    /// A lesson of which no more is known than its checks.
    pub fn listed(lesson: &str, checks: Vec<Report>) -> Self {
        Self { lesson: lesson.to_string(), checks, compiler: Vec::new(), crates: Vec::new(), warnings: Vec::new() }
    }

    /// The points that were earned.
    pub fn earned(&self) -> u32 {
        self.checks.iter().map(Report::earned).sum()
    }

    /// The points that there are.
    pub fn points(&self) -> u32 {
        self.checks.iter().map(|check| check.points).sum()
    }

    /// Whether nothing is missing.
    pub fn is_full(&self) -> bool {
        self.earned() == self.points()
    }

    /// Whether each check has a verdict.
    pub fn is_done(&self) -> bool {
        self.checks.iter().all(|check| !matches!(check.verdict, Verdict::Listed))
    }

    /// Whether the student has not begun.
    pub fn is_not_written(&self) -> bool {
        let is_not_written = |check: &Report| matches!(check.verdict, Verdict::NotWritten);
        self.compiler.is_empty() && !self.checks.is_empty() && self.checks.iter().all(is_not_written)
    }
}

/// What the compiler says against a program: an error or a warning.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CompilerDiagnostic {
    /// As it would print it. It may quote the program.
    pub rendered: String,
    /// The line of the student's `main.rs` that it is about, counted from 1, where it is about that file.
    pub line: Option<usize>,
    /// Whether it is about the program's source. If not, what compiles it may be what fails.
    pub is_about_source: bool,
}

impl CompilerDiagnostic {
    /// The compiler has ended without a word, or was ended.
    pub fn died(stderr: String) -> Self {
        Self { rendered: stderr, line: None, is_about_source: false }
    }

    /// Whether it misses a crate, as far as the compiler knows.
    pub fn misses_a_crate(&self) -> bool {
        ["unlinked crate", "can't find crate"].iter().any(|words| self.rendered.contains(words))
    }

    /// The signal that ended the compiler, or the linker, if one did: cargo and the compiler say it in the same words.
    pub fn signal(&self) -> Option<u32> {
        let (_, signal) = self.rendered.split_once("signal: ")?;
        signal.split(|char: char| !char.is_ascii_digit()).next()?.parse().ok()
    }
}
