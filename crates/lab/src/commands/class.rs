//! `cargo lab class`: the work of a whole class, graded side by side, with the marks as grade books take them.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context as _, Result, bail};
use report::Report;

use crate::arguments::ClassArguments;
use crate::class::grading::{self, Outcome, Setup};
use crate::class::ledger::{self, Ledger, Row, State};
use crate::class::part::{self, Part, Shard};
use crate::class::publish::{self, Publishing};
use crate::class::record::{Record, Records, Terms};
use crate::class::stopped;
use crate::class::students::{self, Student};
use crate::class::taking::{Taken, Taking};
use crate::class::version;
use crate::engine::build::Built;
use crate::engine::grading::GradingEvent;
use crate::engine::job::Cancelled;
use crate::engine::source::ProgramSource;
use crate::engine::submission::{self, Accepts};
use crate::export::results::Results;
use crate::export::run::Run;
use crate::msg;
use crate::session::{Session, WrongUsage};
use crate::ui::terminal::{self, Progress};
use crate::ui::{style, wording};

/// Grades a class. That marks are missing is no failure; that a grading broke is one.
pub fn class(session: &Session, arguments: &ClassArguments) -> Result<ExitCode> {
    let text = &session.text;
    let lessons = session.lessons(&arguments.lessons)?;
    let roster = publish::roster(session, arguments.grades, arguments.roster.as_ref())?;
    let out = out_folder(session, &arguments.out, Some(&arguments.submissions))?;
    let _lock = lock(session, &out)?;
    let shard = arguments.shard.unwrap_or(Shard::WHOLE);
    let all: Vec<&str> = session.course.lessons.iter().map(String::as_str).collect();
    let mut students = students::of(text, &arguments.submissions, &all)?;
    if students.is_empty() {
        bail!(WrongUsage(msg!(text, "class-nobody", folder = style::path(&arguments.submissions))));
    }
    students.retain(|student| shard.has(&student.id));

    let (checks, listed) = list(session, &lessons)?;
    let points = listed.iter().map(|checks| checks.iter().map(|check| check.points).sum()).collect();
    let accepts = Accepts::from_flag(arguments.unsandboxed);
    let terms = Terms {
        jail: submission::jail_here(accepts)?,
        course: version::of(&session.course)?,
        lessons: lessons.iter().map(ToString::to_string).collect(),
        time_limit: arguments.time_limit,
    };
    let mut part = Part { version: part::VERSION, shard, terms, points, students: None };
    // Until the end, it is not whole.
    part.save(&out)?;
    let mut class = Class::new(session, out, part.clone(), students, arguments)?;
    class.take_all(&lessons)?;
    class.grade_all(&lessons, &checks, &listed)?;

    let (rows, out) = (class.rows.into_values().collect::<Vec<Row>>(), class.out);
    ledger::write(&out.join(LEDGER), &rows)?;
    part.students = Some(rows.len());
    part.save(&out)?;
    terminal::print(&publish::summary(session, &rows))?;
    if shard == Shard::WHOLE {
        let (gradebook, roster) = (arguments.grades, roster.as_ref());
        Publishing { session, out: &out, part: &part, rows: &rows, records: &class.records, gradebook, roster }
            .publish()?;
    }
    Ok(publish::status(&rows))
}

/// The file with a line for each student.
pub const LEDGER: &str = "class.jsonl";

/// The folder of what came of each submission.
pub const RECORDS: &str = "records";

/// The folder for what comes of it, which has nothing to do with that of the submissions.
pub fn out_folder(session: &Session, out: &Path, submissions: Option<&Path>) -> Result<PathBuf> {
    fs::create_dir_all(out).with_context(|| style::path(out))?;
    let out = out.canonicalize().with_context(|| style::path(out))?;
    let submissions = submissions.and_then(|folder| folder.canonicalize().ok());
    if submissions.is_some_and(|folder| out.starts_with(&folder) || folder.starts_with(&out)) {
        bail!(WrongUsage(msg!(session.text, "class-inside", folder = style::path(&out))));
    }
    Ok(out)
}

