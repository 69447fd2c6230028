//! JUnit's XML, as Jenkins and nextest write it: a suite for each lesson. Points are properties.

use std::time::Duration;

use anyhow::Result;
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use crate::export::results::{CheckResults, Results, Status};

pub fn render(results: &Results) -> Result<String> {
    let mut report = Report::new("sockets");
    report.set_time(Duration::from_secs_f64(results.seconds));
    for lesson in &results.lessons {
        let mut suite = TestSuite::new(&lesson.lesson);
        suite.add_property(Property::new("points", lesson.points.to_string()));
        if let Some(earned) = lesson.earned {
            suite.add_property(Property::new("earned", earned.to_string()));
        }
        if !lesson.notes.is_empty() {
            suite.set_system_out(lesson.notes.join("\n"));
        }
        if let Some(compiler) = lesson.compiler.as_ref().or(lesson.warnings.as_ref()) {
            suite.set_system_err(&compiler.text);
        }
        suite.add_test_cases(lesson.checks.iter().map(|check| case(&lesson.lesson, check)));
        report.add_test_suite(suite);
    }
    Ok(report.to_string()?)
}

fn case(lesson: &str, check: &CheckResults) -> TestCase {
    let mut status = match check.status {
        Status::Passed => TestCaseStatus::success(),
        Status::Failed | Status::NotWritten => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Status::NotGraded => TestCaseStatus::non_success(NonSuccessKind::Error),
    };
    if let Some(sentence) = &check.sentence {
        status.set_message(sentence);
    }
    if let Some(text) = &check.text {
        status.set_description(text);
    }
    let mut case = TestCase::new(&check.check, status);
    case.set_classname(lesson).set_time(Duration::from_secs_f64(check.seconds));
    case.add_property(Property::new("points", check.points.to_string()));
    case.add_property(Property::new("earned", check.earned.to_string()));
    case
}
