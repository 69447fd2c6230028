//! Why the answer to a datagram is wrong, by how it differs from the one that should have come.

use std::cell::RefCell;

use report::escape;
use report::message::{self, Message, Value, msg};

use crate::failure::Failure;

/// This came instead of what was expected.
pub(crate) fn wrong_answer(expected: &[u8], received: &[u8]) -> Failure {
    Failure::new(msg!("answer-is-wrong"))
        .with(msg!("expected"), counted(expected))
        .with(msg!("received"), counted(received))
        .with_first_difference(expected, received)
}

/// With the number of bytes, which tells two payloads apart that look alike: one may be the beginning of the other.
fn counted(payload: &[u8]) -> Value {
    if payload.is_empty() { msg!("empty-datagram").into() } else { escape::payload(payload).counted() }
}

/// What a client has sent and heard, as far as it explains what comes next.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// The datagram that is no text, and was sent since the last answer.
    not_text: RefCell<Option<Vec<u8>>>,
    /// The last answer.
    heard: RefCell<Option<Vec<u8>>>,
}

impl Past {
    pub(crate) fn sends(&self, payload: &[u8]) {
        if str::from_utf8(payload).is_err() {
            self.not_text.replace(Some(payload.to_vec()));
        }
    }

    pub(crate) fn hears(&self, payload: &[u8]) {
        self.not_text.replace(None);
        self.heard.replace(Some(payload.to_vec()));
    }

    /// Why this came instead of what was expected. It has not been heard yet.
    pub(crate) fn why_wrong(&self, expected: &[u8], received: &[u8]) -> Option<Message> {
        let heard = self.heard.borrow();
        let heard = heard.as_deref().unwrap_or_default();
        let text = || differs(str::from_utf8(expected).ok()?, str::from_utf8(received).ok()?);
        more_of_the_buffer(expected, received, heard).or_else(text).or_else(|| {
            let is_again = !heard.is_empty() && heard == received && !expected.starts_with(received);
            is_again.then(|| msg!("cause-answers-twice")).or_else(|| self.to_no_text(expected, received))
        })
    }

    /// Why no answer came where this was expected.
    pub(crate) fn why_none(&self, expected: &[u8]) -> Option<Message> {
        self.heard.borrow().as_ref()?;
        let large = str::from_utf8(expected).ok()?.chars().find(|char| char.len_utf8() > 3)?;
        Some(msg!("cause-character-of-four-bytes", char = code_point(large)))
    }

    fn to_no_text(&self, expected: &[u8], received: &[u8]) -> Option<Message> {
        let not_text = self.not_text.borrow();
        let payload = not_text.as_ref()?;
        // Some languages give a letter of ASCII an upper case beyond it.
        let plain =
            |text: &[u8]| String::from_utf8_lossy(text).to_lowercase().replace(|char: char| !char.is_ascii(), "");
        if plain(received).contains(&plain(expected)) {
            return None;
        }
        let shown = escape::bytes(payload);
        Some(if has_the_form_of_utf8(payload) {
            msg!("cause-answers-what-is-no-character", payload = shown)
        } else {
            msg!("cause-answers-what-is-not-text", payload = shown)
        })
    }
}

/// How this text differs from the expected one, where that is of a common kind.
fn differs(expected: &str, received: &str) -> Option<Message> {
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    if solid(expected) == solid(received) {
        return Some(msg!("cause-answer-has-other-white-space"));
    }
    if expected.is_empty() {
        return None;
    }
    let escaped = [expected.escape_debug().to_string(), expected.escape_default().to_string()];
    if without_escapes(expected) == without_escapes(received) || escaped.iter().any(|text| text == received) {
        return Some(msg!("cause-answer-is-escaped"));
    }
    small_letters(expected, received).or_else(|| hidden_character(expected, received))
}

/// A text without its control characters and backslashes, and the digits of an escape. A zero is left in: who leaves it out
/// takes it for the end.
fn without_escapes(text: &str) -> String {
    let (first, parts) = text.split_once('\\').unwrap_or((text, ""));
    let parts = parts.split('\\').map(|part| part.trim_start_matches(|char: char| char.is_ascii_digit()));
    [first].into_iter().chain(parts).flat_map(str::chars).filter(|char| !char.is_control() || *char == '\0').collect()
}

/// Letters beyond ASCII that came back as they were sent, if nothing else is wrong.
fn small_letters(expected: &str, received: &str) -> Option<Message> {
    if expected.chars().count() != received.chars().count() {
        return None;
    }
    let mut letters = Vec::new();
    for (wanted, came) in expected.chars().zip(received.chars()).filter(|(wanted, came)| wanted != came) {
        if came.is_ascii() || !came.to_uppercase().eq([wanted]) {
            return None;
        }
        letters.push(code_point(came));
    }
    letters.dedup();
    letters.truncate(3);
    Some(msg!("cause-letters-stay-small", letters = message::joined(letters, msg!("and"))))
}