/// Keeps others from the folder for as long as it is open.
pub fn lock(session: &Session, out: &Path) -> Result<File> {
    let lock = File::create(out.join("lock")).with_context(|| style::path(out))?;
    if lock.try_lock().is_err() {
        bail!(WrongUsage(msg!(session.text, "class-in-use", folder = style::path(out))));
    }
    Ok(lock)
}

/// The checks of the lessons, built and listed.
fn list(session: &Session, lessons: &[&str]) -> Result<(Built, Vec<Vec<Report>>)> {
    let (job, spinner) = session.begin();
    let on_event = |event: GradingEvent<'_>| spinner.show(event);
    let grading = session.grading(ProgramSource::Exercises, &job, &on_event);
    let built = grading.build_checks_of_class(lessons)?;
    let listed = lessons.iter().map(|lesson| grading.list(&built, lesson)).collect::<Result<_>>()?;
    Ok((built, listed))
}

/// How many submissions are graded side by side. Checks wait for more than half of their time: with one for each processor,
/// some of these would have nothing to do.
fn jobs_here() -> usize {
    const FOR_EACH_PROCESSOR: usize = 2;
    FOR_EACH_PROCESSOR * thread::available_parallelism().map_or(1, usize::from)
}

/// A class that is being graded.
struct Class<'a> {
    session: &'a Session,
    out: PathBuf,
    part: Part,
    students: Vec<Student>,
    taken: Vec<Taken>,
    arguments: &'a ClassArguments,
    records: Records,
    ledger: Ledger,
    /// What is known of the students, by who they are.
    rows: BTreeMap<String, Row>,
}

impl<'a> Class<'a> {
    fn new(
        session: &'a Session,
        out: PathBuf,
        part: Part,
        students: Vec<Student>,
        arguments: &'a ClassArguments,
    ) -> Result<Self> {
        let (records, ledger) = (Records::in_folder(out.join(RECORDS))?, Ledger::open(&out.join(LEDGER))?);
        let (taken, rows) = (Vec::new(), BTreeMap::new());
        Ok(Self { session, out, part, students, taken, arguments, records, ledger, rows })
    }

    /// Takes what the students handed in.
    fn take_all(&mut self, lessons: &[&str]) -> Result<()> {
        let (sources, unpacked) = (self.out.join("sources"), self.out.join("unpacked"));
        fs::create_dir_all(&sources).with_context(|| style::path(&sources))?;
        let (course, text) = (&self.session.course, &*self.session.text);
        let taking = Taking { course, text, lessons, sources: &sources, unpacked: &unpacked };
        for student in &self.students {
            let points = self.part.points.iter().sum();
            let taken = taking.take(student).map_err(|error| wording::error(text, &error));
            let (taken, problem) = taken.map_or_else(
                |why| (Taken { submission: None, remarks: student.remarks.clone() }, Some(why)),
                |taken| (taken, None),
            );
            if taken.submission.is_none() {
                let mut row = Row::nothing(student, &taken, points);
                if let Some(why) = problem {
                    (row.state, row.earned) = (State::Broke, None);
                    row.problem = Some(msg!(text, "grading-broke", why = why));
                }
                terminal::print(&line(self.session, &row, None))?;
                self.rows.insert(student.id.clone(), row);
            }
            self.taken.push(taken);
        }
        let _ = fs::remove_dir(&unpacked);
        Ok(())
    }

