//! `cargo lab trace`: what happens on the wire in a check, whether it passes or fails, as a ladder diagram.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::arguments::TracedProgram;
use crate::course::progress::Progress;
use crate::engine::grading::GradingEvent;
use crate::engine::source::ProgramSource;
use crate::engine::submission::{Accepts, FIRST_SLOT, Slots};
use crate::msg;
use crate::session::{Session, no_such_check};
use crate::ui::ladder::svg::{self, Caption};
use crate::ui::ladder::{self, Ladder};
use crate::ui::render::{self, Detail};
use crate::ui::style;
use crate::ui::terminal;
use crate::ui::wording;

/// Grades a check and draws what happened in it, in the terminal and, where a file is named, as a picture.
///
/// Without the name of a check it is the first that fails, which is what a student works at, or else the first: all of
/// a lesson's ladders at once would be more than anybody reads. Nothing is remembered of the marks, which are not what
/// was asked for.
pub fn trace(
    session: &Session,
    lesson: Option<String>,
    check: Option<String>,
    picture: Option<PathBuf>,
    program: &TracedProgram,
) -> Result<ExitCode> {
    let text = &session.text;
    let (lesson, check) = session.lesson_and_check(&Progress::load(&session.course), lesson, check)?;
    let (job, spinner) = session.begin();
    let on_event = |event: GradingEvent<'_>| spinner.show(event);
    let accepts = Accepts::from_flag(program.unsandboxed);
    let submission = match &program.submission {
        Some(folder) => Some(Slots::of(&session.course)?.take(&job, folder, &[lesson], FIRST_SLOT, accepts)?),
        None => None,
    };
    for note in submission.iter().flat_map(|submission| &submission.notes).flat_map(|(_, notes)| notes) {
        terminal::remark(&msg!(text, "note", note = wording::note(text, note)));
    }
    let own = if program.solutions { ProgramSource::Reference } else { ProgramSource::Exercises };
    let source = submission.as_ref().map_or(own, ProgramSource::Submission);
    let grading = session.grading(source, &job, &on_event);
    let built = grading.build(&[lesson])?;
    let mut listed = grading.list(&built, lesson)?;
    if let Some(name) = &check {
        let all: Vec<String> = listed.iter().map(|report| report.check.clone()).collect();
        listed.retain(|report| report.check == *name);
        if listed.is_empty() {
            return no_such_check(text, name, &all).map(|()| ExitCode::FAILURE);
        }
    }
    let graded = grading.grade(&built, lesson, &listed)?;
    drop(spinner);

    if !graded.compiler.is_empty() {
        terminal::print(&render::graded(text, &graded, Detail::All))?;
        return Ok(ExitCode::FAILURE);
    }
    let failing = report::by_cause(&graded.checks);
    let report =
        failing.iter().flatten().copied().next().or(graded.checks.first()).context("the checks said nothing")?;
    let ladder = Ladder::of(text, &report.transcript);

    terminal::print(&format!("{}: {}\n", style::strong(lesson), style::strong(&report.check)))?;
    terminal::print(&ladder::terminal::draw(&ladder, terminal::width()))?;
    terminal::print(&format!("\n{}", render::verdict(text, lesson, report)))?;
    if check.is_none() {
        terminal::print(&style::faint(msg!(text, "trace-others", lesson = lesson)))?;
    }
    if let Some(file) = picture {
        let drawn = svg::draw(&ladder, &Caption::of(text, lesson, report))?;
        let shown = style::path(&file);
        fs::write(&file, drawn).with_context(|| msg!(text, "trace-not-saved", file = shown.as_str()))?;
        terminal::print(&msg!(text, "trace-saved", file = shown))?;
    }
    Ok(ExitCode::SUCCESS)
}
