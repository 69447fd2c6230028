//! Comparing what a program printed with the lines of the task sheet, whose numbers are left open.

use report::escape;
use report::message::{Message, Value, msg};

use crate::difference;
use crate::failure::{Failure, Result};

/// Whether `printed` is exactly the lines `expected`, in which `<number>`, `<0.2>` and `<10..20>` stand for
/// numbers.
pub(crate) fn compare<L: AsRef<str>>(expected: &[L], printed: &[u8]) -> Result {
    compare_last(0, expected, printed)
}

fn no_more_than(count: usize, printed: &[u8]) -> Result {
    match String::from_utf8_lossy(printed).lines().nth(count) {
        None => Ok(()),
        Some(line) => Err(Failure::new(msg!("more-lines-than", count = count))
            .with(msg!("too-much"), escape::line(line))
            .with(msg!("stdout"), escape::lines(printed))),
    }
}

/// Whether `printed` ends with the lines `expected`, and has this number of lines `before` them.
pub(crate) fn compare_last<L: AsRef<str>>(before: usize, expected: &[L], printed: &[u8]) -> Result {
    compare_from(before, expected, printed)?;
    no_more_than(before + expected.len(), printed)
}

/// Whether `printed` begins with the lines `expected`.
pub(crate) fn compare_first<L: AsRef<str>>(expected: &[L], printed: &[u8]) -> Result {
    compare_from(0, expected, printed)
}

/// Whether the lines `expected` stand in `printed` after this number of others.
fn compare_from<L: AsRef<str>>(from: usize, expected: &[L], printed: &[u8]) -> Result {
    let text = String::from_utf8_lossy(printed);
    let mut lines = text.lines().skip(from);
    for (index, expected) in expected.iter().map(AsRef::as_ref).enumerate() {
        let line = lines.next();
        if line.is_none_or(|line| !fits(expected, line)) {
            let number = (from + index + 1).to_string();
            let sentence = match line {
                Some(_) => msg!("line-is-wrong", number = number),
                None => msg!("line-is-missing", number = number),
            };
            let (pattern, (expected, is_open)) = (expected, told(expected));
            let mut failure = Failure::new(sentence).with(msg!("expected"), escape::line(&expected));
            if is_open {
                failure = failure.with("<…>", msg!("stands-for-a-number"));
            }
            failure = failure
                .with(
                    msg!("printed"),
                    line.map_or_else(|| msg!("nothing-more").into(), |line| Value::from(escape::line(line))),
                )
                .with(msg!("stdout"), escape::lines(printed));
            return Err(match line {
                Some(line) => failure
                    .unless_only_the_form(pattern, line)
                    .unless_only_the_percentage(pattern, line)
                    .likely_because(comes_later(from, pattern, lines)),
                None => failure,
            }
            .likely_because(line.and_then(|line| difference::in_the_address(pattern, line, fits)))
            .likely_because(line.and_then(|line| in_seconds(pattern, line))));
        }
    }
    Ok(())
}

/// That something stands in front of the line, which comes behind it. Where other lines come first, they may be too many.
fn comes_later<'a>(from: usize, pattern: &str, mut behind: impl Iterator<Item = &'a str>) -> Option<Message> {
    (from == 0 && behind.any(|line| fits(pattern, line))).then(|| msg!("cause-something-in-front"))
}

/// That the line would be right if what is between two numbers in the pattern were a thousand times as much.
fn in_seconds(pattern: &str, line: &str) -> Option<Message> {
    let is_about_milliseconds = pattern.ends_with("> ms");
    (is_about_milliseconds && fits_by(1000.0, pattern, line)).then(|| msg!("cause-seconds-for-milliseconds"))
}

/// Whether the line is the pattern with numbers in its open places.
fn fits(pattern: &str, line: &str) -> bool {
    fits_by(1.0, pattern, line)
}

/// The same, where the numbers that are to be between two others are so many times what the line says.
fn fits_by(times: f64, pattern: &str, line: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('<') else { return pattern == line };
    let Some((open, pattern)) = rest.split_once('>') else { return pattern == line };
    let Some(line) = line.strip_prefix(before) else { return false };
    let Some((number, line)) = split_number(line) else { return false };
    let right = match open.split_once("..") {
        Some((from, to)) => {
            let number = times * number;
            from.parse().is_ok_and(|from| number >= from) && to.parse().is_ok_and(|to| number <= to)
        }
        None => open == "number" || open.parse::<f64>().is_ok_and(|value| (value - number).abs() < 1e-9),
    };
    right && fits_by(times, pattern, line)
}

/// A pattern for a person, with its exact numbers as such; and whether others are left open.
fn told(pattern: &str) -> (String, bool) {
    let Some((before, rest)) = pattern.split_once('<') else { return (pattern.to_string(), false) };
    let Some((open, after)) = rest.split_once('>') else { return (pattern.to_string(), false) };
    let is_exact = open.parse::<f64>().is_ok();
    let place = if is_exact { open.to_string() } else { format!("<{open}>") };
    let (after, is_open) = told(after);
    (format!("{before}{place}{after}"), is_open || !is_exact)
}