/// A character that is not seen by itself, and is left out, or made one with its letter.
fn hidden_character(expected: &str, received: &str) -> Option<Message> {
    let is_hidden = |char: &char| *char == '\u{feff}' || ('\u{300}'..='\u{36f}').contains(char);
    let hidden = expected.chars().find(is_hidden)?;
    let alone: Vec<char> = expected.chars().filter(|char| *char != hidden).collect();
    let differences = alone.iter().zip(received.chars()).filter(|(wanted, came)| **wanted != *came).count();
    let is_such = alone.len() == received.chars().count() && differences <= 1;
    is_such.then(|| msg!("cause-leaves-a-character-out", char = code_point(hidden)))
}

/// Behind the answer comes what was in the buffer anyway: zeros, or the end of what was heard before.
fn more_of_the_buffer(expected: &[u8], received: &[u8], heard: &[u8]) -> Option<Message> {
    let more = received.strip_prefix(expected).filter(|more| !more.is_empty())?;
    let is_left = more.iter().all(|byte| *byte == 0) || heard.get(expected.len()..) == Some(more);
    is_left.then(|| msg!("cause-sends-the-rest-of-the-buffer", count = more.len()))
}

/// Whether each byte that begins a character is followed by as many others as it says.
fn has_the_form_of_utf8(mut bytes: &[u8]) -> bool {
    while let [first, rest @ ..] = bytes {
        let others = match first {
            0x00..=0x7f => 0,
            0xc0..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf7 => 3,
            _ => return false,
        };
        match rest.split_at_checked(others) {
            Some((own, behind)) if own.iter().all(|byte| byte & 0xc0 == 0x80) => bytes = behind,
            _ => return false,
        }
    }
    true
}

/// A character and its number; the number alone where there is nothing to see.
fn code_point(char: char) -> String {
    let number = format!("`U+{:04X}`", u32::from(char));
    if char.is_alphanumeric() { format!("`{char}` ({number})") } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cause of this answer, after this one, and after this was sent.
    fn told(sent: &[u8], heard: &[u8], expected: &str, received: &[u8]) -> Option<String> {
        let past = Past::default();
        past.hears(heard);
        past.sends(sent);
        past.why_wrong(expected.as_bytes(), received).map(|cause| cause.id().to_string())
    }

    #[test]
    fn a_wrong_answer_is_told_by_how_it_differs() {
        for (expected, received, cause) in [
            ("\n", "", "cause-answer-has-other-white-space"),
            ("A\r\nB", "A\nB", "cause-answer-has-other-white-space"),
            ("A", "A\n", "cause-answer-has-other-white-space"),
            (r"C:\1\2\N", r"C:\\1\\2\\N", "cause-answer-is-escaped"),
            (r"C:\1\2\N", "C:\u{1}\u{2}\\N", "cause-answer-is-escaped"),
            ("\u{1b}[2J", "[2J", "cause-answer-is-escaped"),
            ("\u{1b}[2J", r"\u{1b}[2J", "cause-answer-is-escaped"),
            ("AÇÃO", "AçãO", "cause-letters-stay-small"),
            ("PING 𐐀", "PING 𐐨", "cause-letters-stay-small"),
            ("\u{feff}A", "A", "cause-leaves-a-character-out"),
            ("CAFE\u{301} 4", "CAFÉ 4", "cause-leaves-a-character-out"),
            ("A", "A\0\0", "cause-sends-the-rest-of-the-buffer"),
            ("X", "XAGE", "cause-sends-the-rest-of-the-buffer"),
            ("B", "PAGE", "cause-answers-twice"),
        ] {
            assert_eq!(told(b"", b"PAGE", expected, received.as_bytes()).as_deref(), Some(cause), "{received:?}");
        }
        for (expected, received) in
            [("OI", "Oi"), ("A", "B"), ("A", "AB"), ("SS", "ß"), ("", "EMPTY"), ("A\0\0", "A"), ("PAGES", "PAGE")]
        {
            assert_eq!(told(b"", b"PAGE", expected, received.as_bytes()), None, "{received:?}");
        }
    }

    #[test]
    fn an_answer_to_what_is_not_text_is_told_by_what_was_sent() {
        let told = |sent: &[u8], received: &str| told(sent, b"", "THIS IS TEXT", received.as_bytes());
        for (sent, cause) in [
            (b"\xff\xfe".as_slice(), "cause-answers-what-is-not-text"),
            (b"a\xe7\xe3o", "cause-answers-what-is-not-text"),
            (b"ping 1\xc3", "cause-answers-what-is-not-text"),
            (b"\xc0\x80", "cause-answers-what-is-no-character"),
            (b"\xed\xa0\x80", "cause-answers-what-is-no-character"),
            (b"\xf4\x90\x80\x80", "cause-answers-what-is-no-character"),
        ] {
            assert_eq!(told(sent, "WHATEVER").as_deref(), Some(cause), "{sent:?}");
        }
        assert_eq!(told(b"this is text", "WHATEVER"), None);
        assert_eq!(told(b"\xff", "this is text!"), None);
        assert_eq!(told(b"\xff", "THİS İS TEXT"), None);
    }

    #[test]
    fn an_answer_that_is_missing_is_told_by_its_characters() {
        let past = Past::default();
        assert!(past.why_none("😀".as_bytes()).is_none());
        past.hears(b"A");
        assert_eq!(past.why_none("😀".as_bytes()).unwrap().id(), "cause-character-of-four-bytes");
        assert!(past.why_none("ç".as_bytes()).is_none());
    }
}
