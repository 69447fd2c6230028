//! Text and bytes from a program or the network, made fit for a terminal: quoted, escaped, and cut where too long.

use crate::message::{Message, Value, msg};

/// Bytes that are shown whole; of more, the two ends.
const WHOLE: usize = 80;
const END: usize = 30;

/// Bytes on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Payload {
    /// The bytes as a quoted string, with an ellipsis in its middle where there are many.
    pub shown: String,
    /// How many they are.
    pub bytes: usize,
    /// Whether some of them are not shown.
    pub is_cut: bool,
}

impl Payload {
    /// With the number of bytes, whether some of them are not shown or not.
    pub fn counted(&self) -> Value {
        let bytes = msg!("bytes", count = self.bytes);
        msg!("counted", payload = self.shown.as_str(), bytes = bytes).into()
    }
}

impl From<&Payload> for Value {
    fn from(payload: &Payload) -> Self {
        if payload.is_cut { payload.counted() } else { payload.shown.as_str().into() }
    }
}

/// Bytes as a quoted string: as text where they are UTF-8, else as a byte string.
pub fn bytes(bytes: &[u8]) -> Value {
    Value::from(&payload(bytes))
}

/// The same, in a word where there are none.
pub fn bytes_or_nothing(all: &[u8]) -> Value {
    if all.is_empty() { msg!("nothing").into() } else { bytes(all) }
}

/// Bytes as an event has them.
pub fn payload(bytes: &[u8]) -> Payload {
    let is_cut = bytes.len() > WHOLE;
    let shown = if is_cut {
        let (head, tail) = (&bytes[..END], &bytes[bytes.len() - END..]);
        format!("{} … {}", quoted(head), quoted(tail))
    } else {
        quoted(bytes)
    };
    Payload { shown, bytes: bytes.len(), is_cut }
}

fn quoted(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => format!("{text:?}"),
        Err(_) => format!("b\"{}\"", bytes.escape_ascii()),
    }
}

/// One line of output that a person reads as it is: only what could inject terminal control sequences is escaped.
pub fn line(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut shown = String::new();
    for (index, char) in text.chars().enumerate() {
        if index == LONGEST {
            shown.push('…');
            break;
        }
        // Debug escapes what is not printable, format characters such as bidirectional overrides among them.
        match char {
            '"' | '\'' | '\\' => shown.push(char),
            _ => shown.extend(char.escape_debug()),
        }
    }
    shown
}

/// What a program printed, for a line of evidence: its last lines, quoted.
pub fn lines(printed: &[u8]) -> Value {
    const LAST: usize = 5;
    let text = String::from_utf8_lossy(printed);
    let all: Vec<&str> = text.lines().collect();
    if all.is_empty() {
        return msg!("nothing").into();
    }
    let skipped = all.len().saturating_sub(LAST);
    let mut values: Vec<Value> = all[skipped..].iter().map(|text| format!("\"{}\"", line(text)).into()).collect();
    if skipped > 0 {
        values.insert(0, msg!("lines-skipped", count = skipped).into());
    }
    if !text.ends_with('\n') {
        values.push(msg!("without-line-end").into());
    }
    Value::list(values, " ")
}

