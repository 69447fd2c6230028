//! Errors and notes of the engine, in the student's language.

use std::error::Error;
use std::path::{Path, PathBuf};

use jail::{Lack, Level};

use crate::engine::errors::{GradingError, Problem, SubmissionError};
use crate::engine::intake::Note;
use crate::msg;
use crate::ui::messages::{Messages, plain};
use crate::ui::render;
use crate::ui::style;

/// As many files are named in one sentence. Of the others the number is told.
const MOST_NAMES: usize = 5;

/// An error, with what caused it.
pub fn error(text: &Messages, error: &anyhow::Error) -> String {
    let cause = |cause: &(dyn Error + 'static)| {
        let grading = cause.downcast_ref::<GradingError>().map(|it| grading(text, it));
        let submission = || cause.downcast_ref::<SubmissionError>().map(|it| submission(text, it));
        grading.or_else(submission).unwrap_or_else(|| cause.to_string())
    };
    error.chain().map(cause).collect::<Vec<_>>().join(": ")
}

fn grading(text: &Messages, GradingError { lesson, problem }: &GradingError) -> String {
    let lesson = lesson.as_str();
    match problem {
        Problem::ChecksNotBuilt { diagnostics, stderr } => {
            let why = if diagnostics.is_empty() { plain(stderr) } else { diagnostics.clone() };
            msg!(text, "checks-not-built", lesson = lesson, why = why)
        }
        Problem::ChecksCrashed { status, stderr } => {
            let why = format!("{status}: {}", plain(stderr.trim_end()));
            msg!(text, "checks-crashed", lesson = lesson, why = why)
        }
        Problem::NoChecksListed => msg!(text, "checks-not-listed", lesson = lesson),
        Problem::ReportMissing { check } => msg!(text, "report-missing", lesson = lesson, check = check.as_str()),
        Problem::ReportTwice { check } => msg!(text, "report-twice", lesson = lesson, check = escaped(check)),
        Problem::ReportUnknown { check } => msg!(text, "report-unknown", lesson = lesson, check = escaped(check)),
        Problem::ReportUnreadable { why } => msg!(text, "report-unreadable", lesson = lesson, why = why.as_str()),
        Problem::ReportContradicted { status } => {
            msg!(text, "report-contradicted", lesson = lesson, status = status.to_string())
        }
        Problem::CheckBroke { check, sentence } => {
            msg!(text, "check-broke", check = check.as_str(), why = sentence.clone())
        }
        Problem::ReferenceMissing => msg!(text, "reference-missing", lesson = lesson),
        Problem::ReferenceFails { check, sentence } => {
            let why = sentence.clone().unwrap_or_else(|| render::not_written(lesson).into());
            msg!(text, "reference-fails", lesson = lesson, check = check.as_str(), why = why)
        }
        Problem::ReferenceNotBuilt { stderr } => {
            msg!(text, "reference-does-not-compile", lesson = lesson, why = plain(stderr.trim_end()))
        }
        Problem::CompilerEnded { signal } => {
            msg!(text, "compiler-ended", lesson = lesson, signal = signal.to_string())
        }
        Problem::BuiltMeanwhile => msg!(text, "built-meanwhile", lesson = lesson),
    }
}

fn submission(text: &Messages, error: &SubmissionError) -> String {
    match error {
        SubmissionError::Missing { folder } => msg!(text, "submission-missing", folder = style::path(folder)),
        SubmissionError::IsFile { file } => msg!(text, "submission-is-a-file", file = style::path(file)),
        SubmissionError::Around { folder, inside } => {
            msg!(text, "submission-around", folder = style::path(folder), inside = style::path(inside))
        }
        SubmissionError::Empty { folder, elsewhere } => {
            let why = msg!(text, "submission-empty", folder = style::path(folder));
            if elsewhere.is_empty() {
                return why;
            }
            format!("{why}. {}", msg!(text, "submission-elsewhere", files = listed(text, elsewhere, style::path)))
        }
        SubmissionError::Unreadable { file, why } => {
            msg!(text, "submission-unreadable", file = style::path(file), why = why.as_str())
        }
        SubmissionError::NotJailed { level, lack } => {
            let cure = lack.as_ref().map(|lack| cure(text, lack)).unwrap_or_default();
            msg!(text, "not-jailed", level = level.name(), cure = cure)
        }
    }
}

/// How much of a jail a submission is compiled and run in.
pub fn jail(text: &Messages, level: Level) -> String {
    msg!(text, "jailed", level = level.name())
}

/// How much of a jail all submissions of a class are compiled and run in.
pub fn jail_of_class(text: &Messages, level: Level) -> String {
    msg!(text, "class-jailed", level = level.name())
}

/// What a jail lacks, and what to do about it.
fn cure(text: &Messages, lack: &Lack) -> String {
    match lack {
        Lack::System => msg!(text, "jail-lacks-a-system"),
        Lack::Unwanted => msg!(text, "jail-is-unwanted"),
        Lack::Namespaces { why } => msg!(text, "jail-lacks-namespaces", why = why.as_str()),
        Lack::Landlock { why } => msg!(text, "jail-lacks-landlock", why = why.as_str()),
        Lack::Calls { why } => msg!(text, "jail-lacks-seccomp", why = why.as_str()),
    }
}

