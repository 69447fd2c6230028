//! One terminal of a session: a shell that is typed into, and the lines that come.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::io::{BufRead as _, BufReader, PipeReader, Write as _, pipe};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

/// Longer than it takes to build what a command runs.
const PATIENCE: Duration = Duration::from_secs(600);

/// How long a line may take at the end of a session that is one too many. A program that runs until it is stopped costs this.
const END: Duration = Duration::from_millis(300);

/// A shell, with what it and its commands say.
pub struct Terminal {
    shell: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    /// What is printed behind each command, and by none.
    mark: String,
    /// Whether a command has been typed that has not ended yet, as far as was read.
    runs: bool,
    /// Whether any line may come next.
    takes_anything: bool,
}

/// What came next.
pub enum Line {
    /// A line that was wanted.
    Wanted,
    /// Another one.
    Other(String),
    /// The end of the command.
    End,
}

impl Terminal {
    /// Opens one, in this folder.
    pub fn open(folder: &Path) -> Result<Self> {
        let (output, writer) = pipe()?;
        // What runs in the background of a script ignores Ctrl-C, and so would all that it starts.
        let mut shell = Command::new("env");
        shell.args(["--default-signal=INT", "sh"]);
        shell.current_dir(folder).stdin(Stdio::piped()).stdout(writer.try_clone()?).stderr(writer);
        // What the tests say of themselves is nothing that a student's terminal has.
        shell.env_remove("RUST_BACKTRACE").env_remove("LAB_IN_EXERCISES").env("LAB_LANG", "en");
        let mut shell = shell.process_group(0).spawn().context("cannot start a shell")?;
        let mut input = shell.stdin.take().context("it is a pipe")?;
        // Ctrl-C is for the command, and not for the shell.
        input.write_all(b"trap : INT\n")?;
        let (sender, lines) = channel();
        thread::spawn(move || read_lines(output, &sender));
        let mark = format!("end of command {:016x}", RandomState::new().hash_one(0));
        Ok(Self { shell, input, lines, mark, runs: false, takes_anything: false })
    }

    /// Types a command.
    pub fn type_command(&mut self, command: &str) -> Result<()> {
        self.runs = true;
        self.takes_anything = false;
        Ok(writeln!(self.input, "{{ {command}\n}} </dev/null; echo '{}'", self.mark)?)
    }

    /// Types Ctrl-C.
    pub fn interrupt(&mut self) -> Result<()> {
        Ok(kill_process_group(self.group()?, Signal::INT)?)
    }

    /// From now on, any line may come.
    pub fn take_anything(&mut self) {
        self.takes_anything = true;
    }

    /// Waits for a line like this.
    pub fn next(&mut self, is_wanted: impl Fn(&str) -> bool) -> Result<Line> {
        loop {
            match self.line(PATIENCE)? {
                None => return Ok(Line::End),
                Some(line) if is_wanted(&line) => {
                    self.takes_anything = false;
                    return Ok(Line::Wanted);
                }
                Some(_) if self.takes_anything => {}
                Some(line) => return Ok(Line::Other(line)),
            }
        }
    }

    /// Waits for the end of the command that runs, if one does. Returns a line that comes before that.
    pub fn end_of_command(&mut self) -> Result<Option<String>> {
        while self.runs {
            if let Some(line) = self.line(PATIENCE)?
                && !self.takes_anything
            {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// A line that comes at the end of the session, where none should.
    pub fn rest(&mut self) -> Option<String> {
        while self.runs {
            match self.line(END) {
                Ok(Some(line)) if !self.takes_anything => return Some(line),
                Ok(_) => {}
                // It runs on.
                Err(_) => return None,
            }
        }
        None
    }

    /// The next line that is not blank; nothing, where the command has ended.
    fn line(&mut self, patience: Duration) -> Result<Option<String>> {
        if !self.runs {
            return Ok(None);
        }
        loop {
            match self.lines.recv_timeout(patience) {
                Ok(line) if line == self.mark => {
                    self.runs = false;
                    return Ok(None);
                }
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => return Ok(Some(line)),
                Err(RecvTimeoutError::Timeout) => bail!("nothing came within {} s", patience.as_secs()),
                Err(RecvTimeoutError::Disconnected) => bail!("the terminal is closed"),
            }
        }
    }

    fn group(&self) -> Result<Pid> {
        i32::try_from(self.shell.id()).ok().and_then(Pid::from_raw).context("a process has a number")
    }
}

/// All that still runs in a terminal ends with it.
impl Drop for Terminal {
    fn drop(&mut self) {
        if let Ok(group) = self.group() {
            // The only error is that nothing runs.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.shell.wait();
    }
}

fn read_lines(output: PipeReader, lines: &Sender<String>) {
    let mut output = BufReader::new(output);
    loop {
        let mut line = Vec::new();
        match output.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_string();
        if lines.send(line).is_err() {
            return;
        }
    }
}
