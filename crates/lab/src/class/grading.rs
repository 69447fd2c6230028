//! Several submissions graded side by side, each in a slot of its own.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use report::Report;

use crate::course::Course;
use crate::course::graded::Graded;
use crate::engine::build::Built;
use crate::engine::grading::{Grading, GradingEvent};
use crate::engine::job::{Cancelled, CurrentJob, Job};
use crate::engine::source::ProgramSource;
use crate::engine::submission::{Accepts, Slots, Submission};
use crate::engine::time_limit::TimeLimit;
use crate::export::run::Run;

/// What all submissions of a class are graded by.
pub struct Setup<'a> {
    pub course: &'a Course,
    pub lessons: &'a [&'a str],
    /// The checks of the lessons, built.
    pub checks: &'a Built,
    /// The checks of each lesson, as they are written.
    pub listed: &'a [Vec<Report>],
    /// In seconds, for each submission.
    pub time_limit: Option<u64>,
    /// What a signal ends.
    pub current: &'a CurrentJob,
    /// The folder of what was taken, one folder for each submission.
    pub sources: &'a Path,
    /// A folder with the starters, by which a slot is made ready: what all programs are built with is built then.
    pub starters: &'a Path,
    /// How many are graded side by side.
    pub jobs: usize,
    /// Whether they are graded where the jail is not a whole one.
    pub accepts: Accepts,
}

/// What came of grading a submission.
pub struct Outcome {
    /// Its hash.
    pub submission: String,
    pub run: Run,
    pub graded: Result<()>,
    /// Whether it has come to the student's program.
    pub has_begun: bool,
    /// Whether its time was up.
    pub is_time_up: bool,
}

/// One of the slots, by its number.
type Slot<'a> = (&'a Slots<'a>, usize);

/// Grades these submissions, and sends what came of each as soon as it is known. Ends early where nobody listens any more,
/// or when all is cancelled.
pub fn grade(setup: &Setup<'_>, submissions: Vec<String>, sender: &Sender<Outcome>) -> Result<()> {
    let jobs = setup.jobs.min(submissions.len());
    let slots = Slots::of(setup.course)?;
    let queue = Mutex::new(VecDeque::from(submissions));
    thread::scope(|scope| {
        let (queue, slots) = (&queue, &slots);
        let work = move |slot| work(setup, (slots, slot), queue, sender);
        let workers: Vec<_> = (0..jobs).map(|slot| scope.spawn(move || work(slot))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a worker does not panic"))
    })
}

/// Grades in this slot until there is nothing left.
fn work(setup: &Setup<'_>, slot: Slot<'_>, queue: &Mutex<VecDeque<String>>, sender: &Sender<Outcome>) -> Result<()> {
    warm_up(setup, slot)?;
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(submission) = next else { return Ok(()) };
        let outcome = one(setup, slot, submission);
        let was_ended = !outcome.is_time_up && outcome.graded.as_ref().is_err_and(|error| error.is::<Cancelled>());
        if was_ended || sender.send(outcome).is_err() {
            return Err(Cancelled.into());
        }
    }
}

/// Builds the starters in a slot, and what they are built with. It takes long the first time, and no submission's time.
fn warm_up(setup: &Setup<'_>, (slots, slot): Slot<'_>) -> Result<()> {
    let job = setup.current.begin_in(slot);
    let submission = slots.take(&job, setup.starters, setup.lessons, slot, setup.accepts)?;
    setup.grading(&submission, &job, &|_| {}).build_beside(setup.checks, setup.lessons).map(drop)
}

fn one(setup: &Setup<'_>, (slots, slot): Slot<'_>, submission: String) -> Outcome {
    let job = setup.current.begin_in(slot);
    let limit = setup.time_limit.map(|seconds| TimeLimit::begin(&job, Duration::from_secs(seconds)));
    let mut known = Run::of(setup.lessons);
    setup
        .lessons
        .iter()
        .zip(setup.listed)
        .for_each(|(lesson, listed)| known.set(Graded::listed(lesson, listed.clone())));
    let (run, has_begun) = (RefCell::new(known), Cell::new(false));
    let on_event = |event: GradingEvent<'_>| {
        if let GradingEvent::Checked(lesson, report) = event {
            run.borrow_mut().take_in(lesson, report);
        }
    };
    let graded = (|| {
        let folder = setup.sources.join(&submission);
        let taken = slots.take(&job, &folder, setup.lessons, slot, setup.accepts)?;
        run.borrow_mut().jail = Some(taken.level());
        let grading = setup.grading(&taken, &job, &on_event);
        has_begun.set(true);
        for (lesson, listed) in setup.lessons.iter().zip(setup.listed) {
            let built = grading.build_beside(setup.checks, &[lesson])?;
            let graded = grading.grade(&built, lesson, listed)?;
            run.borrow_mut().set(graded);
        }
        Ok(())
    })();
    let is_time_up = limit.is_some_and(|limit| limit.is_up());
    Outcome { submission, run: run.into_inner(), graded, has_begun: has_begun.get(), is_time_up }
}

impl Setup<'_> {
    fn grading<'a>(
        &'a self,
        submission: &'a Submission,
        job: &'a Job,
        on_event: &'a dyn Fn(GradingEvent<'_>),
    ) -> Grading<'a> {
        Grading { course: self.course, source: ProgramSource::Submission(submission), job, colours: false, on_event }
    }
}

/// Puts the starters into this folder.
pub fn put_starters(course: &Course, folder: PathBuf) -> Result<PathBuf> {
    for lesson in &course.lessons {
        let (starter, place) = (course.starter(lesson), folder.join("exercises").join(lesson));
        fs::create_dir_all(&place).with_context(|| place.display().to_string())?;
        fs::copy(&starter, place.join("main.rs")).with_context(|| starter.display().to_string())?;
    }
    Ok(folder)
}
