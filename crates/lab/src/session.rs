//! What every command has at hand: the course, the texts, and the job that runs for the student.

use std::cell::Cell;
use std::rc::Rc;

use anyhow::{Result, bail};
use thiserror::Error;

use crate::course::Course;
use crate::course::progress::Progress;
use crate::engine::errors::SubmissionError;
use crate::engine::grading::{Grading, GradingEvent};
use crate::engine::job::{CurrentJob, Job};
use crate::engine::source::ProgramSource;
use crate::engine::submission::FIRST_SLOT;
use crate::msg;
use crate::ui::messages::Messages;
use crate::ui::terminal::{self, Spinner};

pub struct Session {
    pub course: Course,
    pub text: Rc<Messages>,
    /// What runs for the student. A signal ends it, and lab.
    current: CurrentJob,
    /// Whether the student knows that nothing can be saved.
    has_complained: Cell<bool>,
}

/// A name that does not exist, or arguments that do not go together: the student's mistake, and no failure of a program.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct WrongUsage(pub String);

/// Whether lab was called wrongly.
pub fn is_wrong_usage(error: &anyhow::Error) -> bool {
    error.is::<WrongUsage>() || error.downcast_ref::<SubmissionError>().is_some_and(SubmissionError::is_wrong_usage)
}

impl Session {
    pub fn new(course: Course, text: Rc<Messages>) -> Self {
        Self { course, text, current: CurrentJob::default(), has_complained: Cell::new(false) }
    }

    /// What runs for the student, for those who may end it.
    pub fn current_job(&self) -> CurrentJob {
        self.current.clone()
    }

    /// The task sheet of a lesson, in the student's language where it is there: its path in the course.
    pub fn sheet(&self, lesson: &str) -> String {
        self.course.sheet(lesson, self.text.language())
    }

    /// What a lesson is called, in the student's language where its task sheet is.
    pub fn title(&self, lesson: &str) -> String {
        self.course.title(lesson, self.text.language()).unwrap_or_default()
    }

    /// The lessons of these names; where none is named, the one in whose folder the student stands, or all.
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

    /// The lesson of this name; where none is named, the one in whose folder the student stands.
    pub fn one_lesson<'a>(&'a self, name: Option<&str>) -> Result<&'a str> {
        match (name, self.course.here()) {
            (Some(name), _) => self.lesson(name),
            (None, Some(here)) => Ok(here),
            (None, None) => {
                bail!(WrongUsage(msg!(self.text, "which-lesson", all = self.course.lessons.join(", "))))
            }
        }
    }

    /// Whether a lesson has full marks, and its program is still the one that has them. Where the starter is in its place
    /// again, it was done before.
    pub fn is_done(&self, progress: &Progress, lesson: &str) -> bool {
        let known = progress.of(lesson);
        let is_the_one = || known.program.as_ref() == Some(&self.course.fingerprint(lesson));
        known.is_full() && (is_the_one() || !self.course.is_begun(lesson))
    }

    /// The lesson that a student means who says nothing: the first that is begun and not done, or the first not begun.
    pub fn open_lesson(&self, progress: &Progress) -> &str {
        let open = || self.course.lessons.iter().filter(|lesson| !self.is_done(progress, lesson));
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

    /// The lesson and the check that a student means who names one, both or none.
    pub fn lesson_and_check<'a>(
        &'a self,
        progress: &Progress,
        lesson: Option<String>,
        check: Option<String>,
    ) -> Result<(&'a str, Option<String>)> {
        match (lesson, self.course.here()) {
            // In the folder of a lesson, one name may be a check's.
            (Some(name), Some(here)) if check.is_none() && !self.course.lessons.contains(&name) => {
                Ok((here, Some(name)))
            }
            (Some(name), _) => Ok((self.lesson(&name)?, check)),
            (None, Some(here)) => Ok((here, None)),
            (None, None) => Ok((self.open_lesson(progress), None)),
        }
    }

    /// How programs of this source are graded for this student.
    pub fn grading<'a>(
        &'a self,
        source: ProgramSource<'a>,
        job: &'a Job,
        on_event: &'a dyn Fn(GradingEvent<'_>),
    ) -> Grading<'a> {
        let colours = terminal::has_colours();
        Grading { course: &self.course, source, job, colours, on_event }
    }

    /// Saves what is remembered, and says whether it could. Where it could not, the student is told, once.
    pub fn save(&self, progress: &Progress) -> bool {
        let saved = progress.save(&self.course);
        if let Err(error) = &saved
            && !self.has_complained.replace(true)
        {
            terminal::remark(&msg!(self.text, "progress-not-saved", why = format!("{error:#}")));
        }
        saved.is_ok()
    }

    /// Begins a job, and shows what is going on: also when it has to wait for another process.
    pub fn begin(&self) -> (Job, Spinner<'_>) {
        let (job, spinner) = (self.current.begin_in(FIRST_SLOT), Spinner::start(&self.text));
        job.on_block(spinner.remark_later(msg!(self.text, "waits")));
        (job, spinner)
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
