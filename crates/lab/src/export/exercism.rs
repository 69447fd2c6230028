//! Exercism: `results.json` of a test runner, version 2.

use anyhow::Result;
use serde::Serialize;

use crate::export::document;
use crate::export::results::{CheckResults, LessonResults, Results, Status};

#[derive(Serialize)]
struct Document {
    version: u32,
    status: &'static str,
    /// Only where no test ran.
    message: Option<String>,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    status: &'static str,
    /// What a check has seen of the program's output, it says here.
    message: Option<String>,
    /// What runs this test alone.
    test_code: String,
}

pub fn render(results: &Results) -> Result<String> {
    let test = |(name, lesson, check): (String, &LessonResults, &CheckResults)| Test {
        name,
        status: status(check.status),
        message: check.text.clone(),
        test_code: format!("cargo test -p {} {}", lesson.lesson, check.check),
    };
    let broken = results.broken();
    document::json(&Document {
        version: 2,
        status: status_of_all(results),
        tests: if broken.is_none() { results.checks().map(test).collect() } else { Vec::new() },
        message: broken.map(|broken| [broken].into_iter().chain(results.notes()).collect::<Vec<_>>().join("\n")),
    })
}

/// How Exercism, and GitHub Classroom after it, call how a check went.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Passed => "pass",
        Status::Failed | Status::NotWritten => "fail",
        Status::NotGraded => "error",
    }
}

/// How they call how the whole run went.
pub fn status_of_all(results: &Results) -> &'static str {
    match results.broken() {
        Some(_) => "error",
        None if results.finished && results.earned == Some(results.points) => "pass",
        None => "fail",
    }
}
