//! Autolab: the last line that an autograder prints. Each lesson is a problem of the assessment.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::results::Results;

#[derive(Serialize)]
struct Document<'a> {
    scores: BTreeMap<&'a str, u32>,
    scoreboard: [u32; 1],
}

pub fn scores(results: &Results) -> Result<String> {
    let scores = results.lessons.iter().map(|lesson| (lesson.lesson.as_str(), lesson.earned)).collect();
    Ok(serde_json::to_string(&Document { scores, scoreboard: [results.earned] })?)
}
