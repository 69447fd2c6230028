//! A lesson that somebody adds, by the steps of `docs/ARCHITECTURE.md`, in a copy of the course.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::course::{Course, Ran};
use crate::grading::{lab, one_at_a_time, target};

/// The scripts of the section of this name, one for each step that has one.
fn scripts(document: &str, section: &str) -> Vec<String> {
    let (_, steps) = document.split_once(&format!("\n## {section}\n")).expect("there is the section");
    let steps = steps.split("\n## ").next().unwrap_or_default();
    let scripts = steps.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap_or_default());
    scripts.map(str::to_string).collect()
}

/// Takes a step, as who adds a lesson would, at the root of the course.
fn take(course: &Course, script: &str) {
    let mut shell = Command::new("bash");
    shell.current_dir(course.path(".")).args(["-euc", script]).env("CARGO_TARGET_DIR", target());
    for variable in ["CARGO_MANIFEST_DIR", "LAB_LANG"] {
        shell.env_remove(variable);
    }
    let ran = Ran::of(shell);
    assert_eq!(ran.status, Some(0), "{script}\n{}\n{}", ran.stdout, ran.stderr);
}

/// What lab says in this language, where it has this status.
fn said(course: &Course, status: i32, language: &str, arguments: &[&str]) -> String {
    let mut lab = lab(course, arguments);
    lab.env("LAB_LANG", language);
    let ran = Ran::of(lab);
    assert_eq!(ran.status, Some(status), "{ran:?}");
    ran.stdout
}

#[track_caller]
fn assert_said(course: &Course, status: i32, arguments: &[&str], in_each_language: [&str; 2]) {
    for (language, words) in ["en", "pt-BR"].into_iter().zip(in_each_language) {
        let told = said(course, status, language, arguments);
        assert!(told.contains(words), "{words:?} is not in:\n{told}");
    }
}

#[test]
#[ignore = "builds the course once more"]
fn a_lesson_that_is_added_by_the_steps_of_the_document_is_one() {
    let _alone = one_at_a_time();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let course = Course::new();
    for readme in ["README.md", "LEIAME.md"] {
        fs::copy(here.join(readme), course.path(readme)).unwrap();
    }
    let document = fs::read_to_string(here.join("docs/ARCHITECTURE.md")).unwrap();
    let scripts = scripts(&document, "How to add a lesson");
    let [copy, list, test] = &*scripts else { panic!("not three steps have a script: {scripts:?}") };
    take(&course, copy);
    take(&course, list);

    // What the lesson says is in its own folder, in each language.
    let hints = ["The hint of the new lesson.", "A dica da lição nova."];
    for (language, hint) in ["en", "pt-BR"].into_iter().zip(hints) {
        let file = format!("crates/tcp-echo/text/{language}.ftl");
        let text = course.read(&file);
        let (before, after) = text.split_once("hint-tcp-echo-says-where-it-listens = ").unwrap();
        let (_, after) = after.split_once('\n').unwrap();
        course.write(&file, &format!("{before}hint-tcp-echo-says-where-it-listens = {hint}\n{after}"));
    }
    take(&course, test);
    assert!(course.read("README.md").contains("\n| [`tcp-echo`](exercises/tcp-echo/README.md) | "));

    assert_said(&course, 0, &["list"], ["tcp-echo        not written yet", "tcp-echo        ainda não"]);
    let zero = ["tcp-echo  0 of 10 points", "tcp-echo  0 de 10 pontos"];
    assert_said(&course, 1, &["grade", "tcp-echo"], zero);
    // Each call shows one more hint, the next time.
    assert_said(&course, 0, &["hint", "tcp-echo", "says_where_it_listens"], hints);

    fs::copy(course.path("solutions/tcp-echo/main.rs"), course.path("exercises/tcp-echo/main.rs")).unwrap();
    take(&course, "cargo test -p tcp-echo");
    let full = ["tcp-echo  10 of 10 points", "tcp-echo  10 de 10 pontos"];
    assert_said(&course, 0, &["grade", "tcp-echo"], full);
    assert_said(&course, 0, &["list"], ["tcp-echo        10 of 10 points", "tcp-echo        10 de 10 pontos"]);
}
