//! The command line. What `--help` says of it is in the files of texts, by the names of commands and arguments.

use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use clap_complete::Shell;

use crate::class::gradebook::Gradebook;
use crate::class::part::Shard;
use crate::export::format::Format;
use crate::msg;
use crate::ui::messages::Messages;
use crate::ui::terminal;

#[derive(Parser)]
#[command(name = "cargo lab", bin_name = "cargo lab", disable_help_flag = true, disable_help_subcommand = true)]
pub struct Arguments {
    /// Read before all others, by [`language`].
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<String>,

    #[command(subcommand)]
    pub command: Option<LabCommand>,
}

#[derive(Subcommand)]
pub enum LabCommand {
    List,
    Grade(GradeArguments),
    Class(ClassArguments),
    Merge(MergeArguments),
    Watch {
        #[arg(value_name = "LESSON")]
        lesson: Option<String>,
        #[arg(long)]
        advance: bool,
    },
    Hint {
        #[arg(value_name = "LESSON")]
        lesson: Option<String>,
        #[arg(value_name = "CHECK")]
        check: Option<String>,
    },
    Trace {
        #[arg(value_name = "LESSON")]
        lesson: Option<String>,
        #[arg(value_name = "CHECK")]
        check: Option<String>,
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        #[command(flatten)]
        program: TracedProgram,
    },
    Run {
        #[arg(value_name = "LESSON")]
        lesson: Option<String>,
        #[arg(last = true, value_name = "ARGS")]
        arguments: Vec<OsString>,
    },
    Talk {
        #[arg(value_name = "LESSON")]
        lesson: Option<String>,
        #[arg(long)]
        solutions: bool,
        #[arg(last = true, value_name = "ARGS")]
        arguments: Vec<OsString>,
    },
    Reset {
        #[arg(value_name = "LESSON")]
        lesson: Option<String>,
    },
    Solution {
        #[arg(value_name = "LESSON")]
        lesson: Option<String>,
        #[arg(long)]
        anyway: bool,
    },
    Book {
        #[arg(long)]
        open: bool,
        #[arg(long, conflicts_with = "open")]
        update: bool,
        #[arg(long, conflicts_with_all = ["open", "update"])]
        behind: bool,
    },
    Completions {
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
}

/// Whose program is traced, if not the student's own.
#[derive(Args)]
pub struct TracedProgram {
    #[arg(long)]
    pub solutions: bool,
    #[arg(long, value_name = "DIR", conflicts_with = "solutions")]
    pub submission: Option<PathBuf>,
    #[arg(long, requires = "submission")]
    pub unsandboxed: bool,
}

/// What to grade, and where the results go.
#[derive(Args)]
pub struct GradeArguments {
    #[arg(value_name = "LESSON")]
    pub lessons: Vec<String>,
    #[arg(long = "check", value_name = "NAME")]
    pub checks: Vec<String>,
    #[arg(long)]
    pub solutions: bool,
    #[arg(long, value_name = "DIR", conflicts_with = "solutions")]
    pub submission: Option<PathBuf>,
    #[arg(long, requires = "submission")]
    pub unsandboxed: bool,
    #[arg(long = "format", value_name = "FORMAT")]
    pub formats: Vec<Format>,
    #[arg(long = "out", value_name = "FILE", requires = "formats")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub time_limit: Option<u64>,
}

/// Which class to grade, how, and where what comes of it goes.
#[derive(Args)]
pub struct ClassArguments {
    #[arg(value_name = "SUBMISSIONS")]
    pub submissions: PathBuf,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[arg(long = "lesson", value_name = "LESSON")]
    pub lessons: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "nbgrader", hide_default_value = true)]
    pub grades: Gradebook,
    #[arg(long, value_name = "NUMBER", value_parser = at_least_one)]
    pub jobs: Option<usize>,
    #[arg(long, value_name = "PART")]
    pub shard: Option<Shard>,
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub time_limit: Option<u64>,
    #[arg(long)]
    pub regrade: bool,
    #[arg(long)]
    pub unsandboxed: bool,
}

