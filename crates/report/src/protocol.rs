//! How a report gets from a test binary to its reader: a line of JSON for each check.
//!
//! The reader of the report sets `LAB_REPORT`, writes a nonce to the test binary's stdin, in one line, and holds that
//! pipe open. Each line of the report begins with the nonce. No program under test can know it: it stands in no
//! environment and on no command line, and is read before a program is started. When the pipe closes, the reader has
//! gone, or wants no more of the report; then the test binary ends its programs and itself.

#[cfg(feature = "protocol")]
use crate::Report;

/// The environment variable that asks for a report: `list` or `grade`.
pub const VARIABLE: &str = "LAB_REPORT";

/// What a line of the report begins with, before the nonce of its reader. The number is the version of the form: a
/// reader of another one finds no report, and so no mark.
#[cfg(feature = "protocol")]
const LABEL: &str = "lab-report-5";

/// A line on the stdout of a check with an early verdict, where `LAB_EARLY_VERDICT` is `told`. A check without it has
/// come to its verdict by deadlines alone.
pub const EARLY_VERDICT: &str = "early verdict";

/// The line that tells a report to the reader with this nonce.
#[cfg(feature = "protocol")]
pub fn line(report: &Report, nonce: &str) -> String {
    let json = serde_json::to_string(report).expect("a report is made of strings and numbers");
    format!("{LABEL} {nonce} {json}")
}

