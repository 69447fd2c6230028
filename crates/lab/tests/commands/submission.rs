//! `cargo lab grade --submission`: what is taken of a student's folder, and what is not.
//!
//! What builds a copy of the course takes a while, as in `grading.rs`: `cargo test -p lab -- --ignored`.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::course::{Course, Ran};
use crate::grading::{lab, one_at_a_time, program, target};

/// A program that does nothing.
const NOTHING: &str = "fn main() {}\n";

/// A folder that a student submitted, with these files in it.
fn submitted(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn grade(course: &Course, lessons: &[&str], folder: &Path) -> Ran {
    let folder = folder.to_str().unwrap();
    Ran::of(lab(course, &[&["grade", "--unsandboxed", "--submission", folder], lessons].concat()))
}

/// Grades what cannot be graded, and returns what is said of it.
fn refused(course: &Course, lessons: &[&str], folder: &Path) -> String {
    let ran = grade(course, lessons, folder);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    ran.stderr
}

#[test]
fn a_submission_is_refused_where_its_jail_is_not_a_whole_one() {
    let course = Course::new();
    let theirs = submitted(&[("main.rs", NOTHING)]);
    let target = tempfile::tempdir().unwrap();
    for level in ["none", "no-network-namespace"] {
        let mut lab = lab(&course, &["grade", "tcp-server", "--submission", theirs.path().to_str().unwrap()]);
        lab.env("CARGO_TARGET_DIR", target.path()).env("LAB_JAIL", level);
        let ran = Ran::of(lab);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stderr.starts_with("error: this machine has no whole jail for a stranger's program: "), "{ran:?}");
        assert!(ran.stderr.ends_with(" With --unsandboxed it is graded all the same\n"), "{ran:?}");
    }
}

#[test]
fn a_folder_without_a_program_is_wrong_usage() {
    let course = Course::new();
    let nothing = submitted(&[("README.md", "# Mine"), ("exercises/tcp-server/main.py", "")]);
    let flat = submitted(&[("server.rs", NOTHING)]);
    for (folder, lessons) in [(&nothing, &["tcp-server"][..]), (&flat, &["tcp-server"]), (&flat, &[])] {
        let said = refused(&course, lessons, folder.path());
        assert!(said.starts_with("error: there is nothing to grade in "), "{said}");
        assert_eq!(said.ends_with(" has another name: server.rs\n"), folder.path() == flat.path(), "{said}");
    }
    let said = refused(&course, &[], &nothing.path().join("\u{1b}[2J"));
    assert!(said.starts_with("error: there is no folder ") && said.ends_with("\\u{1b}[2J\n"), "{said}");
    let said = refused(&course, &[], &nothing.path().join("README.md"));
    assert!(said.ends_with("/README.md is a file, not a folder: if it is an archive, unpack it first\n"), "{said}");
    let ran = course.run(&["grade", "--solutions", "--submission", "."]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

/// A command without the rights that root has beyond other users: a file that nobody may read, it cannot read either.
#[cfg(target_os = "linux")]
pub fn without_the_rights_of_root(command: Command) -> Command {
    if !rustix::process::geteuid().is_root() {
        return command;
    }
    let mut limited = Command::new("setpriv");
    limited.arg("--bounding-set=-dac_override,-dac_read_search").arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        limited.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            limited.env(name, value)
        } else {
            limited.env_remove(name)
        };
    }
    limited
}

