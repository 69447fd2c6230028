//! What the book shows of a terminal is what comes when it is typed again.
//!
//! The sessions name this system's errors as Linux does. Each of them may want the ports of the task sheets, so that they
//! are typed one after the other.

#![cfg(target_os = "linux")]

use std::fs;

use book::project::Project;
use book::session::replay;

#[test]
fn each_session_shows_what_comes() {
    let project = Project::here().unwrap();
    let folder = project.book().join("sessions");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "console"));
    files.sort();
    assert!(!files.is_empty(), "there are no sessions");
    let wrong: Vec<String> =
        files.iter().filter_map(|file| replay(file, project.root()).err().map(|error| format!("{error:#}"))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is said of a session with this text.
fn said_of(session: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.console");
    fs::write(&file, session).unwrap();
    replay(&file, folder.path()).map_or_else(|error| format!("{error:#}"), |()| "as it is".to_string())
}

#[test]
fn a_session_of_several_terminals_is_followed() {
    let session = "# ANCHOR: x\na$ mkfifo pipe; echo one; cat pipe\none\n\nb$ echo two; echo 'three 3' >pipe\ntwo\n\
                   a| three [..]\n# ANCHOR_END: x\na$ export X=4\na$ sh -c 'echo $X; exec sleep 1000'\n4\na| ^C\n[...]\na$ seq 9\n1\n[...]\n9\n";
    assert_eq!(said_of(session), "as it is");
}

#[test]
fn what_does_not_come_as_it_is_written_is_told() {
    let said = said_of("a$ echo one\ntwo\n");
    assert!(said.contains("line 2: terminal a should show: two\nand shows: one"), "{said}");
    let said = said_of("a$ echo one\none\ntwo\n");
    assert!(said.contains("line 3: terminal a should show: two\nand its command has ended"), "{said}");
    let said = said_of("a$ echo one\na$ echo two\ntwo\n");
    assert!(said.contains("line 2: before that, terminal a shows one line more: one"), "{said}");
    let said = said_of("a$ echo one; echo two\none\n");
    assert!(said.contains("at its end: terminal a shows one line more: two"), "{said}");
    let said = said_of("one\n");
    assert!(said.contains("line 1 is in no terminal: one"), "{said}");
}
