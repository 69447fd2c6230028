//! The reference program, graded where another one has failed. Where it fails too, what failed is the grading, and there
//! is no mark.

use std::path::Path;

use anyhow::{Result, bail};
use report::{Report, Verdict};

use crate::engine::checks::Checks;
use crate::engine::errors::{GradingError, Problem};

/// What the checks that this program has not passed say of it, now that the reference program has been tried in them, built
/// in the same place and run in the same way. The others stay as they are.
///
/// # Errors
/// The reference program fails too, or there is none: this place cannot grade.
pub fn compare(
    checks: &Checks<'_>,
    listed: &[Report],
    reports: Vec<Report>,
    program: &Path,
    reference: Option<&Path>,
    on_report: &dyn Fn(&Report),
) -> Result<Vec<Report>> {
    let has = |is_so: fn(&Verdict) -> bool| {
        let so = |it: &&Report| reports.iter().any(|report| report.check == it.check && is_so(&report.verdict));
        listed.iter().filter(so).cloned().collect::<Vec<_>>()
    };
    let failed = has(|verdict| matches!(verdict, Verdict::Failed { .. } | Verdict::Broken { .. }));
    if failed.is_empty() {
        return Ok(reports);
    }
    let lesson = checks.lesson;
    let reference = reference.ok_or_else(|| GradingError::new(lesson, Problem::ReferenceMissing))?;
    for report in checks.grade(&failed, reference, &|_| {})? {
        let sentence = match report.verdict {
            Verdict::Passed => continue,
            Verdict::Failed { sentence, .. } | Verdict::Broken { sentence, .. } => Some(sentence),
            Verdict::NotWritten | Verdict::Listed => None,
        };
        bail!(GradingError::new(lesson, Problem::ReferenceFails { check: report.check, sentence }));
    }
    // It was not the machine, so it was a moment, or the program itself: it is tried again.
    let broken = has(|verdict| matches!(verdict, Verdict::Broken { .. }));
    let again = if broken.is_empty() { Vec::new() } else { checks.grade(&broken, program, &|_| {})? };
    let settled = |report: Report| {
        let again = again.iter().find(|again| again.check == report.check).cloned();
        let mut settled = again.unwrap_or(report);
        if let Verdict::Broken { sentence, evidence } = settled.verdict {
            settled.verdict = Verdict::Failed { sentence, evidence };
        }
        on_report(&settled);
        settled
    };
    Ok(reports.into_iter().map(settled).collect())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::engine::checks::tests::{Fake, crash_with_status, passed, says};
    use crate::fixtures::failed;

    fn broken() -> Verdict {
        Verdict::Broken { sentence: "the loopback interface is down".into(), evidence: Vec::new() }
    }

    /// What comes of a program that does this in the checks, and of the reference program that does that in those that it
    /// is tried in: the verdicts, `one` first.
    fn compared(program: &str, reference: &str) -> Result<Vec<Verdict>, Problem> {
        let fake = Fake::new(&format!("case $LAB_PROGRAM in reference) {reference} ;; *) {program} ;; esac"));
        fake.with(|checks| {
            let (listed, program) = (checks.list()?, Path::new("program"));
            let reports = checks.grade(&listed, program, &|_| {})?;
            let reports = compare(checks, &listed, reports, program, Some(Path::new("reference")), &|_| {})?;
            Ok(reports.into_iter().map(|report| report.verdict).collect())
        })
    }

    #[test]
    fn what_the_reference_program_passes_is_the_programs_own_failure() {
        let (one, two) = (passed("one", 4), says("two", 6, failed("it is wrong")));
        // It is tried in what has failed, and in nothing else.
        let verdicts = compared(&format!("{one}; {two}; exit 101"), &passed("two", 6)).unwrap();
        assert!(matches!(verdicts[..], [Verdict::Passed, Verdict::Failed { .. }]), "{verdicts:?}");
        let verdicts = compared(&format!("{one}; {}", passed("two", 6)), "exit 3").unwrap();
        assert!(matches!(verdicts[..], [Verdict::Passed, Verdict::Passed]), "{verdicts:?}");
        let unwritten = ["one", "two"].map(|name| says(name, if name == "one" { 4 } else { 6 }, Verdict::NotWritten));
        let verdicts = compared(&format!("{}; exit 101", unwritten.join("; ")), "exit 3").unwrap();
        assert!(matches!(verdicts[..], [Verdict::NotWritten, Verdict::NotWritten]), "{verdicts:?}");
    }

    #[test]
    fn what_the_reference_program_fails_too_is_no_mark() {
        let program = format!("{}; {}; exit 101", passed("one", 4), says("two", 6, failed("it is wrong")));
        for (verdict, why) in
            [(failed("it is wrong here"), "it is wrong here"), (broken(), "the loopback interface is down")]
        {
            let told = compared(&program, &format!("{}; exit 101", says("two", 6, verdict))).unwrap_err();
            let (check, sentence) = ("two".to_string(), Some(why.into()));
            assert_eq!(told, Problem::ReferenceFails { check, sentence });
        }
        let told = compared(&program, "echo why >&2; exit 3").unwrap_err();
        assert_eq!(told, crash_with_status(3));
    }

    #[test]
    fn a_check_that_broke_is_tried_again_where_the_reference_program_passes_it() {
        let (one, two) = (passed("one", 4), says("two", 6, broken()));
        let reference = passed("two", 6);
        // Once, and with it alone, it works.
        let program = format!("case $* in *one*) {one}; {two}; exit 101 ;; *) {} ;; esac", passed("two", 6));
        let verdicts = compared(&program, &reference).unwrap();
        assert!(matches!(verdicts[..], [Verdict::Passed, Verdict::Passed]), "{verdicts:?}");
        let program = format!("case $* in *one*) {one};; esac; {two}; exit 101");
        let verdicts = compared(&program, &reference).unwrap();
        assert!(matches!(verdicts[..], [Verdict::Passed, Verdict::Failed { .. }]), "{verdicts:?}");
    }
}
