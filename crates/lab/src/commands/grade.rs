//! `cargo lab grade`: points for each check and in all, and why those that are missing are missing. For whoever keeps
//! the marks, the results go into files, in the format of the platform.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use report::Report;
use report::event::What;

use crate::arguments::GradeArguments;
use crate::commands::glance;
use crate::course::graded::Graded;
use crate::course::progress::Progress;
use crate::engine::grading::{Grading, Step};
use crate::engine::job::{Cancelled, Job};
use crate::engine::source::ProgramSource;
use crate::engine::submission::Submission;
use crate::export::format::{self, Format, Output};
use crate::export::github::{self, Annotations};
use crate::export::run::Run;
use crate::msg;
use crate::session::{Session, Waiting, WrongUsage, no_such_check, remark};
use crate::ui::messages::Messages;
use crate::ui::render::{self, Detail};

/// How often it is looked at, at most, whether the time is up.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// Grades these lessons, or some checks of them. Full marks are a success.
pub fn grade(session: &Session, arguments: GradeArguments) -> Result<ExitCode> {
    let GradeArguments { lessons, checks, solutions, submission, formats, files, time_limit } = arguments;
    let text = &session.text;
    let lessons = session.lessons(&lessons)?;
    let outputs = format::outputs(text, &formats, files)?;
    let source = if solutions { ProgramSource::Reference } else { ProgramSource::Exercises };

    let held = outputs.iter().any(|output| output.format == Format::Github && !output.is_on_stdout());
    let held = if held { Some(github::stop_commands()?) } else { None };
    if let Some((hold, _)) = &held {
        session.print_source(hold)?;
    }
    let (job, waiting) = session.begin();
    let limit = time_limit.map(|seconds| TimeLimit::begin(&job, Duration::from_secs(seconds)));
    let shows = !outputs.iter().any(Output::is_on_stdout);
    let grade = Grade {
        session,
        lessons: &lessons,
        checks: &checks,
        source,
        submission: submission.as_deref(),
        job: &job,
        shows,
        outputs: &outputs,
        has_begun: Cell::new(false),
        run: RefCell::new(Run::of(&lessons)),
    };
    let mut graded = grade.all(waiting);
    let (mut run, has_begun) = (grade.run.into_inner(), grade.has_begun.get());
    let time_is_up = limit.as_ref().is_some_and(TimeLimit::is_up);
    match &graded {
        Ok(()) => run.finished = true,
        // What could be graded until then counts. Before a program of a student's was compiled, it was not such a program
        // that took the time.
        Err(error) if error.is::<Cancelled>() && time_is_up && has_begun => {
            run.problem = time_limit.map(|seconds| msg!(text, "time-is-up", seconds = seconds));
            graded = Ok(());
        }
        // Somebody has ended this program, and what is unfinished is said to be.
        Err(error) if error.is::<Cancelled>() && !time_is_up => {}
        Err(error) if error.is::<WrongUsage>() => run.problem = Some(format!("{error:#}")),
        Err(error) => {
            let too_soon = time_limit.filter(|_| error.is::<Cancelled>());
            let why = too_soon.map(|seconds| msg!(text, "time-was-up-too-soon", seconds = seconds));
            let problem = msg!(text, "grading-broke", why = why.unwrap_or_else(|| format!("{error:#}")));
            graded = Err(anyhow!(problem.clone()));
            (run.problem, run.broke) = (Some(problem), true);
        }
    }
    if let Some(problem) = run.unfinished(text).filter(|_| shows && graded.is_ok()) {
        for graded in run.lessons.iter().filter(|it| !it.is_done()) {
            session.print(&format!("{}\n", render::graded(text, graded, Detail::All)))?;
        }
        session.print(&render::bad(problem))?;
    }
    for output in &outputs {
        output.save(text, &run).and_then(|()| output.print(session, &run))?;
    }
    if let Some((_, release)) = held {
        session.print_source(format!("{release}\n{}", Annotations::of(text, &run).lines()).trim_end())?;
    }
    graded?;
    Ok(if run.is_full() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A grading of several lessons, one after the other.
struct Grade<'a> {
    session: &'a Session,
    lessons: &'a [&'a str],
    checks: &'a [String],
    source: ProgramSource<'a>,
    /// The folder to take the programs from, if it is not this course's.
    submission: Option<&'a Path>,
    job: &'a Job,
    /// Whether stdout is for a person.
    shows: bool,
    outputs: &'a [Output],
    /// Whether it has come to a program of a student's.
    has_begun: Cell<bool>,
    run: RefCell<Run>,
}

