//! The program under test: a command that a check starts, as a server that runs or as a client that ends.

use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use assert_cmd::assert::{Assert, IntoOutputPredicate, OutputAssertExt as _};
use predicates::Predicate;
use predicates::reflection::Case;

use crate::event::{What, Who};
use crate::failure::{Failure, Result};
use crate::process::{Process, ending};
use crate::scene::{Scene, lock};
use crate::words::{self, Phrase, rounded, say};
use crate::{expected_lines, report, show};

/// The program under test, as a check is handed it.
pub struct Program {
    pub(crate) scene: Arc<Scene>,
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
            scene: Arc::clone(&self.scene),
            folder: self.folder.clone(),
            command,
            name: format!("{} {argument}", self.name),
            repeat: self.repeat.clone(),
        }
    }

    /// Starts it as a server with `--port 0`, and waits for its ready line.
    ///
    /// # Errors
    /// It ended, printed something else first, or printed nothing.
    pub fn serve(&self) -> Result<Server> {
        self.serve_on(0)
    }

    /// Starts it as a server with this `--port`, and waits for its ready line.
    ///
    /// # Errors
    /// It ended, printed something else first, or printed nothing.
    pub fn serve_on(&self, port: u16) -> Result<Server> {
        let running = self.start(["--port", &port.to_string()])?;
        let line = running.first_line(say!("the-ready-line"))?;
        let Some(address) = line.strip_prefix("listening on ").and_then(|text| text.parse::<SocketAddr>().ok()) else {
            return Err(Failure::new(say!("not-the-ready-line"))
                .with(say!("expected"), "\"listening on 127.0.0.1:<port>\"")
                .with(say!("printed"), show::bytes(line.as_bytes())));
        };
        let right_port = if port == 0 { address.port() != 0 } else { address.port() == port };
        if !address.ip().is_loopback() || !right_port {
            let port = if port == 0 { say!("the-port-chosen").to_string() } else { port.to_string() };
            return Err(Failure::new(say!("ready-line-is-wrong"))
                .with(say!("expected"), format!("\"listening on 127.0.0.1:{port}\""))
                .with(say!("printed"), show::bytes(line.as_bytes())));
        }
        Ok(Server { running, address })
    }

    /// Starts it once more, on the `--port` of a server that has been killed.
    ///
    /// The system may have given the port to somebody else since. So a program that does not start is not believed at
    /// once: the check is run a second time, with another port.
    ///
    /// # Errors
    /// As for [`serve_on`](Self::serve_on).
    pub fn serve_again_on(&self, port: u16) -> Result<Server> {
        self.serve_on(port).map_err(|failure| Failure { doubtful: true, ..failure })
    }

    /// Starts it, and goes on at once.
    ///
    /// # Errors
    /// There is no such program, or the system does not let it be started.
    pub fn start<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Running> {
        let arguments: Vec<OsString> = arguments.into_iter().map(|argument| argument.as_ref().to_owned()).collect();
        let shown = arguments.iter().map(|argument| show_argument(&argument.to_string_lossy()));
        let name = [self.name.clone()].into_iter().chain(shown).collect::<Vec<_>>().join(" ");
        let program = self.scene.processes().len() + 1;
        self.scene.note(&Who::Grader, What::Starts { program, command: name.clone() });

        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).args(&arguments).current_dir(&self.folder);
        // A backtrace is noise in a transcript; and whether a Python program flushes must not depend on where it is run.
        command.env("RUST_BACKTRACE", "0").env_remove("PYTHONUNBUFFERED");
        // The report is between the checks and their reader.
        command.env_remove(report::VARIABLE);
        let process = Process::start(name, command).map_err(|error| {
            let program = show::line(&self.command[0].to_string_lossy());
            let (error, folder) = (error.to_string(), self.folder.display().to_string());
            Failure::new(say!("cannot-start", program = program, error = error, folder = folder))
        })?;
        let process = Arc::new(process);
        self.scene.add(Arc::clone(&process));
        Ok(Running { scene: Arc::clone(&self.scene), process, number: program, told: Mutex::default() })
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
        show::bytes(argument.as_bytes())
    }
}

/// A program that is running.
pub struct Running {
    pub(crate) scene: Arc<Scene>,
    pub(crate) process: Arc<Process>,
    /// Which of the check's programs it is.
    number: usize,
    /// The lines on stdout that the transcript tells already, quoted.
    told: Mutex<Vec<String>>,
}

impl Running {
    /// Waits for this whole line on stdout, wherever in what the program prints.
    ///
    /// # Errors
    /// It does not come.
    pub fn expect_line(&self, line: impl AsRef<str>) -> Result {
        self.expect_lines(&[line.as_ref()])
    }

