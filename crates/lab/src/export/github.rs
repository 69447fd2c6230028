//! GitHub Actions: a job's summary in Markdown, and annotations at the student's file.
//!
//! Whatever stands in a job's log may be a command to the runner, wherever it came from. So all that is printed before
//! the annotations stands in a part of it in which the runner has [stopped](StoppedCommands) to do so.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use crate::export::document;
use crate::export::document::cut;
use crate::export::results::{Results, Status};
use crate::export::run::Run;
use crate::msg;
use crate::ui::messages::Messages;

/// The most bytes of a step's summary.
const LIMIT: usize = 1024 * 1024;

/// Annotations that the runner shows for a step, of one kind; as many are made of all kinds.
const MOST_ANNOTATIONS: usize = 10;

/// A part of a job's log in which the runner takes nothing for a command.
pub struct StoppedCommands {
    /// The word that ends it, which nobody guesses.
    token: String,
}

impl StoppedCommands {
    pub fn new() -> Result<Self> {
        let token = getrandom::u64().context("the system has no random numbers")?;
        Ok(Self { token: format!("{token:016x}") })
    }

    /// The line that begins it.
    pub fn stop(&self) -> String {
        format!("::stop-commands::{}", self.token)
    }

    /// The line that ends it.
    pub fn resume(&self) -> String {
        format!("::{}::", self.token)
    }
}

/// Commands to the runner that show at the student's file what is wrong with it.
pub struct Annotations(Vec<String>);

impl Annotations {
    pub fn of(text: &Messages, run: &Run) -> Self {
        let results = Results::of(text, run);
        let mut commands = Vec::new();
        if let Some(problem) = &results.problem {
            commands.push(format!("::error::{}", data(problem)));
        }
        // Nothing is known to be wrong with a student's file.
        let lessons = if results.no_score().is_some() { &[][..] } else { &results.lessons };
        for lesson in lessons {
            if let Some(compiler) = &lesson.compiler {
                let line = compiler.line.unwrap_or(1);
                commands.push(command("error", &lesson.file, line, &lesson.lesson, &compiler.text));
                continue;
            }
            if let Some(warnings) = &lesson.warnings {
                let line = warnings.line.unwrap_or(1);
                commands.push(command("warning", &lesson.file, line, &lesson.lesson, &warnings.text));
            }
            for check in lesson.checks.iter().filter(|check| check.status != Status::Passed) {
                let said: Vec<&str> =
                    [&check.sentence, &check.hint].into_iter().flatten().map(String::as_str).collect();
                commands.push(command("error", &lesson.file, 1, &check.check, &said.join("\n")));
            }
        }
        commands.truncate(MOST_ANNOTATIONS);
        Self(commands)
    }

    pub fn lines(&self) -> String {
        self.0.join("\n")
    }
}

fn command(kind: &str, file: &str, line: usize, title: &str, message: &str) -> String {
    format!("::{kind} file={},line={line},title={}::{}", property(file), property(title), data(message))
}

/// Text that is the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text that is a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The summary of a job: a table, and what is told of each check that failed, unfolded.
pub fn summary(text: &Messages, results: &Results) -> String {
    let within = document::within(LIMIT, |most| Ok(markdown(text, results, most)));
    within.unwrap_or_default()
}

fn markdown(text: &Messages, results: &Results, most: usize) -> String {
    let heading = match results.earned {
        Some(earned) => msg!(text, "total", earned = earned, points = results.points),
        None => msg!(text, "no-score"),
    };
    let mut page = format!("## {heading}\n\n");
    if let Some(problem) = &results.problem {
        block(&mut page, &cut(text, problem, most));
    }
    if results.no_score().is_some() {
        return page;
    }
    for lesson in &results.lessons {
        let points = msg!(text, "points", earned = lesson.earned.unwrap_or_default(), points = lesson.points);
        write(&mut page, format_args!("### {}: {points}\n\n", lesson.lesson));
        if !lesson.notes.is_empty() {
            block(&mut page, &cut(text, &lesson.notes.join("\n"), most));
        }
        if let Some(compiler) = &lesson.compiler {
            write(&mut page, format_args!("{}\n\n", msg!(text, "does-not-compile")));
            block(&mut page, &cut(text, &compiler.text, most));
        }
        if let Some(warnings) = &lesson.warnings {
            write(&mut page, format_args!("{}\n\n", msg!(text, "compiler-warns")));
            block(&mut page, &cut(text, &warnings.text, most));
        }
        let (check, points) = (msg!(text, "column-check"), msg!(text, "column-points"));
        write(&mut page, format_args!("| | {check} | {points} |\n|---|---|---|\n"));
        for check in &lesson.checks {
            let mark = if check.status == Status::Passed { "✅" } else { "❌" };
            write(&mut page, format_args!("| {mark} | `{}` | {}/{} |\n", check.check, check.earned, check.points));
        }
        page.push('\n');
        for check in lesson.checks.iter().filter(|check| check.status == Status::Failed) {
            let told = cut(text, check.text.as_deref().unwrap_or_default(), most);
            write(&mut page, format_args!("<details open><summary><code>{}</code></summary>\n\n", check.check));
            block(&mut page, &told);
            page.push_str("</details>\n\n");
        }
    }
    page
}

/// Text as it is, in a fence that is longer than any in it.
fn block(page: &mut String, text: &str) {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    write(page, format_args!("{fence}text\n{text}\n{fence}\n\n"));
}

fn write(page: &mut String, arguments: std::fmt::Arguments<'_>) {
    page.write_fmt(arguments).expect("a String can always be written to");
}

#[cfg(test)]
mod tests {
    use report::Verdict;

    use super::*;
    use crate::export::run::fixtures::run;
    use crate::fixtures::{failed, graded, not_compiled, report, text};

    #[test]
    fn an_annotation_is_one_command_whatever_is_in_it() {
        let hostile = "a\r\n::error::b, 100%";
        let run = run([graded("tcp-server", vec![report("echoes", 1, failed(hostile))])]);
        assert_eq!(
            Annotations::of(&text(), &run).lines(),
            "::error file=exercises/tcp-server/main.rs,line=1,title=echoes::a\\r%0A::error::b, 100%25%0AThink."
        );
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }

    #[test]
    fn what_does_not_compile_is_shown_at_its_line() {
        let lines = Annotations::of(&text(), &run([not_compiled("tcp-server", "error: no\n")])).lines();
        assert_eq!(lines, "::error file=exercises/tcp-server/main.rs,line=3,title=tcp-server::error: no");
    }

    #[test]
    fn no_text_leaves_its_fence() {
        let hostile = "```\n# mine\n`````\n<script>";
        let page = summary(&text(), &Results::of(&text(), &run([graded("a", vec![report("b", 1, failed(hostile))])])));
        assert!(page.contains("\n``````text\n  ```\n# mine\n"), "{page}");
        assert!(page.contains("| ❌ | `b` | 0/1 |\n"), "{page}");
    }

    #[test]
    fn a_summary_is_no_longer_than_the_runner_takes() {
        let checks = |count: usize| (0..count).map(|_| report("b", 1, failed(&"x".repeat(8_000)))).collect();
        let page = summary(&text(), &Results::of(&text(), &run([graded("a", checks(200))])));
        assert!(page.len() <= LIMIT, "{}", page.len());
        assert!(page.contains("cut off here"), "{}", &page[..400]);
        let full = run([graded("a", vec![report("b", 1, Verdict::Passed)])]);
        assert!(!summary(&text(), &Results::of(&text(), &full)).contains("<details"));
    }
}
