//! Messages as a program prints them: quoted and escaped, each on one line, in whatever notation its language has.
//!
//! What is not special in a message stands in the line as it is, letters of every language too. For what is special (a
//! control character, the quote itself, and the backslash, with which escapes begin), something else stands: `\n`,
//! `\x1b`, `\u{1b}` and `\033` are all right. An escape is longer than what it stands for, and no two characters and no
//! two messages have the same: what was sent can be told from the line.

use std::collections::{BTreeSet, HashMap};

use report::escape;
use report::message::{Message, Value, msg};

use crate::failure::{Failure, Result};

/// Whether the lines on stdout that hold a quote are these messages, in this order, each quoted to the end of its line.
/// What stands before the quote, and lines without one, are the subject of other checks.
pub(crate) fn compare(messages: &[&str], stdout: &[u8]) -> Result {
    let text = String::from_utf8_lossy(stdout);
    let mut printed = text.lines().filter_map(|line| line.find('"').map(|start| &line[start..]));
    // What each escape stands for, and each quoted message.
    let mut known: HashMap<&str, &str> = HashMap::new();
    let mut quoted: HashMap<&str, &str> = HashMap::new();
    for (index, message) in messages.iter().enumerate() {
        let number = (index + 1).to_string();
        let line = printed.next();
        let failed = |sentence| {
            Failure::new(sentence)
                .with(msg!("message"), escape::bytes(message.as_bytes()))
                .with(msg!("expected"), msg!("quoted-for-example", quoted = escape::line(&format!("{message:?}"))))
                .with(
                    msg!("printed"),
                    line.map_or_else(|| msg!("nothing-more").into(), |line| Value::from(escape::line(line))),
                )
        };
        let Some(escapes) = line.and_then(|line| escapes(message, line)) else {
            return Err(failed(match line {
                Some(line) if line.contains(char::is_control) => {
                    msg!("message-is-not-escaped", characters = controls_of(line), number = number)
                }
                Some(line) if messages.get(index + 1).is_some_and(|next| escapes(next, line).is_some()) => {
                    msg!("message-is-missing", number = number)
                }
                Some(_) => msg!("message-is-not-quoted", number = number),
                None => msg!("message-is-missing", number = number),
            })
            .because_of(line.and_then(|line| other_than(&messages[..index], message, line))));
        };
        for (special, escape) in escapes {
            if *known.entry(escape).or_insert(special) != special {
                return Err(failed(msg!("escaped-alike", escape = escape::line(escape))));
            }
        }
        if let Some(line) = line.filter(|line| *quoted.entry(line).or_insert(message) != *message) {
            return Err(failed(msg!("escaped-alike", escape = escape::line(line))));
        }
    }
    match printed.next() {
        None => Ok(()),
        Some(line) => Err(Failure::new(msg!("more-messages-than", count = messages.len()))
            .with(msg!("too-much"), escape::line(line))
            .with(msg!("stdout"), escape::lines(stdout))),
    }
}

/// The control characters of a line, the first of them, by their numbers: shown as escapes, they would look like those that
/// should be there.
fn controls_of(line: &str) -> String {
    const FIRST: usize = 5;
    let controls: BTreeSet<char> = line.chars().filter(|char| char.is_control()).collect();
    let numbers = controls.iter().map(|char| format!("`U+{:04X}`", u32::from(*char)));
    let more = (controls.len() > FIRST).then(|| "…".to_string());
    numbers.take(FIRST).chain(more).collect::<Vec<_>>().join(", ")
}

/// Why the line is not the message, quoted, where it is another text that tells of it. Those `before` have come already.
fn other_than(before: &[&str], message: &str, line: &str) -> Option<Message> {
    let is = |text: &str| escapes(text, line).is_some();
    if message.trim() != message && is(message.trim()) {
        return Some(msg!("cause-trims"));
    }
    if message.split_once('\0').is_some_and(|(start, _)| is(start)) {
        return Some(msg!("cause-cut-at-a-zero"));
    }
    // What a buffer holds that is filled anew by each message.
    let mut buffer = Vec::new();
    for text in before.iter().chain([&message]) {
        buffer.splice(..text.len().min(buffer.len()), text.bytes());
    }
    let behind = String::from_utf8(buffer).ok()?;
    (behind != message && is(&behind)).then(|| msg!("cause-shows-old-bytes"))
}

/// What stands for the special characters of the message, if the line is the message, quoted: each run of them, and its
/// escapes.
fn escapes<'a>(message: &'a str, line: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let inner = line.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains(char::is_control) {
        return None;
    }
    as_rust_does(message, inner).or_else(|| fit(message, inner))
}

