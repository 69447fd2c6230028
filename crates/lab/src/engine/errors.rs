//! Why there is no mark. What a student is told of these errors, `ui/wording.rs` says in their language; what stands here
//! is for those who debug lab.

use report::message::Value;
use std::path::PathBuf;
use std::process::ExitStatus;

use jail::{Lack, Level};
use thiserror::Error;

/// The grading of a lesson broke, through no fault of the program.
#[derive(Debug, PartialEq, Error)]
#[error("{lesson}: {problem}")]
pub struct GradingError {
    pub lesson: String,
    pub problem: Problem,
}

impl GradingError {
    pub fn new(lesson: &str, problem: Problem) -> Self {
        Self { lesson: lesson.to_string(), problem }
    }
}

/// What broke a grading.
#[derive(Debug, PartialEq, Error)]
pub enum Problem {
    /// Cargo cannot build the checks: what the compiler says, and what cargo does.
    #[error("the checks are not built: {stderr}")]
    ChecksNotBuilt { diagnostics: String, stderr: String },
    /// The test binary has ended otherwise than a test harness does.
    #[error("the checks crashed, {status}: {stderr}")]
    ChecksCrashed { status: ExitStatus, stderr: String },
    #[error("no check is listed")]
    NoChecksListed,
    #[error("{check} has no report")]
    ReportMissing { check: String },
    #[error("{check} has two reports")]
    ReportTwice { check: String },
    #[error("{check} is reported on, and not listed")]
    ReportUnknown { check: String },
    #[error("a report cannot be read: {why}")]
    ReportUnreadable { why: String },
    /// The reports and the exit status disagree.
    #[error("the reports contradict the status {status}")]
    ReportContradicted { status: ExitStatus },
    /// A check has no verdict, for a reason that it tells in a sentence.
    #[error("{check} broke: {sentence}")]
    CheckBroke { check: String, sentence: Value },
    #[error("the reference program is not built")]
    ReferenceMissing,
    /// The reference program does not pass either. The check says why in a sentence, if the program is written at all.
    #[error("the reference program fails in {check}: {sentence:?}")]
    ReferenceFails { check: String, sentence: Option<Value> },
    #[error("the reference program does not compile: {stderr}")]
    ReferenceNotBuilt { stderr: String },
    /// The compiler or the linker was ended by a signal that neither sends itself.
    #[error("signal {signal} ended the compiler")]
    CompilerEnded { signal: u32 },
    #[error("the program was built anew meanwhile")]
    BuiltMeanwhile,
}

/// A submission cannot be graded.
#[derive(Debug, PartialEq, Error)]
pub enum SubmissionError {
    #[error("{} is not there", folder.display())]
    Missing { folder: PathBuf },
    #[error("{} is no folder", file.display())]
    IsFile { file: PathBuf },
    /// Cargo would read the settings of the submission's folder, which is around the other.
    #[error("{} is around {}", folder.display(), inside.display())]
    Around { folder: PathBuf, inside: PathBuf },
    /// It has no program where one belongs. Rust files that lie elsewhere may be meant.
    #[error("{} holds no exercise", folder.display())]
    Empty { folder: PathBuf, elsewhere: Vec<PathBuf> },
    /// The program is there, and this user may not read it: its author can do nothing about that.
    #[error("{} cannot be read: {why}", file.display())]
    Unreadable { file: PathBuf, why: String },
    /// There is no whole jail, and nobody has said that it is not needed.
    #[error("the jail is {level}: {lack:?}")]
    NotJailed { level: Level, lack: Option<Lack> },
}

impl SubmissionError {
    /// Whether lab was called with the wrong folder.
    pub fn is_wrong_usage(&self) -> bool {
        !matches!(self, Self::Unreadable { .. })
    }
}
