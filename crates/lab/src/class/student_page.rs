//! The page of one student: what was earned, and what happened in each check that failed. There are two of them: one for
//! the student, and one for the instructor, who may see more.

use anyhow::Result;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{Markup, html};
use report::Report;

use crate::class::ledger::{Row, State};
use crate::class::page::{class, name, page, prose, short};
use crate::course::graded::Graded;
use crate::export::results::{CheckResults, LessonResults, Results, Status};
use crate::export::run::Run;
use crate::msg;
use crate::session::Session;
use crate::ui::ladder::Ladder;
use crate::ui::ladder::svg::{self, Caption};
use crate::ui::messages::plain;

/// What only the instructor sees.
pub struct Private<'a> {
    /// The page with all students.
    pub overview: &'a str,
    /// The others who have handed in the same program.
    pub same: &'a [&'a str],
}

/// The page; the one for the instructor, if there is something private.
pub fn student_page(session: &Session, row: &Row, run: Option<&Run>, private: Option<&Private<'_>>) -> Result<String> {
    let text = &*session.text;
    let mut lessons = Vec::new();
    if let Some(run) = run {
        let results = Results::of(text, run);
        for (graded, results) in run.lessons.iter().zip(&results.lessons) {
            lessons.push(lesson(session, graded, results)?);
        }
    }
    let body = html! {
        @if let Some(private) = private {
            p { a href=(format!("../{}", private.overview)) { "← " (msg!(text, "page-all")) } }
        }
        h1 { (name(&row.name)) }
        p { (total(session, row)) @if row.late { " · " (msg!(text, "page-late")) } }
        @if let Some(problem) = &row.problem { p.note { (plain(problem)) } }
        @if row.state == State::Nothing { p.note { (msg!(text, "class-nothing")) } }
        @for remark in &row.remarks { p.note { (plain(remark)) } }
        @if let Some(private) = private {
            @if !private.same.is_empty() {
                p.note { (msg!(text, "page-same", names = plain(&private.same.join(", ")))) }
            }
            @for stopped in &row.stopped { p.note { (stopped.what.words(text, stopped.count)) } }
            @if let Some(submission) = &row.submission {
                p.faint { (msg!(text, "page-submission")) " " code { (short(submission)) } }
            }
        }
        @for lesson in &lessons { (lesson) }
    };
    Ok(page(text, &plain(&row.name), &body))
}

/// The points, or that there are none.
fn total(session: &Session, row: &Row) -> Markup {
    let text = &session.text;
    match row.earned {
        Some(earned) => {
            html! { b.(class(earned == row.points)) { (msg!(text, "points", earned = earned, points = row.points)) } }
        }
        None => html! { b.bad { (msg!(text, "no-score")) } },
    }
}

fn lesson(session: &Session, graded: &Graded, results: &LessonResults) -> Result<Markup> {
    let text = &*session.text;
    let mut failures = Vec::new();
    for cause in report::by_cause(&graded.checks) {
        let told = results.checks.iter().find(|it| it.check == cause[0].check && it.status == Status::Failed);
        if let Some(told) = told {
            failures.push(failure(session, &graded.lesson, &cause, told)?);
        }
    }
    let sum = msg!(text, "points", earned = graded.earned(), points = graded.points());
    Ok(html! {
        h2 { (session.title(&graded.lesson)) " · " span.(class(graded.is_full())) { (sum) } }
        @if let Some(compiler) = &results.compiler {
            p { (msg!(text, "does-not-compile")) }
            pre { (compiler.text) }
        } @else {
            (checks(&results.checks))
        }
        @for failure in &failures { (failure) }
        @if let Some(warnings) = &results.warnings {
            details {
                summary { (msg!(text, "compiler-warns")) }
                pre { (warnings.text) }
            }
        }
    })
}

