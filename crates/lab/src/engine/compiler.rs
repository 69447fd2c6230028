//! Cargo, and what the compiler says of a program.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};

use crate::course::graded::CompilerDiagnostic;

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

/// What the compiler says against the program of a lesson: an error, or a warning that is about a place.
pub fn of_program(diagnostic: Diagnostic, lesson: &str) -> Option<(DiagnosticLevel, CompilerDiagnostic)> {
    let Diagnostic { spans, rendered, message, code, level, .. } = diagnostic;
    match level {
        DiagnosticLevel::Error => {}
        // One that is about no place is the number of the others.
        DiagnosticLevel::Warning if !spans.is_empty() => {}
        _ => return None,
    }
    // What sums the errors up points nowhere.
    let is_sum = message.starts_with("aborting due to ");
    let is_about_source = is_sum
        || spans.iter().any(|span| span.is_primary)
            && !code.is_some_and(|code| CANNOT_LOAD.contains(&code.code.as_str()));
    // A module has another file, and what a macro stands for another place than the student wrote it at.
    let span = spans.into_iter().find(|span| span.is_primary && span.file_name.ends_with("main.rs"));
    let line = span.map(|span| span.line_start);
    let rendered = without_detour(&rendered.unwrap_or(message), lesson);
    Some((level, CompilerDiagnostic { rendered, line, is_about_source }))
}

/// A message of the compiler that names a student's file as a student does.
///
/// The file is another package's than the folder that it is in: the compiler comes to it through that package's own.
fn without_detour(message: &str, lesson: &str) -> String {
    let detour = Path::new("crates").join(lesson).join("../../");
    message.replace(&detour.display().to_string(), "")
}
