//! `cargo lab`: the student's companion. It shows how far one is, grades, and says what to do next.
//!
//! It knows no lesson by its name: `course.rs` reads which there are, and the checks tell what they are worth.

mod arguments;
mod class;
mod commands;
mod course;
mod engine;
mod export;
#[cfg(test)]
mod fixtures;
mod session;
mod talk;
mod ui;

use std::io;
use std::process::ExitCode;
use std::rc::Rc;

use anyhow::{Result, bail};

use arguments::{Arguments, LabCommand, WRONG_USAGE};
use commands::book::Task;
use course::Course;
use engine::job::Cancelled;
use engine::source::ProgramSource;
use report::message;
use session::{Session, WrongUsage, is_wrong_usage};
use ui::messages::Messages;
use ui::{style, terminal, wording};

/// How it ends where it could not do what it was asked for. That marks are missing is another status: 1.
const BROKEN: u8 = 3;

/// How a program ends that was interrupted.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    jail::become_what_was_asked();
    let text = Rc::new(Messages::new(arguments::language()));
    let arguments = Arguments::read(&text);
    run(arguments, Rc::clone(&text)).unwrap_or_else(|error| {
        if error.is::<Cancelled>() {
            return ExitCode::from(INTERRUPTED);
        }
        // The program that reads what lab prints has seen enough.
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::FAILURE;
        }
        terminal::print_error(&text, &wording::error(&text, &error));
        ExitCode::from(if is_wrong_usage(&error) { WRONG_USAGE } else { BROKEN })
    })
}

fn run(arguments: Arguments, text: Rc<Messages>) -> Result<ExitCode> {
    let course = Course::open()?;
    // Of a check, lab shows what the grader and its lesson say of it.
    message::choose(Some(text.language()), course.texts());
    if let Some(other) = course.other_than_built_in() {
        let (built, here) = (style::path(&other), style::path(&course.root));
        bail!(WrongUsage(msg!(text, "lab-elsewhere", built = built, here = here)));
    }
    let session = Session::new(course, text);
    let current = session.current_job();
    ctrlc::set_handler(move || {
        current.cancel();
        // Keys are read in a mode that the shell does not expect.
        let _ = crossterm::terminal::disable_raw_mode();
        std::process::exit(INTERRUPTED.into());
    })?;
    match arguments.command {
        None => commands::glance::glance(&session),
        Some(LabCommand::List) => commands::list::list(&session),
        Some(LabCommand::Grade(arguments)) => commands::grade::grade(&session, arguments),
        Some(LabCommand::Class(arguments)) => commands::class::class(&session, &arguments),
        Some(LabCommand::Merge(arguments)) => commands::merge::merge(&session, &arguments),
        Some(LabCommand::Watch { lesson, advance }) => commands::watch::watch(&session, lesson, advance),
        Some(LabCommand::Hint { lesson, check }) => commands::hint::hint(&session, lesson, check),
        Some(LabCommand::Trace { lesson, check, svg, program }) => {
            commands::trace::trace(&session, lesson, check, svg, &program)
        }
        Some(LabCommand::Run { lesson, arguments }) => commands::run::run(&session, lesson, &arguments),
        Some(LabCommand::Talk { lesson, solutions, arguments }) => {
            let source = if solutions { ProgramSource::Reference } else { ProgramSource::Exercises };
            commands::talk::talk(&session, lesson, source, &arguments)
        }
        Some(LabCommand::Reset { lesson }) => commands::reset::reset(&session, lesson),
        Some(LabCommand::Solution { lesson, anyway }) => commands::solution::solution(&session, lesson, anyway),
        Some(LabCommand::Book { open, update, behind }) => {
            let task = match (update, behind) {
                (true, _) => Task::Update,
                (_, true) => Task::Behind,
                _ => Task::Build { open },
            };
            commands::book::book(&session, &task)
        }
        Some(LabCommand::Completions { shell }) => commands::completions::completions(&session, shell),
    }
}
