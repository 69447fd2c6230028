//! Grading: a lesson's checks are run against a program, and tell how it went.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use checkout::Executable;
use grader::report::{self, Report, Verdict};
use grader::words;

use crate::cargo::{self, Built, Complaint};
use crate::course::Course;
use crate::running::Errand;
use crate::say;
use crate::submission::Submission;
use crate::text::Text;

/// Whose programs are graded.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// The student's, in `exercises/`.
    Student,
    /// The course's own, in `solutions/`.
    Course,
    /// Another student's, who submitted them.
    Submission(&'a Submission),
}

impl Whose<'_> {
    /// What cargo calls the program of a lesson.
    pub fn binary(self, lesson: &str) -> String {
        match self {
            Self::Student | Self::Submission(_) => lesson.to_string(),
            Self::Course => format!("{lesson}-solution"),
        }
    }

    /// The file that the program of a lesson is built from.
    pub fn source(self, course: &Course, lesson: &str) -> PathBuf {
        match self {
            Self::Student => course.program(lesson),
            Self::Course => course.reference(lesson),
            Self::Submission(submission) => submission.program(lesson),
        }
    }
}

/// What came of a lesson.
#[derive(Debug, Clone)]
pub struct Graded {
    /// The lesson.
    pub lesson: String,
    /// Its checks, in the order in which they are written. Those of a program that does not compile are only listed.
    pub checks: Vec<Report>,
    /// What the compiler says, where the program does not compile.
    pub compiler: Vec<Complaint>,
}

impl Graded {
    /// The points that were earned.
    pub fn earned(&self) -> u32 {
        self.checks.iter().map(Report::earned).sum()
    }

    /// The points that there are.
    pub fn points(&self) -> u32 {
        self.checks.iter().map(|check| check.points).sum()
    }

    /// Whether nothing is missing.
    pub fn is_full(&self) -> bool {
        self.earned() == self.points()
    }

    /// Whether each check has a verdict.
    pub fn is_done(&self) -> bool {
        self.checks.iter().all(|check| !matches!(check.verdict, Verdict::Listed))
    }

    /// Whether the student has not begun.
    pub fn is_not_written(&self) -> bool {
        let is_not_written = |check: &Report| matches!(check.verdict, Verdict::NotWritten);
        self.compiler.is_empty() && !self.checks.is_empty() && self.checks.iter().all(is_not_written)
    }
}

/// The checks of a lesson: all of them, or some by their names.
pub struct Selection<'a> {
    pub lesson: &'a str,
    pub checks: Vec<String>,
}

/// What is told of a grading while it goes on.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// Cargo has built this.
    Built(&'a str),
    /// This check of a lesson is done.
    Checked(&'a str, &'a Report),
}

/// How something is graded, whatever it is.
pub struct Grading<'a> {
    pub course: &'a Course,
    pub whose: Whose<'a>,
    pub errand: &'a Errand,
    /// Whether the compiler's messages have colours.
    pub colours: bool,
    /// The language that the checks speak too.
    pub text: &'a Text,
    pub step: &'a dyn Fn(Step<'_>),
}

impl Grading<'_> {
    /// Builds what is needed to grade these lessons.
    pub fn build(&self, lessons: &[&str]) -> Result<Built> {
        self.build_with(lessons, Some(self.whose))
    }

    /// Builds what is needed to list the checks of these lessons.
    pub fn build_checks(&self, lessons: &[&str]) -> Result<Built> {
        self.build_with(lessons, None)
    }

    fn build_with(&self, lessons: &[&str], programs: Option<Whose<'_>>) -> Result<Built> {
        let step = |name: &str| (self.step)(Step::Built(name));
        cargo::build(self.course, lessons, programs, self.errand, self.colours, &step)
    }

    /// Grades one lesson, of which everything has been built.
    pub fn grade(&self, built: &Built, selection: &Selection<'_>) -> Result<Graded> {
        let lesson = selection.lesson;
        let program = built.programs.get(lesson).context("cargo built it")?;
        let (program, compiler) = match program {
            Ok(program) => (Some(program.as_path()), Vec::new()),
            Err(compiler) => (None, compiler.clone()),
        };
        let as_built = program.map(|program| Executable::of(program, &self.whose.source(self.course, lesson)));
        let (mut checks, crash) = self.run(built, lesson, &selection.checks, program)?;
        if crash.is_some() {
            // One check has taken the others with it. Alone, each of those gets its verdict.
            let is_missing = |listed: &Report| {
                let is_wanted = selection.checks.is_empty() || selection.checks.contains(&listed.check);
                is_wanted && checks.iter().all(|done| done.check != listed.check)
            };
            let missing: Vec<Report> = self.list(built, lesson)?.into_iter().filter(is_missing).collect();
            for listed in missing {
                let (alone, _) = self.run(built, lesson, std::slice::from_ref(&listed.check), program)?;
                checks.push(alone.into_iter().next().unwrap_or(listed));
            }
            checks.sort_by_key(|report| report.line);
        }
        // Another cargo may have put another program in its place: a save, say, or another checkout that builds there too.
        let is_as_built = as_built.is_none_or(|program| program.is_ok_and(|program| program.is_unchanged()));
        ensure!(is_as_built, say!(self.text, "built-meanwhile", lesson = lesson));
        Ok(Graded { lesson: lesson.to_string(), checks, compiler })
    }

    /// The checks of a lesson, as they are written.
    pub fn list(&self, built: &Built, lesson: &str) -> Result<Vec<Report>> {
        let (checks, crash) = self.run(built, lesson, &[], None)?;
        match crash {
            Some(crash) => bail!("the checks of {lesson} cannot be listed: {crash}"),
            None => Ok(checks),
        }
    }

    /// Runs the checks against a program; without one, lists them. Returns what they said, and how they ended if they
    /// ended too soon.
    fn run(
        &self,
        built: &Built,
        lesson: &str,
        checks: &[String],
        program: Option<&Path>,
    ) -> Result<(Vec<Report>, Option<String>)> {
        let mut command = Command::new(built.checks.get(lesson).context("cargo built them")?);
        // All at once, as `.cargo/config.toml` has it for cargo: one that hangs costs one deadline, not one for each.
        command.current_dir(&self.course.root).args(["--test-threads", "32"]);
        if !checks.is_empty() {
            command.arg("--exact").args(checks);
        }
        command.env(words::VARIABLE, self.text.language());
        match program {
            Some(program) => {
                let program = program.to_str().context("the path of the program is not text")?;
                let program = shlex::try_quote(program).context("the path of the program cannot be quoted")?;
                command.env(report::VARIABLE, "grade").env("LAB_PROGRAM", program.as_ref());
            }
            None => {
                command.env(report::VARIABLE, "list");
            }
        }
        let word = format!("{:016x}", getrandom::u64().context("the system has no random numbers")?);
        let mut started = self.errand.start(command, Some(&format!("{word}\n")))?;
        let mut reports = Vec::new();
        for line in BufReader::new(&mut started.stdout).lines() {
            if let Some(report) = Report::read(&line?, &word) {
                (self.step)(Step::Checked(lesson, &report));
                reports.push(report);
            }
        }
        let (status, stderr) = self.errand.finish(started)?;
        // 101 is how the test harness says that a test failed.
        let crash = (!matches!(status.code(), Some(0 | 101))).then(|| format!("{status}: {stderr}"));
        let said_nothing = crash.is_none() && reports.is_empty() && checks.is_empty();
        ensure!(!said_nothing, "the checks of {lesson} said nothing: {stderr}");
        reports.sort_by_key(|report| report.line);
        Ok((reports, crash))
    }
}
