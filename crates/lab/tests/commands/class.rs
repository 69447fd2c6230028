//! `cargo lab class` and `cargo lab merge`: the work of a whole class.
//!
//! What grades builds what the programs need once more, which takes a while: `cargo test -p lab -- --ignored`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use similar::TextDiff;
use tempfile::TempDir;

use crate::course::Ran;
use crate::grading::{command_here, one_at_a_time, program};
use crate::results::hold_against;

/// Grades the class in `submissions` of a folder into another one there.
fn class(folder: &Path, out: &str, more: &[&str]) -> Command {
    let mut command = command_here(&["class", "submissions", "--lesson", "tcp-server", "--out", out]);
    // With as much of a jail as this machine has.
    command.arg("--unsandboxed").args(more).current_dir(folder);
    // Outside of any course, it is the one that lab was built in.
    command.env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
    command
}

fn merge(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = command_here(&[&["merge"], arguments].concat());
    command.current_dir(folder).env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
    Ran::of(command)
}

/// A folder with these files in `submissions`.
fn submissions(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join("submissions").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A class that each platform has exported a part of: who it is, and how many points they earn.
pub fn everybody() -> (TempDir, Vec<(&'static str, u64)>) {
    let reference = program("tcp-server/main.rs");
    let submissions = submissions(&[
        ("Souza José_11_assignsubmission_file_/main.rs", &reference),
        ("sarui_LATE_22_456_main-1.rs", "fn main() {}\n"),
        ("sarui_22_455_main.rs", &reference),
        ("tcp-server-ana/exercises/tcp-server/main.rs", "fn main() { nonsense }\n"),
        ("tcp-server-ana/Cargo.toml", ""),
        ("eva/again/tcp-server/server.rs", &reference),
        ("eva/__MACOSX/again/tcp-server/._server.rs", ""),
        ("empty/report.pdf", ""),
        ("submission_5/main.rs", &program("tcp-server/variants/buffered.rs")),
        (
            "submission_metadata.yml",
            "submission_5:\n  :submitters:\n  - :name: '=cmd()'\n    :sid: '51'\n  - :name: Bia\n    :sid: '52'\n",
        ),
    ]);
    (submissions, vec![("11", 10), ("22", 0), ("51", 10), ("52", 10), ("ana", 0), ("empty", 0), ("eva", 10)])
}

/// The lines of a ledger, as its schema says that they are.
pub fn rows(folder: &Path) -> Vec<Value> {
    let text = fs::read_to_string(folder.join("class.jsonl")).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    hold_against("class", &rows);
    rows
}

/// Who is in a ledger, and what they earned.
fn marks(folder: &Path) -> Vec<(String, u64)> {
    let mark = |row: &Value| (row["student"].as_str().unwrap().to_string(), row["earned"].as_u64().unwrap());
    rows(folder).iter().map(mark).collect()
}

/// The files that are to be the same however a class was graded.
fn outcome(folder: &Path) -> [String; 2] {
    ["class.jsonl", "grades.csv"].map(|file| fs::read_to_string(folder.join(file)).unwrap())
}

/// That a class came to what it came to before; otherwise, where it differs.
fn expect_outcome(folder: &Path, expected: &[String; 2]) {
    for (came, expected) in outcome(folder).iter().zip(expected) {
        // The lines of a ledger are long: what differs is a field.
        let [came, expected] = [came, expected].map(|text| text.replace(',', ",\n"));
        let difference = TextDiff::from_lines(&expected, &came).unified_diff().to_string();
        assert!(difference.is_empty(), "{} differs:\n{difference}", folder.display());
    }
}

/// That a class came to the same in both folders.
pub fn expect_same_outcome(folder: &Path, other: &Path) {
    expect_outcome(folder, &outcome(other));
}

#[test]
fn a_class_that_cannot_be_graded_is_wrong_usage() {
    let (folder, _) = everybody();
    let here = folder.path();
    fs::create_dir(here.join("nobody")).unwrap();
    for (arguments, said) in [
        (&["class", "nothing", "--out", "out"][..], "there is no folder nothing\n"),
        (&["class", "nobody", "--out", "out"], "there is no student's work in nobody"),
        (&["class", "submissions", "--out", "submissions/out"], "are one in the other"),
        (&["class", "submissions", "--out", "."], "are one in the other"),
        (&["class", "submissions", "--out", "out", "--grades", "canvas"], "name it with --roster\n"),
        (&["class", "submissions", "--out", "out", "--shard", "5/4"], "--shard <I/N> cannot be 5/4"),
        (&["class", "submissions", "--out", "out", "--jobs", "0"], "--jobs <NUMBER> cannot be 0"),
        (&["class", "submissions", "--out", "out", "--roster", "submissions/sarui_22_455_main.rs"], "has no column"),
    ] {
        let mut command = command_here(arguments);
        command.current_dir(here).env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
        let ran = Ran::of(command);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(said), "{said:?} is not in {ran:?}");
    }
}

/// The folder of a part, as it is after it was graded.
fn part(folder: &Path, name: &str, shard: (u64, u64), course: &str, students: &[&str]) {
    let folder = folder.join(name);
    fs::create_dir_all(&folder).unwrap();
    let row = |student: &&str| {
        let row = json!({
            "version": 1, "student": student, "name": student, "email": null, "late": false, "state": "nothing",
            "submission": null, "record": null, "earned": 0, "points": 10, "problem": null, "remarks": [],
            "stopped": [], "lessons": [],
        });
        format!("{row}\n")
    };
    fs::write(folder.join("class.jsonl"), students.iter().map(row).collect::<String>()).unwrap();
    let part = json!({
        "version": 1, "shard": { "index": shard.0, "count": shard.1 }, "points": [10], "students": students.len(),
        "terms": { "course": course, "lessons": ["tcp-server"], "time_limit": null, "jail": "full" },
    });
    fs::write(folder.join("part.json"), part.to_string()).unwrap();
}

#[test]
fn parts_are_joined_only_where_each_is_there_once_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    part(here, "one", (1, 2), "a", &["ana", "bia"]);
    part(here, "two", (2, 2), "a", &["eva", "rui"]);
    let ran = merge(here, &["one", "two", "--out", "all"]);
    // Which of the students belong to which part, a hash says.
    let foreign =
        |ran: &Ran| ran.status == Some(2) && ran.stderr.contains("does not belong to it, or is in another one too");
    assert!(foreign(&ran), "{ran:?}");
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for student in ["ana", "bia", "eva", "rui", "zoe", "leo"] {
        part(here, "try", (1, 2), "a", &[student]);
        part(here, "other", (2, 2), "a", &[]);
        let is_first = merge(here, &["try", "other", "--out", "tried"]).status == Some(0);
        if is_first { first.push(student) } else { second.push(student) }
    }
    first.sort_unstable();
    part(here, "one", (1, 2), "a", &first);
    part(here, "two", (2, 2), "a", &second);
    let ran = merge(here, &["two", "one", "--out", "all"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("6 students: 0 graded, 6 with nothing to grade, 0 whose"), "{ran:?}");
    assert_eq!(marks(&here.join("all")).len(), 6);

    part(here, "doubled", (1, 2), "a", &first);
    part(here, "other-course", (2, 2), "b", &second);
    part(here, "other-count", (2, 3), "a", &second);
    part(here, "unfinished", (2, 2), "a", &second);
    fs::write(here.join("unfinished/class.jsonl"), "").unwrap();
    for (parts, said) in [
        (&["one"][..], "these shards are missing: 2/2\n"),
        (&["one", "doubled"], "doubled is not one of the parts: one is the same shard\n"),
        (&["one", "other-course"], "other-course is not one of the parts: another course has graded it\n"),
        (&["one", "other-count"], "other-count is not one of the parts: it is one of another number of shards\n"),
        (&["one", "unfinished"], "it was not graded to its end. Grade this shard again with the same command\n"),
        (&["one", "nothing"], "nothing is not one of the parts: nothing/part.json: "),
    ] {
        let ran = merge(here, &[parts, &["--out", "wrong"]].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{parts:?}: {ran:?}");
        assert!(ran.stderr.contains(said), "{said:?} is not in {ran:?}");
    }
}

#[test]
#[ignore = "builds what the programs need once more"]
fn a_class_is_graded_as_the_platforms_export_it_and_what_is_the_same_once() {
    let _alone = one_at_a_time();
    let (folder, expected) = everybody();
    let here = folder.path();
    let ran = Ran::of(class(here, "out", &[]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let expected: Vec<(String, u64)> =
        expected.into_iter().map(|(student, earned)| (student.to_string(), earned)).collect();
    assert_eq!(marks(&here.join("out")), expected);
    for said in [
        "eva  10 of 10 points: the same program as that of Souza José, graded once\n  again/tcp-server/server.rs is taken for main.rs\n",
        "sarui  0 of 10 points\n  of 2 attempts, the last counts: sarui_LATE_22_456_main-1.rs\n",
        "empty  0 of 10 points: there is nothing to grade\n",
        "\n7 students: 6 graded, 1 with nothing to grade, 0 whose grading broke\n",
    ] {
        assert!(ran.stdout.contains(said), "{said:?} is not in:\n{}", ran.stdout);
    }
    assert!(
        ran.stderr.starts_with(
            "7 students: 4 programs to grade, 0 programs graded before\neach submission is compiled and run "
        ),
        "{ran:?}"
    );
    let report = fs::read_to_string(here.join("out/report.html")).unwrap();
    for page in report.split("<a href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(here.join("out").join(page).is_file(), "{page}");
        assert!(here.join("out").join(page.replace("students/", "feedback/")).is_file(), "{page}");
    }
    for elsewhere in ["http:", "https:", "//", "<script", "url("] {
        assert!(!report.contains(elsewhere), "{elsewhere} is in the report");
    }
    let grades = fs::read_to_string(here.join("out/grades.csv")).unwrap();
    assert!(grades.contains("\ntcp-server,,,51,,'=cmd(),,10,0,10,10\n"), "{grades}");

    // What was graded is not graded again, and what was changed is.
    let before = outcome(&here.join("out"));
    let ran = Ran::of(class(here, "out", &[]));
    assert!(ran.stderr.starts_with("7 students: 0 programs to grade, 4 programs graded before\n"), "{ran:?}");
    expect_outcome(&here.join("out"), &before);
    fs::write(here.join("submissions/eva/again/tcp-server/server.rs"), "fn main() {}\n\n").unwrap();
    let ran = Ran::of(class(here, "out", &[]));
    assert!(ran.stderr.starts_with("7 students: 1 program to grade, 4 programs graded before\n"), "{ran:?}");
    assert!(marks(&here.join("out")).contains(&("eva".to_string(), 0)));
    let ran = Ran::of(class(here, "out", &["--regrade"]));
    assert!(ran.stderr.starts_with("7 students: 5 programs to grade, 0 programs graded before\n"), "{ran:?}");
}

#[cfg(unix)]
#[test]
#[ignore = "builds what the programs need once more"]
fn the_marks_are_the_same_in_one_process_or_several_and_after_an_interruption() {
    let _alone = one_at_a_time();
    let (folder, _) = everybody();
    let here = folder.path();
    let grade = |out: &str, more: &[&str]| {
        let ran = Ran::of(class(here, out, more));
        assert_eq!(ran.status, Some(0), "{ran:?}");
        ran
    };
    grade("one", &["--jobs", "1"]);
    grade("two", &["--jobs", "2"]);
    expect_same_outcome(&here.join("two"), &here.join("one"));

    let shards = ["1/4", "2/4", "3/4", "4/4"];
    let parts: Vec<String> = (1..=4).map(|number| format!("part{number}")).collect();
    for (shard, part) in shards.iter().zip(&parts) {
        let more = ["--shard", shard, "--jobs", "1"];
        interrupt(class(here, part, &more));
        grade(part, &more);
        assert!(!here.join(part).join("grades.csv").exists(), "a part has no marks for a grade book");
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let ran = merge(here, &[&parts[..], &["--out", "merged"]].concat());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    expect_same_outcome(&here.join("merged"), &here.join("one"));
}

/// Grades until the first student has been told, and then presses Ctrl-C.
#[cfg(unix)]
fn interrupt(mut command: Command) {
    use rustix::process::{Pid, Signal, kill_process};

    let mut lab = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdout = BufReader::new(lab.stdout.take().unwrap());
    stdout.read_line(&mut String::new()).unwrap();
    let _ = kill_process(Pid::from_child(&lab), Signal::INT);
    let status = lab.wait().unwrap();
    assert!(matches!(status.code(), Some(0 | 130)), "{status}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_grading_that_broke_is_no_zero_and_ends_no_run() {
    use std::os::unix::fs::PermissionsExt as _;

    let _alone = one_at_a_time();
    let folder = submissions(&[("ana/main.rs", "fn main() {}\n"), ("rui/report.pdf", "")]);
    let here = folder.path();
    let locked = here.join("submissions/ana/main.rs");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let ran = Ran::of(crate::submission::without_the_rights_of_root(class(here, "out", &[])));
    assert_eq!(ran.status, Some(3), "{ran:?}");
    let said = "ana  The grading broke, and there is no score: ";
    assert!(ran.stdout.starts_with(said), "{ran:?}");
    assert!(ran.stdout.contains("2 students: 0 graded, 1 with nothing to grade, 1 whose grading broke\n"), "{ran:?}");
    let grades = fs::read_to_string(here.join("out/grades.csv")).unwrap();
    assert_eq!(rows(&here.join("out"))[0]["state"], "broke");
    assert!(grades.contains(",ana,,ana,,,0,,10\n") && grades.contains(",rui,,rui,,0,0,0,10\n"), "{grades}");
}