/// The same for a line that is to the letter what Rust's `{:?}` makes of the message. That escapes more than it has to: a
/// combining accent, too. And where an escape ends need not be guessed.
fn as_rust_does<'a>(message: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut rest = text;
    let mut escapes = Vec::new();
    for (at, char) in message.char_indices() {
        let char = &message[at..at + char.len_utf8()];
        let shown = format!("{char:?}");
        let after = rest.strip_prefix(&shown[1..shown.len() - 1])?;
        if char.contains(is_special) {
            escapes.push((char, &rest[..rest.len() - after.len()]));
        }
        rest = after;
    }
    rest.is_empty().then_some(escapes)
}

/// The same for any notation.
fn fit<'a>(message: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (plain, mut message) = split_where(message, is_special);
    let mut text = text.strip_prefix(plain)?;
    let mut escapes = Vec::new();
    while !message.is_empty() {
        let (special, rest) = split_where(message, |char| !is_special(char));
        let (plain, rest) = split_where(rest, is_special);
        let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let least = ends.nth(2 * special.chars().count())?;
        // The shortest escape that leaves what comes next: a longer one leaves less. Only the last has to reach the end.
        let end = if rest.is_empty() { text.strip_suffix(plain)?.len() } else { least + text[least..].find(plain)? };
        if end < least {
            return None;
        }
        escapes.push((special, &text[..end]));
        (message, text) = (rest, &text[end + plain.len()..]);
    }
    text.is_empty().then_some(escapes)
}

/// A text before the first such character, and from there on.
fn split_where(text: &str, is_such: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(is_such).unwrap_or(text.len()))
}

fn is_special(char: char) -> bool {
    char.is_control() || char == '"' || char == '\\'
}

/// No control character is on stdout, but for the line ends; nor on stderr, where a program may have its own colours.
///
/// # Errors
/// There is one.
pub(crate) fn expect_harmless(stdout: &[u8], stderr: &[u8]) -> Result {
    expect_no_line(msg!("stderr"), stderr, commands_the_terminal)?;
    expect_no_line(msg!("stdout"), stdout, |line| line.contains(char::is_control))
}

fn expect_no_line(stream: Message, printed: &[u8], is_harmful: impl Fn(&str) -> bool) -> Result {
    let text = String::from_utf8_lossy(printed);
    let Some(line) = text.lines().find(|line| is_harmful(line)) else { return Ok(()) };
    Err(Failure::new(msg!("not-escaped"))
        .with(msg!("printed"), escape::line(line))
        .with(stream, escape::lines(text.as_bytes())))
}

