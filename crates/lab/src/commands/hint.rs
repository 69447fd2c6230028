//! `cargo lab hint`: help with what fails now, one step at a time.

use std::process::ExitCode;

use anyhow::Result;
use report::Report;

use crate::commands::glance;
use crate::course::progress::Progress;
use crate::engine::grading::GradingEvent;
use crate::engine::source::ProgramSource;
use crate::msg;
use crate::session::{Session, no_such_check};
use crate::ui::render::{self, Detail};
use crate::ui::style;
use crate::ui::terminal;

/// Gives the next hint for a check, and those before it: the misconception, where to look, and a sketch of the way.
pub fn hint(session: &Session, lesson: Option<String>, check: Option<String>) -> Result<ExitCode> {
    let text = &session.text;
    let mut progress = Progress::load(&session.course);
    let (lesson, check) = session.lesson_and_check(&progress, lesson, check)?;
    let (job, spinner) = session.begin();
    let on_event = |event: GradingEvent<'_>| spinner.show(event);
    let grading = session.grading(ProgramSource::Exercises, &job, &on_event);
    let program = session.course.fingerprint(lesson);
    let built = grading.build(&[lesson])?;
    let graded = grading.grade(&built, lesson, &grading.list(&built, lesson)?)?;
    drop(spinner);
    progress.take_in(&graded, program, true);

    let failing: Vec<&Report> = report::by_cause(&graded.checks).concat();
    let about = match check {
        Some(name) => {
            let Some(report) = graded.checks.iter().find(|report| report.check == name) else {
                let all: Vec<String> = graded.checks.iter().map(|report| report.check.clone()).collect();
                return no_such_check(text, &name, &all).map(|()| ExitCode::FAILURE);
            };
            report
        }
        None if graded.is_not_written() || !graded.compiler.is_empty() => {
            session.save(&progress);
            terminal::print(&render::graded(text, &graded, Detail::All))?;
            if let Some(next) = glance::after(session, &progress, &[graded]) {
                terminal::print(&format!("\n{next}"))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        None => match failing.first() {
            Some(report) => report,
            None => {
                session.save(&progress);
                terminal::print(&style::good(msg!(text, "hint-not-needed", lesson = lesson)))?;
                return Ok(ExitCode::SUCCESS);
            }
        },
    };
    let again = format!("cargo lab hint {lesson} {}", about.check);
    terminal::print(&next(session, &mut progress, lesson, about, 0, &again))?;
    let others = failing.iter().filter(|report| report.check != about.check).count();
    if others > 0 {
        terminal::print(&style::faint(msg!(text, "hint-others", lesson = lesson, count = others)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The next hint for a check, and those before it. The student has `seen` this many in any case, and can ask `again`
/// with this command. What is remembered is saved; where that cannot be, there is no next time, and all hints come now.
pub fn next(
    session: &Session,
    progress: &mut Progress,
    lesson: &str,
    about: &Report,
    seen: usize,
    again: &str,
) -> String {
    let hints = steps(about);
    let before = progress.of(lesson).hints.get(&about.check).copied().unwrap_or(0).max(seen);
    let given = (before + 1).min(hints.len());
    progress.set_hints(lesson, &about.check, given);
    let given = if session.save(progress) { given } else { hints.len() };
    shown(session, lesson, about, &hints[..given], (given < hints.len()).then_some(again))
}

/// All hints there are for a check, in the order in which they are given.
fn steps(report: &Report) -> Vec<String> {
    let advice = report.advice();
    let more = ["where", "sketch"].into_iter().filter_map(|part| advice.part(part));
    std::iter::once(advice.to_string()).chain(more).collect()
}

/// These hints, and how to get the next if there is one.
fn shown(session: &Session, lesson: &str, about: &Report, hints: &[String], again: Option<&str>) -> String {
    let text = &session.text;
    let mut lines = vec![format!("{}: {}", style::strong(lesson), style::strong(&about.check))];
    for (number, hint) in hints.iter().enumerate() {
        lines.push(String::new());
        let hint: Vec<&str> = hint.lines().collect();
        lines.push(format!("{}. {}", number + 1, hint.join("\n   ")));
    }
    lines.push(String::new());
    lines.push(match again {
        Some(again) => msg!(text, "hint-more", command = style::command(again)),
        None => msg!(text, "hint-last"),
    });
    lines.join("\n")
}
