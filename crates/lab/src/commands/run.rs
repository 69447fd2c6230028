//! `cargo lab run`: the student's program, to be tried by hand.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::engine::grading::GradingEvent;
use crate::engine::source::ProgramSource;
use crate::session::Session;
use crate::ui::render::{self, Detail};
use crate::ui::terminal;

/// Runs the program of a lesson, in the student's own terminal and folder.
pub fn run(session: &Session, lesson: Option<String>, arguments: &[OsString]) -> Result<ExitCode> {
    let lesson = session.one_lesson(lesson.as_deref())?;
    let Some(program) = built(session, lesson, ProgramSource::Exercises)? else { return Ok(ExitCode::FAILURE) };
    let mut command = Command::new(&program);
    command.args(arguments);
    let cannot_start = || format!("cannot start {}", program.display());
    // What runs in this process' place gets every signal itself, and nothing of lab is left that could end without it.
    #[cfg(unix)]
    return Err(std::os::unix::process::CommandExt::exec(&mut command)).with_context(cannot_start);
    #[cfg(not(unix))]
    {
        let status = command.status().with_context(cannot_start)?;
        Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
    }
}

/// The program of a lesson, which is to be tried and not graded. What the compiler says of it is told on stderr; where it
/// does not compile, there is none.
pub fn built(session: &Session, lesson: &str, source: ProgramSource<'_>) -> Result<Option<PathBuf>> {
    let (job, spinner) = session.begin();
    let on_event = |event: GradingEvent<'_>| spinner.show(event);
    let grading = session.grading(source, &job, &on_event);
    let mut built = grading.build_program(lesson)?;
    let program = built.programs.remove(lesson).context("cargo has built no program")?;
    let said = match &program {
        Ok(_) => built.warnings.get(lesson).map(|it| render::warnings(&session.text, it, Detail::All)),
        Err(compiler) => {
            let crates = grading.crates_instead(lesson, compiler);
            Some(render::does_not_compile(&session.text, compiler, &crates).join("\n"))
        }
    };
    drop(spinner);
    if let Some(said) = said {
        terminal::print_aside(&said);
    }
    Ok(program.ok())
}
