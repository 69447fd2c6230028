//! `platforms/grade`, which leaves a result whatever is wrong with the machine it runs on.
//!
//! It runs this lab on a copy of the course: `cargo test -p lab -- --ignored`. `platforms/try` runs it for real.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::course::{Course, Ran};
use crate::grading::{lab, one_at_a_time, program};
use crate::submission::without_the_rights_of_root;

/// A platform: a course that is built, a submission with full marks, and a place for its result.
struct Platform {
    course: Course,
    folder: TempDir,
}

impl Platform {
    fn new() -> Self {
        let (course, folder) = (Course::new(), tempfile::tempdir().unwrap());
        fs::create_dir(course.path("platforms")).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../platforms/grade");
        fs::copy(script, course.path("platforms/grade")).unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("submission")).unwrap();
        fs::write(path("submission/main.rs"), program("tcp-server/main.rs")).unwrap();
        // What `cargo lab` runs has been built already.
        fs::create_dir(path("bin")).unwrap();
        let cargo = format!(
            "#!/bin/sh\nuntil [ \"$1\" = lab ]; do shift; done\nshift\nexec {} \"$@\"\n",
            env!("CARGO_BIN_EXE_lab")
        );
        fs::write(path("bin/cargo"), cargo).unwrap();
        fs::set_permissions(path("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
        Self { course, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The script, called as Gradescope calls it.
    fn grade(&self, result: &str, submission: &str) -> Command {
        let lab = lab(&self.course, &[]);
        let mut command = Command::new("bash");
        command.current_dir(self.folder.path()).arg(self.course.path("platforms/grade"));
        command.args(["gradescope", result, submission, "tcp-server"]);
        let set = lab.get_envs().filter_map(|(name, value)| Some((name, value?)));
        command.envs(set).env("CARGO", env!("CARGO"));
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap());
        command.env("PATH", path);
        command
    }

    /// The points of a result that the script has left, if it has any, and what is said in it.
    fn result(&self, command: Command) -> (Option<u64>, String) {
        let ran = Ran::of(command);
        let result = fs::read_to_string(self.path("results.json")).unwrap();
        let result: Value = serde_json::from_str(&result).unwrap_or_else(|error| panic!("{error}: {result}"));
        fs::remove_file(self.path("results.json")).unwrap();
        let tests = result["tests"].as_array().filter(|tests| !tests.is_empty());
        let sum = tests.map(|tests| tests.iter().map(|test| test["score"].as_u64().unwrap()).sum());
        let score = result["score"].as_u64().or(sum);
        // Where there is none, the platform has to be told that its grader failed.
        assert_eq!(ran.status, Some(if score.is_some() { 0 } else { 1 }), "{ran:?}");
        (score, result["output"].as_str().unwrap_or_default().to_string())
    }
}

#[test]
#[ignore = "builds the course once more"]
fn a_machine_without_a_place_for_what_is_temporary_grades_all_the_same() {
    let _alone = one_at_a_time();
    let platform = Platform::new();
    fs::write(platform.path("file"), "").unwrap();
    for folder in ["/nonexistent", "", "file", "/proc"] {
        let mut command = platform.grade("results.json", "submission");
        command.env("TMPDIR", folder);
        assert_eq!(platform.result(command), (Some(10), String::new()), "{folder:?}");
    }
    let mut command = platform.grade("results.json", "submission");
    command.env_remove("HOME").env_remove("TMPDIR").env_remove("USER").env_remove("LANG");
    assert_eq!(platform.result(command), (Some(10), String::new()));
}

#[test]
fn where_nothing_can_be_graded_the_result_says_why() {
    let platform = Platform::new();
    let said = |points: Option<u64>, command: Command, why: &str| {
        let (score, output) = platform.result(command);
        assert!(score == points && output.contains(why), "{score:?}: {output}");
    };
    said(Some(0), platform.grade("results.json", "no-such-folder"), "there is no folder ");

    // A result that lies there already is not this one's, whatever it is.
    fs::create_dir(platform.path("results.json")).unwrap();
    symlink("/", platform.path("results.json/link")).unwrap();
    said(Some(0), platform.grade("results.json", "bin"), "there is nothing to grade in ");

    // Nothing can be written where the course is built.
    let locked = platform.path("target");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = platform.grade("results.json", "submission");
    command.env("CARGO_TARGET_DIR", &locked);
    said(None, without_the_rights_of_root(command), "Permission denied");

    // Lab is not even there; or says what is no text, and ends.
    fs::write(platform.path("bin/cargo"), "#!/bin/sh\nprintf '\"\\\\\\377\\033[2J\\r' >&2\nexit 101\n").unwrap();
    let mut command = platform.grade("results.json", "submission");
    command.stderr(Stdio::null());
    said(None, command, "\"\\[2J");
    fs::write(platform.path("bin/cargo"), "#!/nonexistent\n").unwrap();
    said(None, platform.grade("results.json", "submission"), "bin/cargo: ");

    // Where the result is wanted, there can be none.
    let ran = Ran::of(without_the_rights_of_root(platform.grade("/proc/results.json", "submission")));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("/proc/results.json: "), "{ran:?}");
}
