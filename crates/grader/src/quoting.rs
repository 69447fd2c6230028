//! Messages as a program prints them: quoted and escaped, each on one line, in whatever notation its language has.
//!
//! What is not special in a message stands in the line as it is, letters of every language too. For what is special (a
//! control character, the quote itself, and the backslash, with which escapes begin), something else stands: `\n`,
//! `\x1b`, `\u{1b}` and `\033` are all right. An escape is longer than what it stands for, and no two characters and no
//! two messages have the same: what was sent can be told from the line.

use std::collections::HashMap;

use report::escape;
use report::message::{Value, msg};

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
                Some(line) if line.contains(char::is_control) => msg!("not-escaped"),
                Some(_) => msg!("message-is-not-quoted", number = number),
                None => msg!("message-is-missing", number = number),
            }));
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

/// What stands for the special characters of the message, if the line is the message, quoted: each run of them, and its
/// escapes.
fn escapes<'a>(message: &'a str, line: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let inner = line.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains(char::is_control) {
        return None;
    }
    fit(message, inner)
}

fn fit<'a>(message: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (plain, rest) = message.split_at(message.find(is_special).unwrap_or(message.len()));
    let text = text.strip_prefix(plain)?;
    let (special, rest) = rest.split_at(rest.find(|char| !is_special(char)).unwrap_or(rest.len()));
    if special.is_empty() {
        return text.is_empty().then(Vec::new);
    }
    // The shortest escape that leaves the rest of the message as it is.
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(2 * special.chars().count());
    let mut found = ends.map(|end| (end, fit(rest, &text[end..])));
    found.find_map(|(end, escapes)| {
        let mut escapes = escapes?;
        escapes.push((special, &text[..end]));
        Some(escapes)
    })
}

fn is_special(char: char) -> bool {
    char.is_control() || char == '"' || char == '\\'
}

#[cfg(test)]
mod tests {
    use super::*;

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