/// Which parts of a class to join, and where what comes of it goes.
#[derive(Args)]
pub struct MergeArguments {
    #[arg(value_name = "DIR", required = true)]
    pub parts: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "nbgrader", hide_default_value = true)]
    pub grades: Gradebook,
}

/// A number of workers.
fn at_least_one(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("it is not a number from 1 on")
}

/// The language that the command line asks for. The command line itself is told about in that language.
pub fn language() -> Option<String> {
    // What is not text names no language.
    let arguments = env::args_os().skip(1).take_while(|argument| argument != "--");
    let mut arguments = arguments.map(|argument| argument.into_string().unwrap_or_default());
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--lang") {
            Some("") => return arguments.next(),
            Some(rest) if rest.starts_with('=') => return Some(rest[1..].to_string()),
            _ => {}
        }
    }
    None
}

impl Arguments {
    /// Reads the command line. Where there is nothing to do, because it asks for help or is wrong, lab ends here.
    pub fn read(text: &Messages) -> Self {
        let arguments = with_help_as_an_option(env::args_os().collect());
        let matches = command(text).try_get_matches_from(arguments);
        let read = matches.and_then(|matches| Self::from_arg_matches(&matches));
        read.unwrap_or_else(|error| {
            let status = if error.kind() == ErrorKind::DisplayHelp {
                // Its reader may have seen enough before its end.
                let _ = anstream::stdout().write_all(help(&error, text).as_bytes());
                0
            } else {
                terminal::print_error(text, &wrong(&error, text));
                WRONG_USAGE
            };
            std::process::exit(status.into())
        })
    }
}

/// `cargo lab help grade` is `cargo lab grade --help`: many programs know both, and so do fingers.
fn with_help_as_an_option(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|first| first == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// How a program ends that was called wrongly.
pub const WRONG_USAGE: u8 = 2;

/// The help that was asked for. Clap leaves one word of it to nobody else.
fn help(asked: &clap::Error, text: &Messages) -> String {
    asked.render().ansi().to_string().replace("[OPTIONS]", &msg!(text, "help-some-options"))
}

/// What is wrong, in the student's language.
fn wrong(error: &clap::Error, text: &Messages) -> String {
    let shown = |value: &ContextValue| value.to_string().escape_debug().to_string();
    let context = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    match (error.kind(), error.get(ContextKind::SuggestedSubcommand), error.get(ContextKind::ValidValue)) {
        // Clap names the most likely one last.
        (ErrorKind::InvalidSubcommand, Some(ContextValue::Strings(names)), _) if !names.is_empty() => {
            let nearest = names[names.len() - 1].as_str();
            msg!(text, "no-such-command-but", name = context(ContextKind::InvalidSubcommand), nearest = nearest)
        }
        (ErrorKind::InvalidSubcommand, ..) => {
            msg!(text, "no-such-command", name = context(ContextKind::InvalidSubcommand))
        }
        (ErrorKind::UnknownArgument, ..) => msg!(text, "no-such-argument", name = argument),
        (ErrorKind::InvalidValue, ..) if value.is_empty() => msg!(text, "value-missing", argument = argument),
        (ErrorKind::InvalidValue, _, Some(all)) => {
            msg!(text, "value-unknown", argument = argument, value = value, all = shown(all))
        }
        (ErrorKind::ValueValidation, ..) => msg!(text, "value-wrong", argument = argument, value = value),
        (ErrorKind::TooManyValues, ..) => msg!(text, "value-unasked", argument = argument),
        (ErrorKind::MissingRequiredArgument, ..) => msg!(text, "argument-missing", argument = argument),
        (ErrorKind::ArgumentConflict, ..) => match context(ContextKind::PriorArg) {
            prior if prior == argument => msg!(text, "argument-twice", argument = argument),
            prior => msg!(text, "argument-conflict", argument = argument, prior = prior),
        },
        (ErrorKind::InvalidUtf8, ..) => msg!(text, "argument-no-text"),
        // The kinds that are left belong to settings that no argument has; clap has words for them.
        _ => error.kind().to_string(),
    }
}

/// The command line, with its help.
pub fn command(text: &Messages) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true);
    let mut command = Arguments::command().arg(help).about(msg!(text, "help-lab"));
    command = with_help(command, text, "help-lab");
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_string()).collect();
    for name in names {
        let id = format!("help-{name}");
        command = command.mut_subcommand(name, |it| with_help(it, text, &id));
    }
    command
}

