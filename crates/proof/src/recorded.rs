//! What students are told of the mistakes, as it is recorded in `tests/snapshots/`, a file for each lesson.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context as _, Result};
use regex::Regex;
use report::Report;

use crate::Tongue;

/// What is recorded for a lesson.
///
/// # Errors
/// There is nothing yet.
pub fn text(lesson: &str) -> Result<String> {
    // As insta names it.
    let file = format!("corpus__{}.snap", lesson.replace('-', "_"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(file);
    fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// What is recorded for a mistake: a heading, and what each check that fails tells.
#[must_use]
pub fn of<'a>(text: &'a str, mistake: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\n# {mistake}\n"))?;
    Some(rest.split_once("\n# ").map_or(rest, |(story, _)| story))
}

/// What a student is told of a mistake: why it fails, what was expected, and the hint.
#[must_use]
pub fn story(mistake: &str, failed: &[Report], english: &Tongue) -> String {
    let checks = failed.iter().map(|report| told(report, english) + "\n");
    format!("# {mistake}\n{}", checks.collect::<String>())
}

/// What one check tells, without what differs from run to run.
#[must_use]
pub fn told(report: &Report, english: &Tongue) -> String {
    let told = report.words(english.catalog());
    let mut lines = told.lines();
    let sentence = lines.next().unwrap_or_default();
    // The other evidence, and the transcript, say what happened to come by then: that differs from run to run.
    let told: Vec<&str> =
        lines.filter(|line| line.starts_with("    expected ") || line.starts_with("hint: ")).collect();
    let mut text = String::new();
    writeln!(text, "{}: {}", report.check, scrub(&format!("{sentence}\n{}", told.join("\n"))))
        .expect("a String can always be written to");
    text
}

/// That there is nobody at the other end, however the grader came to know.
const GONE: &str = "nobody is at the other end of the connection";

/// Replaces paths, ports, group addresses and times, and how long the grader waited, with early verdicts or without
/// them.
fn scrub(told: &str) -> String {
    CHANCE.iter().fold(told.to_string(), |text, (pattern, instead)| pattern.replace_all(&text, *instead).into_owned())
}

/// What differs from run to run, and what stands for it.
static CHANCE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let replacements = [
        (r"(--(timeout|interval)) [0-9.]+", "$1 <time>"),
        (r"<[0-9.]+> s\b", "<time> s"),
        (r"<[0-9.]+\.\.[0-9.]+>", "<range>"),
        (r"\b\d+\.\d+ ?(m?s)\b", "<time> $1"),
        // Where a check has its folder.
        (r"[^ `]*/course-\d+-\d+/root", "<folder>"),
        // How much a write takes is the system's affair.
        (r#""0000000(,|\\n)[^\n]*" \(([89]\d|[2-9],\d{3}|\d\d,\d{3}),\d{3} bytes\)"#, "<numbers>"),
        (r"After [0-9,]+ bytes [0-9,]+ are missing", "After <count> bytes <count> are missing"),
        // Which of several speaks first, and how much of it a system takes, differ from run to run.
        (r#""(ana|bia|caio|davi): (ouvi \d+"|\d{4,5} [^\n]* bytes\))"#, "<a line of a speech>"),
        // Which of many datagrams is the first that is missed differs from run to run.
        (r"oi, \d\d\.\d\d", "oi, <number>"),
        // A port that comes a second time is no other client.
        (r"(ONE MESSAGE OF A CROWD:) \d", "$1 <number>"),
        (r"239\.255\.\d+\.\d+", "<group>"),
        (r"\b(the summary says) [0-9.]*[0-9]", "$1 <number>"),
        (r"(hold no more than) \d+", "$1 <count>"),
        (r"(the program keeps) [0-9,]+ KiB", "$1 <count> KiB"),
        (r"(still holds) [0-9,]+", "$1 <count>"),
        (r"\b(has|had) [0-9]+( more threads| threads| with fewer)", "$1 <count>$2"),
        (r"\b(One byte lies|[0-9,]+ bytes lie) unread", "<count> bytes lie unread"),
        (r#"with "\d{4,5}""#, "with \"<port>\""),
        (r"127\.5[345]\.\d+\.\d+", "<host>"),
        (
            r"(127\.0\.0\.[12]|<host>|224\.1\.1\.1|localhost|--port|<group>|\[::1\]|::1|from|to)([: ]+:?)\d{4,5}\b",
            "$1$2<port>",
        ),
        // A program that has ended is met by whatever the grader does next.
        (r"the program (reset|closed) the connection too early\n    expected .*", GONE),
        (r"the program gave the connection up too early \(.*\)", GONE),
        (r"cannot connect to .*, which the ready line names: .*", GONE),
        (r"waited for (.*), which will never come: the program sleeps until it hears more", "waited in vain for $1"),
        (r"waited for (.*), which will not come in time: the program sleeps for too long", "waited in vain for $1"),
        (r"waited <time> s for (.*), which did not come", "waited in vain for $1"),
    ];
    let pattern = |pattern| Regex::new(pattern).expect("the pattern is one");
    replacements.into_iter().map(|(chance, instead)| (pattern(chance), instead)).collect()
});
