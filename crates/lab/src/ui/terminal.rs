//! The terminal that lab speaks to, or the file or pipe in its place: what is printed, and what moves while one waits.

use std::io::{self, IsTerminal, Write as _};
use std::time::Duration;

use crossterm::terminal;
use indicatif::{ProgressBar, ProgressStyle};

use crate::engine::grading::GradingEvent;
use crate::msg;
use crate::ui::messages::Messages;
use crate::ui::style;

/// Prints sentences on stdout, without colours where it is no terminal or the student wants none. In a terminal no word
/// of them is broken at its edge.
pub fn print(text: &str) -> io::Result<()> {
    print_verbatim(&style::wrapped(text, columns(&io::stdout())))
}

/// Prints lines on stdout that stay what they are, however wide the terminal is: a program's source, or results in the
/// format of a platform.
pub fn print_verbatim(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(lines(text).as_bytes())?;
    stdout.flush()
}

/// Says something on stderr that is neither a result nor an error.
pub fn remark(what: &str) {
    print_aside(&style::faint(what));
}

/// Prints sentences on stderr, where stdout is for what a program prints.
pub fn print_aside(text: &str) {
    // Where nobody listens any more, nobody misses it.
    let _ = anstream::stderr().write_all(lines(&style::wrapped(text, columns(&io::stderr()))).as_bytes());
}

/// Says an error on stderr, in the student's language.
pub fn print_error(text: &Messages, what: &str) {
    let said = format!("{} {what}", style::bad(msg!(text, "error")));
    anstream::eprintln!("{}", style::wrapped(&said, columns(&io::stderr())));
}

/// Whether stdout shows colours.
pub fn has_colours() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// The columns of the terminal that stdout is; as many as terminals once had, where it is none.
pub fn width() -> usize {
    const USUAL: usize = 80;
    columns(&io::stdout()).unwrap_or(USUAL)
}

/// The columns of the terminal that a stream is, if it is one.
fn columns(stream: &impl IsTerminal) -> Option<usize> {
    let size = stream.is_terminal().then(terminal::size);
    size.and_then(Result::ok).map(|(columns, _)| columns.into())
}

/// A text with its line ends, as the terminal needs them now: where it gives each key at once, it leaves the beginning
/// of a line to the program that prints.
fn lines(text: &str) -> String {
    let text = format!("{text}\n");
    if terminal::is_raw_mode_enabled().is_ok_and(|is_raw| is_raw) { text.replace('\n', "\r\n") } else { text }
}

/// The terminal gives each key at once, until this is dropped.
pub struct RawMode;

impl RawMode {
    pub fn begin() -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        // Where the terminal is gone, it needs no repair.
        let _ = terminal::disable_raw_mode();
    }
}

/// A line on the terminal that says what is going on, until it is dropped. Elsewhere it is nothing.
pub struct Spinner<'a> {
    bar: ProgressBar,
    text: &'a Messages,
}

impl<'a> Spinner<'a> {
    pub fn start(text: &'a Messages) -> Self {
        const TURN: Duration = Duration::from_millis(100);
        let bar = if io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{spinner} {wide_msg}").expect("the template is one");
        bar.set_style(style);
        bar.enable_steady_tick(TURN);
        Self { bar, text }
    }

    /// Shows how far a grading has come.
    pub fn show(&self, event: GradingEvent<'_>) {
        match event {
            GradingEvent::Built(name) => self.built(name),
            GradingEvent::Checked(_, report) => self.checked(&report.check),
        }
    }

    pub fn built(&self, name: &str) {
        self.say(msg!(self.text, "built", name = name));
    }

    pub fn checked(&self, name: &str) {
        self.say(msg!(self.text, "checked", name = name));
    }

    pub fn say(&self, what: String) {
        self.bar.set_message(what);
    }

    /// Prints something while the line is not there.
    pub fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// What makes this remark while the line is not there, from whichever thread.
    pub fn remark_later(&self, what: String) -> impl Fn() + Send + 'static + use<> {
        let bar = self.bar.clone();
        move || bar.suspend(|| remark(&what))
    }
}

/// A bar on the terminal that says how much of something is done, and how long the rest may take. Elsewhere it is nothing.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn start(text: &Messages, count: u64) -> Self {
        let bar = if io::stderr().is_terminal() { ProgressBar::new(count) } else { ProgressBar::hidden() };
        let template = "{bar:32} {pos}/{len} · {eta} {msg}";
        bar.set_style(ProgressStyle::with_template(template).expect("the template is one").progress_chars("█▉▊▋▌▍▎▏░"));
        bar.set_message(msg!(text, "time-left"));
        Self(bar)
    }

    /// One more is done.
    pub fn advance(&self) {
        self.0.inc(1);
    }

    /// Prints something while the bar is not there.
    pub fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Spinner<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
