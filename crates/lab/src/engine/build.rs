//! What cargo is asked to build: the checks of lessons, and the programs that they grade.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};
use cargo_metadata::diagnostic::DiagnosticLevel;
use cargo_metadata::{Message, Target, TargetKind};
use checkout::{Executable, Replaced};

use crate::course::Course;
use crate::course::graded::CompilerDiagnostic;
use crate::engine::compiler::{cargo, of_program};
use crate::engine::confined::ConfinedBuild;
use crate::engine::errors::{GradingError, Problem};
use crate::engine::job::Job;
use crate::engine::source::ProgramSource;
use crate::engine::submission::Submission;

/// What became of some lessons' checks and programs.
#[derive(Default)]
pub struct Built {
    /// The test binary of each lesson.
    pub checks: HashMap<String, PathBuf>,
    /// The program of each lesson; what the compiler says, of one that does not compile.
    pub programs: HashMap<String, Result<PathBuf, Vec<CompilerDiagnostic>>>,
    /// What the compiler says against a program that compiles.
    pub warnings: HashMap<String, Vec<CompilerDiagnostic>>,
    /// The reference program of each lesson, built where the programs are.
    pub references: HashMap<String, PathBuf>,
}

impl Built {
    /// Takes in what was built later.
    pub fn take_in(&mut self, later: Self) {
        self.checks.extend(later.checks);
        self.programs.extend(later.programs);
        self.warnings.extend(later.warnings);
        self.references.extend(later.references);
    }
}

/// How checks are compiled. They grade alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As `cargo test` compiles them, which is sooner done.
    Dev,
    /// For a class: they are run so often that it pays to optimise them.
    Class,
}

/// What cargo is to build: the checks of lessons and, if there is a source for them, the programs.
///
/// The checks are those of the package `solutions`, which do not depend on a student's program: a save costs no more
/// than `cargo build -p <lesson>`, and they tell their points also where that does not compile. They are built in this
/// checkout, whatever is graded; a submission's programs are built where the submission is.
pub struct Build<'a> {
    pub course: &'a Course,
    pub lessons: &'a [&'a str],
    pub programs: Option<ProgramSource<'a>>,
    /// How the checks are compiled.
    pub profile: Profile,
    pub job: &'a Job,
    /// Whether the compiler's messages have colours.
    pub colours: bool,
    /// Is told the name of each package that is done.
    pub on_built: &'a dyn Fn(&str),
}

