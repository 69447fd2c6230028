//! What git hands out has the line ends that were committed, whatever it is told to do with them: a script whose lines
//! end with CR LF runs nowhere, and Git for Windows makes that of each file unless `.gitattributes` says otherwise.

use std::path::Path;
use std::process::{Command, Output};

/// Git at the root of this checkout, with the setting that Git for Windows has, or without it.
fn git(converts: bool, arguments: &[&str]) -> Output {
    let setting = format!("core.autocrlf={converts}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new("git").current_dir(root).args(["-c", &setting]).args(arguments).output();
    let output = output.expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn an_archive_made_on_windows_is_the_one_made_elsewhere() {
    let archive = |converts| git(converts, &["archive", "HEAD"]).stdout;
    assert!(archive(true) == archive(false), "a file in it has other line ends");
}

#[test]
fn a_clone_made_on_windows_has_no_other_line_ends() {
    let folder = tempfile::tempdir().unwrap();
    let clone = folder.path().join("clone");
    let clone = clone.to_str().expect("a scratch folder has a simple name");
    git(true, &["clone", "--quiet", ".", clone]);
    let listed = git(true, &["-C", clone, "ls-files", "--eol"]).stdout;
    let listed = String::from_utf8(listed).expect("files have simple names");
    assert!(listed.lines().count() > 100, "{listed}");
    let converted: Vec<&str> =
        listed.lines().filter(|line| line.contains("w/crlf") || line.contains("w/mixed")).collect();
    assert!(converted.is_empty(), "{converted:#?}");
}
