//! Whether a line only looks otherwise than it should: the words and the numbers are the right ones, and what stands
//! around them is not.

use report::escape;
use report::message::{Message, msg};

use crate::expected_lines::split_number;
use crate::failure::Failure;

/// A word, or a number: what a line says.
#[derive(Debug, PartialEq, Eq)]
enum Said<'a> {
    Word(String),
    Number(&'a str),
    /// A place of a pattern that is open for a number.
    Open,
}

impl Failure {
    /// Adds the cause where the line says what it should, and only its form differs from the pattern, which may have open
    /// places as in [`Finished::lines`](crate::Finished::lines); and where it first does.
    pub(crate) fn unless_only_the_form(self, pattern: &str, line: &str) -> Self {
        let Some(expected) = filled(pattern, line).filter(|expected| expected != line) else { return self };
        let cause = pair_for_an_address(&expected, line)
            .unwrap_or_else(|| msg!("cause-only-the-form", expected = escape::bytes(expected.as_bytes())));
        self.with_first_difference(expected.as_bytes(), line.as_bytes()).because(cause)
    }
}

/// The line is the expected one, but for addresses that are printed as Python prints a pair: `('127.0.0.1', 5000)`.
pub(crate) fn pair_for_an_address(expected: &str, line: &str) -> Option<Message> {
    let pair = |text: &str| {
        let (host, behind) = text.split_once("', ")?;
        let (port, behind) = behind.split_once(')')?;
        let is_address = !host.contains('\'') && port.parse::<u16>().is_ok();
        is_address.then(|| (format!("{host}:{port}"), behind.to_string()))
    };
    let mut parts = line.split("('");
    let mut with_addresses = parts.next()?.to_string();
    let mut pairs = parts.map(pair);
    let first = pairs.next()??;
    for pair in [Some(first)].into_iter().chain(pairs) {
        let (address, behind) = pair?;
        with_addresses.extend([address, behind]);
    }
    let is_such = with_addresses == expected;
    is_such.then(|| msg!("cause-prints-a-pair-for-an-address", expected = escape::bytes(expected.as_bytes())))
}

impl Failure {
    /// Adds the cause where nothing of the line is wrong but a percentage.
    pub(crate) fn unless_only_the_percentage(self, pattern: &str, line: &str) -> Self {
        self.likely_because(
            wrong_percentage(pattern, line)
                .map(|printed| msg!("cause-only-the-percentage", printed = format!("{printed}%"))),
        )
    }
}

/// The percentage in the line, if this alone is not what the pattern says.
fn wrong_percentage<'a>(pattern: &str, line: &'a str) -> Option<&'a str> {
    let (wanted, said) = (words(pattern), words(line));
    if wanted.len() != said.len() {
        return None;
    }
    let mut different = wanted.iter().zip(&said).filter(|(wanted, said)| wanted.0 != said.0);
    let (Some((_, (Said::Number(number), _, end))), None) = (different.next(), different.next()) else { return None };
    line[*end..].starts_with('%').then_some(*number)
}

/// The pattern with the line's own numbers in its open places, where both say the same.
fn filled(pattern: &str, line: &str) -> Option<String> {
    let (wanted, said) = (words(pattern), words(line));
    let fits = |(wanted, said): (&(Said<'_>, usize, usize), &(Said<'_>, usize, usize))| match (&wanted.0, &said.0) {
        (Said::Open, Said::Number(_)) => true,
        (wanted, said) => wanted == said,
    };
    if wanted.is_empty() || wanted.len() != said.len() || !wanted.iter().zip(&said).all(fits) {
        return None;
    }
    let (mut filled, mut end) = (String::new(), 0);
    for ((what, from, to), (said, ..)) in wanted.iter().zip(&said) {
        if let (Said::Open, Said::Number(number)) = (what, said) {
            filled.push_str(&pattern[end..*from]);
            filled.push_str(number);
            end = *to;
        }
    }
    filled.push_str(&pattern[end..]);
    Some(filled)
}

/// What a line says, each with where it begins and ends.
fn words(line: &str) -> Vec<(Said<'_>, usize, usize)> {
    let (mut words, mut at) = (Vec::new(), 0);
    while let Some(next) = line[at..].chars().next() {
        let rest = &line[at..];
        let open = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(place, _)| place);
        let (what, length) = if let Some(place) = open {
            let what = if place.parse::<f64>().is_ok() { Said::Number(place) } else { Said::Open };
            (what, place.len() + 2)
        } else if let Some((_, behind)) = split_number(rest.trim_end_matches('.')) {
            let number = &rest[..rest.trim_end_matches('.').len() - behind.len()];
            (Said::Number(number), number.len())
        } else if next.is_alphabetic() {
            let length = rest.find(|char: char| !char.is_alphabetic()).unwrap_or(rest.len());
            (Said::Word(rest[..length].to_lowercase()), length)
        } else {
            at += next.len_utf8();
            continue;
        };
        words.push((what, at, at + length));
        at += length;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_says_the_same_is_told_from_one_that_does_not() {
        let pattern = "rtt min/avg/max = <number>/<80..160>/<number> ms";
        let told = |line: &str| filled(pattern, line);
        assert_eq!(told("RTT min/avg/max=0.5/90/1 ms.").unwrap(), "rtt min/avg/max = 0.5/90/1 ms");
        for line in ["rtt min/max/avg = 0.5/90/1 ms", "rtt min/avg/max = 0.5/90/1 s", "rtt min/avg/max = 0.5/90 ms", ""]
        {
            assert_eq!(told(line), None, "{line}");
        }
        assert_eq!(filled("no reply within <0.2> s", "no reply within 0.2s").unwrap(), "no reply within <0.2> s");
        assert_eq!(filled("", "..."), None);
    }

    #[test]
    fn a_pair_is_told_where_an_address_should_be() {
        let told = |line: &str| pair_for_an_address("closed: 127.0.0.1:5000", line).is_some();
        assert!(told("closed: ('127.0.0.1', 5000)"));
        for line in [
            "closed: 127.0.0.1:5000",
            "closed ('127.0.0.1', 5000)",
            "closed: ('127.0.0.1', 5001)",
            "closed: ('127.0.0.1', '5000')",
            "closed: ('127.0.0.1', 5000) ('a",
            "",
        ] {
            assert!(!told(line), "{line}");
        }
        assert!(pair_for_an_address("1.2.3.4:5 1.2.3.4:6!", "('1.2.3.4', 5) ('1.2.3.4', 6)!").is_some());
    }

    #[test]
    fn a_line_whose_percentage_alone_is_wrong_is_told_from_others() {
        let pattern = "3 sent, 0 received, <100>% lost";
        assert_eq!(wrong_percentage(pattern, "3 sent, 0 received, 99% lost"), Some("99"));
        for line in
            ["3 sent, 0 received, 100% lost", "0 sent, 0 received, 99% lost", "2 sent, 0 received, 100% lost", ""]
        {
            assert_eq!(wrong_percentage(pattern, line), None, "{line}");
        }
    }
}