/// The marks of all checks.
fn checks(checks: &[CheckResults]) -> Markup {
    html! {
        table {
            @for check in checks {
                @let is_good = check.earned == check.points;
                tr {
                    td.cell.(class(is_good)) { (if is_good { "✓" } else { "✗" }) }
                    td.number { (check.earned) "/" (check.points) }
                    td { code { (check.check) } }
                    td.faint { @if check.status != Status::Failed { (check.sentence.as_deref().unwrap_or_default()) } }
                }
            }
        }
    }
}

/// A check that failed, and those that fail for the same cause.
fn failure(session: &Session, lesson: &str, cause: &[&Report], told: &CheckResults) -> Result<Markup> {
    let text = &*session.text;
    let report = cause[0];
    let others: Vec<&str> = cause[1..].iter().map(|report| report.check.as_str()).collect();
    let picture = svg::draw(&Ladder::of(text, &report.transcript), &Caption::of(text, lesson, report))?;
    let picture = format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(picture));
    let has_happened = !report.transcript.first.is_empty();
    Ok(html! {
        div.check {
            h3 { span.bad { "✗ " } code { (told.check) } }
            p { (prose(told.sentence.as_deref().unwrap_or_default())) }
            p { b { (msg!(text, "hint")) } " " (prose(told.hint.as_deref().unwrap_or_default())) }
            @if !others.is_empty() {
                p.faint { (msg!(text, "same-cause", count = others.len(), checks = others.join(", "))) }
            }
            @if has_happened {
                img.ladder loading="lazy" src=(picture) alt=(msg!(text, "page-ladder", check = told.check.as_str()));
            }
            details {
                summary { (msg!(text, "page-transcript")) }
                pre { (told.text.as_deref().unwrap_or_default()) }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::rc::Rc;

    use report::message;

    use super::*;
    use crate::class::record::Record;
    use crate::course::Course;
    use crate::fixtures::{failed, graded, not_compiled, report, text};

    /// What breaks out of markup, and commands a terminal.
    const HOSTILE: &str =
        "</title></pre></style>\"'><script>alert(1)</script><img src=x onerror=alert(1)>\u{1b}[2J\u{9b}31m`&amp;";

    fn row(name: &str) -> Row {
        serde_json::from_value(serde_json::json!({
            "version": 1, "student": name, "name": name, "email": null, "late": true, "state": "graded",
            "submission": "0123456789abcdef", "record": "r", "earned": 0, "points": 10, "problem": name,
            "remarks": [name], "stopped": [{ "what": "hidden-file", "count": 2 }], "lessons": [],
        }))
        .unwrap()
    }

    #[test]
    fn whatever_a_student_is_called_and_a_program_prints_is_text() {
        message::choose(Some("en"), Vec::new());
        let session = Session::new(Course { root: PathBuf::new(), lessons: Vec::new() }, Rc::new(text()));
        let others = [HOSTILE];
        let private = Private { overview: "report.html", same: &others };
        for lesson in [graded("a", vec![report("echoes", 10, failed(HOSTILE))]), not_compiled("a", HOSTILE)] {
            let run = Record { problem: Some(HOSTILE.to_string()), jail: None, lessons: vec![lesson] }.into_run();
            for private in [Some(&private), None] {
                let page = student_page(&session, &row(HOSTILE), Some(&run), private).unwrap();
                assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
                assert!(!page.contains("<script") && !page.contains("<img src=x"), "{page}");
                assert!(!page.contains(|char: char| char.is_control() && char != '\n'), "{page:?}");
                assert_eq!(page.matches("</style>").count(), 1);
                assert_eq!(page.contains("report.html"), private.is_some());
            }
        }
    }

    #[test]
    fn what_others_have_handed_in_is_told_to_the_instructor_alone() {
        let session = Session::new(Course { root: PathBuf::new(), lessons: Vec::new() }, Rc::new(text()));
        let private = Private { overview: "report.html", same: &["Rui"] };
        let of = |private| student_page(&session, &row("Ana"), None, private).unwrap();
        assert!(of(Some(&private)).contains("The same program as that of: Rui"));
        assert!(!of(None).contains("Rui"));
    }
}
