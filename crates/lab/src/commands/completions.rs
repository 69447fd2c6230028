//! `cargo lab completions`: what a shell needs to complete lab's command line.

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap_complete::{Shell, generate};

use crate::arguments;
use crate::session::Session;

/// Prints the completions for this shell.
///
/// They are for the name `lab`: a shell completes by the first word of a command, which is `cargo`'s otherwise. The
/// help says how to give the command that name.
pub fn completions(session: &Session, shell: Shell) -> Result<ExitCode> {
    let mut command = arguments::command(&session.text);
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_string()).collect();
    for name in names {
        command = command.mut_subcommand(name, |command| {
            command.mut_args(|argument| match argument.get_id().as_str() {
                "lesson" | "lessons" => argument.value_parser(PossibleValuesParser::new(&session.course.lessons)),
                _ => argument,
            })
        });
    }
    let mut script = Vec::new();
    generate(shell, &mut command, "lab", &mut script);
    io::Write::write_all(&mut io::stdout(), &script)?;
    Ok(ExitCode::SUCCESS)
}
