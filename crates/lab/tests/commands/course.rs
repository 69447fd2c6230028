//! A copy of the course in a scratch folder, as a student finds it on a fresh clone, and lab run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// What a student's course consists of.
const PARTS: [&str; 7] = ["Cargo.toml", "Cargo.lock", ".cargo", "crates", "docs", "exercises", "solutions"];

/// A course of one's own. It is removed when this is dropped.
pub struct Course(TempDir);

impl Course {
    /// A fresh copy. What has been written in the exercises of this checkout is left out.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a course");
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for part in PARTS {
            copy(&here.join(part), &folder.path().join(part));
        }
        let course = Self(folder);
        for lesson in fs::read_dir(course.path("exercises")).expect("it was copied").map(Result::unwrap) {
            let name = lesson.file_name().into_string().expect("lessons have simple names");
            let starter = course.path(&format!("solutions/{name}/starter.rs"));
            if starter.is_file() {
                fs::copy(starter, lesson.path().join("main.rs")).expect("it was copied");
            }
        }
        let _ = fs::remove_file(course.path("exercises/progress.toml"));
        course
    }

    /// A file or folder of it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).expect("a file can be written");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file can be read")
    }

    /// Lab, to be started in a folder of the course, without a terminal.
    pub fn lab(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lab"));
        command.current_dir(self.path(folder)).args(arguments);
        // As `cargo run` has it.
        command.env("CARGO_MANIFEST_DIR", self.path("crates/lab"));
        command.env("LAB_LANG", "en").env_remove("LAB_IN_EXERCISES");
        command
    }

    /// Lab, run to its end at the root of the course.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.lab(".", arguments))
    }
}

/// What came of running lab.
#[derive(Debug)]
pub struct Ran {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn of(mut command: Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("it can be started");
        let text = |bytes| String::from_utf8(bytes).expect("lab prints text");
        Self { status: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }
}

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        // What is as old as it was need not be built again, where a copy was built before.
        let written = from.metadata().and_then(|from| from.modified()).expect("the system knows when");
        let copied = fs::File::options().write(true).open(to).expect("it was copied");
        copied.set_modified(written).expect("a file can be dated");
        return;
    }
    fs::create_dir(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read").map(Result::unwrap) {
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}
