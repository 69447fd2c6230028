//! A program that sleeps is idle, also if it looks now and then whether there is something to do; one that asks without
//! a pause is not, whatever it asks.
//!
//! The programs are `examples/sleeper/`, which sleeps, or does not, in the way that its argument names.
#![cfg(target_os = "linux")]

mod example;
#[path = "example/sleeper.rs"]
mod sleeper;

use sleeper::grade;

grader::lesson!("fixture");

#[test]
#[ignore = "a check, for the tests below"]
fn rests() {
    check(1, |program| {
        let server = program.serve()?;
        server.expect_idle()?;
        let mut client = server.connect()?;
        client.send("Bom dia")?;
        server.expect_line("it has begun")?;
        server.expect_idle()
    });
}

macro_rules! idle {
    ($($name:ident: $way:literal,)*) => {$(
        #[test]
        fn $name() {
            for early_verdicts in ["on", "off"] {
                let (passed, told) = grade("rests", $way, early_verdicts);
                assert!(passed, "{told}");
            }
        }
    )*};
}

idle! {
    a_read_is_idle: "for ever, in a read",
    an_accept_is_idle: "for ever, in an accept",
    a_sleep_is_idle: "too long, in a sleep",
    a_child_that_sleeps_is_idle: "too long, for a child to end",
    a_look_every_millisecond_is_idle: "for ever, looking every millisecond",
    a_look_every_five_milliseconds_is_idle: "for ever, looking every five milliseconds",
}

macro_rules! busy {
    ($($name:ident: $way:literal,)*) => {$(
        #[test]
        fn $name() {
            for early_verdicts in ["on", "off"] {
                let (passed, told) = grade("rests", $way, early_verdicts);
                assert!(!passed && told.contains("for a moment of rest"), "{told}");
            }
        }
    )*};
}

busy! {
    a_look_without_a_pause_is_busy: "for ever, looking without a pause",
    a_yield_is_busy: "for ever, looking whenever it is its turn",
    a_child_that_never_sleeps_is_busy: "for ever, for a child that never sleeps",
}