impl Build<'_> {
    /// Has cargo build all of it.
    ///
    /// # Errors
    /// The checks do not compile, or the job was cancelled. Of a program that does not compile, that is the result.
    pub fn run(&self) -> Result<Built> {
        self.run_of(true)
    }

    /// Has cargo build the programs alone, which are to be tried and not graded.
    ///
    /// # Errors
    /// The job was cancelled. Of a program that does not compile, that is the result.
    pub fn run_programs(&self) -> Result<Built> {
        self.run_of(false)
    }

    fn run_of(&self, with_checks: bool) -> Result<Built> {
        if let Some(confined) = self.confined() {
            let checks = Build { programs: None, ..*self };
            let mut built = if with_checks { checks.run_of(true)? } else { Built::default() };
            for lesson in self.lessons {
                let compiled = confined.compile(lesson)?;
                (self.on_built)(lesson);
                built.programs.insert(lesson.to_string(), compiled.program);
                built.warnings.insert(lesson.to_string(), compiled.warnings);
                built.references.insert(lesson.to_string(), compiled.reference);
            }
            return Ok(built);
        }
        let built = self.run_once(with_checks)?;
        let mut touched = false;
        for (lesson, program) in &built.programs {
            if let (Some(source), Ok(program)) = (self.programs, program)
                && let Err(Replaced(file)) = Executable::of(program, &source.file(self.course, lesson))
            {
                // Cargo takes a file that is older than the program for built, whatever is in it. Now it is newer.
                let touch = File::options().append(true).open(&file).and_then(|it| it.set_modified(SystemTime::now()));
                touch.with_context(|| file.display().to_string())?;
                touched = true;
            }
        }
        if touched { self.run_once(with_checks) } else { Ok(built) }
    }

    /// How the programs are compiled where they may not be by cargo.
    fn confined(&self) -> Option<ConfinedBuild<'_>> {
        let Some(ProgramSource::Submission(submission)) = self.programs else { return None };
        ConfinedBuild::of(submission, self.job, self.colours)
    }

    /// Has cargo build what it does not take for built already.
    fn run_once(&self, with_checks: bool) -> Result<Built> {
        let mut output = CargoOutput::new(self.lessons, self.programs);
        let mut stderr = String::new();
        for mut command in self.commands(with_checks) {
            // Those that count stand beside the programs, which the last command builds.
            output.built.references.clear();
            let json = "--message-format=json";
            command.arg(if self.colours { "--message-format=json-diagnostic-rendered-ansi" } else { json });
            let mut started = self.job.start(command, None)?;
            for message in Message::parse_stream(BufReader::new(&mut started.stdout)) {
                output.take_in(message?, self.on_built);
            }
            stderr += &self.job.finish(started)?.1;
        }
        let CargoOutput { mut built, mut errors, others, .. } = output;
        for lesson in self.lessons {
            if with_checks && !built.checks.contains_key(*lesson) {
                bail!(GradingError::new(lesson, Problem::ChecksNotBuilt { diagnostics: others.concat(), stderr }));
            }
            if let Some(errors) = errors.remove(*lesson) {
                built.programs.insert(lesson.to_string(), Err(errors));
            }
            if self.programs.is_some() {
                let died = || Err(vec![CompilerDiagnostic::died(stderr.clone())]);
                built.programs.entry(lesson.to_string()).or_insert_with(died);
            }
        }
        Ok(built)
    }

    /// What builds it: one cargo, or two that stand in different folders.
    fn commands(&self, with_checks: bool) -> Vec<Command> {
        let build = || {
            let mut command = cargo();
            command.current_dir(&self.course.root).args(["build", "--keep-going"]);
            command
        };
        let mut checks = build();
        if with_checks || matches!(self.programs, Some(ProgramSource::Reference)) {
            checks.args(["--package", "solutions"]);
        }
        for lesson in self.lessons.iter().filter(|_| with_checks) {
            checks.args(["--test", lesson]);
        }
        if self.profile == Profile::Class {
            checks.args(["--profile", "class"]);
        }
        let Some(source) = self.programs else { return vec![checks] };
        let mut elsewhere = None;
        let command = match source {
            ProgramSource::Exercises | ProgramSource::Reference => &mut checks,
            ProgramSource::Submission(submission) => {
                let command = elsewhere.insert(build());
                build_in(command, submission);
                command
            }
        };
        for lesson in self.lessons {
            command.args(["--bin", &source.binary(lesson)]);
            if !matches!(source, ProgramSource::Reference) {
                command.args(["--package", lesson]);
            }
            if matches!(source, ProgramSource::Submission(_)) {
                command.args(["--package", "solutions", "--bin", &ProgramSource::Reference.binary(lesson)]);
            }
        }
        let is_needed = with_checks || elsewhere.is_none();
        [Some(checks).filter(|_| is_needed), elsewhere].into_iter().flatten().collect()
    }
}

