//! How a report gets from a test binary to its reader: a line of JSON for each check.
//!
//! The reader of the report sets `LAB_REPORT`, writes a nonce to the test binary's stdin, in one line, and holds that
//! pipe open. Each line of the report begins with the nonce. No program under test can know it: it stands in no
//! environment and on no command line, and is read before a program is started. When the pipe closes, the reader has
//! gone, or wants no more of the report; then the test binary ends its programs and itself.

use crate::Report;

/// The environment variable that asks for a report: `list` or `grade`.
pub const VARIABLE: &str = "LAB_REPORT";

/// What a line of the report begins with, before the nonce of its reader. The number is the version of the form: a
/// reader of another one finds no report, and so no mark.
const LABEL: &str = "lab-report-3";

/// A line on the stdout of a check with an early verdict, where `LAB_EARLY_VERDICT` is `told`. A check without it has
/// come to its verdict by deadlines alone.
pub const EARLY_VERDICT: &str = "early verdict";

/// The line that tells a report to the reader with this nonce.
pub fn line(report: &Report, nonce: &str) -> String {
    let json = serde_json::to_string(report).expect("a report is made of strings and numbers");
    format!("{LABEL} {nonce} {json}")
}

/// What a line of a test binary's output says, where it is one of the report for the reader with this nonce.
///
/// # Errors
/// It is one, and cannot be read.
pub fn read(line: &str, nonce: &str) -> Option<serde_json::Result<Report>> {
    let json = line.strip_prefix(LABEL)?.strip_prefix(' ')?.strip_prefix(nonce)?.strip_prefix(' ')?;
    Some(serde_json::from_str(json))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Transcript, Verdict};

    #[test]
    fn only_a_line_with_the_readers_nonce_is_one_of_the_report() {
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
        let whole = line(&report, "nonce");
        assert_eq!(read(&whole, "nonce").unwrap().unwrap().earned(), 2);
        assert!(read(&whole[..whole.len() / 2], "nonce").unwrap().is_err());
        let (_, json) = whole.split_once('{').unwrap();
        for other in [line(&report, "a nonce"), format!("{LABEL} {{{json}"), format!("{{{json}")] {
            assert!(read(&other, "nonce").is_none());
        }
    }
}