    /// Waits for these whole lines on stdout, in this order. Others may stand between them.
    ///
    /// # Errors
    /// They do not come.
    pub fn expect_lines<L: AsRef<str>>(&self, lines: &[L]) -> Result {
        let mut missing = "";
        let found = self.process.wait_until(self.scene.wait(say!("a-line-on-stdout")), |state| {
            let text = String::from_utf8_lossy(&state.stdout.kept);
            let printed = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
            // A program on Windows may end its lines with two characters.
            let mut printed = printed.map(|line| line.strip_suffix('\r').unwrap_or(line));
            let next = lines.iter().find(|line| !printed.any(|printed| printed == line.as_ref()));
            missing = next.map_or("", |line| line.as_ref());
            next.is_none().then_some(())
        });
        if found.is_ok() {
            self.note_printed(lines.iter().map(|line| format!("{:?}", line.as_ref())).collect());
        }
        found.map_err(|failure| {
            let stdout = self.process.look(|state| show::lines(&state.stdout.kept));
            failure.with(say!("expected"), say!("the-line", line = format!("{missing:?}"))).with(say!("stdout"), stdout)
        })
    }

    /// Waits for the line `<peer>: <message quoted>` on stdout, where the message holds control characters.
    ///
    /// Every language has its own way to escape them, and each is right: the line has to begin with the quoted message
    /// as far as that is letters and digits, to end with the quote, and to hold no control character.
    ///
    /// # Errors
    /// It does not come, or the message is on stdout as it came.
    pub fn expect_quoted(&self, peer: SocketAddr, message: &str) -> Result {
        let plain: String = message.chars().take_while(char::is_ascii_alphanumeric).collect();
        let beginning = format!("{peer}: \"{plain}");
        let found = self.process.wait_until(self.scene.wait(say!("a-line-on-stdout")), |state| {
            let text = String::from_utf8_lossy(&state.stdout.kept);
            let mut printed = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
            let line = printed.find(|line| line.starts_with(&beginning))?;
            // A terminal on Windows ends lines with two characters.
            let line = line.strip_suffix('\r').unwrap_or(line);
            let closed = line.len() > beginning.len() && line.ends_with('"');
            Some(closed && !line.contains(char::is_control) && !text.contains(message))
        });
        let expected = say!("a-line-escaped", beginning = format!("{beginning:?}"));
        let stdout = || self.process.look(|state| show::lines(&state.stdout.kept));
        match found {
            Ok(true) => {
                self.note(What::HasPrintedEscaped { beginning: format!("{beginning:?}") });
                Ok(())
            }
            Ok(false) => Err(Failure::new(say!("not-escaped"))
                .with(say!("message"), show::bytes(message.as_bytes()))
                .with(say!("expected"), expected)
                .with(say!("stdout"), stdout())),
            Err(failure) => Err(failure.with(say!("expected"), expected).with(say!("stdout"), stdout())),
        }
    }

    /// Waits for a whole line on stdout that has this text in it.
    ///
    /// # Errors
    /// It does not come, or the program has ended without it.
    pub fn expect_line_with(&self, text: &str) -> Result {
        let what = say!("a-line-with", text = show::bytes(text.as_bytes()));
        let line = self.process.wait_until(self.scene.wait(what.clone()), |state| {
            let stdout = String::from_utf8_lossy(&state.stdout.kept);
            let mut lines = stdout.split_inclusive('\n').filter(|line| line.ends_with('\n'));
            match lines.find(|line| line.contains(text)) {
                Some(line) => Some(Some(line.trim_end().to_string())),
                // Other programs of the check may still be running: their end is not waited for.
                None => (state.ended && state.stdout.closed).then_some(None),
            }
        });
        let line = line.and_then(|line| {
            line.ok_or_else(|| {
                Failure::new(say!("ended-before", what = what))
                    .with(say!("program"), format!("`{}` {}", self.process.name(), self.process.doing()))
            })
        });
        let line = line.map_err(|failure| {
            let stdout = self.process.look(|state| show::lines(&state.stdout.kept));
            failure.with(say!("stdout"), stdout)
        })?;
        self.note_printed(vec![show::bytes(line.as_bytes())]);
        Ok(())
    }

