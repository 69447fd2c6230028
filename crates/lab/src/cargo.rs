//! What cargo is asked to build: the checks of lessons, and the programs that they grade.

use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail, ensure};
use cargo_metadata::Message;
use cargo_metadata::diagnostic::DiagnosticLevel;

use crate::course::Course;
use crate::grade::Whose;
use crate::running::Errand;

/// What became of some lessons' checks and programs.
pub struct Built {
    /// The test binary of each lesson.
    pub checks: HashMap<String, PathBuf>,
    /// The program of each lesson; what the compiler says, of one that does not compile.
    pub programs: HashMap<String, Result<PathBuf, Vec<Complaint>>>,
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
/// than `cargo build -p <lesson>`, and they tell their points also where that does not compile.
pub fn build(
    course: &Course,
    lessons: &[&str],
    programs: Option<Whose>,
    errand: &Errand,
    colours: bool,
    step: &dyn Fn(&str),
) -> Result<Built> {
    let mut command = cargo();
    command.current_dir(&course.root).args(["build", "--keep-going", "--package", "solutions"]);
    command.arg(if colours { "--message-format=json-diagnostic-rendered-ansi" } else { "--message-format=json" });
    for lesson in lessons {
        command.args(["--test", lesson]);
        if let Some(whose) = programs {
            command.args(["--bin", &whose.binary(lesson)]);
        }
        if programs == Some(Whose::Student) {
            command.args(["--package", lesson]);
        }
    }
    let binary = |lesson: &str| programs.map(|whose| whose.binary(lesson));
    let started = errand.start(command, None)?;
    let mut built = Built { checks: HashMap::new(), programs: HashMap::new() };
    let mut diagnostics: HashMap<String, Vec<Complaint>> = HashMap::new();
    let mut others = Vec::new();
    let mut started = started;
    for message in Message::parse_stream(BufReader::new(&mut started.stdout)) {
        match message? {
            Message::CompilerArtifact(artifact) => {
                if !artifact.fresh {
                    step(&artifact.target.name);
                }
                let Some(executable) = artifact.executable.map(cargo_metadata::camino::Utf8PathBuf::into_std_path_buf)
                else {
                    continue;
                };
                let name = artifact.target.name;
                let is_of = |lesson: &&&str| **lesson == name || binary(lesson).as_ref() == Some(&name);
                let Some(lesson) = lessons.iter().find(is_of) else {
                    continue;
                };
                if artifact.target.kind.contains(&cargo_metadata::TargetKind::Test) {
                    built.checks.insert(lesson.to_string(), executable);
                } else {
                    built.programs.insert(lesson.to_string(), Ok(executable));
                }
            }
            Message::CompilerMessage(message) if message.message.level == DiagnosticLevel::Error => {
                let is_program = message.target.kind.contains(&cargo_metadata::TargetKind::Bin);
                let is_of = |lesson: &&&str| is_program && binary(lesson).as_ref() == Some(&message.target.name);
                let of = lessons.iter().find(is_of);
                let span = message.message.spans.into_iter().find(|span| span.is_primary);
                // A module has another file, and a macro's place is not where the student wrote it.
                let line = span.filter(|it| it.file_name.ends_with("main.rs")).map(|span| span.line_start);
                let rendered = message.message.rendered.unwrap_or(message.message.message);
                match of {
                    Some(lesson) => {
                        let rendered = without_detour(&rendered, lesson);
                        diagnostics.entry(lesson.to_string()).or_default().push(Complaint { rendered, line });
                    }
                    None => others.push(rendered),
                }
            }
            _ => {}
        }
    }
    let (_, stderr) = errand.finish(started)?;
    for lesson in lessons {
        if !built.checks.contains_key(*lesson) {
            let why = if others.is_empty() { stderr } else { others.concat() };
            bail!("cannot build the checks of {lesson}:\n{why}");
        }
        if let Some(diagnostics) = diagnostics.remove(*lesson) {
            built.programs.insert(lesson.to_string(), Err(diagnostics));
        }
        let is_missing = programs.is_some() && !built.programs.contains_key(*lesson);
        ensure!(!is_missing, "cannot build {lesson}:\n{stderr}");
    }
    Ok(built)
}

/// A message of the compiler that names a student's file as a student does.
///
/// The file is another package's than the folder that it is in: the compiler comes to it through that package's own.
fn without_detour(message: &str, lesson: &str) -> String {
    let detour = Path::new("crates").join(lesson).join("../../");
    message.replace(&detour.display().to_string(), "")
}