    /// Grades what has not been graded, and takes from the records what has.
    fn grade_all(&mut self, lessons: &[&str], checks: &Built, listed: &[Vec<Report>]) -> Result<()> {
        let (mut known, mut open, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for submission in self.taken.iter().filter_map(|taken| taken.submission.clone()) {
            if seen.insert(submission.clone()) {
                let record = self.records.read(&self.part.terms.key(&submission));
                let is_known = record.is_some() && !self.arguments.regrade;
                if is_known { known.push(submission) } else { open.push(submission) }
            }
        }
        let text = &self.session.text;
        let (all, again) = (self.students.len(), known.len());
        terminal::remark(&msg!(text, "class-begins", students = all, open = open.len(), known = again));
        let progress = Progress::start(text, (known.len() + open.len()) as u64);
        for submission in known {
            let record = self.records.read(&self.part.terms.key(&submission)).context("it was there")?;
            self.note(&submission, &record.into_run(), &progress)?;
        }
        if open.is_empty() {
            return Ok(());
        }
        terminal::remark(&wording::jail_of_class(text, self.part.terms.jail));
        let current = self.session.current_job();
        let starters = grading::put_starters(&self.session.course, self.out.join("starters"))?;
        let sources = self.out.join("sources");
        let jobs = self.arguments.jobs.unwrap_or_else(jobs_here);
        let course = self.session.course.clone();
        let time_limit = self.arguments.time_limit;
        let (sources, starters) = (sources.as_path(), starters.as_path());
        let (current, accepts) = (&current, Accepts::from_flag(self.arguments.unsandboxed));
        let setup =
            Setup { course: &course, lessons, checks, listed, time_limit, current, sources, starters, jobs, accepts };
        let broke = self.grade(&setup, open, &progress, false)?;
        if !broke.is_empty() {
            progress.suspend(|| terminal::remark(&msg!(self.session.text, "class-again", count = broke.len())));
            self.grade(&setup, broke, &progress, true)?;
        }
        Ok(())
    }

    /// Grades these submissions, and returns those whose grading broke. The last time, those are noted too.
    fn grade(
        &mut self,
        setup: &Setup<'_>,
        submissions: Vec<String>,
        progress: &Progress,
        is_last_time: bool,
    ) -> Result<Vec<String>> {
        let (sender, outcomes) = mpsc::channel();
        thread::scope(|scope| {
            let grading = scope.spawn(move || grading::grade(setup, submissions, &sender));
            let mut broke = Vec::new();
            let mut told = Ok(());
            for outcome in outcomes {
                told = told.and_then(|()| self.take_in(setup, outcome, progress, is_last_time, &mut broke));
            }
            grading.join().expect("it does not panic").and(told).map(|()| broke)
        })
    }

    /// Notes what came of a submission, or that its grading broke.
    fn take_in(
        &mut self,
        setup: &Setup<'_>,
        outcome: Outcome,
        progress: &Progress,
        is_last_time: bool,
        broke: &mut Vec<String>,
    ) -> Result<()> {
        let Outcome { submission, mut run, graded, has_begun, is_time_up } = outcome;
        let seconds_up = setup.time_limit.filter(|_| is_time_up);
        if let Err(error) = run.conclude(&self.session.text, graded, has_begun, seconds_up) {
            if error.is::<Cancelled>() {
                return Err(error);
            }
            // It may have been a moment. What is no score now may be one at the end.
            run.broke = true;
            if !is_last_time {
                broke.push(submission);
                return Ok(());
            }
            return self.note(&submission, &run, progress);
        }
        let record = Record::of(run);
        self.records.save(&self.part.terms.key(&submission), &record)?;
        self.note(&submission, &record.into_run(), progress)
    }

    /// Writes down what came of a submission, for each student who handed it in.
    fn note(&mut self, submission: &str, run: &Run, progress: &Progress) -> Result<()> {
        let results = Results::of(&self.session.text, run);
        let mut first: Option<&str> = None;
        for (student, taken) in self.students.iter().zip(&self.taken) {
            if taken.submission.as_deref() != Some(submission) {
                continue;
            }
            let row = Row::of(student, taken, self.part.terms.key(submission), &results, stopped::of(run));
            self.ledger.add(&row)?;
            progress.suspend(|| terminal::print(&line(self.session, &row, first)))?;
            first = first.or(Some(&student.name));
            self.rows.insert(student.id.clone(), row);
        }
        progress.advance();
        Ok(())
    }
}

/// What is said of a student while the class is graded. Where two have handed in the same, it was graded once.
fn line(session: &Session, row: &Row, same_as: Option<&str>) -> String {
    let text = &session.text;
    let name = style::source(&row.name);
    let points = msg!(text, "points", earned = row.earned.unwrap_or_default(), points = row.points);
    let told = if row.earned == Some(row.points) { style::good(points) } else { points };
    let why = match (row.state, &row.problem, same_as) {
        (State::Nothing, ..) => Some(msg!(text, "class-nothing")),
        (State::Broke, problem, _) => return format!("{name}  {}", style::bad(problem.clone().unwrap_or_default())),
        (_, Some(problem), _) => Some(problem.clone()),
        (_, None, Some(other)) => Some(msg!(text, "class-same", name = style::source(other))),
        _ => None,
    };
    let remarks = row.remarks.iter().map(|remark| format!("\n  {}", style::faint(remark)));
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    format!("{name}  {told}{why}{}", remarks.collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use jail::Level;

    use super::*;
    use crate::class::gradebook::Gradebook;
    use crate::course::Course;
    use crate::engine::errors::{GradingError, Problem};
    use crate::export::run::fixtures::run;
    use crate::fixtures::{graded, report, text};

    fn arguments() -> ClassArguments {
        ClassArguments {
            submissions: PathBuf::new(),
            out: PathBuf::new(),
            lessons: Vec::new(),
            roster: None,
            grades: Gradebook::Nbgrader,
            jobs: None,
            shard: None,
            time_limit: None,
            regrade: false,
            unsandboxed: false,
        }
    }

    /// What comes of a program with full marks, or of a grading that breaks.
    fn outcome(breaks: bool) -> Outcome {
        let broke = || Err(GradingError::new("a", Problem::NoChecksListed).into());
        let run = Run { finished: !breaks, ..run([graded("a", vec![report("one", 10, report::Verdict::Passed)])]) };
        let graded = if breaks { broke() } else { Ok(()) };
        Outcome { submission: "s".to_string(), run, graded, has_begun: true, is_time_up: false }
    }

    #[test]
    fn what_broke_is_noted_only_when_it_was_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::new(Course { root: PathBuf::new(), lessons: Vec::new() }, Rc::new(text()));
        let terms = Terms { course: "c".to_string(), lessons: Vec::new(), time_limit: None, jail: Level::Full };
        let part = Part { version: part::VERSION, shard: Shard::WHOLE, terms, points: vec![10], students: None };
        let (arguments, current) = (arguments(), session.current_job());
        let student = |id: &str| Student {
            id: id.to_string(),
            name: id.to_string(),
            email: None,
            is_late: false,
            parts: Vec::new(),
            remarks: Vec::new(),
        };
        let students = vec![student("ana"), student("rui")];
        let mut class = Class::new(&session, folder.path().to_path_buf(), part, students, &arguments).unwrap();
        let taken = || Taken { submission: Some("s".to_string()), remarks: Vec::new() };
        class.taken = vec![taken(), taken()];
        let setup = Setup {
            course: &session.course,
            lessons: &[],
            checks: &Built::default(),
            listed: &[],
            time_limit: None,
            current: &current,
            sources: folder.path(),
            starters: folder.path(),
            jobs: 1,
            accepts: Accepts::from_flag(false),
        };
        let (progress, mut broke) = (Progress::start(&session.text, 1), Vec::new());
        let record = |class: &Class<'_>| class.records.read(&class.part.terms.key("s")).is_some();

        class.take_in(&setup, outcome(true), &progress, false, &mut broke).unwrap();
        assert_eq!((&broke[..], class.rows.len()), (&["s".to_string()][..], 0));
        class.take_in(&setup, outcome(true), &progress, true, &mut broke).unwrap();
        // All who handed it in have no mark, and it is not taken for graded the next time.
        let known = |class: &Class<'_>| class.rows.values().map(|row| (row.state, row.earned)).collect::<Vec<_>>();
        assert_eq!((known(&class), record(&class)), (vec![(State::Broke, None); 2], false));
        class.take_in(&setup, outcome(false), &progress, true, &mut broke).unwrap();
        assert_eq!((known(&class), record(&class)), (vec![(State::Graded, Some(10)); 2], true));
    }
}
