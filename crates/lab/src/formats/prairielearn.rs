//! PrairieLearn: `results.json` of an external grader. A submission that cannot be graded charges no attempt.

use anyhow::Result;
use serde::Serialize;

use crate::results::{Results, cut};
use crate::text::Text;

/// The most bytes that PrairieLearn takes.
const LIMIT: usize = 1_000_000;

#[derive(Serialize)]
struct Document {
    gradable: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    format_errors: Vec<String>,
    /// From 0 to 1.
    score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// Where one had no points, none would be shown.
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    points: u32,
    max_points: u32,
    message: String,
    output: String,
}

pub fn render(text: &Text, results: &Results) -> Result<String> {
    super::within(LIMIT, |most| {
        let test = |(name, _, check): (String, _, &crate::results::CheckResults)| Test {
            name,
            points: check.earned,
            max_points: check.points,
            message: cut(text, check.sentence.as_deref().unwrap_or_default(), most),
            output: cut(text, check.text.as_deref().unwrap_or_default(), most),
        };
        let broken = results.broken();
        let share = f64::from(results.earned) / f64::from(results.points.max(1));
        super::json(&Document {
            gradable: broken.is_none(),
            score: share,
            tests: if broken.is_none() { results.checks().map(test).collect() } else { Vec::new() },
            format_errors: broken.iter().map(|broken| cut(text, broken, most)).collect(),
            message: results.problem.clone().filter(|_| broken.is_none()),
        })
    })
}
