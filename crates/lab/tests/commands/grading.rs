//! The commands that grade, on a copy of the course.
//!
//! The copy is built from its beginning, which takes a while: `cargo test -p lab -- --ignored`. What needs no copy is
//! tested with the reference programs of this one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::course::{Course, Ran};

/// A program of a lesson, of its file in `solutions/`.
pub fn program(name: &str) -> String {
    let solutions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../solutions");
    let (lesson, _) = name.split_once('/').unwrap();
    corpus::Program::other(&solutions, lesson, &solutions.join(name)).text().unwrap()
}

/// Copies are built in one place, so that what they have in common is built once; and so, one at a time: their programs
/// have the same names.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub fn one_at_a_time() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where copies are built.
pub fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("course")
}

/// Lab at the root of a copy, for the commands that build.
pub fn lab(course: &Course, arguments: &[&str]) -> Command {
    let mut command = course.lab(".", arguments);
    command.env("CARGO_TARGET_DIR", target());
    command
}

/// Lab for this checkout, whose reference programs the tests of the package `solutions` have built. One at a time: it
/// says when it has to wait for another.
fn lab_here(arguments: &[&str]) -> Ran {
    let _alone = one_at_a_time();
    Ran::of(command_here(arguments))
}

/// The same, to be run by who keeps others from it.
pub fn command_here(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lab"));
    command.args(arguments).env("LAB_LANG", "en");
    command
}

#[test]
fn the_reference_program_has_full_marks() {
    let ran = lab_here(&["grade", "--solutions", "tcp-server"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("tcp-server  10 of 10 points\n"), "{ran:?}");
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stderr.contains('\u{1b}'), "{ran:?}");
}

#[test]
fn one_check_is_graded_alone_and_one_that_does_not_exist_is_wrong_usage() {
    let ran = lab_here(&["grade", "--solutions", "tcp-server", "--check", "echoes_a_megabyte"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), "tcp-server  1 of 1 point\n  ✓ 1/1 echoes_a_megabyte\n\n"));
    let ran = lab_here(&["grade", "--solutions", "tcp-server", "--check", "megabyte"]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.stderr, "error: there is no check megabyte: do you mean echoes_a_megabyte?\n");
}

#[test]
fn a_check_that_passes_is_traced_in_the_terminal_and_as_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("echo.svg");
    let file = picture.to_str().unwrap();
    let check = "echoes_each_piece_as_it_arrives";
    let ran = lab_here(&["trace", "--solutions", "tcp-server", check, "--svg", file]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines[0], format!("tcp-server: {check}"));
    for shown in ["══ connects ═", "▶┃", "│◀─", "─┤", "┃ holds its port", "prints \"listening on 127.0.0.1:"]
    {
        assert!(ran.stdout.contains(shown), "{shown} is not in:\n{}", ran.stdout);
    }
    assert!(ran.stdout.contains(&format!(" {check}\nThe picture is in {file}.\n")), "{ran:?}");
    assert!(lines[..lines.len() - 1].iter().all(|line| line.chars().count() <= 80), "{}", ran.stdout);
    assert!(!ran.stdout.contains('\u{1b}'), "{ran:?}");
    let svg = fs::read_to_string(picture).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains(&format!(">tcp-server: {check}</title>")), "{svg}");

    let ran = lab_here(&["trace", "--solutions", "tcp-server", "piece"]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.stderr, format!("error: there is no check piece: do you mean {check}?\n"));
}