/// What there is to know of a file that was not taken of a submission, or not as it was.
pub fn note(text: &Messages, note: &Note) -> String {
    match note {
        Note::NoProgram { file, others } => {
            msg!(text, "note-no-program", file = style::path(file), others = listed(text, others, style::path))
        }
        Note::TakenForMain { file } => msg!(text, "note-taken-for-main", file = short(file)),
        Note::NotUtf8 { file } => msg!(text, "note-no-utf-8", file = short(file)),
        Note::Link { file } => msg!(text, "note-link", file = short(file)),
        Note::OddName { file } => msg!(text, "note-odd-name", file = short(file)),
        Note::PathTooLong { file } => msg!(text, "note-too-deep", file = short(file)),
        Note::TooLarge { file, mebibytes } => {
            msg!(text, "note-too-large", file = short(file), mebibytes = *mebibytes)
        }
        Note::TooMany { folder, entries } => {
            msg!(text, "note-too-much", folder = style::path(folder), most = *entries)
        }
        Note::Unreadable { file, why } => msg!(text, "note-unreadable", file = short(file), why = why.as_str()),
        Note::More { count } => msg!(text, "note-more", count = *count),
        Note::NoSources { files } => msg!(text, "note-others", files = listed(text, files, short)),
    }
}

/// Files in one line, of which there may be many.
fn listed(text: &Messages, files: &[PathBuf], shown: fn(&Path) -> String) -> String {
    let first: Vec<String> = files.iter().take(MOST_NAMES).map(|file| shown(file)).collect();
    match files.len().saturating_sub(MOST_NAMES) {
        0 => first.join(", "),
        more => msg!(text, "and-more", names = first.join(", "), count = more),
    }
}

/// The name of a submitted file, cut where it is too long to be one.
fn short(file: &Path) -> String {
    const LONGEST: usize = 120;
    let name = style::path(file);
    let short: String = name.chars().take(LONGEST).collect();
    if short == name { name } else { format!("{short}…") }
}

fn escaped(name: &str) -> String {
    name.escape_debug().to_string()
}

#[cfg(test)]
mod tests {
    use anyhow::{Context as _, Result};

    use super::*;
    use crate::fixtures::text;

    fn file(name: &str) -> PathBuf {
        Path::new("exercises/tcp-server/").join(name)
    }

    #[test]
    fn an_error_of_the_engine_is_told_in_the_students_language_wherever_it_stands() {
        let problem = Problem::ReportMissing { check: "echoes".to_string() };
        let broke: Result<()> = Err(GradingError::new("tcp-server", problem).into());
        let broke = broke.context("beside the words").unwrap_err();
        let told = "the checks of tcp-server did not report how echoes went";
        assert_eq!(error(&text(), &broke), format!("beside the words: {told}"));
        let portuguese = Messages::new(Some("pt-BR".to_string()));
        let told = "as verificações de tcp-server não informaram o resultado de echoes";
        assert_eq!(error(&portuguese, &broke), format!("beside the words: {told}"));
    }

    #[test]
    fn what_a_process_or_a_report_says_commands_no_terminal() {
        let told = |problem| error(&text(), &GradingError::new("a", problem).into());
        let twice = Problem::ReportTwice { check: "\u{1b}[2J".to_string() };
        assert_eq!(told(twice), "the checks of a reported twice how \\u{1b}[2J went");
        let (diagnostics, stderr) = (String::new(), "\u{1b}[1mno\u{9b}2J".to_string());
        let not_built = Problem::ChecksNotBuilt { diagnostics, stderr };
        assert_eq!(told(not_built), "cannot build the checks of a:\nno\\u{9b}2J");
    }

    #[test]
    fn of_many_files_the_first_are_named_and_long_names_are_cut() {
        let names = |count| Note::NoSources { files: (1..=count).map(|number| file(&number.to_string())).collect() };
        let five = "exercises/tcp-server/1, exercises/tcp-server/2, exercises/tcp-server/3, exercises/tcp-server/4, \
                    exercises/tcp-server/5";
        let told = "left out, since only Rust files are taken: ";
        assert_eq!(note(&text(), &names(5)), format!("{told}{five}"));
        assert_eq!(note(&text(), &names(6)), format!("{told}{five} and one more"));
        let deep = note(&text(), &Note::PathTooLong { file: file(&"deep/".repeat(150)) });
        assert!(deep.starts_with("exercises/tcp-server/deep/deep/"), "{deep}");
        assert!(deep.ends_with("deep… is left out: its path is too long") && deep.len() < 200, "{deep}");
        let many =
            note(&text(), &Note::TooMany { folder: file("").parent().unwrap().join("tcp-server"), entries: 20_000 });
        assert!(many.starts_with("exercises/tcp-server has too much in it: the nearest 20,000 files"), "{many}");
    }
}