/// The number that a text begins with, and what comes after it.
pub(crate) fn split_number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|char: char| !(char.is_ascii_digit() || char == '.')).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use report::message;

    use super::*;

    /// What stands in a line beside numbers.
    const WORDS: &str = "[^<>\\n\\r0-9.]{1,9}";

    proptest! {
        #[test]
        fn a_line_is_right_to_the_letter(one in "[^<\\n\\r]{0,9}", other in "[^<\\n\\r]{0,9}") {
            prop_assert!(fits(&one, &one));
            prop_assert_eq!(fits(&one, &other), one == other);
        }

        #[test]
        fn every_number_is_right_where_one_is_left_open(
            before in WORDS, number in 0.0..1e9_f64, between in WORDS, from in 0..1000_u32, to in 0..1000_u32, after in WORDS,
        ) {
            let pattern = format!("{before}<number>{between}<{from}..{to}>{after}");
            let line = |second: f64| format!("{before}{number}{between}{second}{after}");
            for second in [f64::from(from), f64::from(to), f64::from(from) - 0.5, f64::from(to) + 0.5, number] {
                let is_within = second >= f64::from(from) && second <= f64::from(to);
                prop_assert_eq!(fits(&pattern, &line(second)), is_within, "{}", second);
            }
            let right = line(f64::from(from));
            let (longer, shorter) = (format!("{right}."), &right[..right.len() - after.len()]);
            prop_assert!(!fits(&pattern, &longer) && !fits(&pattern, shorter));
        }

        #[test]
        fn whatever_is_printed_is_compared(lines in vec("[^\\n\\r]{0,9}", 0..4), printed in vec(any::<u8>(), 0..60)) {
            prop_assert_eq!(
                compare(&lines, &printed).is_ok(),
                compare_first(&lines, &printed).is_ok() && String::from_utf8_lossy(&printed).lines().count() == lines.len()
            );
            let exact: Vec<String> = lines.iter().map(|line| line.replace('<', "")).collect();
            let all: String = exact.iter().flat_map(|line| [line, "\n"]).collect();
            prop_assert!(compare(&exact, all.as_bytes()).is_ok());
        }
    }

    #[test]
    fn numbers_are_left_open_and_nothing_else() {
        let pattern = "PING 1 from 127.0.0.1:5000: rtt=<number> ms";
        assert!(fits(pattern, "PING 1 from 127.0.0.1:5000: rtt=0.05 ms"));
        assert!(fits(pattern, "PING 1 from 127.0.0.1:5000: rtt=12 ms"));
        for line in ["PING 1 from 127.0.0.1:5000: rtt=-1 ms", "PING 1 from 127.0.0.1:5000: rtt= ms", "PING 1", ""] {
            assert!(!fits(pattern, line), "{line:?}");
        }
        assert!(fits("within <0.2> s", "within 0.20 s"));
        assert!(!fits("within <0.2> s", "within 0.3 s"));
        assert!(!fits("within <0.2> s", "within 0.2 s."));
        assert!(fits("rtt=<80..160> ms", "rtt=80.4 ms"));
        assert!(!fits("rtt=<80..160> ms", "rtt=0.08 ms"));
        assert!(!fits("rtt=<80..160> ms", "rtt=80400 ms"));
        assert_eq!(told("no reply within <0.2> s"), ("no reply within 0.2 s".to_string(), false));
        assert_eq!(told("<100>% of <number> ms"), ("100% of <number> ms".to_string(), true));
    }

    /// Why these are not the lines, in English.
    fn sentence(compared: Result) -> String {
        message::choose(Some("en"), Vec::new());
        compared.unwrap_err().sentence.to_string()
    }

    #[test]
    fn a_time_in_seconds_is_told_where_milliseconds_should_be() {
        let pattern = "PING 1: rtt=<144..480> ms";
        assert!(in_seconds(pattern, "PING 1: rtt=0.161 ms").is_some());
        for line in ["PING 1: rtt=0.5 ms", "PING 1: rtt=161 ms", "PING 2: rtt=0.161 ms", ""] {
            assert!(in_seconds(pattern, line).is_none(), "{line}");
        }
        assert!(in_seconds("lost: <100..200> s", "lost: 0.161 s").is_none());
    }

    #[test]
    fn every_line_counts() {
        assert!(compare(&["a", "b"], b"a\nb\n").is_ok());
        assert!(compare(&["a", "b"], b"a\r\nb\r\n").is_ok());
        assert_eq!(sentence(compare(&["a", "b"], b"a\n")), "line 2 on stdout is missing");
        assert_eq!(sentence(compare(&["a"], b"a\nb\n")), "stdout has more than 1 line");
        assert!(compare_first(&["a"], b"a\nb\n").is_ok());
        assert!(compare_last(1, &["b"], b"a\nb\n").is_ok());
        assert_eq!(sentence(compare_last(1, &["b"], b"a\na\nb\n")), "line 2 on stdout is not what it should be");
        assert_eq!(sentence(compare_last(1, &["b"], b"b\n")), "line 2 on stdout is missing");
        assert_eq!(sentence(compare_last(0, &["a"], b"a\nb\n")), "stdout has more than 1 line");
        assert_eq!(sentence(compare(&["a"], b"b\n")), "line 1 on stdout is not what it should be");
    }
}
