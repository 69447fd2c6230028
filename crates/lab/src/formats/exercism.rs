//! Exercism: `results.json` of a test runner, version 2.

use anyhow::Result;
use serde::Serialize;

use crate::results::{CheckResults, LessonResults, Results};

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
        status: super::status(check.status),
        message: check.text.clone(),
        test_code: format!("cargo test -p {} {}", lesson.lesson, check.check),
    };
    let broken = results.broken();
    super::json(&Document {
        version: 2,
        status: super::status_of_all(results),
        tests: if broken.is_none() { results.checks().map(test).collect() } else { Vec::new() },
        message: broken.map(|broken| [broken].into_iter().chain(results.notes()).collect::<Vec<_>>().join("\n")),
    })
}
