//! What came of a grading, as a student reads it: points, and checks that failed.

use report::event::Event;
use report::message::Value;
use report::{Evidence, Report, Transcript, Verdict};

use crate::course::graded::{CompilerDiagnostic, Graded};
use crate::msg;
use crate::ui::messages::Messages;
use crate::ui::style;

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
    let lesson = style::strong(&graded.lesson);
    let sum = msg!(text, "points", earned = earned, points = points);
    let sum = if graded.is_full() { style::good(sum) } else { style::bad(sum) };
    if graded.is_not_written() {
        return format!("{lesson}  {sum}: {}", not_written(&graded.lesson));
    }
    let mut lines = vec![format!("{lesson}  {sum}")];
    if !graded.compiler.is_empty() {
        lines.extend(does_not_compile(text, &graded.compiler, &graded.crates));
        return lines.join("\n");
    }
    for check in &graded.checks {
        lines.push(format!("  {} {}", style::mark(check.earned(), check.points), check.check));
    }
    if !graded.warnings.is_empty() {
        lines.extend([String::new(), warnings(text, &graded.warnings, detail)]);
    }
    let causes = report::by_cause(&graded.checks);
    for cause in causes.iter().take(if detail == Detail::First { 1 } else { usize::MAX }) {
        lines.push(String::new());
        lines.extend(failure(text, &graded.lesson, cause[0]));
        lines.extend(same_cause(text, &cause[1..]));
    }
    lines.join("\n")
}

/// What the compiler says of a program that does not compile, and which crates it may use, where it wants another.
pub fn does_not_compile(text: &Messages, diagnostics: &[CompilerDiagnostic], crates: &[String]) -> Vec<String> {
    let mut lines = vec![msg!(text, "does-not-compile")];
    for diagnostic in diagnostics {
        lines.extend([String::new(), style::compiler(diagnostic.rendered.trim_end())]);
    }
    if !crates.is_empty() {
        lines.extend([String::new(), msg!(text, "only-these-crates", crates = crates.join(", "))]);
    }
    lines
}

/// What the compiler says of a program that compiles.
pub fn warnings(text: &Messages, diagnostics: &[CompilerDiagnostic], detail: Detail) -> String {
    const MOST: usize = 10;
    let shown = diagnostics.len().min(if detail == Detail::First { 1 } else { MOST });
    let mut parts = vec![msg!(text, "compiler-warns")];
    parts.extend(diagnostics[..shown].iter().map(|diagnostic| style::compiler(diagnostic.rendered.trim_end())));
    if diagnostics.len() > shown {
        parts.push(style::faint(msg!(text, "warnings-more", count = diagnostics.len() - shown)));
    }
    parts.join("\n\n")
}

/// Why a check failed, and what happened; nothing, of one that passed.
pub fn failure(text: &Messages, lesson: &str, report: &Report) -> Option<String> {
    let name = format!("{} {}", style::bad("✗"), style::strong(&report.check));
    match &report.verdict {
        Verdict::Failed { .. } => Some(format!("{name}\n{}", explanation(text, report)?)),
        Verdict::Broken { sentence, .. } => Some(format!("{name}: {sentence}")),
        Verdict::NotWritten => Some(format!("{name}: {}", not_written(lesson))),
        Verdict::Listed => Some(format!("{name}: {}", no_verdict(text, false))),
        Verdict::Passed => None,
    }
}

/// Which other checks fail for the same cause, if any do.
fn same_cause(text: &Messages, others: &[&Report]) -> Option<String> {
    let names: Vec<&str> = others.iter().map(|report| report.check.as_str()).collect();
    let told = || msg!(text, "same-cause", count = names.len(), checks = names.join(", "));
    (!names.is_empty()).then(|| format!("  {}", style::faint(told())))
}

/// All that is told of a check that failed, but for its name.
pub fn explanation(text: &Messages, report: &Report) -> Option<String> {
    let Verdict::Failed { sentence, evidence } = &report.verdict else { return None };
    Some([reason(sentence, evidence), happened(&report.transcript), advice(text, report)].concat().join("\n"))
}

/// What a check earned, and why it failed if it did, for those who have seen what happened.
pub fn verdict(text: &Messages, lesson: &str, report: &Report) -> String {
    let name = format!("{} {}", style::mark(report.earned(), report.points), report.check);
    match &report.verdict {
        Verdict::Failed { sentence, evidence } => {
            [vec![name], reason(sentence, evidence), advice(text, report)].concat().join("\n")
        }
        Verdict::Broken { sentence, .. } => format!("{name}: {sentence}"),
        Verdict::NotWritten => format!("{name}: {}", not_written(lesson)),
        Verdict::Listed => format!("{name}: {}", no_verdict(text, false)),
        Verdict::Passed => name,
    }
}

/// What is said of a program that the student has not begun.
pub fn not_written(lesson: &str) -> String {
    report::not_written(&format!("exercises/{lesson}/main.rs")).to_string()
}

/// What is said of a check that has no verdict.
pub fn no_verdict(text: &Messages, does_not_compile: bool) -> String {
    if does_not_compile { msg!(text, "no-verdict-no-program") } else { msg!(text, "no-verdict") }
}

/// Why a check failed, and what shows it.
fn reason(sentence: &Value, shown: &[Evidence]) -> Vec<String> {
    let lines = evidence(shown, style::faint).into_iter().map(|line| format!("    {line}"));
    [format!("  {sentence}")].into_iter().chain(lines).collect()
}

/// A line for each of these, their labels in one column and in this style.
pub fn evidence(evidence: &[Evidence], styled: impl Fn(String) -> String) -> Vec<String> {
    let labels: Vec<String> = evidence.iter().map(|it| it.label.to_string()).collect();
    let column = style::width(labels.iter().map(String::as_str));
    let lines = labels.iter().zip(evidence);
    lines.map(|(label, it)| format!("{}  {}", styled(format!("{label:column$}")), it.shown)).collect()
}

/// What happened in a check, a line for each event.
fn happened(transcript: &Transcript) -> Vec<String> {
    if transcript.first.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("  {}", Transcript::heading())];
    let actor: Vec<String> =
        transcript.first.iter().chain(&transcript.last).map(|event| event.actor.to_string()).collect();
    let actor = style::width(actor.iter().map(String::as_str));
    let line = |event: &Event| {
        format!("    {}  {:actor$}  {}", style::faint(format!("{:>9}", event.time())), event.actor, event.action)
    };
    lines.extend(transcript.first.iter().map(line));
    lines.extend(transcript.gap().map(|gap| format!("    {}", style::faint(gap))));
    lines.extend(transcript.last.iter().map(line));
    lines
}

/// What helps a student who wonders why a check failed: what the program said, and the hint.
fn advice(text: &Messages, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    for printed in &report.stderr {
        lines.push(format!("  {}", printed.heading()));
        lines.extend(printed.lines.iter().map(|line| format!("    {} {line}", style::faint("|"))));
    }
    lines.push(format!("  {} {}", style::strong(msg!(text, "hint")), report.advice()));
    lines
}