/// Compiles the reference program of a lesson where this one is compiled, though it may have been compiled there before.
/// Returns what cargo says if that fails.
pub fn compile_reference(
    course: &Course,
    lesson: &str,
    source: ProgramSource<'_>,
    job: &Job,
) -> Result<Option<String>> {
    if let ProgramSource::Submission(submission) = source
        && let Some(confined) = ConfinedBuild::of(submission, job, false)
    {
        return confined.compile_reference_again(lesson);
    }
    let mut command = cargo();
    command.current_dir(&course.root).arg("rustc");
    if let ProgramSource::Submission(submission) = source {
        build_in(&mut command, submission);
    }
    command.args(["--package", "solutions", "--bin", &ProgramSource::Reference.binary(lesson)]);
    // What was compiled with other arguments is compiled anew.
    let anew = format!("lab_{:016x}", getrandom::u64().context("the system has no random numbers")?);
    command.args(["--", "--cfg", &anew]);
    let started = job.start(command, None)?;
    let (status, stderr) = job.finish(started)?;
    Ok((!status.success()).then_some(stderr))
}

/// Has a command of cargo stand where a submission is, and build there.
fn build_in(command: &mut Command, submission: &Submission) {
    command.current_dir(&submission.course).arg("--target-dir").arg(&submission.target);
    command.env("CARGO_BUILD_BUILD_DIR", &submission.target);
}

/// What cargo says while it builds, put where it belongs.
struct CargoOutput<'a> {
    lessons: &'a [&'a str],
    /// What cargo calls the program of each lesson; nothing, where none is built.
    binaries: Vec<String>,
    built: Built,
    /// What the compiler says against programs that do not compile.
    errors: HashMap<String, Vec<CompilerDiagnostic>>,
    /// What the compiler says against anything else.
    others: Vec<String>,
}

impl<'a> CargoOutput<'a> {
    fn new(lessons: &'a [&'a str], programs: Option<ProgramSource<'_>>) -> Self {
        let binaries = programs.map(|source| lessons.iter().map(|lesson| source.binary(lesson)).collect());
        let (built, errors, others) = (Built::default(), HashMap::new(), Vec::new());
        Self { lessons, binaries: binaries.unwrap_or_default(), built, errors, others }
    }

    fn take_in(&mut self, message: Message, on_built: &dyn Fn(&str)) {
        match message {
            Message::CompilerArtifact(artifact) => {
                if !artifact.fresh {
                    on_built(&artifact.target.name);
                }
                if let Some(executable) = artifact.executable {
                    self.take_executable(artifact.target, executable.into_std_path_buf());
                }
            }
            Message::CompilerMessage(message) => {
                let lesson = self.lesson_of(&message.target);
                self.take_diagnostic(message.message, lesson);
            }
            _ => {}
        }
    }

    fn take_executable(&mut self, target: Target, executable: PathBuf) {
        if target.kind.contains(&TargetKind::Test) {
            if self.lessons.contains(&target.name.as_str()) {
                self.built.checks.insert(target.name, executable);
            }
            return;
        }
        let is_reference = |lesson: &&&str| target.name == ProgramSource::Reference.binary(lesson);
        if let Some(lesson) = self.lessons.iter().find(is_reference) {
            self.built.references.insert(lesson.to_string(), executable.clone());
        }
        if let Some(lesson) = self.lesson_of(&target) {
            self.built.programs.insert(lesson, Ok(executable));
        }
    }

    /// Takes in what the compiler says of the program of this lesson, or of something else.
    fn take_diagnostic(&mut self, diagnostic: cargo_metadata::diagnostic::Diagnostic, lesson: Option<String>) {
        let Some((level, said)) = of_program(diagnostic, lesson.as_deref().unwrap_or_default()) else { return };
        let of_kind = if level == DiagnosticLevel::Error { &mut self.errors } else { &mut self.built.warnings };
        match lesson {
            Some(lesson) => of_kind.entry(lesson).or_default().push(said),
            None if level == DiagnosticLevel::Error => self.others.push(said.rendered),
            None => {}
        }
    }

    /// The lesson whose program this is, if it is one.
    fn lesson_of(&self, target: &Target) -> Option<String> {
        let is_program = target.kind.contains(&TargetKind::Bin);
        let at = self.binaries.iter().position(|binary| is_program && *binary == target.name)?;
        Some(self.lessons[at].to_string())
    }
}
