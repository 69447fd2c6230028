//! An early verdict is never another one than the deadline's: a program that sleeps for a while, in whatever way, is
//! waited for; and one that sleeps for ever, or for much too long, is told at once, without the deadline.
//!
//! The programs are `examples/sleeper/`, which sleeps in the way that its argument names.
#![cfg(target_os = "linux")]

mod example;
#[path = "example/sleeper.rs"]
mod sleeper;

use sleeper::grade;

grader::lesson!("fixture");

#[test]
#[ignore = "a check, for the tests below"]
fn echoes() {
    check(1, |program| {
        let mut client = program.serve()?.connect()?;
        client.send("Bom dia")?;
        client.expect("Bom dia")
    });
}

#[test]
#[ignore = "a check, for the tests below"]
fn reads_a_stream() {
    check(1, |program| {
        let mut client = program.serve()?.connect()?;
        client.send("x".repeat(5_000))?;
        client.half_close()?;
        client.expect("x".repeat(100))
    });
}

macro_rules! waited_for {
    ($($name:ident: $way:literal,)*) => {$(
        #[test]
        fn $name() {
            let (passed, told) = grade("echoes", $way, "on");
            assert!(passed, "{told}");
        }
    )*};
}

waited_for! {
    a_sleep_is_waited_for: "a while, in a sleep",
    a_sleep_for_a_time_is_waited_for: "a while, in a sleep for a time",
    a_sleep_until_a_time_is_waited_for: "a while, in a sleep until a time",
    a_read_with_a_timeout_is_waited_for: "a while, in a read with a timeout",
    an_accept_with_a_timeout_is_waited_for: "a while, in an accept with a timeout",
    a_poll_with_a_timeout_is_waited_for: "a while, in a poll with a timeout",
    a_poll_of_a_timer_is_waited_for: "a while, in a poll of a timer",
    a_loop_with_pauses_is_waited_for: "a while, looking again and again",
    a_condition_with_a_timeout_is_waited_for: "a while, for a condition with a timeout",
    a_thread_that_sleeps_is_waited_for: "a while, for a thread that sleeps",
    a_child_that_sleeps_is_waited_for: "a while, for a child to end",
    a_child_that_prints_later_is_waited_for: "a while, for a child to print",
    children_one_after_another_are_waited_for: "a while, for one child after another",
    a_client_of_its_own_is_waited_for: "a while, for a client of its own",
    a_long_start_is_waited_for: "a long start",
}

macro_rules! told_early {
    ($words:literal: $($name:ident: $way:literal,)*) => {$(
        #[test]
        fn $name() {
            let (passed, told) = grade("echoes", $way, "on");
            assert!(!passed && told.contains($words), "{told}");
            let (passed, told) = grade("echoes", $way, "off");
            assert!(!passed && told.contains("which did not come"), "{told}");
        }
    )*};
}

told_early! {
    "which will never come":
    a_read_without_end_is_told_at_once: "for ever, in a read",
    an_accept_without_end_is_told_at_once: "for ever, in an accept",
    a_poll_without_end_is_told_at_once: "for ever, in a poll",
    a_condition_without_end_is_told_at_once: "for ever, for a condition",
    a_thread_without_end_is_told_at_once: "for ever, for a thread that reads",
}

told_early! {
    "which will not come in time":
    a_sleep_that_is_too_long_is_told: "too long, in a sleep",
    a_sleep_for_too_long_a_time_is_told: "too long, in a sleep for a time",
    a_sleep_until_too_late_a_time_is_told: "too long, in a sleep until a time",
    a_read_whose_timeout_is_too_long_is_told: "too long, in a read with a timeout",
    an_accept_whose_timeout_is_too_long_is_told: "too long, in an accept with a timeout",
    a_poll_whose_timeout_is_too_long_is_told: "too long, in a poll with a timeout",
    a_condition_whose_timeout_is_too_long_is_told: "too long, for a condition with a timeout",
    a_thread_that_sleeps_for_too_long_is_told: "too long, for a thread that sleeps",
    a_child_that_sleeps_for_too_long_is_told: "too long, for a child to end",
    a_child_that_prints_too_late_is_told: "too long, for a child to print",
}

#[test]
fn a_start_that_goes_nowhere_is_not_waited_for() {
    let (passed, told) = grade("echoes", "an endless start", "on");
    assert!(!passed && told.contains("is still running, busy on the CPU"), "{told}");
}

#[test]
fn who_goes_on_reading_is_waited_for_however_busy() {
    for early_verdicts in ["on", "off"] {
        let (passed, told) = grade("reads_a_stream", "busy with each piece", early_verdicts);
        assert!(passed, "{told}");
    }
}

#[test]
fn who_is_busy_and_does_not_read_on_is_not_waited_for() {
    let (passed, told) = grade("reads_a_stream", "busy with one piece", "on");
    assert!(!passed && told.contains("is still running, busy on the CPU"), "{told}");
}
