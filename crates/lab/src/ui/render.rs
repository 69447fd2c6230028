//! What things look like: points, marks, and a check that failed.
//!
//! All of it is text with colours in it; what prints it takes them out where they do not belong.

use std::path::Path;

use anstyle::{AnsiColor, Style};
use report::event::Event;
use report::{Report, Transcript, Verdict};
use textwrap::WordSplitter;

use crate::course::graded::CompilerDiagnostic;
use crate::course::graded::Graded;
use crate::msg;
use crate::ui::messages::Messages;

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

/// A path that cannot command a terminal.
pub fn path(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}

/// A line of somebody's source: what could command a terminal is escaped, and tabs are left.
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
/// It may quote the program. The compiler replaces what commands a terminal there, but for the controls beyond ASCII.
fn compiler(message: &str) -> String {
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

/// How much is said of the checks that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What happened in each of them.
    All,
    /// What happened in the first of them: one thing at a time.
    First,
}

/// All that came of a lesson.
pub fn graded(text: &Messages, graded: &Graded, detail: Detail) -> String {
    let (earned, points) = (graded.earned(), graded.points());
    let lesson = strong(&graded.lesson);
    let sum = msg!(text, "points", earned = earned, points = points);
    let sum = if graded.is_full() { good(sum) } else { bad(sum) };
    if graded.is_not_written() {
        return format!("{lesson}  {sum}: {}", not_written(&graded.lesson));
    }
    let mut lines = vec![format!("{lesson}  {sum}")];
    if !graded.compiler.is_empty() {
        lines.push(msg!(text, "does-not-compile"));
        for diagnostic in &graded.compiler {
            lines.extend([String::new(), compiler(diagnostic.rendered.trim_end())]);
        }
        return lines.join("\n");
    }
    for check in &graded.checks {
        lines.push(format!("  {} {}", mark(check.earned(), check.points), check.check));
    }
    if !graded.warnings.is_empty() {
        lines.extend([String::new(), warnings(text, &graded.warnings, detail)]);
    }
    let failures = graded.checks.iter().filter_map(|check| failure(text, &graded.lesson, check));
    for failure in failures.take(if detail == Detail::First { 1 } else { usize::MAX }) {
        lines.push(String::new());
        lines.push(failure);
    }
    lines.join("\n")
}

/// What the compiler says of a program that compiles.
fn warnings(text: &Messages, diagnostics: &[CompilerDiagnostic], detail: Detail) -> String {
    const MOST: usize = 10;
    let shown = diagnostics.len().min(if detail == Detail::First { 1 } else { MOST });
    let mut parts = vec![msg!(text, "compiler-warns")];
    parts.extend(diagnostics[..shown].iter().map(|diagnostic| compiler(diagnostic.rendered.trim_end())));
    if diagnostics.len() > shown {
        parts.push(faint(msg!(text, "warnings-more", count = diagnostics.len() - shown)));
    }
    parts.join("\n\n")
}

/// Why a check failed, and what happened; nothing, of one that passed.
pub fn failure(text: &Messages, lesson: &str, report: &Report) -> Option<String> {
    let name = format!("{} {}", bad("✗"), strong(&report.check));
    match &report.verdict {
        Verdict::Failed { .. } => Some(format!("{name}\n{}", explanation(text, lesson, report)?)),
        Verdict::Broken { sentence, .. } => Some(format!("{name}: {sentence}")),
        Verdict::NotWritten => Some(format!("{name}: {}", not_written(lesson))),
        Verdict::Listed => Some(format!("{name}: {}", no_verdict(text, false))),
        Verdict::Passed => None,
    }
}

/// All that is told of a check that failed, but for its name.
pub fn explanation(text: &Messages, lesson: &str, report: &Report) -> Option<String> {
    let Verdict::Failed { sentence, evidence } = &report.verdict else { return None };
    Some([reason(sentence, evidence), happened(&report.transcript), advice(text, lesson, report)].concat().join("\n"))
}

/// What a check earned, and why it failed if it did, for those who have seen what happened.
pub fn verdict(text: &Messages, lesson: &str, report: &Report) -> String {
    let name = format!("{} {}", mark(report.earned(), report.points), report.check);
    match &report.verdict {
        Verdict::Failed { sentence, evidence } => {
            [vec![name], reason(sentence, evidence), advice(text, lesson, report)].concat().join("\n")
        }
        Verdict::Broken { sentence, .. } => format!("{name}: {sentence}"),
        Verdict::NotWritten => format!("{name}: {}", not_written(lesson)),
        Verdict::Listed => format!("{name}: {}", no_verdict(text, false)),
        Verdict::Passed => name,
    }
}

/// What is said of a program that the student has not begun.
pub fn not_written(lesson: &str) -> String {
    report::not_written(format!("exercises/{lesson}/main.rs"))
}

/// What is said of a check that has no verdict.
pub fn no_verdict(text: &Messages, does_not_compile: bool) -> String {
    if does_not_compile { msg!(text, "no-verdict-no-program") } else { msg!(text, "no-verdict") }
}

/// Why a check failed, and what shows it.
fn reason(sentence: &str, evidence: &[(String, String)]) -> Vec<String> {
    let labels = width(evidence.iter().map(|(label, _)| label.as_str()));
    let line = |(label, evidence): &(String, String)| format!("    {}  {evidence}", faint(format!("{label:labels$}")));
    [format!("  {sentence}")].into_iter().chain(evidence.iter().map(line)).collect()
}

/// What happened in a check, a line for each event.
fn happened(transcript: &Transcript) -> Vec<String> {
    if transcript.first.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("  {}", Transcript::heading())];
    let who: Vec<String> = transcript.first.iter().chain(&transcript.last).map(|event| event.who.to_string()).collect();
    let who = width(who.iter().map(String::as_str));
    let line =
        |event: &Event| format!("    {}  {:who$}  {}", faint(format!("{:>9}", event.time())), event.who, event.what);
    lines.extend(transcript.first.iter().map(line));
    lines.extend(transcript.gap().map(|gap| format!("    {}", faint(gap))));
    lines.extend(transcript.last.iter().map(line));
    lines
}

/// What helps a student who wonders why a check failed: what the program said, and the hint.
fn advice(text: &Messages, lesson: &str, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    for printed in &report.stderr {
        lines.push(format!("  {}", printed.heading()));
        lines.extend(printed.lines.iter().map(|line| format!("    {} {line}", faint("|"))));
    }
    lines.push(format!("  {} {}", strong(msg!(text, "hint")), hint(text, lesson, report)));
    lines
}

/// The hint of a check. In English it stands in the check itself.
pub fn hint(text: &Messages, lesson: &str, report: &Report) -> String {
    text.optional(&hint_id(lesson, &report.check)).unwrap_or_else(|| report.hint.clone())
}

/// How the files of texts name what belongs to a check's hint.
pub fn hint_id(lesson: &str, check: &str) -> String {
    format!("hint-{lesson}-{}", check.replace('_', "-"))
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
    fn a_bar_is_as_full_as_the_lesson() {
        let plain = |bar: String| anstream::adapter::strip_str(&bar).to_string();
        assert_eq!(plain(bar(0, 0)), "░░░░░░░░░░");
        assert_eq!(plain(bar(9, 10)), "█████████░");
        assert_eq!(plain(bar(2, 2)), "██████████");
    }
}