    /// The first line on stdout, without its end. `what` says what it should be.
    fn first_line(&self, what: Phrase) -> Result<String> {
        let wait = self.scene.wait(what.clone());
        let line = self.process.wait_until(wait, |state| {
            let end = state.stdout.kept.iter().position(|byte| *byte == b'\n');
            if end.is_none() && state.stdout.flooded {
                return Some(Err(Failure::new(say!("no-line-end", what = what.clone()))));
            }
            let line = &state.stdout.kept[..end?];
            // A terminal on Windows ends lines with two characters.
            Some(Ok(String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()))
        });
        let line = line.map_err(|failure| {
            let stdout = self.process.look(|state| show::lines(&state.stdout.kept));
            failure.with(say!("stdout"), stdout)
        })??;
        let shown = show::bytes(line.as_bytes());
        lock(&self.told).push(shown.clone());
        self.note(What::Prints { line: shown });
        Ok(line)
    }

    /// Waits until the program has ended by itself.
    ///
    /// # Errors
    /// It does not end, or what it prints has no end.
    pub fn finish(self) -> Result<Finished> {
        let wait = self.scene.wait(say!("end-of", program = self.process.name().to_string()));
        let output = self.process.output(wait).map_err(|failure| {
            let stdout = self.process.look(|state| show::lines(&state.stdout.kept));
            failure.with(say!("stdout"), stdout)
        })?;
        self.note_the_rest(&output.stdout);
        self.note(What::Ends { status: output.status.to_string() });
        Ok(Finished { assert: output.assert(), lived: self.process.lived() })
    }

    /// Ends the program from outside, to be judged by what it printed.
    pub fn stop(self) -> Finished {
        self.kill();
        let status = self.process.end();
        let output = self.process.look(|state| Output {
            status,
            stdout: state.stdout.kept.clone(),
            stderr: state.stderr.kept.clone(),
        });
        Finished { assert: output.assert(), lived: self.process.lived() }
    }

    /// Ends the program from outside, as Ctrl-C on Windows and `kill -9` elsewhere would, and waits until it is gone.
    pub fn kill(&self) {
        self.process.end();
        let command = self.process.name().to_string();
        self.scene.note(&Who::Grader, What::Kills { program: self.number, command });
    }

    fn note(&self, what: What) {
        self.scene.note(&Who::Program(self.number), what);
    }

    /// The program has printed these lines, which are quoted.
    fn note_printed(&self, lines: Vec<String>) {
        lock(&self.told).extend(lines.iter().cloned());
        self.note(What::HasPrinted { lines });
    }

    /// Adds to the transcript what it does not tell yet of the lines on stdout, each at its time.
    fn note_the_rest(&self, stdout: &[u8]) {
        let times = self.process.look(|state| state.stdout.line_ends.clone());
        let told = lock(&self.told);
        let text = String::from_utf8_lossy(stdout);
        let mut more = 0;
        for (index, line) in text.lines().enumerate() {
            let line = show::bytes(line.as_bytes());
            match times.get(index) {
                _ if told.contains(&line) => {}
                Some(time) => self.scene.note_at(*time, &Who::Program(self.number), What::Prints { line }),
                None => more += 1,
            }
        }
        if more > 0 {
            self.note(What::PrintsMore { lines: more });
        }
    }
}

/// A server that is running and has printed its ready line.
pub struct Server {
    pub(crate) running: Running,
    address: SocketAddr,
}

impl Server {
    /// Where it listens, as its ready line says.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Waits for this whole line on stdout, wherever in what the program prints.
    ///
    /// # Errors
    /// It does not come.
    pub fn expect_line(&self, line: impl AsRef<str>) -> Result {
        self.running.expect_line(line)
    }

    /// Waits for these whole lines on stdout, in this order. Others may stand between them.
    ///
    /// # Errors
    /// They do not come.
    pub fn expect_lines<L: AsRef<str>>(&self, lines: &[L]) -> Result {
        self.running.expect_lines(lines)
    }

    /// Waits for the line `<peer>: <message quoted>` on stdout, where the message holds control characters.
    ///
    /// # Errors
    /// As for [`Running::expect_quoted`].
    pub fn expect_quoted(&self, peer: SocketAddr, message: &str) -> Result {
        self.running.expect_quoted(peer, message)
    }

    /// The end of what has been printed on stderr until now, for
    /// [`expect_diagnostic_since`](Self::expect_diagnostic_since).
    pub fn end_of_stderr(&self) -> Place {
        Place(self.running.process.look(|state| state.stderr.kept.len()))
    }

