//! `cargo lab grade`: points for each check and in all, and why those that are missing are missing. For those who keep
//! the marks, the results go into files, in the format of the platform.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use report::Report;
use report::event::Action;

use crate::arguments::GradeArguments;
use crate::commands::glance;
use crate::course::graded::Graded;
use crate::course::progress::Progress;
use crate::engine::grading::{Grading, GradingEvent};
use crate::engine::job::Job;
use crate::engine::source::ProgramSource;
use crate::engine::submission::{Accepts, FIRST_SLOT, Slots, Submission};
use crate::engine::time_limit::TimeLimit;
use crate::export::format::Format;
use crate::export::github::{Annotations, StoppedCommands};
use crate::export::output::{self, Output};
use crate::export::run::Run;
use crate::msg;
use crate::session::{Session, no_such_check};
use crate::ui::messages::Messages;
use crate::ui::render::{self, Detail};
use crate::ui::terminal::{self, Spinner};
use crate::ui::{style, wording};

/// Grades these lessons, or some checks of them. Full marks are a success.
pub fn grade(session: &Session, arguments: GradeArguments) -> Result<ExitCode> {
    let GradeArguments { lessons, checks, solutions, submission, unsandboxed, formats, files, time_limit } = arguments;
    let text = &session.text;
    let lessons = session.lessons(&lessons)?;
    let outputs = output::outputs(text, &formats, files)?;
    let source = if solutions { ProgramSource::Reference } else { ProgramSource::Exercises };

    let annotates = outputs.iter().any(|output| output.format == Format::Github && !output.is_on_stdout());
    let stopped = if annotates { Some(StoppedCommands::new()?) } else { None };
    if let Some(stopped) = &stopped {
        terminal::print_verbatim(&stopped.stop())?;
    }
    let (job, spinner) = session.begin();
    let limit = time_limit.map(|seconds| TimeLimit::begin(&job, Duration::from_secs(seconds)));
    let shows = !outputs.iter().any(Output::is_on_stdout);
    let grade = Grade {
        session,
        lessons: &lessons,
        checks: &checks,
        source,
        submission,
        accepts: Accepts::from_flag(unsandboxed),
        job: &job,
        shows,
        outputs: &outputs,
        has_begun: Cell::new(false),
        run: RefCell::new(Run::of(&lessons)),
    };
    let graded = grade.all(spinner);
    let (mut run, has_begun) = (grade.run.into_inner(), grade.has_begun.get());
    let seconds_up = time_limit.filter(|_| limit.as_ref().is_some_and(TimeLimit::is_up));
    let graded = run.conclude(text, graded, has_begun, seconds_up);
    if graded.is_ok() && shows {
        show_unfinished(text, &run)?;
    }
    for output in &outputs {
        output.save(text, &run)?;
        output.print(text, &run)?;
    }
    if let Some(stopped) = stopped {
        let annotations = Annotations::of(text, &run).lines();
        terminal::print_verbatim(format!("{}\n{annotations}", stopped.resume()).trim_end())?;
    }
    graded?;
    Ok(if run.is_full() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Shows what is known of the lessons that are not done, where the run did not come to its end, and why.
fn show_unfinished(text: &Messages, run: &Run) -> Result<()> {
    if let Some(problem) = run.unfinished(text) {
        for graded in run.lessons.iter().filter(|it| !it.is_done()) {
            terminal::print(&format!("{}\n", render::graded(text, graded, Detail::All)))?;
        }
        terminal::print(&style::bad(problem))?;
    }
    Ok(())
}

/// A grading of several lessons, one after the other.
struct Grade<'a> {
    session: &'a Session,
    lessons: &'a [&'a str],
    checks: &'a [String],
    source: ProgramSource<'a>,
    /// The folder to take the programs from, if it is not this course's.
    submission: Option<PathBuf>,
    accepts: Accepts,
    job: &'a Job,
    /// Whether stdout is for a person.
    shows: bool,
    outputs: &'a [Output],
    /// Whether it has come to a program of a student's.
    has_begun: Cell<bool>,
    run: RefCell<Run>,
}