/// Whether the line has control characters that do more than a program's own words may: colours and tabs.
fn commands_the_terminal(line: &str) -> bool {
    let mut parts = line.split("\u{1b}[");
    let is_control = |char: char| char.is_control() && char != '\t';
    let plain = parts.next().unwrap_or_default();
    let behind_a_colour = |part: &str| {
        let rest = part.trim_start_matches(|char: char| char.is_ascii_digit() || char == ';');
        rest.strip_prefix('m').map(str::to_string)
    };
    plain.contains(is_control) || parts.any(|part| behind_a_colour(part).is_none_or(|rest| rest.contains(is_control)))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// A message of any characters, many of them special.
    fn message() -> impl Strategy<Value = String> {
        let special = prop::sample::select(vec!['"', '\\', '\n', '\r', '\t', '\0', '\u{1b}', '\u{85}']);
        vec(prop_oneof![any::<char>(), special, prop::char::range('0', 'f')], 0..12).prop_map(String::from_iter)
    }

    fn printed(messages: &[impl AsRef<str>], quote: impl Fn(&str) -> String) -> Vec<u8> {
        messages.iter().flat_map(|message| format!("[::1]:9: {}\n", quote(message.as_ref())).into_bytes()).collect()
    }

    fn debug(message: &str) -> String {
        format!("{message:?}")
    }

    proptest! {
        #[test]
        fn whatever_the_messages_their_debug_is_right(messages in vec(message(), 0..5)) {
            let all: Vec<&str> = messages.iter().map(String::as_str).collect();
            prop_assert!(compare(&all, &printed(&all, debug)).is_ok());
        }

        #[test]
        fn two_messages_never_have_the_same_line(one in message(), other in message()) {
            prop_assume!(one != other);
            prop_assert!(compare(&[&one, &other], &printed(&[&one, &one], debug)).is_err());
            prop_assert!(compare(&[&one], &printed(&[&one, &other], debug)).is_err());
            prop_assert!(compare(&[&one, &other], &printed(&[&one], debug)).is_err());
        }

        #[test]
        fn what_is_special_never_stands_as_it_is(message in message()) {
            let is_right = compare(&[&message], &printed(&[&message], |message| format!("\"{message}\""))).is_ok();
            prop_assert_eq!(is_right, !message.contains(is_special));
            // A backslash before it makes it no better, where it commands a terminal.
            let escaped = |message: &str| -> String {
                let shown = message.chars().map(|char| if is_special(char) { format!("\\{char}") } else { char.to_string() });
                format!("\"{}\"", shown.collect::<String>())
            };
            let is_right = compare(&[&message], &printed(&[&message], escaped)).is_ok();
            prop_assert_eq!(is_right, !message.contains(char::is_control));
        }

        #[test]
        fn whatever_is_printed_is_right_or_not(messages in vec(message(), 0..3), stdout in vec(any::<u8>(), 0..99)) {
            let all: Vec<&str> = messages.iter().map(String::as_str).collect();
            let is_right = compare(&all, &stdout).is_ok();
            prop_assert!(!is_right || stdout.iter().filter(|byte| **byte == b'"').count() >= 2 * all.len());
        }
    }

    /// However many places an escape could end at.
    #[test]
    fn a_long_line_is_compared_soon() {
        let message = format!("{}\nb", "\na".repeat(9));
        assert!(!is_right(&[&message], &[&format!("\"{}\"", "a".repeat(100_000))]));
    }

    fn is_right(messages: &[&str], lines: &[&str]) -> bool {
        compare(messages, lines.join("\n").as_bytes()).is_ok()
    }

    #[test]
    fn every_notation_of_an_escape_is_right() {
        let message = "\u{1b}[2J ação\r\n \"sim\" ou \\não\0";
        for line in [
            format!("{message:?}"),
            r#""\x1b[2J ação\x0d\x0a \x22sim\x22 ou \x5cnão\x00""#.to_string(),
            r#""\u001b[2J ação\r\n \"sim\" ou \\não\u0000""#.to_string(),
            r#""\033[2J ação\015\012 \"sim\" ou \\não\000""#.to_string(),
            r#""^[[2J ação^M^J ""sim"" ou \\não^@""#.to_string(),
        ] {
            assert!(is_right(&[message], &[&format!("127.0.0.1:5000: {line}")]), "{line}");
        }
    }

    #[test]
    fn colours_command_no_terminal() {
        for line in ["error: n\u{e3}o", "\u{1b}[1;31merror\u{1b}[0m: a\tb", ""] {
            assert!(!commands_the_terminal(line), "{line:?}");
        }
        for line in ["\u{1b}[2J", "\u{1b}[31mred\u{7}", "\u{7f}", "\u{1b}c", "\u{9b}2J"] {
            assert!(commands_the_terminal(line), "{line:?}");
        }
    }

    #[test]
    fn a_message_that_is_changed_is_wrong() {
        for (message, line) in [
            ("ação", r#""a\u{e7}\u{e3}o""#),
            ("olá\n", r#""olá""#),
            ("a\r\nb", r#""a\nb""#),
            ("a\u{7}b", r#""ab""#),
            ("a\u{7}b", r#""a?b""#),
            ("a\u{7}b", "\"a\u{7}b\""),
            ("\"sim\"", r#"""sim"""#),
            (r"\não", r#""\não""#),
            (" oi ", r#""oi""#),
            ("oi", r#""oi "#),
            ("oi", r#""oi" "#),
            ("oi", "oi"),
            ("oi", "'oi'"),
            ("", "\""),
        ] {
            assert!(!is_right(&[message], &[line]), "{message:?}: {line}");
        }
    }

    #[test]
    fn every_message_has_its_line_and_its_own_escapes() {
        assert!(is_right(&["a", "", "a"], &["joined", "x: \"a\"", "x: \"\"", "x: \"a\""]));
        assert!(!is_right(&["a", "b"], &["\"a\""]));
        assert!(!is_right(&["a", "b"], &["\"b\"", "\"a\""]));
        assert!(!is_right(&["a"], &["\"a\"", "\"b\""]));
        assert!(!is_right(&["a\nb", "a\rb"], &[r#""a\?b""#, r#""a\?b""#]));
        assert!(is_right(&["a\nb", r"a\nb"], &[r#""a\nb""#, r#""a\\nb""#]));
        assert!(!is_right(&["a\nb", r"a\nb"], &[r#""a\\nb""#, r#""a\\nb""#]));
    }
}
