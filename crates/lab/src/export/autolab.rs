//! Autolab: the last line that an autograder prints. Each lesson is a problem of the assessment.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::export::results::Results;

#[derive(Serialize)]
struct Document<'a> {
    scores: BTreeMap<&'a str, u32>,
    scoreboard: [u32; 1],
}

/// The line; nothing, where there is no score: then Autolab sets none.
pub fn scores(results: &Results) -> Result<Option<String>> {
    let Some(earned) = results.earned else { return Ok(None) };
    let scores = results.lessons.iter().filter_map(|lesson| Some((lesson.lesson.as_str(), lesson.earned?))).collect();
    Ok(Some(serde_json::to_string(&Document { scores, scoreboard: [earned] })?))
}
