//! What text looks like in a terminal: its colours, its lines, and what of other people's text may be shown there.
//!
//! What prints it takes the colours out where they do not belong.

use std::path::Path;

use anstyle::{AnsiColor, Style};
use textwrap::WordSplitter;

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const FAINT: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();
const COMMAND: Style = AnsiColor::Cyan.on_default();

/// The cells of a bar.
const CELLS: u32 = 10;

pub fn good(text: impl std::fmt::Display) -> String {
    format!("{GOOD}{text}{GOOD:#}")
}

pub fn bad(text: impl std::fmt::Display) -> String {
    format!("{BAD}{text}{BAD:#}")
}

pub fn faint(text: impl std::fmt::Display) -> String {
    format!("{FAINT}{text}{FAINT:#}")
}

pub fn strong(text: impl std::fmt::Display) -> String {
    format!("{STRONG}{text}{STRONG:#}")
}

pub fn command(text: impl std::fmt::Display) -> String {
    format!("{COMMAND}{text}{COMMAND:#}")
}

/// A bar that is as full as the lesson.
pub fn bar(earned: u32, points: u32) -> String {
    let full = (earned * CELLS).checked_div(points).unwrap_or(0);
    let (full, empty) = ("█".repeat(full as usize), "░".repeat((CELLS - full) as usize));
    format!("{}{}", good(full), faint(empty))
}

/// The mark of a check: what it earned of what.
pub fn mark(earned: u32, points: u32) -> String {
    let mark = format!("{earned}/{points}");
    if earned == points { format!("{} {}", good("✓"), good(mark)) } else { format!("{} {}", bad("✗"), bad(mark)) }
}

/// A path that injects no terminal control sequence.
pub fn path(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}

/// Words that a terminal opens this file for, if it knows how to: OSC 8.
pub fn link(file: &Path, words: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let text = file.to_string_lossy().replace('\\', "/");
    let encoded: String = text
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    let root = if text.starts_with('/') { "" } else { "/" };
    format!("\u{1b}]8;;file://{root}{encoded}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\")
}

/// A line of a program's source: terminal control sequences are escaped, and tabs are left.
pub fn source(line: &str) -> String {
    let mut shown = String::new();
    for char in line.chars() {
        match char {
            '\t' | '"' | '\'' | '\\' => shown.push(char),
            _ => shown.extend(char.escape_debug()),
        }
    }
    shown
}

/// A message of the compiler, with its colours.
///
/// It may quote the program. The compiler replaces terminal control sequences there, but for the controls beyond ASCII.
pub fn compiler(message: &str) -> String {
    let is_command = |char: char| char.is_control() && !matches!(char, '\n' | '\t' | '\u{1b}');
    let mut shown = String::new();
    for char in message.chars() {
        if is_command(char) { shown.extend(char.escape_debug()) } else { shown.push(char) }
    }
    shown
}

/// The text in lines that are no longer than a terminal has columns, if it is for one. Words stay whole, also those that
/// are longer than a line. What a line goes on with stands a little to the right of its beginning, if that is indented,
/// or behind the number that it begins with.
pub fn wrapped(text: &str, columns: Option<usize>) -> String {
    const DEEPER: usize = 2;
    let Some(columns) = columns else { return text.to_string() };
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let plain = anstream::adapter::strip_str(line).to_string();
        let begins = plain.trim_start();
        let digits = begins.len() - begins.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        let is_numbered = digits > 0 && begins[digits..].starts_with(". ");
        let indent = match (plain.len() - begins.len(), is_numbered) {
            (indent, true) => indent + digits + ". ".len(),
            (0, false) => 0,
            (indent, false) => indent + DEEPER,
        };
        let indent = " ".repeat(indent);
        let options = textwrap::Options::new(columns).subsequent_indent(&indent).break_words(false);
        lines.extend(textwrap::wrap(line, options.word_splitter(WordSplitter::NoHyphenation)));
    }
    lines.join("\n")
}

/// The width of the widest of these names.
pub fn width<'a>(names: impl IntoIterator<Item = &'a str>) -> usize {
    names.into_iter().map(|name| name.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_is_quoted_with_cannot_command_a_terminal() {
        assert_eq!(compiler("\u{1b}[1merror\u{1b}[0m: \u{9b}31m\r\n"), "\u{1b}[1merror\u{1b}[0m: \\u{9b}31m\\r\n");
        assert_eq!(source("\tlet it = \"\u{1b}[2J\u{202e}\";"), "\tlet it = \"\\u{1b}[2J\\u{202e}\";");
    }

    #[test]
    fn a_line_is_as_long_as_the_terminal_is_wide_and_words_are_whole() {
        let text = format!("  {} one two\n12. one two-three\n{}\n\na b", strong("hint:"), "x".repeat(14));
        let shown = "  hint: one\n    two\n12. one\n    two-three\nxxxxxxxxxxxxxx\n\na b";
        assert_eq!(anstream::adapter::strip_str(&wrapped(&text, Some(12))).to_string(), shown);
        assert_eq!(wrapped(&text, None), text);
    }

    #[test]
    fn a_link_names_its_file_whatever_that_is_called_and_takes_no_room() {
        let link = link(Path::new("/home/josé/a b/main.rs"), "main.rs");
        assert!(link.starts_with("\u{1b}]8;;file:///home/jos%C3%A9/a%20b/main.rs\u{1b}\\main.rs"), "{link:?}");
        assert_eq!(anstream::adapter::strip_str(&link).to_string(), "main.rs");
        assert_eq!(textwrap::core::display_width(&link), "main.rs".len());
    }

    #[test]
    fn a_bar_is_as_full_as_the_lesson() {
        let plain = |bar: String| anstream::adapter::strip_str(&bar).to_string();
        assert_eq!(plain(bar(0, 0)), "░░░░░░░░░░");
        assert_eq!(plain(bar(9, 10)), "█████████░");
        assert_eq!(plain(bar(2, 2)), "██████████");
    }
}