/// What a line of a test binary's output says, where it is one of the report for the reader with this nonce.
///
/// # Errors
/// It is one, and cannot be read.
#[cfg(feature = "protocol")]
pub fn read(line: &str, nonce: &str) -> Option<serde_json::Result<Report>> {
    let json = line.strip_prefix(LABEL)?.strip_prefix(' ')?.strip_prefix(nonce)?.strip_prefix(' ')?;
    Some(serde_json::from_str(json))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::event::{Action, Actor, Ending, Event, SendMode};
    use crate::message::{Message, Value};
    use crate::{Evidence, Printed, Transcript, Verdict, escape};

    fn text() -> impl Strategy<Value = String> {
        vec(any::<char>(), 0..9).prop_map(String::from_iter)
    }

    /// To the millisecond. Of a number with more digits than 15, JSON's reader may miss the last bit.
    fn seconds() -> impl Strategy<Value = f64> {
        (0..3_600_000_u32).prop_map(|milliseconds| f64::from(milliseconds) / 1000.0)
    }

    fn message() -> impl Strategy<Value = Message> {
        (text(), vec((text(), value()), 0..3)).prop_map(|(id, arguments)| {
            Message::new(id, arguments.into_iter().map(|(name, value)| (name.into(), value)).collect())
        })
    }

    fn value() -> BoxedStrategy<Value> {
        let number = (seconds(), any::<Option<usize>>()).prop_map(|(value, digits)| Value::Number { value, digits });
        let simple = prop_oneof![text().prop_map(Value::Text), number];
        simple
            .prop_recursive(3, 9, 3, |inner| {
                let named = (text(), vec((text().prop_map(Into::into), inner.clone()), 0..3));
                let message = named.prop_map(|(id, arguments)| Message::new(id, arguments).into());
                let several = (vec(inner.clone(), 0..3), inner)
                    .prop_map(|(values, between)| Value::Several { values, between: Box::new(between) });
                prop_oneof![message, several]
            })
            .boxed()
    }

    fn event() -> impl Strategy<Value = Event> {
        let payload = || vec(any::<u8>(), 0..200).prop_map(|bytes| escape::payload(&bytes));
        let ending = prop_oneof![any::<i32>().prop_map(Ending::Status), text().prop_map(Ending::Signal)];
        let action = prop_oneof![
            payload().prop_map(|line| Action::Prints { line }),
            payload().prop_map(|payload| Action::Sends { payload, mode: SendMode::Reading }),
            (payload(), any::<std::net::SocketAddr>()).prop_map(|(payload, to)| Action::SendsDatagram { payload, to }),
            ending.prop_map(|ending| Action::Ends { ending }),
            (any::<u64>(), text()).prop_map(|(seed, repeat)| Action::ChoosesAtRandom { seed, repeat }),
            value().prop_map(|about| Action::HasPrintedDiagnostic { about }),
        ];
        (seconds(), any::<usize>(), action).prop_map(|(at, program, action)| Event {
            at,
            actor: Actor::Program(program),
            action,
        })
    }

    fn verdict() -> impl Strategy<Value = Verdict> {
        let evidence = || vec((value(), value()).prop_map(|(label, shown)| Evidence { label, shown }), 0..3);
        prop_oneof![
            Just(Verdict::Listed),
            Just(Verdict::Passed),
            Just(Verdict::NotWritten),
            (value(), evidence()).prop_map(|(sentence, evidence)| Verdict::Failed { sentence, evidence }),
            (value(), evidence()).prop_map(|(sentence, evidence)| Verdict::Broken { sentence, evidence }),
        ]
    }

    fn report() -> impl Strategy<Value = Report> {
        let transcript = (vec(event(), 0..3), any::<usize>(), vec(event(), 0..3))
            .prop_map(|(first, skipped, last)| Transcript { first, skipped, last });
        let printed = (text(), vec(text(), 0..3)).prop_map(|(program, lines)| Printed { program, lines });
        let advice = (message(), option::of(message()));
        (text(), any::<(u32, u32)>(), advice, verdict(), seconds(), transcript, vec(printed, 0..2)).prop_map(
            |(check, (line, points), (hint, cause), verdict, seconds, transcript, stderr)| Report {
                check,
                line,
                points,
                hint,
                cause,
                verdict,
                seconds,
                transcript,
                stderr,
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_report_comes_as_it_was_sent(report in report()) {
            let line = line(&report, "nonce");
            prop_assert!(!line.contains(['\r', '\n']), "{}", line);
            let read = read(&line, "nonce").unwrap().unwrap();
            prop_assert_eq!(format!("{read:?}"), format!("{report:?}"));
        }

        #[test]
        fn whatever_is_printed_without_the_nonce_is_no_report(
            printed in text(),
            report in report(),
            nonce in "[0-9a-f]{0,16}",
        ) {
            let json = serde_json::to_string(&report).unwrap();
            prop_assume!(nonce != "nonce");
            let without = format!("{LABEL} {printed}{json}");
            let behind = format!("{printed} {}", line(&report, "nonce"));
            for other in [line(&report, &nonce), without, behind] {
                prop_assert!(read(&other, "nonce").is_none(), "{}", other);
            }
        }

        #[test]
        fn whatever_follows_the_nonce_is_a_report_or_an_error(json in "[\\[\\]{}\",:a-z0-9.-]{0,40}|.{0,40}") {
            let line = format!("{LABEL} nonce {json}");
            prop_assert!(read(&line, "nonce").unwrap().is_err());
        }

        #[test]
        fn a_report_that_was_broken_off_is_an_error(report in report(), end in any::<prop::sample::Index>()) {
            let whole = line(&report, "nonce");
            let start = format!("{LABEL} nonce ").len();
            let end = whole.floor_char_boundary(start + end.index(whole.len() - start));
            prop_assert!(read(&whole[..end], "nonce").unwrap().is_err());
        }
    }

    #[test]
    fn only_a_line_with_the_readers_nonce_is_one_of_the_report() {
        let report = Report {
            check: "echoes".to_string(),
            line: 1,
            points: 2,
            hint: crate::hint("lesson", "echoes"),
            cause: None,
            verdict: Verdict::Passed,
            seconds: 0.25,
            transcript: Transcript::default(),
            stderr: Vec::new(),
        };
        let whole = line(&report, "nonce");
        assert_eq!(read(&whole, "nonce").unwrap().unwrap().earned(), 2);
        assert!(read(&whole[..whole.len() / 2], "nonce").unwrap().is_err());
        let (_, json) = whole.split_once('{').unwrap();
        for other in [line(&report, "a nonce"), format!("{LABEL} {{{json}"), format!("{{{json}")] {
            assert!(read(&other, "nonce").is_none());
        }
    }
}
