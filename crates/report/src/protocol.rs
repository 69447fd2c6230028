//! How a report gets from a test binary to its reader: a line of JSON for each check.
//!
//! Whoever sets `LAB_REPORT` writes a word of its choice to the test binary's stdin, in one line, and holds that pipe
//! open. Each line of the report begins with the word. No program under test can know it: it stands in no environment
//! and on no command line, and is read before a program is started. When the pipe closes, the reader of the report has
//! gone, or wants no more of it; then the test binary ends its programs and itself.

use crate::Report;

/// The environment variable that asks for a report: `list` or `grade`.
pub const VARIABLE: &str = "LAB_REPORT";

/// What a line of the report begins with, before the word of whoever reads it. The number is the form's: who knows
/// another one finds no report, and so no mark.
const LABEL: &str = "lab-report-2";

/// A line on the stdout of a check with an early verdict, where `LAB_EARLY_VERDICT` is `told`. A check without it has
/// come to its verdict by deadlines alone.
pub const EARLY_VERDICT: &str = "early verdict";

/// The line that tells a report to the reader with this word.
pub fn line(report: &Report, word: &str) -> String {
    let json = serde_json::to_string(report).expect("a report is made of strings and numbers");
    format!("{LABEL} {word} {json}")
}

/// What a line of a test binary's output says, where it is one of the report for the reader with this word.
///
/// # Errors
/// It is one, and cannot be read.
pub fn read(line: &str, word: &str) -> Option<serde_json::Result<Report>> {
    let json = line.strip_prefix(LABEL)?.strip_prefix(' ')?.strip_prefix(word)?.strip_prefix(' ')?;
    Some(serde_json::from_str(json))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Transcript, Verdict};

    #[test]
    fn only_a_line_with_the_readers_word_is_one_of_the_report() {
        let report = Report {
            check: "echoes".to_string(),
            line: 1,
            points: 2,
            hint: crate::hint("lesson", "echoes"),
            verdict: Verdict::Passed,
            seconds: 0.25,
            transcript: Transcript::default(),
            stderr: Vec::new(),
        };
        let whole = line(&report, "word");
        assert_eq!(read(&whole, "word").unwrap().unwrap().earned(), 2);
        assert!(read(&whole[..whole.len() / 2], "word").unwrap().is_err());
        let (_, json) = whole.split_once('{').unwrap();
        for other in [line(&report, "sword"), format!("{LABEL} {{{json}"), format!("{{{json}")] {
            assert!(read(&other, "word").is_none());
        }
    }
}
