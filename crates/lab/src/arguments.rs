//! The command line. What `--help` says of it is in the files of texts, by the names of verbs and arguments.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use clap_complete::Shell;

use crate::formats::Format;
use crate::say;
use crate::show;
use crate::text::Text;

#[derive(Parser)]
#[command(name = "cargo lab", bin_name = "cargo lab", disable_help_flag = true, disable_help_subcommand = true)]
pub struct Arguments {
    /// Read before all others, by [`language`].
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<String>,

    #[command(subcommand)]
    pub verb: Option<Verb>,
}

#[derive(Subcommand)]
pub enum Verb {
    List,
    Grade(GradeArguments),
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
        #[arg(long)]
        solutions: bool,
    },
    Run {
        #[arg(value_name = "LESSON")]
        lesson: Option<String>,
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
    Completions {
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
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
    #[arg(long = "format", value_name = "FORMAT")]
    pub formats: Vec<Format>,
    #[arg(long = "out", value_name = "FILE", requires = "formats")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub time_limit: Option<u64>,
}

/// The language that the command line asks for. The command line itself is told about in that language.
pub fn language() -> Option<String> {
    let mut arguments = env::args().skip(1).take_while(|argument| argument != "--");
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
    pub fn read(text: &Text) -> Self {
        let read = command(text).try_get_matches().and_then(|matches| Self::from_arg_matches(&matches));
        read.unwrap_or_else(|error| {
            match wrong(&error, text) {
                Some(wrong) => anstream::eprintln!("{} {wrong}", show::bad(say!(text, "error"))),
                None => error.exit(),
            }
            std::process::exit(WRONG_USAGE.into())
        })
    }
}

/// How a program ends that was called wrongly.
pub const WRONG_USAGE: u8 = 2;

/// What is wrong, in the student's language, where it is one of the slips that happen most. Clap's own words are there
/// for the others.
fn wrong(error: &clap::Error, text: &Text) -> Option<String> {
    let context = |kind| error.get(kind).map(|value| value.to_string().escape_debug().to_string());
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = context(ContextKind::InvalidSubcommand)?;
            match error.get(ContextKind::SuggestedSubcommand) {
                // Clap names the most likely one last.
                Some(ContextValue::Strings(verbs)) if !verbs.is_empty() => {
                    say!(text, "no-such-verb-but", name = name, nearest = verbs[verbs.len() - 1].as_str())
                }
                _ => say!(text, "no-such-verb", name = name),
            }
        }
        ErrorKind::UnknownArgument => {
            say!(text, "no-such-argument", name = context(ContextKind::InvalidArg)?)
        }
        _ => return None,
    })
}

/// The command line, with its help.
pub fn command(text: &Text) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true);
    let mut command = Arguments::command().arg(help).about(say!(text, "help-lab"));
    command = with_help(command, text, "help-lab");
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_string()).collect();
    for verb in verbs {
        let id = format!("help-{verb}");
        command = command.mut_subcommand(verb, |it| with_help(it, text, &id));
    }
    command
}

/// A verb, with what the texts say of it and of its arguments.
fn with_help(command: Command, text: &Text, id: &str) -> Command {
    let template =
        format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", say!(text, "help-usage"));
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(say!(text, "help-verbs"))
        .subcommand_value_name(say!(text, "help-verb"));
    if let Some(about) = text.optional(id) {
        command = command.about(about);
    }
    if let Some(examples) = text.part(id, "examples") {
        command = command.after_help(format!("{}\n{examples}", say!(text, "help-examples")));
    }
    let (arguments, options) = (say!(text, "help-arguments"), say!(text, "help-options"));
    command.mut_args(|argument| {
        let heading = if argument.is_positional() { arguments.clone() } else { options.clone() };
        let name = argument.get_id().to_string();
        let help = match name.as_str() {
            "help" | "lang" => text.part("help-lab", &name),
            name => text.part(id, name),
        };
        argument.help_heading(heading).help(help.unwrap_or_default())
    })
}