    /// Waits until something has been printed on stderr behind this place, in whatever words: what a program says of its
    /// start is about nothing that came later. `what` says what it should be about.
    ///
    /// # Errors
    /// Nothing has been.
    pub fn expect_diagnostic_since(&self, place: Place, what: &str) -> Result {
        let process = &self.running.process;
        let wait = self.running.scene.wait(say!("a-diagnostic-about", what = what.to_string()));
        let found = process.wait_until(wait, |state| {
            let stderr = &state.stderr;
            // Of more than is kept, nobody knows what was in it.
            (stderr.flooded || !stderr.kept[place.0..].trim_ascii().is_empty()).then_some(())
        });
        found.map_err(|failure| {
            let stderr = process.look(|state| show::lines(&state.stderr.kept));
            failure.with(say!("stderr"), stderr)
        })?;
        self.running.note(What::HasPrintedDiagnostic { about: what.to_string() });
        Ok(())
    }

    /// What it has printed on stdout until now.
    pub fn stdout(&self) -> String {
        self.running.process.look(|state| String::from_utf8_lossy(&state.stdout.kept).into_owned())
    }

    /// Waits until the program uses no processor, as it should while nobody wants anything of it.
    ///
    /// # Errors
    /// It stays busy.
    pub fn expect_idle(&self) -> Result {
        self.running.process.wait_until_idle(&self.running.scene)?;
        self.running.note(What::IsIdle);
        Ok(())
    }

    /// Ends it from outside, connections and all.
    pub fn kill(&self) {
        self.running.kill();
    }
}

/// A place in what a program prints on stderr.
pub struct Place(usize);

/// A program that has ended, to be judged by what it printed and how it ended.
pub struct Finished {
    assert: Assert,
    /// The time from its start to its end.
    lived: Duration,
}

impl Finished {
    /// It ended with this exit status.
    ///
    /// # Errors
    /// It did not.
    pub fn code(self, code: i32) -> Result<Self> {
        let output = self.output();
        let failure = Failure::new(say!("exit-status-is-not", code = code.to_string()))
            .with(say!("expected"), say!("exit-status-wanted", code = code.to_string()))
            .with(say!("ended"), say!("ended-with", how = ending(&output.status.to_string())))
            .with(say!("stdout"), show::lines(&output.stdout))
            .with(say!("stderr"), show::lines(&output.stderr));
        let assert = self.assert.try_code(code).map_err(|_| failure)?;
        Ok(Self { assert, ..self })
    }

    /// What it printed on stdout satisfies the predicate. A string is compared whole.
    ///
    /// # Errors
    /// It does not.
    pub fn stdout<I: IntoOutputPredicate<P>, P: Predicate<[u8]>>(self, predicate: I) -> Result<Self> {
        let predicate = predicate.into_output();
        let failure = unfit("stdout", &predicate, &self.output().stdout);
        let assert = self.assert.try_stdout(predicate).map_err(|_| failure)?;
        Ok(Self { assert, ..self })
    }

    /// What it printed on stderr satisfies the predicate. A string is compared whole.
    ///
    /// # Errors
    /// It does not.
    pub fn stderr<I: IntoOutputPredicate<P>, P: Predicate<[u8]>>(self, predicate: I) -> Result<Self> {
        let predicate = predicate.into_output();
        let failure = unfit("stderr", &predicate, &self.output().stderr);
        let assert = self.assert.try_stderr(predicate).map_err(|_| failure)?;
        Ok(Self { assert, ..self })
    }

    /// It failed as the contract says: exit status 1, and a line `error: what failed: why` on stderr.
    ///
    /// # Errors
    /// It did not.
    pub fn error(self) -> Result<Self> {
        let this = self.code(1)?;
        let stderr = &this.output().stderr;
        let says_why = |line: &str| line.strip_prefix("error: ").is_some_and(|what| !what.is_empty());
        if String::from_utf8_lossy(stderr).lines().any(says_why) {
            return Ok(this);
        }
        Err(Failure::new(say!("stream-is-wrong", stream = "stderr"))
            .with(say!("expected"), say!("error-line"))
            .with(say!("printed"), show::lines(stderr)))
    }

    /// It did not end before this time was over, counted from its start: it used the time that it was given.
    ///
    /// # Errors
    /// It ended sooner.
    pub fn no_sooner_than(self, time: Duration) -> Result<Self> {
        if self.lived >= time {
            return Ok(self);
        }
        let seconds = |time: Duration| rounded(time.as_secs_f64(), 3);
        Err(Failure::new(say!("gave-up-early"))
            .with(say!("expected"), say!("end-no-sooner-than", seconds = seconds(time)))
            .with(say!("ended"), say!("after", seconds = seconds(self.lived)))
            .with(say!("stderr"), show::lines(&self.output().stderr)))
    }

