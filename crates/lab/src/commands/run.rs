//! `cargo lab run`: the student's program, to be tried by hand.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::engine::build::cargo;
use crate::session::Session;

/// Runs the program of a lesson, in the student's own terminal and folder.
pub fn run(session: &Session, lesson: Option<String>, arguments: &[OsString]) -> Result<ExitCode> {
    let lesson = session.one_lesson(lesson.as_deref())?;
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", lesson, "--bin", lesson, "--manifest-path"]);
    command.arg(session.course.root.join("Cargo.toml")).arg("--").args(arguments);
    // What runs in this process' place gets every signal itself, and nothing of lab is left that could end without it.
    #[cfg(unix)]
    return Err(std::os::unix::process::CommandExt::exec(&mut command)).context("cannot start cargo");
    #[cfg(not(unix))]
    {
        let status = command.status().context("cannot start cargo")?;
        Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
    }
}
