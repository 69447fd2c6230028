//! Grading: a program is built, and run against its lesson's checks.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use checkout::Executable;
use report::{Report, Verdict};

use crate::cargo::{self, Built, Complaint};
use crate::checks::Checks;
use crate::course::Course;
use crate::reference;
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
    /// What it says of a program that compiles. It costs nothing.
    pub warnings: Vec<Complaint>,
}

impl Graded {
    /// A lesson of which no more is known than its checks.
    pub fn listed(lesson: &str, checks: Vec<Report>) -> Self {
        Self { lesson: lesson.to_string(), checks, compiler: Vec::new(), warnings: Vec::new() }
    }

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
    ///
    /// # Errors
    /// It does not compile, and that is not the fault of the programs.
    pub fn build(&self, lessons: &[&str]) -> Result<Built> {
        let mut built = self.build_with(lessons, Some(self.whose))?;
        for lesson in lessons {
            let in_doubt = |program: &Result<_, Vec<Complaint>>| {
                program.as_ref().is_err_and(|complaints| !complaints.iter().all(|it| it.is_about_source))
            };
            if built.programs.get(*lesson).is_some_and(in_doubt) {
                if let Some(why) = cargo::compile_reference(self.course, lesson, self.whose, self.errand)? {
                    bail!(say!(self.text, "reference-does-not-compile", lesson = *lesson, why = why));
                }
                let again = self.build_with(&[lesson], Some(self.whose))?;
                if let Some(Err(complaints)) = again.programs.get(*lesson) {
                    // It ends by these itself, where the program is too much for it. By another, somebody else ends it.
                    const ITS_OWN: [u32; 3] = [4, 6, 11];
                    let ended = complaints.iter().filter_map(Complaint::signal).find(|it| !ITS_OWN.contains(it));
                    if let Some(signal) = ended {
                        bail!(say!(self.text, "compiler-ended", lesson = *lesson, signal = signal.to_string()));
                    }
                }
                built.take_in(again);
            }
        }
        Ok(built)
    }

    /// Builds what is needed to list the checks of these lessons.
    pub fn build_checks(&self, lessons: &[&str]) -> Result<Built> {
        self.build_with(lessons, None)
    }

    fn build_with(&self, lessons: &[&str], programs: Option<Whose<'_>>) -> Result<Built> {
        let step = |name: &str| (self.step)(Step::Built(name));
        cargo::build(self.course, lessons, programs, self.errand, self.colours, &step)
    }

    /// The checks of a lesson, as they are written.
    pub fn list(&self, built: &Built, lesson: &str) -> Result<Vec<Report>> {
        self.checks(built, lesson)?.list()
    }

    /// Grades one lesson, of which everything has been built, in these of its checks, as they are listed.
    pub fn grade(&self, built: &Built, lesson: &str, listed: &[Report]) -> Result<Graded> {
        let program = match built.programs.get(lesson).context("cargo built it")? {
            Ok(program) => program,
            Err(compiler) => {
                return Ok(Graded { compiler: compiler.clone(), ..Graded::listed(lesson, listed.to_vec()) });
            }
        };
        let as_built = Executable::of(program, &self.whose.source(self.course, lesson));
        let step = |report: &Report| (self.step)(Step::Checked(lesson, report));
        let checks = self.checks(built, lesson)?;
        let mut reports = checks.grade(listed, program, &step)?;
        if matches!(self.whose, Whose::Course) {
            checks.are_verdicts(&reports)?;
        } else {
            let reference = built.references.get(lesson).map(PathBuf::as_path);
            reports = reference::compare(&checks, listed, reports, program, reference, &step)?;
        }
        // Another cargo may have put another program in its place: a save, say, or another checkout that builds there too.
        let is_as_built = as_built.is_ok_and(|program| program.is_unchanged());
        ensure!(is_as_built, say!(self.text, "built-meanwhile", lesson = lesson));
        let warnings = built.warnings.get(lesson).cloned().unwrap_or_default();
        Ok(Graded { warnings, ..Graded::listed(lesson, reports) })
    }

    fn checks<'a>(&'a self, built: &'a Built, lesson: &'a str) -> Result<Checks<'a>> {
        let binary = built.checks.get(lesson).context("cargo built them")?;
        Ok(Checks { lesson, binary, folder: &self.course.root, errand: self.errand, text: self.text })
    }
}