impl Grade<'_> {
    fn all(&self, waiting: Waiting<'_>) -> Result<()> {
        self.save()?;
        let session = self.session;
        let submission = self.submission.map(|folder| Submission::take(session, self.job, folder, self.lessons));
        let submission = submission.transpose()?;
        if let Some(submission) = &submission {
            for note in submission.notes.values().flatten() {
                remark(&msg!(session.text, "note", note = note.as_str()));
            }
            self.run.borrow_mut().notes = submission.notes.clone();
        }
        let source = submission.as_ref().map_or(self.source, ProgramSource::Submission);
        let step = |step: Step<'_>| {
            waiting.step(step);
            if let Step::Checked(lesson, report) = step {
                self.run.borrow_mut().take_in(lesson, report);
                // That a file cannot be written is known since the first time.
                let _ = self.save();
            }
        };
        let grading = session.grading(source, self.job, &step);
        let programs: Vec<String> = self.lessons.iter().map(|lesson| session.course.fingerprint(lesson)).collect();
        // Which checks there are is known before a student's program can hold anything up.
        let selections = self.select(&grading)?;
        self.save()?;
        // One after the other: a program that takes for ever to compile takes no marks from another.
        self.has_begun.set(true);
        for (lesson, listed) in &selections {
            let built = grading.build(&[lesson])?;
            let graded = grading.grade(&built, lesson, listed)?;
            for note in left_out(&session.text, &graded) {
                waiting.hidden(|| remark(&msg!(session.text, "note", note = note.as_str())));
                self.run.borrow_mut().notes.entry(lesson.to_string()).or_default().push(note);
            }
            if self.shows {
                let shown = render::graded(&session.text, &graded, Detail::All);
                waiting.hidden(|| session.print(&format!("{shown}\n")))?;
            }
            self.run.borrow_mut().set(graded);
            self.save()?;
        }
        drop(waiting);
        let run = self.run.borrow();
        let mut next = None;
        if matches!(source, ProgramSource::Exercises) {
            let mut progress = Progress::load(&session.course);
            for graded in &run.lessons {
                let at = self.lessons.iter().position(|lesson| *lesson == graded.lesson);
                let program = at.map(|at| programs[at].clone()).unwrap_or_default();
                progress.take_in(graded, program, self.checks.is_empty());
            }
            session.save(&progress);
            next = glance::after(session, &progress, &run.lessons).filter(|_| self.outputs.is_empty());
        }
        if self.shows && run.lessons.len() > 1 {
            let sum = |number: fn(&Graded) -> u32| run.lessons.iter().map(number).sum::<u32>();
            let total = msg!(session.text, "total", earned = sum(Graded::earned), points = sum(Graded::points));
            session.print(&render::strong(total))?;
        }
        if let Some(next) = next {
            session.print(&if run.lessons.len() > 1 { format!("\n{next}") } else { next })?;
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
        let address = events.into_iter().find_map(|event| match event.what {
            What::LeavesOut { address } => Some(address.to_string()),
            _ => None,
        });
        Some(msg!(text, "left-out", check = report.check.as_str(), address = address?))
    };
    graded.checks.iter().filter_map(of).collect()
}

/// Ends an job when its time is up. The time in which it waits for somebody else's does not count: another student's
/// program must not take it.
struct TimeLimit {
    is_up: Arc<AtomicBool>,
    /// When it is dropped, nobody waits any more.
    _done: Sender<()>,
}

impl TimeLimit {
    fn begin(job: &Job, limit: Duration) -> Self {
        let is_up = Arc::new(AtomicBool::new(false));
        let (job, flag) = (job.clone(), Arc::clone(&is_up));
        let (done, wait) = mpsc::channel();
        let began = Instant::now();
        thread::spawn(move || {
            loop {
                let used = began.elapsed().saturating_sub(job.time_blocked());
                if used >= limit {
                    flag.store(true, Ordering::Relaxed);
                    return job.cancel();
                }
                // While it waits, nothing becomes less of what is left.
                if wait.recv_timeout((limit - used).max(POLL_INTERVAL)) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        Self { is_up, _done: done }
    }

    fn is_up(&self) -> bool {
        self.is_up.load(Ordering::Relaxed)
    }
}
