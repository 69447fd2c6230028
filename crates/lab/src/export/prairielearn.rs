//! PrairieLearn: `results.json` of an external grader. A submission that cannot be graded charges no attempt.

use anyhow::Result;
use serde::Serialize;

use crate::export::document;
use crate::export::document::cut;
use crate::export::results::Results;
use crate::ui::messages::Messages;

/// The most bytes that PrairieLearn takes.
const LIMIT: usize = 1_000_000;

#[derive(Serialize)]
struct Document {
    gradable: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    format_errors: Vec<String>,
    /// From 0 to 1; nothing, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
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

pub fn render(text: &Messages, results: &Results) -> Result<String> {
    document::within(LIMIT, |most| {
        let test = |(name, _, check): (String, _, &crate::export::results::CheckResults)| Test {
            name,
            points: check.earned,
            max_points: check.points,
            message: cut(text, check.sentence.as_deref().unwrap_or_default(), most),
            output: cut(text, check.text.as_deref().unwrap_or_default(), most),
        };
        let broken = results.broken();
        let problem = broken.clone().or_else(|| results.problem.clone());
        let warnings = results.lessons.iter().filter_map(|lesson| Some(lesson.warnings.as_ref()?.text.clone()));
        let warnings = warnings.filter(|_| broken.is_none());
        let said = problem.into_iter().chain(results.notes()).chain(warnings);
        let said: Vec<String> = said.map(|it| cut(text, &it, most)).collect();
        let share = results.earned.map(|earned| f64::from(earned) / f64::from(results.points.max(1)));
        document::json(&match broken {
            Some(_) => {
                Document { gradable: false, format_errors: said, score: share, message: None, tests: Vec::new() }
            }
            None => Document {
                gradable: true,
                format_errors: Vec::new(),
                score: share,
                message: (!said.is_empty()).then(|| said.join("\n")),
                tests: results.checks().map(test).collect(),
            },
        })
    })
}
