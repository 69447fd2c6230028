//! `cargo lab solution`: the reference program, and how it differs from the student's.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use similar::{ChangeTag, TextDiff};

use crate::course::progress::Progress;
use crate::msg;
use crate::session::Session;
use crate::ui::style;
use crate::ui::terminal;

/// Lines that are the same, around those that are not.
const AROUND: usize = 3;

/// Shows the reference program to those who have full marks, or want to see it anyway.
pub fn solution(session: &Session, lesson: Option<String>, anyway: bool) -> Result<ExitCode> {
    let lesson = session.one_lesson(lesson.as_deref())?;
    if !anyway && !Progress::load(&session.course).of(lesson).is_full() {
        terminal::print(&msg!(session.text, "solution-later", lesson = lesson))?;
        return Ok(ExitCode::FAILURE);
    }
    let path = session.course.reference(lesson);
    let reference = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (theirs, ours) = (format!("exercises/{lesson}/main.rs"), format!("solutions/{lesson}/main.rs"));
    terminal::print(&style::strong(&ours))?;
    terminal::print_verbatim(&reference)?;
    if session.course.is_begun(lesson) {
        // A file that is not text shows as far as it is.
        let program = fs::read(session.course.program(lesson)).unwrap_or_default();
        let program = String::from_utf8_lossy(&program);
        if program == reference {
            terminal::print(&style::good(msg!(session.text, "solution-same", theirs = theirs)))?;
        } else {
            terminal::print(&style::strong(msg!(session.text, "solution-differs", theirs = theirs, ours = ours)))?;
            terminal::print_verbatim(&difference(&program, &reference))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What to take from one text, and what to add, to get the other.
fn difference(from: &str, to: &str) -> String {
    let diff = TextDiff::from_lines(from, to);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(AROUND) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let place = format!(
            "@@ -{},{} +{},{} @@",
            first.old_range().start + 1,
            last.old_range().end - first.old_range().start,
            first.new_range().start + 1,
            last.new_range().end - first.new_range().start,
        );
        lines.push(style::command(place));
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let line = style::source(change.value().trim_end_matches(['\r', '\n']));
            lines.push(match change.tag() {
                ChangeTag::Delete => style::bad(format!("-{line}")),
                ChangeTag::Insert => style::good(format!("+{line}")),
                ChangeTag::Equal => format!(" {line}"),
            });
        }
    }
    lines.join("\n")
}
