//! One check: its program, its verdict, and what the student is told.

use std::any::Any;
use std::iter;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Instant;

use report::escape;
use report::message::{Message, Value, msg};
use report::{Evidence, Printed, Report, Transcript, Verdict};

use crate::attempt::Attempt;
use crate::built;
use crate::diagnosis;
use crate::failure::{Failure, Reliability, Result};
use crate::lesson::Lesson;
use crate::machine;
use crate::process::Process;
use crate::program::Program;
use crate::reporter;

/// Lines of the program's stderr that a verdict shows.
const LAST_LINES: usize = 10;

/// Runs one check, and fails the test that it runs in, with the verdict on stdout, if the program does not pass.
///
/// `points` is what the check is worth. With `LAB_REPORT` in
/// the environment, the check tells all of it to `cargo lab` too, or tells only what it is.
#[track_caller]
pub fn run_check<B: Fn(&Program) -> Result>(lesson: &Lesson, points: u32, body: B) {
    lesson.tells_its_messages();
    let check = name_of_check::<B>();
    let mut report = Report {
        check: check.to_string(),
        line: Location::caller().line(),
        points,
        hint: report::hint(lesson.name, check),
        verdict: Verdict::Listed,
        seconds: 0.0,
        transcript: Transcript::default(),
        stderr: Vec::new(),
        cause: None,
    };
    if reporter::reader().is_some_and(|reader| reader.lists) {
        return reporter::send(&report);
    }
    if let Some(sentence) = lesson.is_not_meant() {
        fail(&sentence.to_string());
    }
    let no_mark = |why: &Message| -> ! { fail(&format!("{}\n{why}", report::no_mark())) };
    let built = built::beside_the_test(lesson).unwrap_or_else(|sentence| no_mark(sentence));
    let started = Instant::now();
    let (mut attempt, mut verdict) = run_attempt(lesson, &report.check, &body);
    let may_pass = |failure: &Failure| matches!(failure.reliability, Reliability::Inconclusive | Reliability::Void);
    if verdict.as_ref().is_err_and(may_pass) {
        (attempt, verdict) = run_attempt(lesson, &report.check, &body);
    }
    if built.is_some_and(|built| !built.is_unchanged()) {
        no_mark(&msg!("built-meanwhile"));
    }
    let file = format!("exercises/{}/main.rs", lesson.name);
    let not_written = format!("{file} is not written yet");
    let says_so = |process: &Arc<Process>| {
        process.with_state(|state| String::from_utf8_lossy(&state.stderr.kept).contains(&not_written))
    };
    report.cause = verdict.as_ref().err().and_then(|failure| failure.clues.cause.clone());
    let ends = verdict.as_ref().err().and_then(|failure| failure.ends_of_stderr.clone()).unwrap_or_default();
    report.verdict = match verdict {
        _ if attempt.processes().iter().any(says_so) => Verdict::NotWritten,
        Ok(()) => Verdict::Passed,
        Err(failure) => verdict_of(failure, machine::defect(attempt.needs())),
    };
    report.seconds = started.elapsed().as_secs_f64();
    report.transcript = attempt.transcript();
    let ends = ends.into_iter().map(Some).chain(iter::repeat(None));
    let printed = |(process, end): (&Arc<Process>, _)| printed(process, end, lesson);
    report.stderr = attempt.processes().iter().zip(ends).filter_map(printed).collect();
    reporter::send(&report);
    match report.verdict {
        Verdict::Listed | Verdict::Passed => {}
        Verdict::NotWritten => {
            fail(&msg!("no-points", points = points, sentence = report::not_written(&file)).to_string())
        }
        Verdict::Failed { .. } | Verdict::Broken { .. } => fail(&report.text()),
    }
}

/// What a failure says of the program, on a machine with this defect, if it has one.
fn verdict_of(failure: Failure, defect: Option<Message>) -> Verdict {
    let Failure { sentence, mut evidence, reliability, .. } = failure;
    match defect {
        Some(defect) => {
            evidence.insert(0, Evidence { label: msg!("seen").into(), shown: sentence });
            Verdict::Broken { sentence: defect.into(), evidence }
        }
        None if reliability == Reliability::Void => Verdict::Broken { sentence, evidence },
        None => Verdict::Failed { sentence, evidence },
    }
}

/// The name of the test that a check's body is written in, as the test harness knows it: `echoes` of
/// `checks::echoes::{{closure}}`.
fn name_of_check<B>() -> &'static str {
    let path = std::any::type_name::<B>();
    let path = path.split("::{{closure}}").next().unwrap_or(path);
    // The harness leaves out the crate.
    path.split_once("::").map_or(path, |(_, name)| name)
}

/// Runs the check once, and ends all that it started.
fn run_attempt(lesson: &Lesson, check: &str, body: impl Fn(&Program) -> Result) -> (Arc<Attempt>, Result) {
    let attempt = Attempt::new();
    let verdict = lesson.program(&attempt, check).and_then(|program| {
        catch_unwind(AssertUnwindSafe(|| body(&program)))
            .unwrap_or_else(|panic| Err(Failure::new(msg!("check-is-broken", why = panic_message(&*panic))).void()))
    });
    let verdict = verdict.map_err(|failure| diagnosis::of(failure, &attempt));
    attempt.end_all();
    (attempt, verdict)
}

/// Fails the test, without the message and the backtrace that a panic prints by itself.
fn fail(report: &str) -> ! {
    println!("{report}");
    resume_unwind(Box::new("the check failed"));
}

/// The last lines that a program printed on stderr, until this end if there is one, if it printed any.
fn printed(process: &Process, end: Option<usize>, lesson: &Lesson) -> Option<Printed> {
    let stderr = process.with_state(|state| {
        let all = &state.stderr.kept;
        String::from_utf8_lossy(&all[..end.unwrap_or(all.len())]).into_owned()
    });
    // The compiler has come to the student's file through the lesson's package. A backtrace would help nobody here.
    let stderr = stderr.replace(&format!("crates/{}/../../", lesson.name), "");
    let is_noise = |line: &&str| line.is_empty() || line.starts_with("note: run with `RUST_BACKTRACE=");
    let lines: Vec<&str> = stderr.lines().filter(|line| !is_noise(line)).collect();
    let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
    let lines: Vec<String> = last.iter().map(|line| escape::line(line)).collect();
    (!lines.is_empty()).then(|| Printed { program: process.name().to_string(), lines })
}

fn panic_message(panic: &(dyn Any + Send)) -> Value {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    text.map_or_else(|| msg!("it-panicked").into(), |text| escape::line(text).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of<B: Fn()>(_: B) -> &'static str {
        name_of_check::<B>()
    }

    #[test]
    fn a_check_is_named_after_the_test_that_its_body_is_written_in() {
        let name = "check::tests::a_check_is_named_after_the_test_that_its_body_is_written_in";
        assert_eq!(name_of(|| {}), name);
        let nested = || name_of(|| {});
        assert_eq!(nested(), name);
    }
}
