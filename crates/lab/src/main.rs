//! `cargo lab`: the student's companion. It shows how far one is, grades, and says what to do next.
//!
//! It knows no lesson by its name: `course.rs` reads which there are, and the checks tell what they are worth.

mod arguments;
mod cargo;
mod checks;
mod course;
mod formats;
mod grade;
mod intake;
mod ladder;
mod progress;
mod reference;
mod results;
mod running;
mod session;
mod show;
mod submission;
mod text;
mod verbs;

use std::io;
use std::process::ExitCode;

use anyhow::{Result, bail};

use arguments::{Arguments, Verb, WRONG_USAGE};
use course::Course;
use grade::Whose;
use report::message;
use running::Ended;
use session::{Session, WrongUsage};
use text::Text;

/// How it ends where it could not do what it was asked for. That marks are missing is another status: 1.
const BROKEN: u8 = 3;

/// How a program ends that was interrupted.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let text = Text::new(arguments::language());
    // Of a check, lab shows what the grader says of it.
    message::speak(text.language());
    let arguments = Arguments::read(&text);
    let failed = say!(text, "error");
    run(arguments, text).unwrap_or_else(|error| {
        if error.is::<Ended>() {
            return ExitCode::from(INTERRUPTED);
        }
        // Whoever reads what lab prints has seen enough.
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::FAILURE;
        }
        let said = format!("{} {error:#}", show::bad(failed));
        anstream::eprintln!("{}", show::wrapped(&said, session::columns(&io::stderr())));
        ExitCode::from(if error.is::<WrongUsage>() { WRONG_USAGE } else { BROKEN })
    })
}

fn run(arguments: Arguments, text: Text) -> Result<ExitCode> {
    let course = Course::open()?;
    if let Some(other) = course.other_than_built_in() {
        let (built, here) = (show::path(&other), show::path(&course.root));
        bail!(WrongUsage(say!(text, "lab-elsewhere", built = built, here = here)));
    }
    let session = Session::new(course, text);
    let running = session.running();
    ctrlc::set_handler(move || {
        running.end();
        // Keys are read in a mode that the shell does not expect.
        let _ = crossterm::terminal::disable_raw_mode();
        std::process::exit(INTERRUPTED.into());
    })?;
    match arguments.verb {
        None => verbs::glance::glance(&session),
        Some(Verb::List) => verbs::glance::list(&session),
        Some(Verb::Grade(arguments)) => verbs::grade::grade(&session, arguments),
        Some(Verb::Watch { lesson, advance }) => verbs::watch::watch(&session, lesson, advance),
        Some(Verb::Hint { lesson, check }) => verbs::hint::hint(&session, lesson, check),
        Some(Verb::Trace { lesson, check, svg, solutions }) => {
            let whose = if solutions { Whose::Course } else { Whose::Student };
            verbs::trace::trace(&session, lesson, check, svg, whose)
        }
        Some(Verb::Run { lesson, arguments }) => verbs::run::run(&session, lesson, &arguments),
        Some(Verb::Reset { lesson }) => verbs::reset::reset(&session, lesson),
        Some(Verb::Solution { lesson, anyway }) => verbs::solution::solution(&session, lesson, anyway),
        Some(Verb::Completions { shell }) => verbs::completions::completions(&session, shell),
    }
}
