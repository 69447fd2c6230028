//! One program of the corpus, or any other file: graded, or shown.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use corpus::{Line, Program};
use proof::{EarlyVerdicts, Kind, Lesson, Tongue, names_of_what_is_told, told_first};

/// The seed that students are graded with.
const SEED: usize = 1;

/// Grades the program, and prints which checks failed and what the student is told.
///
/// # Errors
/// There is no such program, it does not build, or its mark is not what it should be.
pub fn grade(program: &Path, lesson: Option<String>) -> Result<()> {
    let program = find(program, lesson)?;
    let (lesson, subject) = Lesson::build_for(&program)?;
    let grade = lesson.grade(&subject, EarlyVerdicts::On, SEED)?;
    let english = Tongue::new("en")?;
    for report in &grade.failed {
        println!("---- {} ----\n{}\n", report.check, report.words(english.catalog()));
    }
    let failed = grade.failed_names();
    for check in &grade.passed {
        println!("passed  {check}");
    }
    for check in &failed {
        println!("FAILED  {check}");
    }
    println!("{} of {} checks passed", grade.passed.len(), grade.passed.len() + failed.len());
    if let Some(first) = told_first(&grade.failed) {
        println!("told first: {}, by {}", first.check, names_of_what_is_told(first).join(" and "));
    }
    let expected = subject.kind == Kind::Other || failed == subject.caught_by;
    ensure!(expected, "these should have failed, and no others: {:?}", subject.caught_by);
    Ok(())
}

/// Prints the program. What differs from its base is marked as `diff` does it.
///
/// # Errors
/// There is no such program.
pub fn show(program: &Path, lesson: Option<String>) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    for line in find(program, lesson)?.lines()? {
        match line {
            Line::Kept(line) => writeln!(stdout, "  {line}")?,
            Line::Old(line) => writeln!(stdout, "- {line}")?,
            Line::New(line) => writeln!(stdout, "+ {line}")?,
        }
    }
    Ok(())
}

/// The program of this name, `<lesson>/<name>`, or in this file.
fn find(program: &Path, lesson: Option<String>) -> Result<Program> {
    if !program.is_file() {
        let mut words = program.iter().map(|word| word.to_string_lossy());
        let (Some(lesson), Some(name), None) = (words.next(), words.next(), words.next()) else {
            bail!("there is no file {}", program.display());
        };
        let mut programs = proof::programs(&lesson)?.into_iter();
        return programs
            .find(|program| program.name() == name)
            .with_context(|| format!("no variant or mistake of {lesson} is named {name}"));
    }
    let file = program.canonicalize()?;
    let lessons = proof::lessons()?;
    let folder = file.iter().rev().find_map(|folder| lessons.iter().find(|lesson| folder == lesson.as_str()));
    let lesson = lesson.or(folder.cloned()).context("name its lesson: --lesson udp-server")?;
    let mut programs = proof::programs(&lesson)?.into_iter();
    let program = programs.find(|program| program.file == file);
    let solutions = proof::solutions()?;
    Ok(program.unwrap_or_else(|| Program::other(&solutions, &lesson, &file)))
}
