//! What breaks the grading is no mark: the same programs, on a machine that can grade and on some that cannot.
//!
//! The checks here are run by the tests below them, each in a process of its own, some of them in namespaces of their own
//! (see unshare(1)). Where a machine allows none, it says so.
#![cfg(target_os = "linux")]

use std::env;
use std::process::{Command, Output};

grader::lesson!("fixture");

#[test]
#[ignore = "a check, for the tests below"]
fn serves_a_client() {
    check(3, |program| program.serve()?.connect().map(drop));
}

#[test]
#[ignore = "a check, for the tests below"]
fn prints_one_line() {
    check(3, |program| program.run([""; 0])?.prints("one line\n").map(drop));
}

#[test]
#[ignore = "a check, for the tests below"]
fn reports_an_address_that_it_cannot_have() {
    check(3, |program| {
        if let Some(nobody) = program.address_of_nobody() {
            program.run([nobody])?.code(1)?;
        }
        program.run(["--help"])?.prints("one line\n").map(drop)
    });
}

#[test]
#[ignore = "a check, for the tests below"]
fn resolves_localhost() {
    check(3, |program| {
        program.listen_at_each("localhost")?;
        program.run([""; 0])?.prints("one line\n").map(drop)
    });
}

#[test]
#[ignore = "a check, for the tests below"]
fn joins_a_group() {
    check(3, |program| {
        program.group()?.join()?;
        program.run([""; 0])?.prints("one line\n").map(drop)
    });
}

/// A program that says that it listens, and does not.
const PRETENDS: &str = "sh -c 'echo listening on 127.0.0.1:9; sleep 100'";

/// Programs that print what they should, and something else.
const RIGHT: &str = "sh -c 'echo one line'";
const WRONG: &str = "sh -c 'echo another line'";

const NO_MARK: &str = "no mark: the grading broke, which says nothing about your program\n";

/// Runs one of the checks with this program, on a machine that these words make, and returns what it said.
fn on(machine: &[&str], check: &str, program: &str) -> (bool, String) {
    let mut command = Command::new(env::current_exe().expect("a test knows itself"));
    if let [first, words @ ..] = machine {
        command = Command::new(first);
        command.args(words).arg(env::current_exe().expect("a test knows itself"));
    }
    command.args(["--ignored", "--exact", check]).env("LAB_PROGRAM", program).env("LAB_LANG", "en");
    let Output { status, stdout, .. } = command.output().expect("a test can run itself");
    (status.success(), String::from_utf8(stdout).expect("a verdict is text"))
}

/// A shell that does this first.
fn shell(first: &str) -> [String; 4] {
    ["sh".to_string(), "-euc".to_string(), format!("{first}; exec \"$@\""), "sh".to_string()]
}

/// The same in namespaces of its own, where the machine allows them.
fn namespaces(kinds: &[&str], first: &str) -> Option<Vec<String>> {
    let words = ["unshare", "--user", "--map-root-user"].iter().chain(kinds).map(|word| word.to_string());
    let words: Vec<String> = words.chain(shell(first)).collect();
    let tried = Command::new(&words[0]).args(&words[1..]).arg("true").status();
    if tried.is_ok_and(|status| status.success()) {
        return Some(words);
    }
    println!("NOT RUN: {first}, which this machine does not allow");
    None
}

#[track_caller]
fn is_no_mark(machine: &[String], check: &str, program: &str, reason: &str) {
    let machine: Vec<&str> = machine.iter().map(String::as_str).collect();
    let (passed, text) = on(&machine, check, program);
    assert!(!passed && text.contains(&format!("{NO_MARK}{reason}")), "{reason:?} is not why:\n{text}");
    assert!(!text.contains("0 of 3 points") && !text.contains("the hint"), "{text}");
}

#[test]
fn a_machine_that_can_grade_gives_marks() {
    for (check, program) in [
        ("serves_a_client", PRETENDS),
        ("prints_one_line", WRONG),
        ("reports_an_address_that_it_cannot_have", WRONG),
        ("resolves_localhost", WRONG),
        ("joins_a_group", WRONG),
    ] {
        let (passed, text) = on(&[], check, program);
        assert!(!passed && text.contains("0 of 3 points: ") && !text.contains("no mark"), "{check}: {text}");
    }
}

#[test]
fn limits_that_are_too_low_leave_no_mark_to_what_fails() {
    for (limit, reason) in [
        ("ulimit -n 64", "no more than 64 files can be open here"),
        ("ulimit -v 1000000", "a program can have no more than 976 MiB of addresses here"),
    ] {
        is_no_mark(&shell(limit), "prints_one_line", WRONG, reason);
        let shell = shell(limit);
        let shell: Vec<&str> = shell.iter().map(String::as_str).collect();
        let (passed, text) = on(&shell, "prints_one_line", RIGHT);
        assert!(passed, "{limit}: {text}");
    }
}

#[test]
fn a_program_that_cannot_be_started_has_no_mark() {
    is_no_mark(&[], "prints_one_line", "no-such-program", "cannot start `no-such-program`: No such file");
    is_no_mark(&[], "prints_one_line", "sh -c '", "LAB_PROGRAM is not a command that a shell could split");
}

#[test]
fn without_a_loopback_interface_there_is_no_mark() {
    let Some(machine) = namespaces(&["--net"], "true") else { return };
    let reason = "this machine cannot talk to itself over TCP at 127.0.0.1";
    is_no_mark(&machine, "serves_a_client", PRETENDS, reason);
    is_no_mark(&machine, "prints_one_line", WRONG, reason);
}

#[test]
fn without_localhost_there_is_no_mark_where_it_is_needed() {
    let hosts = "hosts=$(mktemp); mount --bind $hosts /etc/hosts; rm $hosts; conf=$(mktemp); \
                 echo hosts: files >$conf; mount --bind $conf /etc/nsswitch.conf; rm $conf";
    let Some(machine) = namespaces(&["--mount"], hosts) else { return };
    is_no_mark(&machine, "resolves_localhost", RIGHT, "localhost does not stand for this machine");
    let machine: Vec<&str> = machine.iter().map(String::as_str).collect();
    let (_, text) = on(&machine, "prints_one_line", WRONG);
    assert!(text.contains("0 of 3 points: "), "{text}");
}

#[test]
fn what_needs_an_address_of_nobody_is_left_out_and_said_where_everybody_has_it() {
    let sysctl = "ip link set lo up; echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind";
    let Some(machine) = namespaces(&["--net"], sysctl) else { return };
    let machine: Vec<&str> = machine.iter().map(String::as_str).collect();
    let (passed, text) = on(&machine, "reports_an_address_that_it_cannot_have", RIGHT);
    assert!(passed, "{text}");
    // The other demands stand.
    let (_, text) = on(&machine, "reports_an_address_that_it_cannot_have", WRONG);
    assert!(text.contains("0 of 3 points: "), "{text}");
    assert!(text.contains("this machine lets a program have 192.0.2.1 (ip_nonlocal_bind)"), "{text}");
}
