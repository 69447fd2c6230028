//! What cargo is asked to build: the checks of lessons, and the programs that they grade.

use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail, ensure};
use cargo_metadata::camino::Utf8PathBuf;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{Message, Target, TargetKind};
use checkout::{Executable, Replaced};

use crate::course::Course;
use crate::grade::Whose;
use crate::running::Errand;

/// What became of some lessons' checks and programs.
pub struct Built {
    /// The test binary of each lesson.
    pub checks: HashMap<String, PathBuf>,
    /// The program of each lesson; what the compiler says, of one that does not compile.
    pub programs: HashMap<String, Result<PathBuf, Vec<Complaint>>>,
    /// What the compiler says against a program that compiles.
    pub warnings: HashMap<String, Vec<Complaint>>,
}

/// What the compiler says against a program.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// As it would print it. It may quote the program.
    pub rendered: String,
    /// The line of the student's `main.rs` that it is about, counted from 1, where it is about that file.
    pub line: Option<usize>,
}

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
    programs: Option<Whose<'_>>,
    errand: &Errand,
    colours: bool,
    step: &dyn Fn(&str),
) -> Result<Built> {
    let built = build_what_is_newer(course, lessons, programs, errand, colours, step)?;
    let mut touched = false;
    for (lesson, program) in &built.programs {
        if let (Some(whose), Ok(program)) = (programs, program)
            && let Err(Replaced(source)) = Executable::of(program, &whose.source(course, lesson))
        {
            // Cargo takes a file that is older than the program for built, whatever is in it. Now it is newer.
            let touch = File::options().append(true).open(&source).and_then(|it| it.set_modified(SystemTime::now()));
            touch.with_context(|| source.display().to_string())?;
            touched = true;
        }
    }
    if touched { build_what_is_newer(course, lessons, programs, errand, colours, step) } else { Ok(built) }
}

/// Builds what cargo does not take for built already.
fn build_what_is_newer(
    course: &Course,
    lessons: &[&str],
    programs: Option<Whose<'_>>,
    errand: &Errand,
    colours: bool,
    step: &dyn Fn(&str),
) -> Result<Built> {
    let mut messages = Messages::of(lessons, programs);
    let mut stderr = String::new();
    for mut command in commands(course, lessons, programs) {
        command.arg(if colours { "--message-format=json-diagnostic-rendered-ansi" } else { "--message-format=json" });
        let mut started = errand.start(command, None)?;
        for message in Message::parse_stream(BufReader::new(&mut started.stdout)) {
            messages.take_in(message?, step);
        }
        stderr += &errand.finish(started)?.1;
    }
    let Messages { mut built, mut complaints, others, .. } = messages;
    for lesson in lessons {
        if !built.checks.contains_key(*lesson) {
            let why = if others.is_empty() { stderr } else { others.concat() };
            bail!("cannot build the checks of {lesson}:\n{why}");
        }
        if let Some(complaints) = complaints.remove(*lesson) {
            built.programs.insert(lesson.to_string(), Err(complaints));
        }
        let is_missing = programs.is_some() && !built.programs.contains_key(*lesson);
        ensure!(!is_missing, "cannot build {lesson}:\n{stderr}");
    }
    Ok(built)
}

/// What builds them: one cargo, or two that stand in different folders.
fn commands(course: &Course, lessons: &[&str], programs: Option<Whose<'_>>) -> Vec<Command> {
    let build = |folder: &Path| {
        let mut command = cargo();
        command.current_dir(folder).args(["build", "--keep-going"]);
        command
    };
    let mut checks = build(&course.root);
    checks.args(["--package", "solutions"]);
    for lesson in lessons {
        checks.args(["--test", lesson]);
    }
    let Some(whose) = programs else { return vec![checks] };
    let mut elsewhere = None;
    let command = match whose {
        Whose::Student | Whose::Course => &mut checks,
        Whose::Submission(submission) => {
            let command = elsewhere.insert(build(&submission.course));
            command.arg("--target-dir").arg(&submission.target).env("CARGO_BUILD_BUILD_DIR", &submission.target)
        }
    };
    for lesson in lessons {
        command.args(["--bin", &whose.binary(lesson)]);
        if !matches!(whose, Whose::Course) {
            command.args(["--package", lesson]);
        }
    }
    [Some(checks), elsewhere].into_iter().flatten().collect()
}

/// What cargo says while it builds, put where it belongs.
struct Messages<'a> {
    lessons: &'a [&'a str],
    /// What cargo calls the program of each lesson; nothing, where none is built.
    binaries: Vec<String>,
    built: Built,
    complaints: HashMap<String, Vec<Complaint>>,
    /// What the compiler says against anything else.
    others: Vec<String>,
}

impl<'a> Messages<'a> {
    fn of(lessons: &'a [&'a str], programs: Option<Whose<'_>>) -> Self {
        let binaries = programs.map(|whose| lessons.iter().map(|lesson| whose.binary(lesson)).collect());
        Self {
            lessons,
            binaries: binaries.unwrap_or_default(),
            built: Built { checks: HashMap::new(), programs: HashMap::new(), warnings: HashMap::new() },
            complaints: HashMap::new(),
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
                } else if let Some(lesson) = self.lesson_of(&artifact.target) {
                    self.built.programs.insert(lesson, Ok(executable));
                }
            }
            Message::CompilerMessage(message) => {
                let lesson = self.lesson_of(&message.target);
                let Diagnostic { spans, rendered, message, level, .. } = message.message;
                let rendered = rendered.unwrap_or(message);
                let of_kind = match level {
                    DiagnosticLevel::Error => &mut self.complaints,
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
                of_kind.entry(lesson).or_default().push(Complaint { rendered, line });
            }
            _ => {}
        }
    }

    /// The lesson whose program this is, if it is one.
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
