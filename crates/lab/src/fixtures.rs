//! What the tests of several files are about: reports and lessons that nobody graded.

use report::message::Message;
use report::{Evidence, Report, Transcript, Verdict};

use crate::course::graded::{CompilerDiagnostic, Graded};
use crate::ui::messages::Messages;

pub fn text() -> Messages {
    Messages::new(Some("en".to_string()))
}

pub fn report(check: &str, points: u32, verdict: Verdict) -> Report {
    Report {
        check: check.to_string(),
        line: 1,
        points,
        // What no language has is shown by its name.
        hint: Message::new("Think.", Vec::new()),
        cause: None,
        verdict,
        seconds: 0.5,
        transcript: Transcript::default(),
        stderr: Vec::new(),
    }
}

pub fn failed(sentence: &str) -> Verdict {
    let evidence = vec![Evidence { label: "expected".into(), shown: "\"a\"".into() }];
    Verdict::Failed { sentence: sentence.into(), evidence }
}

pub fn graded(lesson: &str, checks: Vec<Report>) -> Graded {
    Graded::listed(lesson, checks)
}

pub fn not_compiled(lesson: &str, rendered: &str) -> Graded {
    let compiler = vec![CompilerDiagnostic { rendered: rendered.to_string(), line: Some(3), is_about_source: true }];
    Graded { compiler, ..graded(lesson, vec![report("echoes", 10, Verdict::Listed)]) }
}
