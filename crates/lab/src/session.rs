//! What every verb has at hand: the course, the texts, and the terminal.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write as _};

use anyhow::{Result, bail};
use crossterm::terminal;
use indicatif::{ProgressBar, ProgressStyle};

use crate::course::Course;
use crate::course::progress::Progress;
use crate::engine::grading::{Grading, Step};
use crate::engine::job::{CurrentJob, Job};
use crate::engine::source::ProgramSource;
use crate::msg;
use crate::ui::messages::Messages;
use crate::ui::render;

pub struct Session {
    pub course: Course,
    pub text: Messages,
    /// What runs for the student. A signal ends it, and lab.
    current: CurrentJob,
    /// Whether the student knows that nothing can be saved.
    has_complained: Cell<bool>,
}

/// A name that does not exist: the student's mistake, and no failure of a program.
#[derive(Debug)]
pub struct WrongUsage(pub String);

impl std::fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}

impl Session {
    pub fn new(course: Course, text: Messages) -> Self {
        Self { course, text, current: CurrentJob::default(), has_complained: Cell::new(false) }
    }

    /// What runs for the student, for whoever may end it.
    pub fn current_job(&self) -> CurrentJob {
        self.current.clone()
    }

    /// Prints sentences on stdout, without colours where it is no terminal or the student wants none. In a terminal
    /// no word of them is broken at its edge.
    pub fn print(&self, text: &str) -> io::Result<()> {
        self.print_source(&render::wrapped(text, columns(&io::stdout())))
    }

    /// Prints lines on stdout that stay what they are, however wide the terminal is: a program's source, or results
    /// in the format of a platform.
    pub fn print_source(&self, text: &str) -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        stdout.write_all(lines(text).as_bytes())?;
        stdout.flush()
    }

    /// Whether stdout shows colours.
    pub fn has_colours(&self) -> bool {
        anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
    }

    /// The columns of the terminal that stdout is; as many as terminals once had, where it is none.
    pub fn width(&self) -> usize {
        const USUAL: usize = 80;
        columns(&io::stdout()).unwrap_or(USUAL)
    }

    /// The lessons of these names; where none is named, the one in source folder the student stands, or all.
    pub fn lessons<'a>(&'a self, names: &'a [String]) -> Result<Vec<&'a str>> {
        if names.is_empty() {
            return Ok(match self.course.here() {
                Some(lesson) => vec![lesson],
                None => self.course.lessons.iter().map(String::as_str).collect(),
            });
        }
        let mut lessons = Vec::new();
        for name in names {
            let lesson = self.lesson(name)?;
            if !lessons.contains(&lesson) {
                lessons.push(lesson);
            }
        }
        Ok(lessons)
    }

    /// The lesson of this name; where none is named, the one in source folder the student stands.
    pub fn one_lesson<'a>(&'a self, name: Option<&str>) -> Result<&'a str> {
        match (name, self.course.here()) {
            (Some(name), _) => self.lesson(name),
            (None, Some(here)) => Ok(here),
            (None, None) => {
                bail!(WrongUsage(msg!(self.text, "which-lesson", all = self.course.lessons.join(", "))))
            }
        }
    }

    /// The lesson that a student means who says nothing: the first that is begun and not done, or the first not begun.
    pub fn open_lesson(&self, progress: &Progress) -> &str {
        let open = || self.course.lessons.iter().filter(|lesson| !progress.of(lesson).is_full());
        let begun = open().find(|lesson| self.course.is_begun(lesson));
        begun.or(open().next()).or(self.course.lessons.first()).map_or("", String::as_str)
    }

    /// The lesson of this name.
    pub fn lesson(&self, name: &str) -> Result<&str> {
        if let Some(lesson) = self.course.lessons.iter().find(|lesson| *lesson == name) {
            return Ok(lesson);
        }
        let name = name.escape_debug().to_string();
        Err(match nearest(&name, &self.course.lessons) {
            Some(nearest) => WrongUsage(msg!(self.text, "no-such-lesson-but", name = name, nearest = nearest)),
            None => {
                let all = self.course.lessons.join(", ");
                WrongUsage(msg!(self.text, "no-such-lesson", name = name, all = all))
            }
        }
        .into())
    }

    /// How somebody's programs are graded for this student.
    pub fn grading<'a>(&'a self, source: ProgramSource<'a>, job: &'a Job, step: &'a dyn Fn(Step<'_>)) -> Grading<'a> {
        Grading { course: &self.course, source, job, colours: self.has_colours(), text: &self.text, step }
    }

    /// Saves what is remembered, and says whether it could. Where it could not, the student is told, once.
    pub fn save(&self, progress: &Progress) -> bool {
        let saved = progress.save(&self.course);
        if let Err(error) = &saved
            && !self.has_complained.replace(true)
        {
            remark(&msg!(self.text, "progress-not-saved", why = format!("{error:#}")));
        }
        saved.is_ok()
    }

    /// Begins an job, and shows what is going on: also when it has to wait for somebody else's.
    pub fn begin(&self) -> (Job, Waiting<'_>) {
        let (job, waiting) = (self.current.begin(), self.waiting());
        let (bar, what) = (waiting.bar.clone(), msg!(self.text, "waits"));
        job.on_block(move || bar.suspend(|| remark(&what)));
        (job, waiting)
    }

    /// A line on the terminal that says what is going on, until it is dropped. Elsewhere it is nothing.
    fn waiting(&self) -> Waiting<'_> {
        let bar = if io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{spinner} {wide_msg}").expect("the template is one");
        bar.set_style(style);
        bar.enable_steady_tick(std::time::Duration::from_millis(100));
        Waiting { bar, text: &self.text }
    }
}

