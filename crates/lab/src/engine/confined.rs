//! Compiling the programs of a submission in the jail, where they can see no more than they may know: not the reference
//! programs, not the checks, and no program that was compiled before.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use jail::{Jail, make_anew};

use crate::course::graded::CompilerDiagnostic;
use crate::engine::compiler::of_program;
use crate::engine::errors::{GradingError, Problem};
use crate::engine::job::Job;
use crate::engine::recipe::{Kitchen, Recipe};
use crate::engine::submission::{Submission, lock_exclusively};

/// A submission whose programs are compiled in its jail.
pub struct ConfinedBuild<'a> {
    submission: &'a Submission,
    jail: &'a Jail,
    job: &'a Job,
    /// Whether the compiler's messages have colours.
    colours: bool,
}

/// What came of a lesson's program.
pub struct Confined {
    /// The program; what the compiler says, of one that does not compile.
    pub program: Result<PathBuf, Vec<CompilerDiagnostic>>,
    pub warnings: Vec<CompilerDiagnostic>,
    /// The reference program, compiled in the same way.
    pub reference: PathBuf,
}

/// What came of one call of the compiler.
struct Compiled {
    program: PathBuf,
    status: ExitStatus,
    errors: Vec<CompilerDiagnostic>,
    warnings: Vec<CompilerDiagnostic>,
    /// What it says beside that.
    stderr: String,
}

impl<'a> ConfinedBuild<'a> {
    /// Nothing, where the submission has no jail.
    pub fn of(submission: &'a Submission, job: &'a Job, colours: bool) -> Option<Self> {
        Some(Self { submission, jail: submission.jail.as_ref()?, job, colours })
    }

    /// Compiles the program of a lesson, and before it the reference program, where that has not been compiled like this.
    ///
    /// # Errors
    /// The reference program does not compile here, or the job was cancelled.
    pub fn compile(&self, lesson: &str) -> Result<Confined> {
        let (recipe, reference) = self.recipe(lesson)?;
        let source = Path::new("exercises").join(lesson).join("main.rs");
        let place = self.submission.place.join("built").join(lesson);
        let programs = self.submission.programs();
        let compiled = self.call(&recipe, lesson, (&programs, &source, programs.join("exercises")), &place)?;
        let warnings = compiled.warnings.clone();
        Ok(Confined { program: compiled.program(), warnings, reference })
    }

    /// Compiles the reference program of a lesson once more. Returns what the compiler says if that fails.
    pub fn compile_reference_again(&self, lesson: &str) -> Result<Option<String>> {
        let (recipe, _) = self.recipe(lesson)?;
        // The other one may be running.
        let place = self.submission.place.join("again").join(lesson);
        let compiled = self.compile_reference(&recipe, lesson, &place)?;
        Ok(compiled.program().err().map(|errors| errors.into_iter().map(|error| error.rendered).collect()))
    }

    /// How the program of a lesson is compiled, and the reference program that was compiled in the same way.
    ///
    /// While lab runs, the course is the one that it was at first: it is not looked at again for each submission.
    fn recipe(&self, lesson: &str) -> Result<(Recipe, PathBuf)> {
        static KNOWN: Mutex<BTreeMap<PathBuf, (Recipe, PathBuf)>> = Mutex::new(BTreeMap::new());
        let kept = self.submission.common.join("recipes").join(lesson).with_extension("json");
        // Who wants it at the same time waits: of what cargo has compiled just before, it says nothing.
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(recipe) = known.get(&kept) {
            return Ok(recipe.clone());
        }
        let recipe = self.find_recipe(lesson, &kept)?;
        known.insert(kept, recipe.clone());
        Ok(recipe)
    }

