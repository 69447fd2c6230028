//! What breaks the grading is no mark: a right program, handed in where something is broken, has full marks or none at all.
//!
//! What builds takes a while, as in `grading.rs`: `cargo test -p lab -- --ignored`. What a machine does not allow to be
//! broken, it says.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::course::{Course, Ran};
use crate::grading::{lab, one_at_a_time, program, target};

const LESSON: &str = "tcp-server";

/// A course that grades a program which is handed in, and its results.
struct Place {
    course: Course,
    folder: TempDir,
}

impl Place {
    /// The program is this one. It is graded once, so that all but the program has been built.
    fn with(program: &str, status: i32) -> Self {
        let place = Self { course: Course::new(), folder: tempfile::tempdir().unwrap() };
        place.write("main.rs", program);
        let ran = place.grade(&[], &[]);
        assert_eq!(ran.status, Some(status), "{ran:?}");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("handed-in").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path("")).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    /// Grades it on a machine that these words make.
    fn grade(&self, machine: &[&str], environment: &[(&str, &Path)]) -> Ran {
        let results = self.folder.path().join("results.json");
        let _ = fs::remove_file(&results);
        let handed_in = self.path("");
        let submission = ["--submission", handed_in.to_str().unwrap(), "--unsandboxed"];
        let format = ["--format", "json", "--out", results.to_str().unwrap()];
        let mut command = lab(&self.course, &[&["grade", LESSON][..], &submission, &format].concat());
        // A jail has a network of its own, which this machine has not broken, and its own way to compile.
        command.env("LAB_JAIL", "none");
        if let [first, words @ ..] = machine {
            let mut on_machine = Command::new(first);
            on_machine.args(words).arg(command.get_program()).args(command.get_args());
            on_machine.current_dir(command.get_current_dir().unwrap());
            for (name, value) in command.get_envs() {
                match value {
                    Some(value) => on_machine.env(name, value),
                    None => on_machine.env_remove(name),
                };
            }
            command = on_machine;
        }
        Ran::of({
            command.envs(environment.iter().copied());
            command
        })
    }

    fn results(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.folder.path().join("results.json")).unwrap()).unwrap()
    }

    /// Expects that the grading broke for this reason, and that there is no score.
    #[track_caller]
    fn has_no_score(&self, ran: &Ran, why: &str) {
        assert_eq!(ran.status, Some(3), "{ran:?}");
        let results = self.results();
        assert_eq!((&results["earned"], &results["points"]), (&Value::Null, &10.into()));
        let problem = results["problem"].as_str().unwrap();
        assert!(
            problem.starts_with("The grading broke, and there is no score: ") && problem.contains(why),
            "{problem}"
        );
    }

    /// A command in the compiler's place, which does this first.
    fn compiler(&self, first: &str) -> PathBuf {
        let path = self.folder.path().join("compiler");
        let draft = path.with_extension("sh");
        fs::write(&draft, format!("#!/bin/sh\n{first}\nexec \"$@\"\n")).unwrap();
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o755)).unwrap();
        // What this process has had open to write may not be run yet, by another thread's child.
        assert!(Command::new("cp").args([&draft, &path]).status().unwrap().success());
        path
    }
}

/// A machine in namespaces of its own that does this first, where that is allowed.
fn machine<'a>(kinds: &[&'a str], first: &'a str) -> Option<Vec<&'a str>> {
    let words = [&["unshare", "--user", "--map-root-user"][..], kinds, &["sh", "-euc", first, "sh"]].concat();
    let tried = Command::new(words[0]).args(&words[1..]).arg("true").env("BROKEN", env::temp_dir()).output();
    if tried.is_ok_and(|tried| tried.status.success()) {
        return Some(words);
    }
    println!("NOT RUN: {first}, which this machine does not allow");
    None
}

#[test]
#[ignore = "builds the course once more"]
fn a_machine_that_cannot_grade_gives_no_score() {
    let _alone = one_at_a_time();
    let place = Place::with(&program("tcp-server/main.rs"), 0);
    let loopback = "this machine cannot talk to itself over TCP at 127.0.0.1";
    if let Some(machine) = machine(&["--net"], "exec \"$@\"") {
        place.has_no_score(&place.grade(&machine, &[]), loopback);
        place.write("main.rs", &program("tcp-server/variants/buffered.rs").replace("\"closed", "\"gone"));
        place.has_no_score(&place.grade(&machine, &[]), loopback);
        place.write("main.rs", &program("tcp-server/main.rs"));
    }
    // Programs cannot be run from the folder that cargo builds in, nor macros be loaded.
    let noexec = "mount --bind \"$BROKEN\" \"$BROKEN\"; mount -o remount,bind,noexec \"$BROKEN\"; exec \"$@\"";
    if let Some(machine) = machine(&["--mount"], noexec) {
        let ran = place.grade(&machine, &[("BROKEN", &target().join("submission/0/target"))]);
        place.has_no_score(&ran, "does not compile here either");
    }
    let anybodys = "ip link set lo up; echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind; exec \"$@\"";
    if let Some(machine) = machine(&["--net"], anybodys) {
        let ran = place.grade(&machine, &[]);
        assert_eq!((ran.status, &place.results()["earned"]), (Some(0), &10.into()), "{ran:?}");
        let notes = place.results()["lessons"][0]["notes"].to_string();
        assert!(notes.contains("this machine lets a program have any, 192.0.2.1 too"), "{notes}");
    }
}

#[test]
#[ignore = "builds the course once more"]
fn a_compiler_that_is_ended_gives_no_score() {
    let _alone = one_at_a_time();
    let place = Place::with(&program("tcp-server/main.rs"), 0);
    let compiles = "case \"$*\" in *--crate-name\\ tcp_server*)";
    let ran = place.grade(&[], &[("RUSTC_WRAPPER", &place.compiler(&format!("{compiles} kill -9 $$ ;; esac")))]);
    place.has_no_score(&ran, "does not compile here either");
    // Only where it compiles the student's program: that says nothing of the program either.
    let ran = place.grade(
        &[],
        &[("RUSTC_WRAPPER", &place.compiler("case \"$*\" in *--crate-name\\ tcp_server\\ *) kill -9 $$ ;; esac"))],
    );
    place.has_no_score(&ran, "was ended from outside while it compiled tcp-server (signal 9)");
    // Once, and then no more.
    let once = format!("{compiles} mkdir \"$0.was-here\" 2>/dev/null && kill -9 $$ ;; esac");
    let ran = place.grade(&[], &[("RUSTC_WRAPPER", &place.compiler(&once))]);
    assert_eq!((ran.status, &place.results()["earned"]), (Some(0), &10.into()), "{ran:?}");

    // A program that does not compile, or cannot be linked, is the student's, and so is one that is wrong.
    let missing = "#![allow(unsafe_code)]\nunsafe extern \"C\" { fn no_such_function(); }\nfn main() { unsafe { no_such_function() } }\n";
    for wrong in ["fn main() { nonsense }", missing, "fn main() {"] {
        place.write("main.rs", wrong);
        let ran = place.grade(&[], &[]);
        assert_eq!((ran.status, &place.results()["earned"]), (Some(1), &0.into()), "{ran:?}");
    }
}
