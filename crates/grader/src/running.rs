//! A program that is running: what it prints, and its end.

use std::io::PipeWriter;
use std::net::SocketAddr;
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use report::escape::{self, Payload};
use report::event::{Action, Actor};
use report::message::{Message, Value, msg};

use crate::attempt::Attempt;
use crate::deadline::LOOK_AGAIN;
use crate::difference;
use crate::failure::{Awaited, Failure, Result};
use crate::finished::Finished;
use crate::moment::Moment;
use crate::process::{Process, State};
use crate::sync::lock;
use crate::{form, printed, quiescence, quoting, serving, system};

/// How long a program gets to do what it may do beside what it should.
const CHANCE_TO_REST: Duration = Duration::from_millis(20);

/// A program that is running.
pub struct Running {
    pub(crate) attempt: Arc<Attempt>,
    pub(crate) process: Arc<Process>,
    /// Which of the check's programs it is.
    pub(crate) number: usize,
    /// The lines on stdout that the transcript tells already, quoted.
    pub(crate) told: Mutex<Vec<Payload>>,
    /// Where it is typed to, if it is.
    pub(crate) keyboard: Mutex<Option<PipeWriter>>,
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
        self.find(lines, |stdout, missing| instead(stdout, lines, missing))
    }

    /// The same, where what is there instead of a line shows nothing.
    pub(crate) fn find_lines<L: AsRef<str>>(&self, lines: &[L]) -> Result {
        self.find(lines, |_, _| None)
    }

    /// Waits for these lines. If one of them is missing, `why` may tell the cause from what is on stdout.
    fn find<L: AsRef<str>>(&self, lines: &[L], why: impl Fn(&[u8], &str) -> Option<Message>) -> Result {
        let mut next = 0;
        let found = self.process.wait_until(self.attempt.wait(msg!("a-line-on-stdout")), |state| {
            let missing = missing(&state.stdout.kept, lines);
            next = missing.unwrap_or(lines.len());
            missing.is_none().then_some(())
        });
        if found.is_ok() {
            self.note_printed(lines.iter().map(|line| escape::payload(line.as_ref().as_bytes())).collect());
        }
        found.map_err(|failure| {
            let lines: Vec<&str> = lines.iter().take(next + 1).map(AsRef::as_ref).collect();
            let line = lines.last().copied().unwrap_or_default();
            let picture = self.process.picture();
            let pair = |printed: &str| form::pair_for_an_address(line, printed);
            let failure = failure
                .likely_because(String::from_utf8_lossy(&picture.stdout).lines().find_map(pair))
                .likely_because(why(&picture.stdout, line))
                .likely_because(printed::why_missing(&lines, &picture));
            self.with_stdout(failure.with(msg!("expected"), msg!("the-line", line = quoted(line))))
        })
    }

    /// Waits for the line `<peer>: <message quoted>` on stdout, where the message holds control characters.
    ///
    /// # Errors
    /// As for [`expect_escaped`](Self::expect_escaped).
    pub fn expect_quoted(&self, peer: SocketAddr, message: &str) -> Result {
        self.expect_escaped_line(&format!("{peer}: \""), message, "\"")
    }

    /// Waits for this line on stdout, which holds control characters.
    ///
    /// Every language has its own way to escape them, with a backslash, and each is right: the line has to begin as it is,
    /// as far as it has none, and to hold a backslash and no control character.
    ///
    /// # Errors
    /// It does not come, or is on stdout as it came.
    pub fn expect_escaped(&self, line: &str) -> Result {
        self.expect_escaped_line("", line, "")
    }

    /// What it has printed until now holds no control character, as for [`Finished::cannot_command_the_terminal`].
    ///
    /// # Errors
    /// There is one.
    ///
    /// [`Finished::cannot_command_the_terminal`]: crate::Finished::cannot_command_the_terminal
    pub fn cannot_command_the_terminal(&self) -> Result {
        self.process.with_state(|state| quoting::expect_harmless(&state.stdout.kept, &state.stderr.kept))
    }

    /// Waits for a line on stdout that is this message, escaped, between a beginning and an end.
    fn expect_escaped_line(&self, before: &str, message: &str, end: &str) -> Result {
        let plain: String = message.chars().take_while(|char| !char.is_control()).collect();
        let beginning = format!("{before}{plain}");
        let found = self.process.wait_until(self.attempt.wait(msg!("a-line-on-stdout")), |state| {
            let text = String::from_utf8_lossy(&state.stdout.kept);
            let mut printed = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
            let line = printed.find(|line| line.starts_with(&beginning))?;
            // A terminal on Windows ends lines with two characters.
            let line = line.strip_suffix('\r').unwrap_or(line);
            let rest = line[beginning.len()..].strip_suffix(end);
            // A control character that left no backslash was left out.
            let is_escaped = rest.is_some_and(|rest| rest.contains('\\'));
            let is_harmless = !line.contains(char::is_control) && !text.contains(message);
            let failure = match rest {
                Some(rest) if is_harmless && !is_escaped => Failure::new(msg!("control-characters-left-out"))
                    .likely_because(printed::ends_at_a_zero(&message[plain.len()..], rest)),
                _ => Failure::new(msg!("not-escaped")),
            };
            Some(if is_escaped && is_harmless { Ok(()) } else { Err(failure) })
        });
        let expected = msg!("a-line-escaped", beginning = format!("{beginning:?}"));
        match found {
            Ok(Ok(())) => {
                self.note(Action::HasPrintedEscaped { beginning: escape::payload(beginning.as_bytes()) });
                Ok(())
            }
            Ok(Err(failure)) => Err(failure
                .with(msg!("message"), escape::bytes(message.as_bytes()))
                .with(msg!("expected"), expected)
                .with(msg!("stdout"), self.shown_stdout())),
            Err(failure) => {
                let cause = printed::another_sender(&beginning, &self.process.picture());
                Err(self.with_stdout(failure.likely_because(cause).with(msg!("expected"), expected)))
            }
        }
    }

    /// Waits for a whole line on stdout that has this text in it.
    ///
    /// # Errors
    /// It does not come, or the program has ended without it.
    pub fn expect_line_with(&self, text: &str) -> Result {
        let what = msg!("a-line-with", text = escape::bytes(text.as_bytes()));
        let line = self.process.wait_until(self.attempt.wait(what.clone()), |state| match line_with(state, text) {
            // Other programs of the check may still be running: their end is not waited for.
            None => (state.ended && state.stdout.closed).then_some(None),
            line => Some(line),
        });
        let line = line.and_then(|line| {
            line.ok_or_else(|| {
                Failure::new(msg!("ended-before", what = what)).with(msg!("program"), self.process.doing())
            })
        });
        let line = line.map_err(|failure| self.with_stdout(failure))?;
        self.note_printed(vec![escape::payload(line.as_bytes())]);
        Ok(())
    }

    /// Lets the time pass after which the program would wake without anybody's doing, where the system tells of it and it
    /// is no longer than a student waits for a mark: whoever gives up when nothing comes for so long has given up by then.
    /// One that looks again and again may count how often it has, and is let look for some seconds.
    ///
    /// This never fails, and takes no time where the program sleeps until something comes, however long that takes.
    pub fn let_its_timeouts_pass(&self) {
        self.let_timeouts_pass(1);
    }

    /// The same for a program that is in the middle of a write, which may have several of them: one of which a part was
    /// taken has had its time, and what is left begins it anew.
    pub fn let_its_writes_time_out(&self) {
        self.let_timeouts_pass(5);
    }

    /// Lets so many of them pass at least, one after the other, if that does not take too long.
    fn let_timeouts_pass(&self, least: usize) {
        const MOST: Duration = Duration::from_secs(12);
        const SOME_SECONDS: Duration = Duration::from_millis(5_500);
        let mut passed = Duration::ZERO;
        let mut count = 0;
        while passed <= MOST && (count < least || passed < SOME_SECONDS) {
            let pause = self.let_a_timeout_pass();
            if pause.is_zero() {
                break;
            }
            passed += pause;
            count += 1;
        }
        if !passed.is_zero() {
            self.note(Action::Waits { seconds: passed.as_secs_f64() });
        }
    }

    /// How long the program would sleep, from the beginning of its sleep on, if nothing came: no time where it sleeps until
    /// something comes. Of several threads, it is the one that sleeps longest. `None`: it does not sleep, or the system does
    /// not tell.
    ///
    /// This takes a second at most, on an idle machine.
    pub fn longest_sleep(&self) -> Option<Duration> {
        /// Who does not sleep until then has nothing that ends a sleep.
        const CHANCE_TO_SLEEP: Duration = Duration::from_secs(1);
        let mut wait = self.attempt.wait(msg!("moment-of-rest")).with_timeout(CHANCE_TO_SLEEP);
        loop {
            match (quiescence::longest_sleep(&self.process), wait.next_poll_timeout()) {
                (Some(sleep), _) => return Some(sleep),
                (None, Ok(poll)) => thread::sleep(poll.min(LOOK_AGAIN)),
                (None, Err(_)) => return None,
            }
        }
    }

    /// How long it was let sleep.
    fn let_a_timeout_pass(&self) -> Duration {
        const MAX_TIMEOUT: Duration = Duration::from_secs(12);
        /// For what it does then. A socket's own timeout may strike so much later, too: see the wheel of timers in the kernel's
        /// kernel/time/timer.c.
        const AFTERWARDS: Duration = Duration::from_millis(50);
        const LATE: u32 = 8;
        let timeout = self.longest_sleep().unwrap_or_default();
        if timeout.is_zero() || timeout > MAX_TIMEOUT {
            return Duration::ZERO;
        }
        let pause = timeout + timeout / LATE + AFTERWARDS;
        self.attempt.pause_until(pause, |timeout| {
            thread::sleep(timeout);
            self.process.has_ended()
        });
        self.let_it_rest();
        pause
    }

    /// Lets it go on until it sleeps, and what it has printed is known: what it does because of what has happened, it has
    /// done by then.
    ///
    /// This never fails, and takes 20 ms at most, on an idle machine, for a program that does not sleep. Where the system
    /// does not tell whether it does, it does not wait.
    pub fn let_it_rest(&self) {
        let mut wait = self.attempt.wait(msg!("moment-of-rest")).with_timeout(CHANCE_TO_REST);
        // What has been sent may still be on its way, and wakes the program when it comes.
        while system::nothing_is_in_flight() == Some(false) || self.process.is_ready() || self.process.is_drained_from()
        {
            let Ok(timeout) = wait.until_next_look() else { return };
            thread::sleep(timeout);
        }
    }

    /// Whether there is a whole line on stdout by now that has this text in it.
    pub(crate) fn has_printed(&self, text: &str) -> bool {
        self.process.with_state(|state| line_with(state, text)).is_some()
    }

    /// The first line on stdout, without its end. `what` says what it should be.
    pub(crate) fn first_line(&self, what: Message) -> Result<String> {
        let wait = self.attempt.wait(what.clone());
        let line = self.process.wait_until(wait, |state| {
            let end = state.stdout.kept.iter().position(|byte| *byte == b'\n');
            if end.is_none() && state.stdout.flooded {
                return Some(Err(Failure::new(msg!("floods-instead", what = what.clone()))));
            }
            let line = &state.stdout.kept[..end?];
            // A terminal on Windows ends lines with two characters.
            Some(Ok(String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()))
        });
        line.map_err(|failure| self.with_stdout(failure))?
    }

    /// Whether it has ended by now.
    pub fn has_ended(&self) -> bool {
        self.process.has_ended()
    }

    /// Waits until the program has ended by itself.
    ///
    /// # Errors
    /// It does not end, or what it prints has no end.
    pub fn finish(self) -> Result<Finished> {
        self.finish_by(None)
    }

    /// The same, for a program that has this time for it, in which it had its chance to run.
    ///
    /// # Errors
    /// As for [`finish`](Self::finish).
    pub fn finish_within(self, time: Duration) -> Result<Finished> {
        self.finish_by(Some(time))
    }

    fn finish_by(self, time: Option<Duration>) -> Result<Finished> {
        let output = self.output(time).map_err(|failure| {
            let cause = serving::serves_all_the_same(&failure.clues.pictures, self.number - 1, self.process.name());
            failure.likely_because(cause).with(msg!("stdout"), self.shown_stdout())
        })?;
        self.note_the_rest(&output.stdout);
        self.note(Action::Ends { ending: output.status.into() });
        Ok(Finished::new(output, self.process.started(), self.end_or_now()))
    }

    /// What it has printed when it has ended.
    fn output(&self, time: Option<Duration>) -> Result<Output> {
        let wait = self.attempt.wait(msg!("end-of", program = self.process.name().to_string()));
        self.process.output(match time {
            Some(time) => wait.with_timeout(time),
            None => wait,
        })
    }

    /// Stops the program and lets it go on, as Ctrl-Z and `fg` do. Elsewhere than on Linux nothing is done: there a call
    /// that waits goes on with it.
    pub fn stop_and_continue(&self) {
        #[cfg(target_os = "linux")]
        {
            self.process.stop_and_continue();
            self.attempt.note(&Actor::Grader, Action::StopsAndContinues { program: self.number });
        }
    }

    /// Asks the program to end, as Ctrl-C does. Elsewhere than on Linux nothing is done.
    pub(crate) fn interrupt(&self) {
        self.ask_to_end(false);
    }

    /// Asks the program to end, as Ctrl-C does, or as a system does that shuts down. Elsewhere than on Linux nothing is done.
    pub(crate) fn ask_to_end(&self, by_the_system: bool) {
        #[cfg(target_os = "linux")]
        {
            if by_the_system {
                self.process.terminate();
            } else {
                self.process.interrupt();
            }
            self.attempt.note(&Actor::Grader, Action::Interrupts { program: self.number, by_the_system });
        }
        #[cfg(not(target_os = "linux"))]
        let _ = by_the_system;
    }

    /// Asks it to end, as Ctrl-C does, and expects that it does, whatever else it has to do with. Elsewhere than on Linux
    /// nothing is done.
    ///
    /// # Errors
    /// It goes on.
    pub fn expect_end_when_interrupted(&self) -> Result {
        self.interrupt();
        self.expect_end_by_interrupt(msg!("cause-does-not-stop"))
    }

    /// Waits until it has ended, where it has been interrupted. `cause` says why it may not have.
    pub(crate) fn expect_end_by_interrupt(&self, cause: Message) -> Result {
        if cfg!(not(target_os = "linux")) {
            return Ok(());
        }
        let output = self.output(None).map_err(|failure| failure.because(cause))?;
        self.note(Action::Ends { ending: output.status.into() });
        Ok(())
    }

    /// Ends the program from outside, to be judged by what it printed.
    pub fn stop(self) -> Finished {
        self.kill();
        let status = self.process.end();
        let output = self.process.with_state(|state| Output {
            status,
            stdout: state.stdout.kept.clone(),
            stderr: state.stderr.beginning_and_end(),
        });
        Finished::new(output, self.process.started(), self.end_or_now())
    }

    /// Ends the program from outside, as Ctrl-C on Windows and `kill -9` elsewhere would, and waits until it is gone.
    pub fn kill(&self) {
        self.process.end();
        let command = self.process.name().to_string();
        self.attempt.note(&Actor::Grader, Action::Kills { program: self.number, command });
    }

    /// The moment at which it ended, or this one.
    fn end_or_now(&self) -> Moment {
        Moment::at(&self.attempt, self.process.end_or_now())
    }

    pub(crate) fn note(&self, action: Action) {
        self.attempt.note(&Actor::Program(self.number), action);
    }

    /// Adds what it has printed on stdout, where something else or more was awaited there.
    fn with_stdout(&self, failure: Failure) -> Failure {
        failure.awaiting(Awaited::Output).with(msg!("stdout"), self.shown_stdout())
    }

    /// What it has printed on stdout until now, as evidence.
    pub(crate) fn shown_stdout(&self) -> Value {
        self.process.with_state(|state| escape::lines(&state.stdout.kept))
    }

    /// The program prints this line.
    pub(crate) fn note_line(&self, line: &str) {
        let line = escape::payload(line.as_bytes());
        lock(&self.told).push(line.clone());
        self.note(Action::Prints { line });
    }

    /// The program has printed these lines.
    fn note_printed(&self, lines: Vec<Payload>) {
        lock(&self.told).extend(lines.iter().cloned());
        self.note(Action::HasPrinted { lines });
    }

    /// Adds to the transcript what it does not tell yet of the lines on stdout, each at its time.
    fn note_the_rest(&self, stdout: &[u8]) {
        let times = self.process.with_state(|state| state.stdout.line_ends.clone());
        let told = lock(&self.told);
        let text = String::from_utf8_lossy(stdout);
        let mut more = 0;
        for (index, line) in text.lines().enumerate() {
            let line = escape::payload(line.as_bytes());
            match times.get(index) {
                _ if told.contains(&line) => {}
                Some(time) => self.attempt.note_at(*time, &Actor::Program(self.number), Action::Prints { line }),
                None => more += 1,
            }
        }
        if more > 0 {
            self.note(Action::PrintsMore { lines: more });
        }
    }
}

