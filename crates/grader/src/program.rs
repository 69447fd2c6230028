//! The program under test: a command that a check starts, as a server that runs or as a client that ends.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use report::escape;
use report::event::{Action, Actor};
use report::message::msg;

use crate::attempt::Attempt;
use crate::failure::{Failure, Result};
use crate::finished::Finished;
use crate::process::{Process, Stdout};
use crate::running::Running;
use crate::scratch;
use crate::server::Server;

/// The program under test, as a check is handed it.
pub struct Program {
    pub(crate) attempt: Arc<Attempt>,
    /// Where the command is started: a relative path in it starts here.
    pub(crate) folder: PathBuf,
    /// The command, its first word the executable.
    pub(crate) command: Vec<OsString>,
    /// How a transcript names the executable.
    pub(crate) name: String,
    /// The command that runs this check again.
    pub(crate) repeat: String,
}

impl Program {
    /// The same program with arguments that come before all others: a subcommand.
    #[must_use]
    pub fn with(&self, argument: &str) -> Self {
        let mut command = self.command.clone();
        command.push(argument.into());
        Self {
            attempt: Arc::clone(&self.attempt),
            folder: self.folder.clone(),
            command,
            name: format!("{} {argument}", self.name),
            repeat: self.repeat.clone(),
        }
    }

    /// Starts it as a server with `--port 0`, and waits until it says where it listens.
    ///
    /// How it says so is the subject of [`Server::expect_ready_line`], and of one check: here the line may stand among
    /// others, and be written otherwise than it should, as long as it names a port.
    ///
    /// # Errors
    /// It ended, or said nothing of the kind.
    pub fn serve(&self) -> Result<Server> {
        self.serve_on(0)
    }

    /// Starts it as a server with this `--port`, and waits until it says that it listens.
    ///
    /// # Errors
    /// As for [`serve`](Self::serve).
    pub fn serve_on(&self, port: u16) -> Result<Server> {
        Server::that_is_ready(self.start(["--port", &port.to_string()])?, port)
    }

    /// Starts it once more, on the `--port` of a server that has been killed.
    ///
    /// The system may have given the port to another program since. So a program that does not start is not believed at
    /// once: the check is run a second time, with another port.
    ///
    /// # Errors
    /// As for [`serve_on`](Self::serve_on).
    pub fn serve_again_on(&self, port: u16) -> Result<Server> {
        self.serve_on(port).map_err(Failure::inconclusive)
    }

    /// Starts it, and goes on at once.
    ///
    /// # Errors
    /// There is no such program, or the system does not let it be started.
    pub fn start<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Running> {
        self.start_with(arguments, Stdio::null(), Stdout::Drained)
    }

    pub(crate) fn start_with<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        stdin: Stdio,
        stdout: Stdout,
    ) -> Result<Running> {
        let arguments: Vec<OsString> = arguments.into_iter().map(|argument| argument.as_ref().to_owned()).collect();
        let shown = arguments.iter().map(|argument| show_argument(&argument.to_string_lossy()));
        let name = [self.name.clone()].into_iter().chain(shown).collect::<Vec<_>>().join(" ");
        let program = self.attempt.processes().len() + 1;
        self.attempt.note(&Actor::Grader, Action::Starts { program, command: name.clone() });

        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).args(&arguments).current_dir(&self.folder);
        // A backtrace is noise in a transcript; and whether a Python program flushes must not depend on where it is run.
        command.env("RUST_BACKTRACE", "0").env_remove("PYTHONUNBUFFERED");
        // The report is between the checks and their reader.
        command.env_remove(report::VARIABLE).stdin(stdin);
        // A jail has to know what it opens to the program.
        if let Ok(folders) = env::join_paths(self.attempt.folders()) {
            command.env(scratch::VARIABLE, folders);
        }
        let process = Process::start(name, command, stdout).map_err(|error| {
            let program = escape::line(&self.command[0].to_string_lossy());
            let (error, folder) = (error.to_string(), self.folder.display().to_string());
            Failure::new(msg!("cannot-start", program = program, error = error, folder = folder)).void()
        })?;
        let process = Arc::new(process);
        self.attempt.add(Arc::clone(&process));
        Ok(Running {
            attempt: Arc::clone(&self.attempt),
            process,
            number: program,
            told: Mutex::default(),
            keyboard: Mutex::default(),
        })
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// It cannot be started, or does not end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Finished> {
        self.start(arguments)?.finish()
    }
}

/// An argument as it would be typed, long ones cut.
fn show_argument(argument: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_./:=".contains(char);
    if !argument.is_empty() && argument.chars().all(plain) && argument.len() <= 80 {
        argument.to_string()
    } else {
        escape::payload(argument.as_bytes()).shown
    }
}
