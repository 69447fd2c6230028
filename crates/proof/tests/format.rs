//! The programs of the corpus are formatted. `cargo fmt` does not find them: only a build script knows that they are
//! modules.

use std::path::PathBuf;
use std::process::Command;

use corpus::Format;

#[test]
fn every_program_is_formatted() {
    let lessons = proof::lessons().unwrap().into_iter();
    let programs = lessons.flat_map(|lesson| proof::programs(&lesson).unwrap());
    let files = programs.filter(|program| program.format() == Ok(Format::Rust)).map(|program| program.file);
    let files: Vec<PathBuf> = files.collect();
    let mut rustfmt = Command::new("rustfmt");
    let formatted = rustfmt.args(["--edition", "2024", "--check", "--files-with-diff"]).args(&files).output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&formatted.stdout), String::from_utf8_lossy(&formatted.stderr));
    assert!(formatted.status.success(), "`rustfmt --edition 2024` has something to change in\n{stdout}{stderr}");
}
