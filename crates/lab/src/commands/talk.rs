//! `cargo lab talk`: the other end of the student's program, by hand, on every system.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::commands::run;
use crate::engine::source::ProgramSource;
use crate::engine::submission::FIRST_SLOT;
use crate::msg;
use crate::session::{Session, WrongUsage};
use crate::talk::conversation::Conversation;
use crate::talk::happening::Teller;
use crate::talk::{lines, start};
use crate::ui::ladder::{self, Ladder};
use crate::ui::talk::{self as words, TalkScreen};
use crate::ui::{style, terminal};

/// Starts the program of a lesson, and is what it talks to, as the student types. At the end it draws what happened.
pub fn talk(
    session: &Session,
    lesson: Option<String>,
    source: ProgramSource<'_>,
    given: &[OsString],
) -> Result<ExitCode> {
    let text = &session.text;
    let lesson = session.one_lesson(lesson.as_deref())?;
    let Some(talk) = session.course.talk(lesson, given)? else {
        bail!(WrongUsage(msg!(text, "talk-no-other-end", lesson = lesson)));
    };
    let Some(program) = run::built(session, lesson, source)? else { return Ok(ExitCode::FAILURE) };
    let job = session.current_job().begin_in(FIRST_SLOT);

    let (teller, heard) = Teller::new();
    let opened = start::open(&talk, given, &teller);
    let opened = opened.map_err(|why| WrongUsage(words::no_other_end(text, &why)))?;
    let is_script = !io::stdin().is_terminal();
    if !is_script {
        terminal::print(&style::faint(msg!(text, "talk-begins")))?;
    }
    let command = typed(&program, &opened.arguments);
    start::program(&program, &opened.arguments, &job, &teller)?;
    lines::of_student(teller.clone());
    let mut screen = TalkScreen { text, is_script };
    let talked = Conversation::begin(opened, command, &job, (teller, heard), is_script, &mut screen).run()?;

    let ladder = Ladder::of(text, &talked.transcript);
    terminal::print(&format!("\n{}", ladder::terminal::draw(&ladder, terminal::width())))?;
    terminal::print(&format!("\n{}", words::ending(text, &talked)))?;
    Ok(ExitCode::SUCCESS)
}

/// The command, as it would be typed.
fn typed(program: &Path, arguments: &[OsString]) -> String {
    let name = program.file_stem().unwrap_or_default();
    let words = [name].into_iter().chain(arguments.iter().map(OsString::as_os_str)).map(|word| word.to_string_lossy());
    let quoted = |word: &str| shlex::try_quote(word).map_or(word.to_string(), |quoted| quoted.into_owned());
    let words: Vec<String> = words.map(|word| report::escape::line(&quoted(&word))).collect();
    words.join(" ")
}