impl Grade<'_> {
    fn all(&self, spinner: Spinner<'_>) -> Result<()> {
        self.save()?;
        let submission = self.take_submission()?;
        let source = submission.as_ref().map_or(self.source, ProgramSource::Submission);
        let on_event = |event: GradingEvent<'_>| {
            spinner.show(event);
            if let GradingEvent::Checked(lesson, report) = event {
                self.run.borrow_mut().take_in(lesson, report);
                // That a file cannot be written is known since the first time.
                let _ = self.save();
            }
        };
        let grading = self.session.grading(source, self.job, &on_event);
        let course = &self.session.course;
        let programs: Vec<String> = self.lessons.iter().map(|lesson| course.fingerprint(lesson)).collect();
        // Which checks there are is known before a student's program can hold anything up.
        let selections = self.select(&grading)?;
        self.save()?;
        // One after the other: a program that takes for ever to compile takes no marks from another.
        self.has_begun.set(true);
        for (lesson, listed) in &selections {
            self.one(&grading, lesson, listed, &spinner)?;
        }
        drop(spinner);
        let next = if matches!(source, ProgramSource::Exercises) { self.remember(&programs) } else { None };
        self.show_end(next)
    }

    /// Takes the programs that are submitted, if that is what is graded, and says what it did not take.
    fn take_submission(&self) -> Result<Option<Submission>> {
        let Some(folder) = &self.submission else { return Ok(None) };
        let text = &self.session.text;
        let course = &self.session.course;
        let submission = Slots::of(course)?.take(self.job, folder, self.lessons, FIRST_SLOT, self.accepts)?;
        terminal::remark(&wording::jail(text, submission.level()));
        self.run.borrow_mut().jail = Some(submission.level());
        for (lesson, notes) in &submission.notes {
            let notes: Vec<String> = notes.iter().map(|note| wording::note(text, note)).collect();
            for note in &notes {
                terminal::remark(&msg!(text, "note", note = note.as_str()));
            }
            self.run.borrow_mut().notes.insert(lesson.clone(), notes);
        }
        Ok(Some(submission))
    }

    /// Grades one lesson in these checks, and shows what came of it.
    fn one(&self, grading: &Grading<'_>, lesson: &str, listed: &[Report], spinner: &Spinner<'_>) -> Result<()> {
        let text = &self.session.text;
        let built = grading.build(&[lesson])?;
        let graded = grading.grade(&built, lesson, listed)?;
        for note in left_out(text, &graded) {
            spinner.suspend(|| terminal::remark(&msg!(text, "note", note = note.as_str())));
            self.run.borrow_mut().notes.entry(lesson.to_string()).or_default().push(note);
        }
        if self.shows {
            let shown = render::graded(text, &graded, Detail::All);
            spinner.suspend(|| terminal::print(&format!("{shown}\n")))?;
        }
        self.run.borrow_mut().set(graded);
        self.save()
    }

    /// Remembers what came of the student's own programs, of which these are the fingerprints. Returns what to do next,
    /// for a person.
    fn remember(&self, programs: &[String]) -> Option<String> {
        let (session, run) = (self.session, self.run.borrow());
        let mut progress = Progress::load(&session.course);
        for graded in &run.lessons {
            let at = self.lessons.iter().position(|lesson| *lesson == graded.lesson);
            let program = at.map(|at| programs[at].clone()).unwrap_or_default();
            progress.take_in(graded, program, self.checks.is_empty());
        }
        session.save(&progress);
        glance::after(session, &progress, &run.lessons).filter(|_| self.outputs.is_empty())
    }

    /// Shows the sum of several lessons, and what to do next.
    fn show_end(&self, next: Option<String>) -> Result<()> {
        let run = self.run.borrow();
        let has_several = run.lessons.len() > 1;
        if self.shows && has_several {
            let sum = |number: fn(&Graded) -> u32| run.lessons.iter().map(number).sum::<u32>();
            let total = msg!(self.session.text, "total", earned = sum(Graded::earned), points = sum(Graded::points));
            terminal::print(&style::strong(total))?;
        }
        if let Some(next) = next {
            terminal::print(&if has_several { format!("\n{next}") } else { next })?;
        }
        Ok(())
    }

    /// Finds the checks that are asked for, and notes them as not graded.
    fn select(&self, grading: &Grading<'_>) -> Result<Vec<(&str, Vec<Report>)>> {
        let built = grading.build_checks(self.lessons)?;
        let (mut selections, mut all) = (Vec::new(), Vec::new());
        for lesson in self.lessons {
            let mut listed = grading.list(&built, lesson)?;
            all.extend(listed.iter().map(|check| check.check.clone()));
            listed.retain(|check| self.checks.is_empty() || self.checks.contains(&check.check));
            if listed.is_empty() {
                self.run.borrow_mut().lessons.retain(|graded| graded.lesson != *lesson);
                continue;
            }
            selections.push((*lesson, listed.clone()));
            self.run.borrow_mut().set(Graded::listed(lesson, listed));
        }
        for check in self.checks.iter().filter(|check| !all.contains(check)) {
            no_such_check(&self.session.text, check, &all)?;
        }
        Ok(selections)
    }

    /// Writes the files of results as they are known now, so that they are there however this program ends.
    fn save(&self) -> Result<()> {
        let run = self.run.borrow();
        self.outputs.iter().try_for_each(|output| output.save(&self.session.text, &run))
    }
}

/// What the checks of a lesson did without, since this machine cannot show it.
fn left_out(text: &Messages, graded: &Graded) -> Vec<String> {
    let of = |report: &Report| {
        let events = report.transcript.first.iter().chain(&report.transcript.last);
        let address = events.into_iter().find_map(|event| match event.action {
            Action::LeavesOut { address } => Some(address.to_string()),
            _ => None,
        });
        Some(msg!(text, "left-out", check = report.check.as_str(), address = address?))
    };
    graded.checks.iter().filter_map(of).collect()
}
