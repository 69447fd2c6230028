//! Grading `examples/sleeper/`, which sleeps, or does not, in the way that its argument names.

use std::env;
use std::process::Command;

use crate::example::example;

/// Grades it by this check of the test, in this way, with early verdicts `on` or `off`. Returns whether it passed, and
/// what was said.
pub fn grade(check: &str, way: &str, early_verdicts: &str) -> (bool, String) {
    let output = Command::new(env::current_exe().expect("a test knows itself"))
        .args(["--ignored", "--exact", check])
        .env("LAB_PROGRAM", format!("'{}' '{way}'", example("sleeper").display()))
        .env("LAB_EARLY_VERDICT", early_verdicts)
        .env("LAB_LANG", "en")
        .output()
        .expect("a test can run itself");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}
