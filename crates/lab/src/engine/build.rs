//! What cargo is asked to build: the checks of lessons, and the programs that they grade.

use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};
use cargo_metadata::camino::Utf8PathBuf;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{Message, Target, TargetKind};
use checkout::{Executable, Replaced};

use crate::course::Course;
use crate::course::graded::CompilerDiagnostic;
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

/// Errors with which the compiler says that it cannot read what another package was compiled to. It points at a line of the
/// program for these too.
const CANNOT_LOAD: [&str; 7] = ["E0460", "E0461", "E0462", "E0463", "E0514", "E0519", "E0786"];

/// The cargo that runs this program, or the one that a shell would find.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or(OsString::from("cargo")));
    // It decides what the checks of `solutions` say to a student who calls them by mistake, which is not so here.
    command.env_remove("LAB_IN_EXERCISES");
    command
}

/// Builds the checks of these lessons and, if somebody's are wanted, the programs. `step` is told the name of each
/// package that is done.
///
/// The checks are those of the package `solutions`, which do not depend on a student's program: a save costs no more
/// than `cargo build -p <lesson>`, and they tell their points also where that does not compile. They are built in this
/// checkout whoever is graded; a submission's programs are built where the submission is.
pub fn build(
    course: &Course,
    lessons: &[&str],
    programs: Option<ProgramSource<'_>>,
    job: &Job,
    colours: bool,
    step: &dyn Fn(&str),
) -> Result<Built> {
    let built = build_what_is_newer(course, lessons, programs, job, colours, step)?;
    let mut touched = false;
    for (lesson, program) in &built.programs {
        if let (Some(source), Ok(program)) = (programs, program)
            && let Err(Replaced(file)) = Executable::of(program, &source.file(course, lesson))
        {
            // Cargo takes a file that is older than the program for built, whatever is in it. Now it is newer.
            let touch = File::options().append(true).open(&file).and_then(|it| it.set_modified(SystemTime::now()));
            touch.with_context(|| file.display().to_string())?;
            touched = true;
        }
    }
    if touched { build_what_is_newer(course, lessons, programs, job, colours, step) } else { Ok(built) }
}

/// Builds what cargo does not take for built already.
fn build_what_is_newer(
    course: &Course,
    lessons: &[&str],
    programs: Option<ProgramSource<'_>>,
    job: &Job,
    colours: bool,
    step: &dyn Fn(&str),
) -> Result<Built> {
    let mut messages = CargoMessages::of(lessons, programs);
    let mut stderr = String::new();
    for mut command in commands(course, lessons, programs) {
        // Those that count stand beside the programs, which the last command builds.
        messages.built.references.clear();
        command.arg(if colours { "--message-format=json-diagnostic-rendered-ansi" } else { "--message-format=json" });
        let mut started = job.start(command, None)?;
        for message in Message::parse_stream(BufReader::new(&mut started.stdout)) {
            messages.take_in(message?, step);
        }
        stderr += &job.finish(started)?.1;
    }
    let CargoMessages { mut built, mut diagnostics, others, .. } = messages;
    for lesson in lessons {
        if !built.checks.contains_key(*lesson) {
            bail!(GradingError::new(lesson, Problem::ChecksNotBuilt { diagnostics: others.concat(), stderr }));
        }
        if let Some(diagnostics) = diagnostics.remove(*lesson) {
            built.programs.insert(lesson.to_string(), Err(diagnostics));
        }
        if programs.is_some() {
            let died = || Err(vec![CompilerDiagnostic::died(stderr.clone())]);
            built.programs.entry(lesson.to_string()).or_insert_with(died);
        }
    }
    Ok(built)
}

