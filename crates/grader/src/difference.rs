//! What the difference between a line or a message and what it should be shows of the program: that of a mistake which has
//! nothing to do with what is said.

use report::escape;
use report::message::{Message, msg};

/// What comes shorter than that is not taken for cut.
const SHORT: usize = 64;

/// Why a whole line, without its end, is not the right one, where the difference shows it.
pub(crate) fn of_lines(expected: &str, received: &str) -> Option<Message> {
    if expected.trim().is_empty() && !received.trim().is_empty() {
        return Some(msg!("cause-passes-an-empty-line-over"));
    }
    if received.strip_suffix('\r') == Some(expected) {
        return Some(msg!("cause-adds-a-carriage-return"));
    }
    let cut = |count: usize| msg!("cause-line-ends-early", count = count);
    of_texts(expected, received).or_else(|| is_cut(expected, received).map(cut))
}

/// Why a datagram is not the right one, where the difference shows it.
pub(crate) fn of_datagrams(expected: &str, received: &[u8]) -> Option<Message> {
    let received = std::str::from_utf8(received).ok()?;
    let cut = |count: usize| msg!("cause-datagram-is-cut", count = count);
    of_texts(expected, received).or_else(|| is_cut(expected, received).map(cut))
}

fn of_texts(expected: &str, received: &str) -> Option<Message> {
    if received.len() < expected.len() && received.trim() == expected.trim() && !received.is_empty() {
        return Some(msg!("cause-trims"));
    }
    if received.contains(char::REPLACEMENT_CHARACTER) && !expected.contains(char::REPLACEMENT_CHARACTER) {
        return Some(msg!("cause-breaks-a-character"));
    }
    let missing = expected.strip_prefix(received)?;
    if missing.starts_with('\0') {
        return Some(msg!("cause-cut-at-a-zero"));
    }
    let next = missing.chars().next().filter(|next| ends_a_line_elsewhere(*next))?;
    Some(msg!("cause-ends-a-line-elsewhere", character = format!("`{}`", escape::line(&next.to_string()))))
}

/// After how many bytes it ends too early, if that is all that is wrong with it.
fn is_cut(expected: &str, received: &str) -> Option<usize> {
    let is_cut = expected.len() > received.len() && received.len() >= SHORT && expected.starts_with(received);
    is_cut.then_some(received.len())
}

/// What was printed is the beginning of this text, with as many bytes as the text has characters.
pub(crate) fn counts_characters(text: &[u8], printed: &[u8]) -> Option<Message> {
    let characters = std::str::from_utf8(text).ok()?.chars().count();
    let printed = printed.strip_suffix(b"\n").unwrap_or(printed);
    let is_such = characters < text.len() && printed.len() == characters && text.starts_with(printed);
    is_such.then(|| msg!("cause-counts-characters", characters = characters, bytes = text.len()))
}

/// Where some languages let a line end that ends with a newline only.
fn ends_a_line_elsewhere(char: char) -> bool {
    matches!(char, '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Why a line is not the right one, where it fits if each address in it may be another one.
pub(crate) fn in_the_address(pattern: &str, line: &str, fits: impl Fn(&str, &str) -> bool) -> Option<Message> {
    let ((around, wanted), (_, said)) = (addresses(pattern), addresses(line));
    let (wrong, right) = said.iter().zip(&wanted).find(|(said, wanted)| said != wanted)?;
    let mut said = said.iter();
    let parts = around.iter().flat_map(|part| [Some(part), said.next()]).flatten();
    let with_these: String = parts.copied().collect();
    fits(&with_these, line).then(|| msg!("cause-names-another-address", printed = *wrong, expected = *right))
}

/// The addresses in a line, `127.0.0.1` with or without a port, and what stands before, between and behind them.
fn addresses(line: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut start, mut at) = (0, 0);
    let (mut around, mut addresses) = (Vec::new(), Vec::new());
    while let Some(first) = line[at..].chars().next() {
        let rest = &line[at..];
        let host = rest.find(|char: char| !(char.is_ascii_digit() || char == '.')).unwrap_or(rest.len());
        let is_host = rest[..host].parse::<std::net::Ipv4Addr>().is_ok();
        let behind = rest[host..].strip_prefix(':').unwrap_or_default();
        let port = behind.find(|char: char| !char.is_ascii_digit()).unwrap_or(behind.len());
        let end = match (is_host, port) {
            (false, _) => 0,
            (true, 0) => host,
            (true, _) => host + 1 + port,
        };
        if end > 0 {
            around.push(&line[start..at]);
            addresses.push(&rest[..end]);
            start = at + end;
        }
        at += end.max(first.len_utf8());
    }
    around.push(&line[start..]);
    (around, addresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(cause: Option<Message>) -> Option<String> {
        cause.map(|cause| cause.id().to_string())
    }

    #[test]
    fn a_line_is_told_by_how_it_differs() {
        let long = "x".repeat(100);
        for (expected, received, cause) in [
            ("PING 1", "PING 1\r", "cause-adds-a-carriage-return"),
            ("", "PING 4", "cause-passes-an-empty-line-over"),
            ("  a b", "a b", "cause-trims"),
            ("a\r\n", "a", "cause-trims"),
            ("a →", "a \u{fffd}", "cause-breaks-a-character"),
            ("a\0b", "a", "cause-cut-at-a-zero"),
            ("a\rb", "a", "cause-ends-a-line-elsewhere"),
            (&long, &long[..64], "cause-line-ends-early"),
        ] {
            assert_eq!(id(of_lines(expected, received)).as_deref(), Some(cause), "{expected:?} {received:?}");
        }
        for (expected, received) in [("PING 1", "PING 2"), ("PING 1", "PI"), ("a", ""), ("a", " a"), (" ", "")] {
            assert_eq!(id(of_lines(expected, received)), None, "{expected:?} {received:?}");
        }
    }

    #[test]
    fn as_many_bytes_as_there_are_characters_are_told() {
        let text = "Bom coração!".as_bytes();
        assert_eq!(id(counts_characters(text, "Bom coraçã\n".as_bytes())).unwrap(), "cause-counts-characters");
        for printed in ["Bom coração", "Bom coraç\n", "Bom dia aqui", ""] {
            assert_eq!(id(counts_characters(text, printed.as_bytes())), None, "{printed}");
        }
        assert_eq!(id(counts_characters(b"Bom dia", b"Bom dia\n")), None);
    }

    #[test]
    fn a_datagram_is_told_by_all_of_it() {
        assert_eq!(id(of_datagrams(&"x".repeat(100), "x".repeat(70).as_bytes())).unwrap(), "cause-datagram-is-cut");
        assert_eq!(id(of_datagrams(" a\n", b"a")).unwrap(), "cause-trims");
        assert_eq!(id(of_datagrams("a", b"a\n")), None);
    }

    #[test]
    fn an_address_is_told_where_it_is_all_that_differs() {
        let line = "127.0.0.1:5000: \"oi\" 1.5";
        for printed in ["127.0.0.1: \"oi\" 1.5", "239.1.2.3:5000: \"oi\" 1.5", "127.0.0.1:1: \"oi\" 1.5"] {
            assert!(in_the_address(line, printed, |one, other| one == other).is_some(), "{printed}");
        }
        for printed in [line, "127.0.0.1:1: \"oi\" 2.5", "127.0.0.1:1", "oi", ""] {
            assert!(in_the_address(line, printed, |one, other| one == other).is_none(), "{printed}");
        }
    }
}
