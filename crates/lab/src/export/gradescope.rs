//! Gradescope: `results.json` of an autograder.

use anyhow::Result;
use serde::Serialize;

use crate::export::document;
use crate::export::results::{LessonResults, Results, Status};

#[derive(Serialize)]
struct Document<'a> {
    /// The sum of the tests' scores, where there are tests: Gradescope adds them up itself. Where there are none, and this is
    /// missing too, the autograder has failed, and there is no score.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    output_format: &'static str,
    /// What the scripts around this program print is for instructors.
    stdout_visibility: &'static str,
    execution_time: u64,
    tests: Vec<Test<'a>>,
}

#[derive(Serialize)]
struct Test<'a> {
    name: String,
    number: String,
    score: u32,
    max_score: u32,
    status: &'static str,
    output: &'a str,
    output_format: &'static str,
    visibility: &'static str,
    tags: [&'a str; 1],
}

pub fn render(results: &Results) -> Result<String> {
    let mut tests = Vec::new();
    let scored = if results.no_score().is_some() { &[][..] } else { &results.lessons };
    for (lesson_number, lesson) in scored.iter().enumerate() {
        for (check_number, check) in lesson.checks.iter().enumerate() {
            tests.push(Test {
                name: format!("{}: {}", lesson.lesson, check.check),
                number: format!("{}.{}", lesson_number + 1, check_number + 1),
                score: check.earned,
                max_score: check.points,
                status: if check.status == Status::Passed { "passed" } else { "failed" },
                output: check.text.as_deref().unwrap_or_default(),
                output_format: "text",
                visibility: "visible",
                tags: [&lesson.lesson],
            });
        }
    }
    let compiler = |lesson: &LessonResults| Some(lesson.compiler.as_ref().or(lesson.warnings.as_ref())?.text.clone());
    let compilers = results.lessons.iter().filter_map(compiler);
    let said: Vec<String> = results.problem.iter().cloned().chain(results.notes()).chain(compilers).collect();
    document::json(&Document {
        score: results.earned.filter(|_| tests.is_empty()),
        output: (!said.is_empty()).then(|| said.join("\n\n")),
        output_format: "text",
        stdout_visibility: "hidden",
        execution_time: results.seconds.ceil() as u64,
        tests,
    })
}
