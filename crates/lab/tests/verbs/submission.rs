//! `cargo lab grade --submission`: what is taken of a student's folder, and what is not.
//!
//! What builds a copy of the course takes a while, as in `grading.rs`: `cargo test -p lab -- --ignored`.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::course::{Course, Ran};
use crate::grading::{lab, one_at_a_time, program, target};

/// A program that does nothing.
const NOTHING: &str = "fn main() {}\n";

/// A folder that somebody submitted, with these files in it.
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
    Ran::of(lab(course, &[&["grade", "--submission", folder], lessons].concat()))
}

/// Grades what cannot be graded, and returns what is said of it.
fn refused(course: &Course, lessons: &[&str], folder: &Path) -> String {
    let ran = grade(course, lessons, folder);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    ran.stderr
}

#[test]
fn a_folder_without_a_program_is_wrong_usage() {
    let course = Course::new();
    let nothing = submitted(&[("README.md", "# Mine"), ("exercises/tcp-server/main.py", "")]);
    let flat = submitted(&[("server.rs", NOTHING)]);
    for (folder, lessons) in [(&nothing, &["tcp-server"][..]), (&flat, &["tcp-server"]), (&flat, &[])] {
        let said = refused(&course, lessons, folder.path());
        assert!(said.starts_with("error: there is nothing to grade in "), "{said}");
    }
    let said = refused(&course, &[], &nothing.path().join("\u{1b}[2J"));
    assert!(said.starts_with("error: there is no folder ") && said.ends_with("\\u{1b}[2J\n"), "{said}");
    let said = refused(&course, &[], &nothing.path().join("README.md"));
    assert!(said.starts_with("error: there is no folder "), "{said}");
    let ran = course.run(&["grade", "--solutions", "--submission", "."]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

#[test]
fn what_no_exercise_needs_is_refused() {
    let course = Course::new();
    let large = submitted(&[("exercises/udp-server/main.rs", &format!("{NOTHING}//{}", " ".repeat(1024 * 1024)))]);
    let said = refused(&course, &[], large.path());
    assert_eq!(said, "error: exercises/udp-server/main.rs is too large: at most 1 MiB are taken of a file\n");

    let many = submitted(&[("main.rs", NOTHING)]);
    (1..=100).for_each(|number| write(many.path(), &format!("some/more/m{number}.rs"), ""));
    let said = refused(&course, &["multicast"], many.path());
    let expected =
        "error: exercises/multicast has too many files: at most 100 Rust files and folders are taken of a lesson\n";
    assert_eq!(said, expected);

    #[cfg(unix)]
    {
        let odd = submitted(&[("tcp-client/\u{1b}[2J.rs", "")]);
        let said = refused(&course, &[], odd.path());
        assert!(said.starts_with("error: exercises/tcp-client/\\u{1b}[2J.rs has a name "), "{said}");
    }
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let odd = submitted(&[("tcp-client/main.rs", NOTHING)]);
        File::create(odd.path().join("tcp-client").join(std::ffi::OsStr::from_bytes(b"\xff.rs"))).unwrap();
        let said = refused(&course, &[], odd.path());
        assert!(said.starts_with("error: exercises/tcp-client/\u{fffd}.rs has a name "), "{said}");
    }
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
    let (report, earned) = ("crates/grader/src/report.rs", "matches!(self.verdict, Verdict::Passed)");
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
        date_ahead(&target().join("submission/target"));
        assert!(ran.stdout.starts_with(&format!("tcp-server  {points} of 10 points\n")), "{ran:?}");
    }

    // Two at once would be mixed.
    let lock = File::create(target().join("submission/lock")).unwrap();
    lock.lock().unwrap();
    let mut second = lab(&course, &["grade", "--submission", whole.path().to_str().unwrap(), "tcp-server"]);
    let mut second = second.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(second.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "Another submission is being graded with this course. Waiting for it …\n");
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