/// A line that is awaited, quoted. One that no screen has room for is cut.
fn quoted(line: &str) -> Value {
    const SCREEN: usize = 80 * 24;
    if line.len() > SCREEN { escape::bytes(line.as_bytes()) } else { format!("{line:?}").into() }
}

/// The first whole line on stdout that has this text in it, without its end.
fn line_with(state: &State, text: &str) -> Option<String> {
    let stdout = String::from_utf8_lossy(&state.stdout.kept);
    let mut lines = stdout.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    lines.find(|line| line.contains(text)).map(|line| line.trim_end().to_string())
}

/// The first of these lines, which come in this order, that has not come.
fn missing<L: AsRef<str>>(stdout: &[u8], lines: &[L]) -> Option<usize> {
    let text = String::from_utf8_lossy(stdout);
    let printed = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    // A program on Windows may end its lines with two characters.
    let mut printed = printed.map(|line| line.strip_suffix('\r').unwrap_or(line));
    lines.iter().position(|line| !printed.any(|printed| printed == line.as_ref()))
}

/// Why this line is missing, where another one is there that differs in an address, or in its place.
fn instead<L: AsRef<str>>(stdout: &[u8], lines: &[L], missing: &str) -> Option<Message> {
    let stdout = String::from_utf8_lossy(stdout);
    let mut others = stdout.lines().filter(|line| lines.iter().all(|expected| expected.as_ref() != *line));
    let mut all = others.clone();
    let address = all.find_map(|line| difference::in_the_address(missing, line, |one, other| one == other));
    let in_its_place = || {
        let place = lines.iter().position(|line| line.as_ref() == missing)?;
        let line = stdout.lines().nth(place).filter(|line| others.any(|other| other == *line))?;
        Some(msg!(
            "cause-another-line",
            line = format!("\"{}\"", escape::line(line)),
            expected = format!("{missing:?}")
        ))
    };
    address.or_else(in_its_place)
}
