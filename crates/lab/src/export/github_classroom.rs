//! The reporter of GitHub Classroom, which was retired, and which courses still run: what a step leaves for it in
//! `<STEP>_RESULTS`, in base64.

use anyhow::Result;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use crate::export::exercism;
use crate::export::results::Results;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    status: &'static str,
    max_score: u32,
    tests: Vec<Test<'a>>,
}

/// It has all of its points or none: the reporter's two ways to add up agree only then.
#[derive(Serialize)]
struct Test<'a> {
    name: String,
    status: &'static str,
    score: u32,
    message: Option<&'a str>,
    test_code: String,
    filename: &'a str,
    line_no: usize,
    /// In milliseconds.
    duration: u64,
}

pub fn render(results: &Results) -> Result<String> {
    if results.no_score().is_some() {
        let document = Document { version: 1, status: "error", max_score: 0, tests: Vec::new() };
        return encoded(&document);
    }
    let tests = results.checks().map(|(name, lesson, check)| Test {
        name,
        status: exercism::status(check.status),
        score: check.earned,
        message: check.text.as_deref(),
        test_code: format!("cargo test -p {} {}", lesson.lesson, check.check),
        filename: &lesson.file,
        line_no: lesson.compiler.as_ref().and_then(|compiler| compiler.line).unwrap_or(0),
        duration: (check.seconds * 1e3).round() as u64,
    });
    let document = Document {
        version: 1,
        status: exercism::status_of_all(results),
        max_score: results.points,
        tests: tests.collect(),
    };
    encoded(&document)
}

fn encoded(document: &Document<'_>) -> Result<String> {
    Ok(BASE64_STANDARD.encode(serde_json::to_string(document)?) + "\n")
}