#[test]
#[ignore = "builds the course once more"]
fn a_student_is_told_everything() {
    let _alone = one_at_a_time();
    let course = Course::new();
    course.write("exercises/tcp-server/main.rs", &program("tcp-server/mistakes/takes-bytes-for-text.edit"));
    course.write("exercises/tcp-client/main.rs", "fn main() { nonsense }");
    // A program that says only terminal control sequences.
    course.write("exercises/udp-server/main.rs", r#"fn main() { eprintln!("\u{1b}[2J"); println!("\u{9b}31m"); }"#);
    let ran = Ran::of(lab(&course, &["grade", "tcp-server", "tcp-client", "udp-server", "udp-client"]));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    for said in [
        "tcp-server  9 of 10 points\n",
        "\n✗ echoes_bytes_that_are_not_text\n",
        "    expected  b\"\\xff\\xfe\\xfd\\n\"\n",
        "  what happened:\n",
        "  hint: A socket carries bytes.",
        "\ntcp-client  0 of 10 points\nThe program does not compile. The compiler says:\n",
        "cannot find value `nonsense` in this scope",
        " --> exercises/tcp-client/main.rs:1:13\n",
        "\nudp-server  0 of 10 points\n",
        "\\u{1b}[2J",
        "\nudp-client  0 of 10 points: exercises/udp-client/main.rs is not written yet\n",
        "\nIn all: 9 of 40 points\n\nNext: a hint for what fails in tcp-server:\n  cargo lab hint tcp-server\n",
    ] {
        assert!(ran.stdout.contains(said), "{said:?} is not in:\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains(['\u{1b}', '\u{9b}']), "{}", ran.stdout);
    assert!(course.run(&["list"]).stdout.contains("tcp-server      9 of 10 points"));

    // The checks speak the language that lab was told to.
    let ran = Ran::of(lab(&course, &["grade", "tcp-server", "--lang", "pt-BR"]));
    for said in ["tcp-server  9 de 10 pontos\n", "    esperado  b\"\\xff\\xfe\\xfd\\n\"\n", "  dica: "] {
        assert!(ran.stdout.contains(said), "{said:?} is not in:\n{}", ran.stdout);
    }

    // What cannot be saved is told once, and is no failure of the program. There will be no second hint: all come now.
    fs::remove_file(course.path("exercises/progress.toml")).unwrap();
    fs::create_dir(course.path("exercises/progress.toml")).unwrap();
    let ran = Ran::of(lab(&course, &["hint", "tcp-server"]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    for said in ["\n1. A socket carries bytes.", "\n3. Keep the buffer as bytes", "\nThere is no further hint"] {
        assert!(ran.stdout.contains(said), "{said:?} is not in:\n{}", ran.stdout);
    }
    assert!(ran.stderr.starts_with("What you have earned cannot be remembered: "), "{ran:?}");
}

#[test]
#[ignore = "builds the course once more"]
fn a_warning_costs_nothing_and_is_shown_whatever_makes_an_error_of_it() {
    let _alone = one_at_a_time();
    let course = Course::new();
    let warned = "#![deny(warnings)]\n#![forbid(unsafe_code)]\n\nuse std::io";
    let main = program("tcp-server/main.rs").replacen("\nuse std::io", &format!("\n{warned}"), 1);
    let unused = "\nfn unused() {\n    let x = unsafe { std::mem::zeroed::<u8>() };\n}\n";
    course.write("exercises/tcp-server/main.rs", &(main + unused));
    let ran = Ran::of(lab(&course, &["grade", "tcp-server"]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    for said in [
        "tcp-server  10 of 10 points\n",
        "\nThe compiler warns of this, which costs nothing:\n",
        "\nwarning: function `unused` is never used\n  --> exercises/tcp-server/main.rs:",
        "\nwarning: unused variable: `x`\n",
        "\nwarning: usage of an `unsafe` block\n",
    ] {
        assert!(ran.stdout.contains(said), "{said:?} is not in:\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("warnings emitted"), "{ran:?}");

    // What RUSTFLAGS gives every compiler is given to this one alone, so that no more has to be built.
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["rustc", "--package", "tcp-server", "--bin", "tcp-server", "--", "-D", "warnings"]);
    cargo.current_dir(course.path(".")).env("CARGO_TARGET_DIR", target());
    let ran = Ran::of(cargo);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("warning: unused variable: `x`\n"), "{ran:?}");
}

/// Linux tells which programs are running.
#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::io::{BufRead as _, BufReader, Read as _};
    use std::process::Stdio;
    use std::thread;
    use std::time::{Duration, Instant};

    use rustix::process::{Pid, Signal, kill_process};

    use super::{Course, lab, one_at_a_time, program, target};
    use crate::terminal::{TIMEOUT, Terminal};

    /// A program that neither ends nor does what it should.
    const HANGS: &str = r#"fn main() { println!("listening on 127.0.0.1:1"); loop { std::hint::spin_loop(); } }"#;

    #[test]
    #[ignore = "builds the course once more"]
    fn a_save_ends_a_grading_that_hangs_and_a_signal_ends_everything() {
        let _alone = one_at_a_time();
        let course = Course::new();
        course.write("exercises/tcp-client/main.rs", HANGS);
        let mut watch = lab(&course, &["watch", "tcp-client"]);
        let mut watch = watch.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(watch.stdout.take().unwrap());
        wait_for_programs(|programs| programs > 0);

        course.write("exercises/tcp-client/main.rs", &program("tcp-client/main.rs"));
        let mut line = String::new();
        while !line.contains(" points") {
            line.clear();
            assert!(stdout.read_line(&mut line).unwrap() > 0, "lab ended");
        }
        assert_eq!(line, "tcp-client  10 of 10 points\n");

        course.write("exercises/tcp-client/main.rs", HANGS);
        wait_for_programs(|programs| programs > 0);
        kill_process(Pid::from_child(&watch), Signal::TERM).unwrap();
        assert_eq!(watch.wait().unwrap().code(), Some(130));
        wait_for_programs(|programs| programs == 0);
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert!(!rest.contains('\u{1b}'), "{rest:?}");
    }

    #[test]
    #[ignore = "builds the course once more"]
    fn keys_work_while_a_program_hangs_and_nothing_outlives_the_terminal() {
        let _alone = one_at_a_time();
        let course = Course::new();
        course.write("exercises/tcp-server/main.rs", &program("tcp-server/mistakes/takes-bytes-for-text.edit"));
        course.write("exercises/tcp-client/main.rs", HANGS);
        let mut terminal = Terminal::run(lab(&course, &["watch", "tcp-server"]), 24, 80);
        terminal
            .wait_for("watching exercises/tcp-server/main.rs · 9 of 10 points\nThe task sheet: exercises/tcp-server/");
        terminal.wait_for("0 of 9 lessons have full marks\nq quit");
        // The first hint stands there already.
        terminal.press(b'h');
        terminal.wait_for("\n2. `Read::read` and");
        terminal.wait_for("\nFor the next hint: h\n");
        terminal.press(b'h');
        terminal.wait_for("\n3. Keep the buffer as bytes");
        terminal.wait_for("\nThere is no further hint for this check.\n");

        terminal.press(b'n');
        wait_for_programs(|programs| programs > 1);
        terminal.press(b'n');
        terminal.wait_for("exercises/udp-server/main.rs is not written yet");
        wait_for_programs(|programs| programs == 0);
        terminal.press(b'h');
        terminal.wait_for("\nThe task sheet: exercises/udp-server/README.md\n");
        terminal.press(b'q');
        assert_eq!(terminal.end().code(), Some(0));

        let mut terminal = Terminal::run(lab(&course, &["watch", "tcp-client"]), 24, 80);
        terminal.wait_for("grading tcp-client");
        wait_for_programs(|programs| programs > 1);
        terminal.close();
        wait_for_programs(|programs| programs == 0);
    }

    #[test]
    #[ignore = "builds the course once more"]
    fn with_full_marks_the_reference_program_can_be_read_and_the_next_lesson_is_a_key_away() {
        let _alone = one_at_a_time();
        let course = Course::new();
        course.write("exercises/udp-server/main.rs", &format!("{}\n// Mine.\n", program("udp-server/main.rs")));
        let mut terminal = Terminal::run(lab(&course, &["watch", "udp-server"]), 24, 100);
        terminal.wait_for("udp-server has full marks. n goes on to the next lesson");
        assert!(terminal.screen().contains("1 of 9 lessons have full marks"), "{}", terminal.screen());
        terminal.press(b's');
        terminal.wait_for("From exercises/udp-server/main.rs to solutions/udp-server/main.rs:");
        terminal.press(b'n');
        terminal.wait_for("exercises/udp-client/main.rs is not written yet");
        terminal.press(b'q');
        assert_eq!(terminal.end().code(), Some(0));
    }

    /// Waits until as many of the students' programs, and of the checks, run as are wanted.
    fn wait_for_programs(are_wanted: impl Fn(usize) -> bool) {
        let is_ours = |process: &fs::DirEntry| {
            fs::read_link(process.path().join("exe")).is_ok_and(|exe| exe.starts_with(target()))
        };
        let began = Instant::now();
        while !are_wanted(fs::read_dir("/proc").unwrap().flatten().filter(is_ours).count()) {
            assert!(began.elapsed() < TIMEOUT, "this takes too long");
            thread::sleep(Duration::from_millis(10));
        }
    }
}
