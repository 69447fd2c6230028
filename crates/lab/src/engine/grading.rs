//! Grading: a program is built, and run against its lesson's checks.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use checkout::Executable;
use report::Report;

use crate::course::Course;
use crate::course::graded::{CompilerDiagnostic, Graded};
use crate::engine::build::{self, Build, Built, Profile};
use crate::engine::checks::Checks;
use crate::engine::errors::{GradingError, Problem};
use crate::engine::job::Job;
use crate::engine::reference;
use crate::engine::source::ProgramSource;

/// What is told of a grading while it goes on.
#[derive(Debug, Clone, Copy)]
pub enum GradingEvent<'a> {
    /// Cargo has built this.
    Built(&'a str),
    /// This check of a lesson is done.
    Checked(&'a str, &'a Report),
}

/// How something is graded, whatever it is.
pub struct Grading<'a> {
    pub course: &'a Course,
    pub source: ProgramSource<'a>,
    pub job: &'a Job,
    /// Whether the compiler's messages have colours.
    pub colours: bool,
    pub on_event: &'a dyn Fn(GradingEvent<'_>),
}

impl Grading<'_> {
    /// Builds what is needed to grade these lessons.
    ///
    /// # Errors
    /// It does not compile, and that is not the fault of the programs.
    pub fn build(&self, lessons: &[&str]) -> Result<Built> {
        let built = self.build_with(lessons, Some(self.source))?;
        self.without_doubt(built, lessons)
    }

    /// Builds what is needed to grade these lessons, whose checks have been built.
    ///
    /// # Errors
    /// As for [`Grading::build`].
    pub fn build_beside(&self, checks: &Built, lessons: &[&str]) -> Result<Built> {
        let mut built = self.with_build(lessons, Some(self.source), |build| build.run_programs())?;
        built.checks.clone_from(&checks.checks);
        self.without_doubt(built, lessons)
    }

    /// Looks into errors of the compiler that may not be the programs', and tries again.
    fn without_doubt(&self, mut built: Built, lessons: &[&str]) -> Result<Built> {
        for lesson in lessons {
            let in_doubt = |program: &Result<_, Vec<CompilerDiagnostic>>| {
                program.as_ref().is_err_and(|diagnostics| !diagnostics.iter().all(|it| it.is_about_source))
            };
            if built.programs.get(*lesson).is_some_and(in_doubt) {
                if let Some(stderr) = build::compile_reference(self.course, lesson, self.source, self.job)? {
                    bail!(GradingError::new(lesson, Problem::ReferenceNotBuilt { stderr }));
                }
                let again = self.build_program(lesson)?;
                if let Some(Err(diagnostics)) = again.programs.get(*lesson) {
                    // It ends by these itself, where the program is too much for it. By another, it is ended from outside.
                    const ITS_OWN: [u32; 3] = [4, 6, 11];
                    let ended =
                        diagnostics.iter().filter_map(CompilerDiagnostic::signal).find(|it| !ITS_OWN.contains(it));
                    if let Some(signal) = ended {
                        bail!(GradingError::new(lesson, Problem::CompilerEnded { signal }));
                    }
                }
                built.take_in(again);
            }
        }
        Ok(built)
    }

    /// Builds the program of a lesson, without its checks.
    ///
    /// # Errors
    /// The job was cancelled.
    pub fn build_program(&self, lesson: &str) -> Result<Built> {
        self.with_build(&[lesson], Some(self.source), |build| build.run_programs())
    }

    /// Builds what is needed to list the checks of these lessons.
    pub fn build_checks(&self, lessons: &[&str]) -> Result<Built> {
        self.build_with(lessons, None)
    }

    /// Builds the checks of these lessons for a class.
    pub fn build_checks_of_class(&self, lessons: &[&str]) -> Result<Built> {
        self.with_build(lessons, None, |build| Build { profile: Profile::Class, ..*build }.run())
    }

    fn build_with(&self, lessons: &[&str], programs: Option<ProgramSource<'_>>) -> Result<Built> {
        self.with_build(lessons, programs, |build| build.run())
    }

    fn with_build(
        &self,
        lessons: &[&str],
        programs: Option<ProgramSource<'_>>,
        run: fn(&Build<'_>) -> Result<Built>,
    ) -> Result<Built> {
        let on_built = |name: &str| (self.on_event)(GradingEvent::Built(name));
        let Self { course, job, colours, .. } = *self;
        run(&Build { course, lessons, programs, profile: Profile::Dev, job, colours, on_built: &on_built })
    }

    /// The checks of a lesson, as they are written.
    pub fn list(&self, built: &Built, lesson: &str) -> Result<Vec<Report>> {
        self.checks(built, lesson)?.list()
    }

    /// The crates that a program may use, where the compiler says that it wants another one.
    pub fn crates_instead(&self, lesson: &str, compiler: &[CompilerDiagnostic]) -> Vec<String> {
        let misses_one = compiler.iter().any(CompilerDiagnostic::misses_a_crate);
        if misses_one { self.course.crates(lesson) } else { Vec::new() }
    }

    /// Grades one lesson, of which everything has been built, in these of its checks, as they are listed.
    pub fn grade(&self, built: &Built, lesson: &str, listed: &[Report]) -> Result<Graded> {
        let program = match built.programs.get(lesson).context("cargo built it")? {
            Ok(program) => program,
            Err(compiler) => {
                let crates = self.crates_instead(lesson, compiler);
                return Ok(Graded { compiler: compiler.clone(), crates, ..Graded::listed(lesson, listed.to_vec()) });
            }
        };
        let as_built = Executable::of(program, &self.source.file(self.course, lesson));
        let on_report = |report: &Report| (self.on_event)(GradingEvent::Checked(lesson, report));
        let checks = self.checks(built, lesson)?;
        let mut reports = checks.grade(listed, program, &on_report)?;
        if matches!(self.source, ProgramSource::Reference) {
            checks.fail_if_broken(&reports)?;
        } else {
            let reference = built.references.get(lesson).map(PathBuf::as_path);
            reports = reference::compare(&checks, listed, reports, program, reference, &on_report)?;
        }
        // Another cargo may have put another program in its place: a save, say, or another checkout that builds there too.
        let is_as_built = as_built.is_ok_and(|program| program.is_unchanged());
        ensure!(is_as_built, GradingError::new(lesson, Problem::BuiltMeanwhile));
        let warnings = built.warnings.get(lesson).cloned().unwrap_or_default();
        Ok(Graded { warnings, ..Graded::listed(lesson, reports) })
    }

    fn checks<'a>(&'a self, built: &'a Built, lesson: &'a str) -> Result<Checks<'a>> {
        let binary = built.checks.get(lesson).context("cargo built them")?;
        let jail = match self.source {
            ProgramSource::Submission(submission) => submission.jail.as_ref(),
            ProgramSource::Exercises | ProgramSource::Reference => None,
        };
        Ok(Checks { lesson, binary, folder: &self.course.root, jail, job: self.job })
    }
}