/// Compiles the reference program of a lesson where this one is compiled, though it may have been compiled there before.
/// Returns what cargo says if that fails.
pub fn compile_reference(
    course: &Course,
    lesson: &str,
    source: ProgramSource<'_>,
    job: &Job,
) -> Result<Option<String>> {
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

/// What builds them: one cargo, or two that stand in different folders.
fn commands(course: &Course, lessons: &[&str], programs: Option<ProgramSource<'_>>) -> Vec<Command> {
    let build = || {
        let mut command = cargo();
        command.current_dir(&course.root).args(["build", "--keep-going"]);
        command
    };
    let mut checks = build();
    checks.args(["--package", "solutions"]);
    for lesson in lessons {
        checks.args(["--test", lesson]);
    }
    let Some(source) = programs else { return vec![checks] };
    let mut elsewhere = None;
    let command = match source {
        ProgramSource::Exercises | ProgramSource::Reference => &mut checks,
        ProgramSource::Submission(submission) => {
            let command = elsewhere.insert(build());
            build_in(command, submission);
            command
        }
    };
    for lesson in lessons {
        command.args(["--bin", &source.binary(lesson)]);
        if !matches!(source, ProgramSource::Reference) {
            command.args(["--package", lesson]);
        }
        if matches!(source, ProgramSource::Submission(_)) {
            command.args(["--package", "solutions", "--bin", &ProgramSource::Reference.binary(lesson)]);
        }
    }
    [Some(checks), elsewhere].into_iter().flatten().collect()
}

/// What cargo says while it builds, put where it belongs.
struct CargoMessages<'a> {
    lessons: &'a [&'a str],
    /// What cargo calls the program of each lesson; nothing, where none is built.
    binaries: Vec<String>,
    built: Built,
    diagnostics: HashMap<String, Vec<CompilerDiagnostic>>,
    /// What the compiler says against anything else.
    others: Vec<String>,
}

impl<'a> CargoMessages<'a> {
    fn of(lessons: &'a [&'a str], programs: Option<ProgramSource<'_>>) -> Self {
        let binaries = programs.map(|source| lessons.iter().map(|lesson| source.binary(lesson)).collect());
        Self {
            lessons,
            binaries: binaries.unwrap_or_default(),
            built: Built::default(),
            diagnostics: HashMap::new(),
            others: Vec::new(),
        }
    }

    fn take_in(&mut self, message: Message, step: &dyn Fn(&str)) {
        match message {
            Message::CompilerArtifact(artifact) => {
                if !artifact.fresh {
                    step(&artifact.target.name);
                }
                let Some(executable) = artifact.executable.map(Utf8PathBuf::into_std_path_buf) else { return };
                if artifact.target.kind.contains(&TargetKind::Test) {
                    if self.lessons.contains(&artifact.target.name.as_str()) {
                        self.built.checks.insert(artifact.target.name, executable);
                    }
                } else {
                    let is_reference = |lesson: &&&str| artifact.target.name == ProgramSource::Reference.binary(lesson);
                    if let Some(lesson) = self.lessons.iter().find(is_reference) {
                        self.built.references.insert(lesson.to_string(), executable.clone());
                    }
                    if let Some(lesson) = self.lesson_of(&artifact.target) {
                        self.built.programs.insert(lesson, Ok(executable));
                    }
                }
            }
            Message::CompilerMessage(message) => {
                let lesson = self.lesson_of(&message.target);
                let Diagnostic { spans, rendered, message, code, level, .. } = message.message;
                // What sums the errors up points nowhere.
                let is_sum = message.starts_with("aborting due to ");
                let is_about_source = is_sum
                    || spans.iter().any(|span| span.is_primary)
                        && !code.is_some_and(|code| CANNOT_LOAD.contains(&code.code.as_str()));
                let rendered = rendered.unwrap_or(message);
                let of_kind = match level {
                    DiagnosticLevel::Error => &mut self.diagnostics,
                    // One that is about no place is the number of the others.
                    DiagnosticLevel::Warning if !spans.is_empty() => &mut self.built.warnings,
                    _ => return,
                };
                let Some(lesson) = lesson else {
                    return if level == DiagnosticLevel::Error {
                        self.others.push(rendered)
                    };
                };
                // A module has another file, and what a macro stands for another place than the student wrote it at.
                let span = spans.into_iter().find(|span| span.is_primary && span.file_name.ends_with("main.rs"));
                let line = span.map(|span| span.line_start);
                let rendered = without_detour(&rendered, &lesson);
                of_kind.entry(lesson).or_default().push(CompilerDiagnostic { rendered, line, is_about_source });
            }
            _ => {}
        }
    }

    /// The lesson source program this is, if it is one.
    fn lesson_of(&self, target: &Target) -> Option<String> {
        let is_program = target.kind.contains(&TargetKind::Bin);
        let at = self.binaries.iter().position(|binary| is_program && *binary == target.name)?;
        Some(self.lessons[at].to_string())
    }
}

/// A message of the compiler that names a student's file as a student does.
///
/// The file is another package's than the folder that it is in: the compiler comes to it through that package's own.
fn without_detour(message: &str, lesson: &str) -> String {
    let detour = Path::new("crates").join(lesson).join("../../");
    message.replace(&detour.display().to_string(), "")
}