    /// It printed exactly this on stdout. A failure points at the first byte that differs, which helps with a long text.
    ///
    /// # Errors
    /// It printed something else.
    pub fn prints(self, text: impl AsRef<[u8]>) -> Result<Self> {
        let (expected, printed) = (text.as_ref(), &self.output().stdout);
        if expected == printed {
            return Ok(self);
        }
        let shown = |bytes: &[u8]| if bytes.is_empty() { say!("nothing").to_string() } else { show::bytes(bytes) };
        Err(Failure::new(say!("stream-is-wrong", stream = "stdout"))
            .with(say!("expected"), shown(expected))
            .with(say!("printed"), shown(printed))
            .with_first_difference(expected, printed))
    }

    /// It printed one of these numbers on stderr, in a sentence of whatever words. What stands right after a letter or
    /// a backslash is no number, but a part of something that was dumped: `c3`, `\x11`, `\303`.
    ///
    /// # Errors
    /// None of them stands there.
    pub fn says_number(self, choices: &[usize]) -> Result<Self> {
        let stderr = String::from_utf8_lossy(&self.output().stderr);
        if numbers_in(&stderr).any(|number| choices.contains(&number)) {
            return Ok(self);
        }
        let choices: Vec<String> = choices.iter().map(usize::to_string).collect();
        let choices = words::joined(&choices, say!("or"));
        Err(Failure::new(say!("number-is-missing", number = choices.clone()))
            .with(say!("expected"), say!("error-with-number", number = choices))
            .with(say!("stderr"), show::lines(&self.output().stderr)))
    }

    /// It printed exactly these lines on stdout.
    ///
    /// `<number>` in a line stands for any number that is not negative; `<0.2>` for that number however it is written
    /// (`0.2`, `0.20`); `<10..20>` for a number from 10 to 20.
    ///
    /// # Errors
    /// A line differs, is missing, or is one too many.
    pub fn lines<L: AsRef<str>>(self, expected: &[L]) -> Result<Self> {
        expected_lines::compare(expected, &self.output().stdout)?;
        Ok(self)
    }

    /// The lines that it printed on stdout begin with these, which are as for [`lines`](Self::lines). What comes after
    /// them is the subject of another check.
    ///
    /// # Errors
    /// A line differs or is missing.
    pub fn first_lines<L: AsRef<str>>(self, expected: &[L]) -> Result<Self> {
        expected_lines::compare_first(expected, &self.output().stdout)?;
        Ok(self)
    }

    /// The numbers on stdout that stand right after this text, in order.
    pub fn numbers_after(&self, text: &str) -> Vec<f64> {
        let stdout = String::from_utf8_lossy(&self.output().stdout);
        stdout
            .split(text)
            .skip(1)
            .filter_map(|rest| expected_lines::split_number(rest))
            .map(|(number, _)| number)
            .collect()
    }

    fn output(&self) -> &Output {
        self.assert.get_output()
    }
}

/// The numbers in a text that are not a part of a word or of an escape.
fn numbers_in(text: &str) -> impl Iterator<Item = usize> {
    let words = text.split(|char: char| !(char.is_alphanumeric() || char == '\\'));
    words.filter_map(|word| {
        let end = word.find(|char: char| !char.is_ascii_digit()).unwrap_or(word.len());
        word[..end].parse().ok()
    })
}

fn unfit(stream: &'static str, predicate: &impl Predicate<[u8]>, printed: &[u8]) -> Failure {
    let expected = predicate.find_case(false, printed).and_then(|case| wish(&case));
    // A predicate calls what it looks at `var`.
    let expected = expected
        .unwrap_or_else(|| show::line(&predicate.to_string()))
        .replace("var.", &format!("{stream}."))
        .replace("(var)", &format!("({stream})"));
    Failure::new(say!("stream-is-wrong", stream = stream))
        .with(say!("expected"), expected)
        .with(say!("printed"), show::lines(printed))
}

/// What the part of a predicate asks for that was not fulfilled.
fn wish(case: &Case<'_>) -> Option<String> {
    if let Some(wish) = case.children().find_map(wish) {
        return Some(wish);
    }
    let predicate = case.predicate()?;
    // A comparison with a whole text calls it so, and has no words for it.
    let text = predicate.parameters().find(|parameter| parameter.name() == "original");
    Some(match text {
        Some(text) => show::lines(text.value().to_string().as_bytes()),
        None => show::line(&predicate.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_no_part_of_a_word_or_of_an_escape() {
        let numbers = |text: &str| numbers_in(text).collect::<Vec<_>>();
        assert_eq!(numbers("11 of 23 bytes"), [11, 23]);
        assert_eq!(numbers("error: (11/23bytes): byte=7."), [11, 23, 7]);
        assert!(numbers(r"b'a\xc3\xa7\x11 \303\247' is not c3a7, u8").is_empty());
        assert!(numbers("").is_empty());
    }
}