/// A command, with what the texts say of it and of its arguments.
fn with_help(command: Command, text: &Messages, id: &str) -> Command {
    let template =
        format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", msg!(text, "help-usage"));
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(msg!(text, "help-commands"))
        .subcommand_value_name(msg!(text, "help-command"));
    if let Some(about) = text.optional(id) {
        command = command.about(about);
    }
    if let Some(examples) = text.part(id, "examples") {
        command = command.after_help(format!("{}\n{examples}", msg!(text, "help-examples")));
    }
    let (arguments, options) = (msg!(text, "help-arguments"), msg!(text, "help-options"));
    const LAST: usize = 100;
    let mut order = 0..;
    command.mut_args(|mut argument| {
        let name = argument.get_id().to_string();
        let is_of_all_commands = matches!(name.as_str(), "help" | "lang");
        let mut help = text.part(if is_of_all_commands { "help-lab" } else { id }, &name).unwrap_or_default();
        if argument.get_action().takes_values() {
            let names = argument.get_value_names().into_iter().flatten().map(|name| value_name(text, name));
            let names: Vec<String> = names.collect();
            let possible = argument.get_possible_values();
            if !possible.is_empty() {
                let values = possible.iter().map(|value| value.get_name()).collect::<Vec<_>>().join(", ");
                help = format!("{help} [{}]", msg!(text, "help-possible", values = values));
            }
            argument = argument.value_names(names).hide_possible_values(true);
        }
        let heading = if argument.is_positional() { arguments.clone() } else { options.clone() };
        // Under a heading that is not clap's own, the alphabet would decide. What all commands take comes last.
        let order = order.next().unwrap_or_default() + if is_of_all_commands { LAST } else { 0 };
        argument.help_heading(heading).display_order(order).help(help)
    })
}

/// What the value of an argument is called.
fn value_name(text: &Messages, name: &str) -> String {
    text.optional(&value_id(name)).unwrap_or(name.to_string())
}

/// How the files of texts name what the value of an argument is called.
fn value_id(name: &str) -> String {
    format!("help-value-{}", name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_a_command_too() {
        let arguments = |words: &[&str]| with_help_as_an_option(words.iter().map(OsString::from).collect());
        assert_eq!(arguments(&["lab", "help", "grade"]), ["lab", "grade", "--help"]);
        assert_eq!(arguments(&["lab", "help"]), ["lab", "--help"]);
        assert_eq!(arguments(&["lab", "grade", "help"]), ["lab", "grade", "help"]);
    }

    #[test]
    fn each_command_and_argument_is_explained_in_each_language() {
        for language in ["en", "pt-BR"] {
            let text = Messages::new(Some(language.to_string()));
            let command = command(&text);
            for subcommand in command.get_subcommands().chain([&command]) {
                assert!(subcommand.get_about().is_some(), "{} in {language}", subcommand.get_name());
                for argument in subcommand.get_arguments() {
                    let is_explained = argument.get_help().is_some_and(|help| !help.to_string().is_empty());
                    assert!(is_explained, "{} of {} in {language}", argument.get_id(), subcommand.get_name());
                }
            }
            let arguments = Arguments::command();
            let arguments = arguments.get_subcommands().flat_map(Command::get_arguments);
            for argument in arguments.filter(|argument| argument.get_action().takes_values()) {
                for name in argument.get_value_names().unwrap_or_default() {
                    assert!(text.optional(&value_id(name)).is_some(), "{} in {language}", value_id(name));
                }
            }
        }
    }
}