#[cfg(target_os = "linux")]
fn forbid(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_cannot_be_read_is_no_mark() {
    let course = Course::new();
    for locked in ["exercises/tcp-server/main.rs", "exercises/tcp-server", "exercises"] {
        let theirs = submitted(&[("exercises/tcp-server/main.rs", NOTHING)]);
        forbid(&theirs.path().join(locked));
        let folder = theirs.path().to_str().unwrap();
        let ran = Ran::of(without_the_rights_of_root(lab(
            &course,
            &["grade", "tcp-server", "--unsandboxed", "--submission", folder],
        )));
        assert_eq!(ran.status, Some(3), "{locked}: {ran:?}");
        assert!(ran.stderr.contains(" cannot be read (Permission denied"), "{locked}: {ran:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "builds the course once more"]
fn what_does_not_belong_there_costs_nothing_and_is_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    let _alone = one_at_a_time();
    let course = Course::new();
    let theirs =
        submitted(&[("tcp-server/.git/config", ""), ("tcp-server/private.rs", ""), ("udp-server/private.rs", "")]);
    let exercise = theirs.path().join("tcp-server");
    // As Windows keeps it: with a byte order mark, and CR LF.
    let main = program("tcp-server/main.rs").replacen("\nuse std::io", "\nmod echo;\n\nuse std::io", 1);
    write(&exercise, "Main.rs", &format!("\u{feff}{}", main.replace('\n', "\r\n")));
    write(&exercise, "echo/mod.rs", "");
    write(&exercise, "target/debug/build/x/out/bindings.rs", &"// \n".repeat(400_000));
    (0..120).for_each(|number| fs::create_dir_all(exercise.join(format!("node_modules/a{number}"))).unwrap());
    (0..120).for_each(|number| write(&exercise, &format!("old/m{number}.rs"), "fn main() {}"));
    let deep = format!("{}x.rs", "deep/".repeat(150));
    write(&exercise, &deep, "");
    File::create(exercise.join(OsStr::from_bytes(b"\xff.rs"))).unwrap();
    symlink(".", exercise.join("round")).unwrap();
    forbid(&exercise.join("private.rs"));
    forbid(&theirs.path().join("udp-server"));

    let files = tempfile::tempdir().unwrap();
    let (folder, json) = (theirs.path().to_str().unwrap(), files.path().join("json"));
    let json_path = json.to_str().unwrap();
    let arguments =
        ["grade", "tcp-server", "--unsandboxed", "--submission", folder, "--format", "json", "--out", json_path];
    let ran = Ran::of(without_the_rights_of_root(lab(&course, &arguments)));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("tcp-server  10 of 10 points\n"), "{ran:?}");
    let results: serde_json::Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    let noted = results["lessons"][0]["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap());
    // Before them stands how much of a jail there is.
    assert_eq!(ran.stderr.lines().skip(1).collect::<Vec<_>>(), noted.collect::<Vec<_>>());
    for said in [
        "note: exercises/tcp-server/Main.rs is taken for main.rs\n",
        "note: exercises/tcp-server/private.rs is left out: it cannot be read (Permission denied (os error 13))\n",
        "note: exercises/tcp-server/round is left out: no link is followed\n",
        "note: exercises/tcp-server/\u{fffd}.rs is left out: its name is not UTF-8",
        "… is left out: its path is too long\n",
        "note: left out, since only Rust files are taken: exercises/tcp-server/.git\n",
    ] {
        assert!(ran.stderr.contains(said), "{said:?} is not in:\n{}", ran.stderr);
    }
    allow(&theirs.path().join("udp-server"));
}

/// What nobody may read cannot be removed by everybody either.
#[cfg(target_os = "linux")]
fn allow(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_submission_around_the_course_is_refused_since_cargo_would_read_its_settings() {
    let course = Course::new();
    let theirs = submitted(&[("exercises/tcp-server/main.rs", NOTHING)]);
    let folder = theirs.path().to_str().unwrap();
    let around = lab(&course, &["grade", "--submission", ".."]);
    let mut from_inside = lab(&course, &["grade", "--submission", "."]);
    from_inside.current_dir(&theirs);
    let mut builds_inside = lab(&course, &["grade", "--submission", folder]);
    builds_inside.env("CARGO_TARGET_DIR", theirs.path().join("target"));
    for command in [around, from_inside, builds_inside] {
        let ran = Ran::of(command);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(": cargo would follow the settings of the submission. "), "{ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    use std::os::unix::fs::symlink;

    let course = Course::new();
    let real = submitted(&[("exercises/tcp-server/main.rs", NOTHING)]);
    let links = ["exercises", "exercises/tcp-server", "exercises/tcp-server/main.rs"].map(|link| (link, link));
    let alone = [("tcp-server", "exercises/tcp-server"), ("main.rs", "exercises/tcp-server/main.rs")];
    for (link, to) in links.into_iter().chain(alone) {
        let links = submitted(&[]);
        let from = links.path().join(link);
        fs::create_dir_all(from.parent().unwrap()).unwrap();
        symlink(real.path().join(to), from).unwrap();
        let said = refused(&course, &["tcp-server"], links.path());
        assert!(said.starts_with("error: there is nothing to grade in "), "{link}: {said}");
    }
}

/// What is said while another process holds what is needed.
const WAITS: &str = "Something else is being graded or built with this course. Waiting for it …\n";

#[test]
fn waiting_for_another_grading_takes_no_time() {
    let course = Course::new();
    let theirs = submitted(&[("main.rs", NOTHING)]);
    // Lab's own lock; and the one of cargo, which takes a while to come there: a grading of one's own has no other.
    for (lock, seconds) in [("submission/0/lock", 3), ("debug/.cargo-lock", 5)] {
        let target = tempfile::tempdir().unwrap();
        write(target.path(), lock, "");
        let held = File::open(target.path().join(lock)).unwrap();
        held.lock().unwrap();
        let mut lab = lab(&course, &["grade", "tcp-server", "--time-limit", &seconds.to_string()]);
        if lock.starts_with("submission") {
            lab.args(["--unsandboxed", "--submission"]).arg(theirs.path());
        }
        lab.env("CARGO_TARGET_DIR", target.path()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut lab = lab.spawn().unwrap();
        let mut line = String::new();
        let mut stderr = BufReader::new(lab.stderr.take().unwrap());
        stderr.read_line(&mut line).unwrap();
        assert_eq!(line, WAITS, "{lock}");
        thread::sleep(Duration::from_millis(seconds * 1000 + 500));
        assert!(lab.try_wait().unwrap().is_none(), "{lock}: the time was up");

        // From now on it takes some. There is more to build than can be built by then.
        held.unlock().unwrap();
        assert_eq!(lab.wait().unwrap().code(), Some(3), "{lock}");
    }
}

/// Edits all of a course that could bring its student marks, or the grading to an end.
fn tamper(course: &Course) {
    let append = |file: &str, text: &str| course.write(file, &format!("{}\n{text}\n", course.read(file)));
    append("Cargo.toml", "[patch.crates-io]\nanyhow = { path = \"evil\" }");
    let settings = r#"
[alias]
lab = "version"
[build]
rustc-wrapper = "/nonexistent"
[env]
LAB_PROGRAM = { value = "true", force = true }
LAB_LANG = { value = "pt-BR", force = true }
"#;
    course.write(".cargo/config.toml", settings);
    course.write("exercises/.cargo/config.toml", settings);
    course.write("rust-toolchain.toml", "[toolchain]\nchannel = \"0.0.1\"\n");
    course.write("Cargo.lock", "");
    for file in ["build.rs", "crates/tcp-server/build.rs", "exercises/tcp-server/build.rs"] {
        course.write(file, "compile_error!();");
    }
    course.write("exercises/tcp-server/Cargo.toml", "[package]\nname = \"tcp-server\"\n");
    course.write("crates/common/src/lib.rs", "compile_error!();");
    course.write("crates/tcp-server/tests/checks.rs", "#[test]\nfn everything() {}\n");
    let (report, earned) = ("crates/report/src/report.rs", "matches!(self.verdict, Verdict::Passed)");
    assert!(course.read(report).contains(earned));
    course.write(report, &course.read(report).replace(earned, "true"));
}

/// The lines that tell the points.
fn marks(ran: &Ran) -> Vec<&str> {
    let is_mark = |line: &str| line.contains(" points") || line.starts_with("  ✓ ") || line.starts_with("  ✗ ");
    ran.stdout.lines().filter(|line| is_mark(line)).collect()
}

#[test]
#[ignore = "builds the course once more"]
fn the_marks_are_those_of_the_untouched_course_which_is_left_as_it_is() {
    let _alone = one_at_a_time();
    let course = Course::new();
    let own = [
        ("exercises/tcp-server/main.rs", "mod own; fn main() {}"),
        ("exercises/tcp-server/own.rs", ""),
        ("exercises/udp-server/main.rs", &program("udp-server/main.rs")),
        ("exercises/progress.toml", "[tcp-server.points]\nall = [1, 10]\n"),
    ];
    own.iter().for_each(|(file, text)| course.write(file, text));

    let theirs = Course::new();
    tamper(&theirs);
    theirs.write("exercises/tcp-server/main.rs", NOTHING);
    theirs.write("exercises/tcp-client/main.rs", &program("tcp-client/main.rs"));
    theirs.write("exercises/udp-client/main.rs", "fn main() { nonsense }");
    fs::remove_dir_all(theirs.path("exercises/udp-server")).unwrap();
    let lessons = ["tcp-server", "tcp-client", "udp-server", "udp-client"];
    let ran = grade(&course, &lessons, &theirs.path("."));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    for said in [
        "tcp-server  0 of 10 points\n  ✗ 0/1 ",
        "\ntcp-client  10 of 10 points\n",
        "\nudp-server  0 of 10 points: exercises/udp-server/main.rs is not written yet\n",
        "\nudp-client  0 of 10 points\nThe program does not compile. The compiler says:\n",
        " --> exercises/udp-client/main.rs:1:13\n",
        "\nIn all: 10 of 40 points\n",
    ] {
        assert!(ran.stdout.contains(said), "{said:?} is not in:\n{}", ran.stdout);
    }

    // The exercises' folder alone has the same marks; and a right program has full ones, however much else is edited.
    let alone = grade(&course, &lessons, &theirs.path("exercises"));
    assert_eq!(marks(&alone), marks(&ran));
    theirs.write("exercises/tcp-server/main.rs", &program("tcp-server/main.rs"));
    let ran = grade(&course, &["tcp-server"], &theirs.path("."));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("tcp-server  10 of 10 points\n"), "{ran:?}");

    own.iter().for_each(|(file, text)| assert_eq!(course.read(file), *text));
    let ran = Ran::of(lab(&course, &["grade", "tcp-server", "udp-server"]));
    for said in ["tcp-server  0 of 10 points\n", "\nudp-server  10 of 10 points\n"] {
        assert!(ran.stdout.contains(said), "{said:?} is not in:\n{}", ran.stdout);
    }
}

#[test]
#[ignore = "builds the course once more"]
fn a_submission_has_nothing_of_the_one_before() {
    let _alone = one_at_a_time();
    let course = Course::new();
    let reference = program("tcp-server/main.rs");
    let main = reference.replacen("\nuse std::io", "\nmod parts;\n\nuse std::io", 1);
    let whole = submitted(&[("main.rs", &main), ("parts/mod.rs", "mod echo;"), ("parts/echo.rs", "")]);
    let ran = grade(&course, &["tcp-server"], whole.path());
    assert!(ran.stdout.starts_with("tcp-server  10 of 10 points\n"), "{ran:?}");

    let lacking = submitted(&[("main.rs", &main), ("parts/mod.rs", "mod echo;")]);
    let ran = grade(&course, &["tcp-server"], lacking.path());
    assert_eq!(ran.status, Some(1), "{ran:?}");
    for said in
        ["tcp-server  0 of 10 points\nThe program does not compile.", " --> exercises/tcp-server/parts/mod.rs:1:1\n"]
    {
        assert!(ran.stdout.contains(said), "{said:?} is not in:\n{}", ran.stdout);
    }

    // Also when the clock has been set back since the program before was built.
    let wrong = submitted(&[("main.rs", NOTHING)]);
    for (submission, points) in [(&whole, "10"), (&wrong, "0"), (&whole, "10")] {
        let ran = grade(&course, &["tcp-server"], submission.path());
        date_ahead(&target().join("submission/0/target"));
        assert!(ran.stdout.starts_with(&format!("tcp-server  {points} of 10 points\n")), "{ran:?}");
    }

    // Two at once would be mixed.
    let lock = File::create(target().join("submission/0/lock")).unwrap();
    lock.lock().unwrap();
    let mut second =
        lab(&course, &["grade", "--unsandboxed", "--submission", whole.path().to_str().unwrap(), "tcp-server"]);
    let mut second = second.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(second.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, WAITS);
    assert!(second.try_wait().unwrap().is_none());
    lock.unlock().unwrap();
    assert!(second.wait().unwrap().success());
}

/// Lets what was built for the lesson look as if the clock had been set back by an hour since.
fn date_ahead(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            date_ahead(&path);
        } else if path.to_string_lossy().replace('_', "-").contains("tcp-server") {
            let time = SystemTime::now() + Duration::from_secs(60 * 60);
            // Cargo protects some of them from being written.
            let _ = File::options().append(true).open(&path).and_then(|file| file.set_modified(time));
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "builds the course once more"]
fn lab_may_be_built_anew_while_it_grades() {
    let _alone = one_at_a_time();
    let course = Course::new();
    let (theirs, here) = (submitted(&[("main.rs", &program("tcp-server/main.rs"))]), tempfile::tempdir().unwrap());
    let file = here.path().join("lab");
    fs::copy(env!("CARGO_BIN_EXE_lab"), &file).unwrap();
    let as_ever = lab(&course, &["grade", "--unsandboxed", "tcp-server", "--submission"]);
    let mut command = Command::new(&file);
    command.args(as_ever.get_args()).arg(theirs.path()).current_dir(as_ever.get_current_dir().unwrap());
    command.envs(as_ever.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let running = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    fs::remove_file(&file).unwrap();
    let output = running.wait_with_output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.starts_with("tcp-server  10 of 10 points\n"), "{output:?}");
}