    /// The recipe that is kept in this file, if it is still true, or a new one.
    fn find_recipe(&self, lesson: &str, kept: &Path) -> Result<(Recipe, PathBuf)> {
        let Submission { common, course, target, .. } = self.submission;
        let (recipes, references) = (common.join("recipes"), common.join("references").join(lesson));
        [&recipes, &references].into_iter().try_for_each(fs::create_dir_all)?;
        // Another lab may want it at the same time, for a part of the same class.
        let _alone = lock_exclusively(self.job, &recipes.join("lock"))?;
        let reference = references.join(lesson);
        let kitchen = Kitchen { course, target, job: self.job };
        if let Some(recipe) = kitchen.known(lesson, kept)?.filter(|_| reference.is_file()) {
            return Ok((recipe, reference));
        }
        self.submission.bump_mtime(&[lesson])?;
        let recipe = kitchen.learn(lesson)?;
        match self.compile_reference(&recipe, lesson, &common.join("new"))?.program() {
            Ok(program) => {
                // The one before may be running.
                fs::rename(program, &reference)?;
                fs::write(kept, serde_json::to_vec(&recipe)?).with_context(|| kept.display().to_string())?;
                Ok((recipe, reference))
            }
            Err(errors) => {
                let stderr = errors.into_iter().map(|error| error.rendered).collect();
                bail!(GradingError::new(lesson, Problem::ReferenceNotBuilt { stderr }))
            }
        }
    }

    fn compile_reference(&self, recipe: &Recipe, lesson: &str, place: &Path) -> Result<Compiled> {
        let course = &self.submission.course;
        let sources = Path::new("solutions").join(lesson);
        let files = (course.as_path(), sources.join("main.rs"), course.join(&sources));
        self.call(recipe, lesson, (files.0, &files.1, files.2), place)
    }

    /// Calls the compiler, in a folder and for a file in it, with leave to read these sources, and to write into `place`,
    /// which is made anew.
    fn call(
        &self,
        recipe: &Recipe,
        lesson: &str,
        (folder, source, sources): (&Path, &Path, PathBuf),
        place: &Path,
    ) -> Result<Compiled> {
        make_anew(place).with_context(|| place.display().to_string())?;
        let program = place.join(lesson);
        let mut command = self.jail.compiler(recipe.needs(folder, sources, place)?, &recipe.compiler);
        command.args(recipe.arguments(source, &program, self.colours));
        let mut started = self.job.start(command, None)?;
        io::copy(&mut started.stdout, &mut io::sink())?;
        let (status, said) = self.job.finish(started)?;
        let mut compiled =
            Compiled { program, status, errors: Vec::new(), warnings: Vec::new(), stderr: String::new() };
        said.lines().for_each(|line| compiled.take_in(line, lesson));
        Ok(compiled)
    }
}

impl Compiled {
    /// Takes in a line of what the compiler says: a message in JSON, or what those around it say.
    fn take_in(&mut self, line: &str, lesson: &str) {
        match serde_json::from_str::<Diagnostic>(line) {
            Ok(diagnostic) => match of_program(diagnostic, lesson) {
                Some((DiagnosticLevel::Error, error)) => self.errors.push(error),
                Some((_, warning)) => self.warnings.push(warning),
                None => {}
            },
            Err(_) => self.stderr += &format!("{line}\n"),
        }
    }

    /// The program, or what the compiler says of one that does not compile.
    fn program(self) -> Result<PathBuf, Vec<CompilerDiagnostic>> {
        /// What the limits of the jail end it by: the time that passes, the time of the processors, the length of a file.
        const TOO_MUCH: [u32; 3] = [14, 24, 25];
        if self.status.success() {
            return Ok(self.program);
        }
        let mut errors = self.errors;
        let mut ended = CompilerDiagnostic::died(format!("{}rustc: {}\n", self.stderr, self.status));
        ended.is_about_source = ended.signal().is_some_and(|signal| TOO_MUCH.contains(&signal));
        if errors.is_empty() || ended.signal().is_some() {
            errors.push(ended);
        }
        Err(errors)
    }
}
