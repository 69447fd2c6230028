//! `cargo lab reset`: the starter again. What the student wrote is kept beside it.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use chrono::Local;

use crate::msg;
use crate::session::Session;
use crate::ui::terminal;

/// Puts the starter in the place of the student's program, which is kept under a dated name.
pub fn reset(session: &Session, lesson: Option<String>) -> Result<ExitCode> {
    let lesson = session.one_lesson(lesson.as_deref())?;
    let (program, starter) = (session.course.program(lesson), session.course.starter(lesson));
    let starter = fs::read(&starter).with_context(|| starter.display().to_string())?;
    let written = match fs::read(&program) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        read => Some(read.with_context(|| program.display().to_string())?),
    };
    let file = format!("exercises/{lesson}/main.rs");
    if written.as_ref() == Some(&starter) {
        terminal::print(&msg!(session.text, "reset-nothing", file = file))?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(written) = written {
        let kept =
            keep(&program, &written).with_context(|| msg!(session.text, "reset-failed", file = file.as_str()))?;
        let kept = kept.file_name().unwrap_or_default().to_string_lossy().into_owned();
        terminal::print(&msg!(session.text, "reset-kept", file = format!("exercises/{lesson}/{kept}")))?;
    }
    let written = fs::write(&program, starter).with_context(|| program.display().to_string());
    written.with_context(|| msg!(session.text, "reset-failed", file = file.as_str()))?;
    terminal::print(&msg!(session.text, "reset-done", file = file))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes what was in `main.rs` into a new file beside it, `main.<date>-<time>.rs`, and says where.
fn keep(program: &Path, written: &[u8]) -> Result<PathBuf> {
    let now = Local::now().format("%Y%m%d-%H%M%S").to_string();
    // Two in one second have a number. No file is ever written over.
    for number in 1.. {
        let again = if number == 1 { String::new() } else { format!("-{number}") };
        let kept = program.with_file_name(format!("main.{now}{again}.rs"));
        match OpenOptions::new().write(true).create_new(true).open(&kept) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            file => {
                let written = file.and_then(|mut file| file.write_all(written).and_then(|()| file.sync_all()));
                return written.with_context(|| kept.display().to_string()).map(|()| kept);
            }
        }
    }
    unreachable!("there is a number that is free")
}