/// Says something on stderr that is neither a result nor an error.
pub fn remark(what: &str) {
    let said = render::wrapped(&render::faint(what), columns(&io::stderr()));
    // Where nobody listens any more, nobody misses it.
    let _ = anstream::stderr().write_all(lines(&said).as_bytes());
}

/// A text with its line ends, as the terminal needs them now: where it gives each key at once, it leaves the beginning
/// of a line to whoever prints.
fn lines(text: &str) -> String {
    let text = format!("{text}\n");
    if terminal::is_raw_mode_enabled().is_ok_and(|is_raw| is_raw) { text.replace('\n', "\r\n") } else { text }
}

/// The columns of the terminal that a stream is, if it is one.
pub fn columns(stream: &impl IsTerminal) -> Option<usize> {
    let size = stream.is_terminal().then(terminal::size);
    size.and_then(Result::ok).map(|(columns, _)| columns.into())
}

/// The line that says what is going on.
pub struct Waiting<'a> {
    bar: ProgressBar,
    text: &'a Messages,
}

impl Waiting<'_> {
    pub fn step(&self, step: Step<'_>) {
        match step {
            Step::Built(name) => self.built(name),
            Step::Checked(_, report) => self.checked(&report.check),
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
    pub fn hidden<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Fails, for a check that none of these lessons has.
pub fn no_such_check(text: &Messages, name: &str, checks: &[String]) -> Result<()> {
    let name = name.escape_debug().to_string();
    match nearest(&name, checks) {
        Some(nearest) => bail!(WrongUsage(msg!(text, "no-such-check-but", name = name, nearest = nearest))),
        None => bail!(WrongUsage(msg!(text, "no-such-check", name = name))),
    }
}

/// The name that was meant, if one is near.
fn nearest<'a>(name: &str, names: &'a [String]) -> Option<&'a str> {
    const NEAR: f64 = 0.7;
    // A part of a name is as good as its beginning with a slip in it.
    if let Some(whole) = names.iter().find(|other| !name.is_empty() && other.contains(name)) {
        return Some(whole);
    }
    let near = names.iter().map(|other| (strsim::jaro_winkler(name, other), other.as_str()));
    let (likeness, nearest) = near.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (likeness >= NEAR).then_some(nearest)
}
