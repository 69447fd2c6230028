//! Whatever becomes of a check, no process of it is left.
//!
//! The checks here are run by the tests below them, in a process of their own that can be interrupted. Their program is
//! a shell that starts two descendants, one of which leaves the process group, and writes down everybody's number.
#![cfg(unix)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

grader::lesson!("fixture");

#[test]
#[ignore = "a check, for the tests below"]
fn passes() {
    check(1, |program| program.start([""; 0])?.expect_line("all are there"));
}

#[test]
#[ignore = "a check, for the tests below"]
fn fails() {
    check(1, |program| {
        program.start([""; 0])?.expect_line("all are there")?;
        Err(grader::Failure::new("as planned"))
    });
}

#[test]
#[ignore = "a check, for the tests below"]
fn is_broken() {
    check(1, |program| {
        program.start([""; 0])?.expect_line("all are there")?;
        panic!("as planned")
    });
}

#[test]
#[ignore = "a check, for the tests below"]
fn waits() {
    check(1, |program| {
        let running = program.start([""; 0])?;
        running.expect_line("all are there")?;
        // Much longer than the test takes, because what is waited for keeps coming.
        for _ in 0..1000 {
            drop(running.expect_line("never printed"));
        }
        Ok(())
    });
}

/// A folder for one test, removed with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("grader-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder can be made");
        Self(folder)
    }

    fn numbers(&self) -> PathBuf {
        self.0.join("numbers")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Starts a check whose program writes the numbers of all its processes to a file.
fn start(check: &str, numbers: &Path) -> Child {
    let file = numbers.display();
    // A job-control shell gives its background jobs groups of their own; there, one of them is a daemon.
    let daemon = "set -m; sleep 1000 >/dev/null 2>&1 &";
    let program = format!(
        "sh -c 'sleep 1000 & echo $! >>{file}; {daemon} echo $! >>{file}; echo $$ >>{file}; echo all are there; wait'"
    );
    Command::new(env::current_exe().expect("a test knows itself"))
        .args(["--ignored", "--exact", check])
        .env("LAB_PROGRAM", program)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a test can run itself")
}

/// The numbers, once all three are written; six of a check that is tried again.
fn numbers(file: &Path) -> Vec<Pid> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let text = fs::read_to_string(file).unwrap_or_default();
        let pids: Vec<Pid> = text.lines().filter_map(|line| Pid::from_raw(line.parse().ok()?)).collect();
        if !pids.is_empty() && pids.len().is_multiple_of(3) {
            return pids;
        }
        assert!(Instant::now() < deadline, "the program did not start: {text:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[track_caller]
fn assert_gone(pids: &[Pid]) {
    let deadline = Instant::now() + Duration::from_secs(20);
    // A process that was killed is there until it has been reaped, by init if its parent is gone.
    while pids.iter().any(|pid| test_kill_process(*pid).is_ok() && !is_dead(*pid)) {
        assert!(Instant::now() < deadline, "of {pids:?}, some are left");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Where there is a /proc, a process that is dead but not reaped shows itself as a zombie.
fn is_dead(pid: Pid) -> bool {
    fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).is_ok_and(|stat| stat.contains(") Z "))
}

#[track_caller]
fn nothing_is_left_after(check: &str, passes: bool) {
    let scratch = Scratch::new(check);
    let status = start(check, &scratch.numbers()).wait().expect("a child can be waited for");
    assert_eq!(status.success(), passes);
    assert_gone(&numbers(&scratch.numbers()));
}

#[test]
fn nothing_is_left_of_a_check_that_passed() {
    nothing_is_left_after("passes", true);
}

#[test]
fn nothing_is_left_of_a_check_that_failed() {
    nothing_is_left_after("fails", false);
}

#[test]
fn nothing_is_left_of_a_check_that_is_broken() {
    nothing_is_left_after("is_broken", false);
}

#[test]
fn nothing_is_left_after_an_interrupt() {
    for (name, signal) in [("int", Signal::INT), ("term", Signal::TERM), ("hup", Signal::HUP)] {
        let scratch = Scratch::new(name);
        let mut grader = start("waits", &scratch.numbers());
        let pids = numbers(&scratch.numbers());
        kill_process(Pid::from_child(&grader), signal).expect("the grader is running");
        let status = grader.wait().expect("a child can be waited for");
        assert_eq!(status.code(), Some(130));
        assert_gone(&pids);
    }
}

/// A grader that is killed can end nothing any more. On Linux the system ends the program for it.
#[test]
#[cfg(target_os = "linux")]
fn the_program_does_not_outlive_a_grader_that_is_killed() {
    let scratch = Scratch::new("kill");
    let mut grader = start("waits", &scratch.numbers());
    let pids = numbers(&scratch.numbers());
    grader.kill().expect("the grader is running");
    grader.wait().expect("a child can be waited for");
    let (descendants, program) = pids.split_at(2);
    assert_gone(program);
    // They are this test's to end: nobody else knows of them.
    for pid in descendants {
        let _ = kill_process(*pid, Signal::KILL);
    }
}