/// Where two byte strings first differ, as evidence for a failure.
pub fn first_difference(expected: &[u8], received: &[u8]) -> Option<Message> {
    let both = expected.len().min(received.len());
    // Whole slices are compared much faster than byte by byte, and mostly they are equal.
    if expected[..both] == received[..both] {
        return None;
    }
    let at = expected.iter().zip(received).position(|(a, b)| a != b)?;
    let from = at.saturating_sub(10);
    let part = |all: &[u8]| quoted(&all[from..all.len().min(at + 20)]);
    Some(msg!("first-difference", at = at.to_string(), received = part(received), expected = part(expected)))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// What a program or a peer may send: bytes, characters, and text with bytes in it that are none.
    fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
        let byte = any::<u8>().prop_map(|byte| vec![byte]);
        let char = any::<char>().prop_map(|char| char.to_string().into_bytes());
        let word = "[a-zçã ]{1,9}\n?".prop_map(String::into_bytes);
        prop_oneof![
            vec(any::<u8>(), 0..200),
            vec(char.clone(), 0..60).prop_map(|chars| chars.concat()),
            vec(prop_oneof![byte, char, word], 0..60).prop_map(|parts| parts.concat()),
        ]
    }

    /// Whether no character of it moves the cursor, starts a command or turns the direction of text round.
    fn is_harmless(shown: &str) -> bool {
        shown.chars().all(|char| {
            let turns =
                matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            !char.is_control() && !turns && !matches!(char, '\u{2028}' | '\u{2029}')
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn whatever_comes_is_shown_without_harm(all in any_bytes(), other in any_bytes()) {
            let text = String::from_utf8_lossy(&all);
            let difference = first_difference(&all, &other).map(|told| told.to_string());
            for shown in [bytes(&all).to_string(), line(&text), lines(&all).to_string()].into_iter().chain(difference) {
                prop_assert!(is_harmless(&shown), "{:?}", shown);
            }
        }

        #[test]
        fn what_a_person_can_read_stays_as_it_is(text in "[a-zA-Z0-9 .,:;!?<>=()%çãõéñßøα-ωа-я가-힣漢字]{0,26}") {
            prop_assert_eq!(payload(text.as_bytes()).shown, format!("\"{text}\""));
            let with_quotes = format!("'{text}' \"{text}\" \\");
            prop_assert_eq!(line(&with_quotes), with_quotes);
        }

        #[test]
        fn a_payload_is_shown_whole_or_says_that_it_is_cut(all in any_bytes(), at in any::<prop::sample::Index>(), byte: u8) {
            // One character is ten, `\\u{10ffff}`; one byte is six at most, `\\u{1b}`.
            let most = 6 * WHOLE + 3;
            let Payload { shown, bytes, is_cut } = payload(&all);
            prop_assert!(shown.len() <= most, "{}", shown.len());
            prop_assert_eq!((bytes, is_cut), (all.len(), all.len() > WHOLE));
            if is_cut {
                let said = format!(" ({bytes} bytes)");
                prop_assert!(super::bytes(&all).to_string().ends_with(&said));
            } else if !all.is_empty() {
                // What is whole tells every byte: what differs in one is shown otherwise.
                let mut other = all.clone();
                other[at.index(bytes)] = byte;
                prop_assert_eq!(payload(&other).shown == shown, other == all);
            }
        }

        #[test]
        fn of_a_long_line_the_beginning_is_shown(all in vec(any::<char>(), 0..400)) {
            let beginning: String = all.iter().take(200).collect();
            let more = if all.len() > 200 { "…" } else { "" };
            prop_assert_eq!(line(&String::from_iter(&all)), line(&beginning) + more);
        }

        #[test]
        fn bytes_that_differ_are_pointed_at(same in any_bytes(), one in any_bytes(), other in any_bytes()) {
            let (one, other) = ([&same[..], &one].concat(), [&same[..], &other].concat());
            let differ = one.iter().zip(&other).any(|(a, b)| a != b);
            prop_assert_eq!(first_difference(&one, &other).is_some(), differ);
        }
    }

    #[test]
    fn nothing_shown_can_command_a_terminal() {
        for text in ["\u{1b}[2J", "\r", "\u{202e}", "\u{7f}", "\0", "\u{9b}31m"] {
            for shown in [bytes(text.as_bytes()).to_string(), line(text)] {
                assert!(shown.chars().all(|char| !char.is_control() && char != '\u{202e}'), "{shown:?}");
            }
        }
        assert_eq!(bytes(b"\xff\x1b").to_string(), r#"b"\xff\x1b""#);
        assert_eq!(line("it's \"ação\"\t"), "it's \"ação\"\\t");
    }

    #[test]
    fn what_is_too_long_is_cut_and_counted() {
        assert_eq!(bytes(&vec![b'x'; 1 << 20]).to_string().len(), "\"\" … \"\" (1,048,576 bytes)".len() + 2 * END);
    }

    #[test]
    fn the_last_lines_are_quoted() {
        assert_eq!(lines(b"").to_string(), "(nothing)");
        assert_eq!(lines(b"a\nb").to_string(), "\"a\" \"b\" (without a line end)");
        assert_eq!(lines(b"1\n2\n3\n4\n5\n6\n7\n").to_string(), "… 2 lines … \"3\" \"4\" \"5\" \"6\" \"7\"");
    }

    #[test]
    fn the_first_difference_is_pointed_at() {
        let told = first_difference(b"Bom dia", b"Bom Dia").unwrap();
        assert_eq!(told.to_string(), "at byte 4 (the first is byte 0): \"Bom Dia\" came instead of \"Bom dia\"");
        assert!(first_difference(b"Bom dia", b"Bom").is_none());
    }
}
