//! Classroom 50: `result.json` of its autograder. What it is a result of, the environment says.

use anyhow::{Context as _, Result, ensure};
use chrono::{SecondsFormat, Utc};
use serde::Serialize;

use crate::export::document;
use crate::export::results::{Results, Status};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Document<'a> {
    schema: &'static str,
    classroom: String,
    assignment: String,
    submission: String,
    commit: String,
    release: String,
    review: String,
    datetime: String,
    score: u32,
    max_score: u32,
    tests: Vec<Test<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Test<'a> {
    test_name: &'a str,
    passed: bool,
    score: u32,
    max_score: u32,
}

/// The file; nothing, where there is no score: it has no place for that, and Classroom 50 makes one of its own.
pub fn render(results: &Results, environment: &dyn Fn(&str) -> Option<String>) -> Result<Option<String>> {
    let value = |name: &str| {
        let value = environment(name).filter(|value| !value.is_empty());
        value.with_context(|| format!("Classroom 50 needs the environment variable {name}"))
    };
    let submission = value("SUBMISSION_TAG")?;
    ensure!(submission.starts_with("submit/"), "SUBMISSION_TAG does not begin with submit/: {submission:?}");
    let Some(score) = results.earned else { return Ok(None) };
    let checks: Vec<_> = results.checks().collect();
    let document = document::json(&Document {
        schema: "classroom50/result/v1",
        classroom: value("CLASSROOM")?,
        assignment: value("ASSIGNMENT")?,
        submission,
        commit: value("COMMIT_URL")?,
        release: value("RELEASE_URL")?,
        review: value("REVIEW_URL")?,
        datetime: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
        score,
        max_score: results.points,
        tests: checks
            .iter()
            .map(|(name, _, check)| Test {
                test_name: name,
                passed: check.status == Status::Passed,
                score: check.earned,
                max_score: check.points,
            })
            .collect(),
    });
    document.map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::run::Run;
    use crate::fixtures::text;

    #[test]
    fn what_the_environment_lacks_is_named() {
        let results = Results::of(&text(), &Run::of(&[]));
        let rendered = |tag: &str, missing: &str| {
            let environment = |name: &str| match name {
                "SUBMISSION_TAG" => Some(tag.to_string()),
                name if name == missing => Some(String::new()),
                name => Some(format!("https://example.org/{name}")),
            };
            render(&results, &environment).map_err(|error| error.to_string())
        };
        assert!(rendered("submit/1", "").is_ok());
        assert_eq!(
            rendered("submit/1", "REVIEW_URL").unwrap_err(),
            "Classroom 50 needs the environment variable REVIEW_URL"
        );
        assert_eq!(rendered("v1", "").unwrap_err(), "SUBMISSION_TAG does not begin with submit/: \"v1\"");
    }
}
