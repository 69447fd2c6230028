//! What a script says of a peer is what reaches the program.
//!
//! The program is `examples/recorder.rs`. That a piece comes with a read of its own is certain only on Linux, which
//! tells what has been read.
#![cfg(target_os = "linux")]

mod example;

use std::env;
use std::process::Command;
use std::time::Duration;

use example::example;
use grader::{DatagramScript, Failure, StreamScript};

grader::lesson!("fixture");

/// Runs the recorder as the client of a connection, and compares what it printed.
fn expect_reads(script: impl Fn() -> StreamScript, reads: &str) {
    check(1, |program| {
        let listener = program.listen()?;
        let client = program.start(["stream", &listener.port()])?;
        let mut server = listener.accept()?;
        server.deliver(&script())?;
        client.finish()?.prints(reads).map(drop)
    });
}

#[test]
#[ignore = "a check, for the test below"]
fn pieces_are_read_one_by_one() {
    expect_reads(|| StreamScript::of("abcdefgh").cut_at(&[1, 4]).close_at(7), "\"a\"\n\"bcd\"\n\"efg\"\nthe end\n");
}

#[test]
#[ignore = "a check, for the test below"]
fn a_whole_is_read_at_once() {
    expect_reads(|| StreamScript::of("one\ntwo\n").half_close_at(8), "\"one\\ntwo\\n\"\nthe end\n");
}

#[test]
#[ignore = "a check, for the test below"]
fn a_drip_is_read_drop_by_drop() {
    let drip = || StreamScript::of("abc").drip(Duration::from_millis(50)).close_at(3);
    expect_reads(drip, "\"a\"\n\"b\"\n\"c\"\nthe end\n");
}

#[test]
#[ignore = "a check, for the test below"]
fn a_reset_is_seen() {
    expect_reads(|| StreamScript::of("abc").cut_at(&[2]).reset_at(2), "\"ab\"\nconnection reset\n");
}

#[test]
#[ignore = "a check, for the test below"]
fn the_same_seed_makes_the_same_choices() {
    check(1, |program| {
        let choose = || program.random_choices().map(|mut choices| choices.pick_several(5, 1..=1000));
        assert_eq!(choose()?, choose()?);
        Ok(())
    });
}

#[test]
#[ignore = "a check, for the test below"]
fn datagrams_fare_as_they_are_told_to() {
    let script = || {
        DatagramScript::unimpaired()
            .drop(1)
            .duplicate(2)
            .swap(3)
            .from_stranger(5)
            .delay_until_next(6)
            .from_another_host(7)
    };
    check(1, |program| {
        let server = program.udp_server()?;
        let client = program.start(["datagrams", &server.port(), "1", "2", "3", "4", "5", "6", "7", "8"])?;
        server.answer(&["A", "B", "C", "D", "E", "F", "G", "end"], &script())?;
        let order: Vec<String> =
            ["B", "B", "D", "C", "E", "F", "G", "end"].iter().map(|answer| line(answer, "the server")).collect();
        let printed = order.concat();
        let printed = ["E", "G"]
            .iter()
            .fold(printed, |printed, answer| printed.replace(&line(answer, "the server"), &line(answer, "a stranger")));
        client.finish()?.prints(printed).map(drop)
    });
}

fn line(answer: &str, from: &str) -> String {
    format!("{answer} from {from}\n")
}

#[test]
#[ignore = "a check, for the test below"]
fn fails_with_a_seed() {
    check(1, |program| program.random_choices().and_then(|_| Err(Failure::new("it fails"))));
}

#[test]
#[ignore = "a check, for the test below"]
fn fails_for_want_of_an_answer() {
    check(1, |program| {
        let listener = program.listen()?;
        let _client = program.start(["stream", &listener.port()])?;
        let mut server = listener.accept()?;
        server.half_close()?;
        server.expect("an answer")
    });
}

/// Runs some of the checks above; returns whether they passed, and what was said.
fn run(arguments: &[&str], seed: &str) -> (bool, String) {
    let output = Command::new(env::current_exe().expect("a test knows itself"))
        .arg("--ignored")
        .args(arguments)
        .env("LAB_PROGRAM", format!("'{}'", example("recorder").display()))
        .env("LAB_SEED", seed)
        .env("LAB_LANG", "en")
        .output()
        .expect("a test can run itself");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn what_the_script_says_happens() {
    let (passed, told) = run(&["--skip", "fails_"], "1");
    assert!(passed && told.contains("6 passed"), "{told}");
}

#[test]
fn an_end_that_came_too_early_is_told_where_it_came() {
    let (_, told) = run(&["fails_for_want_of_an_answer"], "1");
    let what: Vec<&str> = told.lines().filter_map(|line| line.split_once(" s  server  ")).map(|it| it.1).collect();
    assert_eq!(what[1..], ["half-closes: nothing more will be sent", "receives the end (FIN)"], "{told}");
}

#[test]
fn a_seed_is_told_with_the_command_that_repeats_it() {
    let (_, told) = run(&["fails_with_a_seed"], "7");
    assert!(told.contains("seed 7: `LAB_SEED=7 cargo test -p solutions --test fixture fails_with_a_seed`"), "{told}");
    let (_, told) = run(&["fails_with_a_seed"], "seven");
    assert!(told.contains("LAB_SEED is not a number from 0 to 18446744073709551615: seven"), "{told}");
}
