//! The gallery of the book, which shows mistakes of the corpus: what their students are told, as data, in `docs/book/gallery/`.
//!
//! The book puts it into the words of each of its languages. It is written by `cargo run -p proof -- gallery`, and never by
//! hand; `tests/gallery.rs` holds it against what the corpus has recorded.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use regex::Regex;
use report::{Report, Transcript};

use crate::lesson::{lessons, workspace};
use crate::{EarlyVerdicts, Kind, Lesson, Tongue, recorded, told_first};

/// The seed that students are graded with.
const SEED: usize = 1;

/// A mistake that the gallery shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its lesson.
    pub lesson: String,
    /// The name of its file, without the extension.
    pub mistake: String,
}

impl Shown {
    /// Where it is recorded what its student is told.
    ///
    /// # Errors
    /// There is no workspace any more where this was built.
    pub fn file(&self) -> Result<PathBuf> {
        Ok(workspace()?.join("docs/book/gallery").join(&self.lesson).join(&self.mistake).with_extension("json"))
    }

    /// What its student is told first.
    ///
    /// # Errors
    /// It is not recorded.
    pub fn told(&self) -> Result<Report> {
        let file = self.file()?;
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        serde_json::from_str(&text).with_context(|| file.display().to_string())
    }
}

/// The mistakes that the gallery shows: its chapter says where each of them stands, in a comment.
///
/// # Errors
/// There is no such chapter.
pub fn shown() -> Result<Vec<Shown>> {
    let chapter = workspace()?.join("docs/book/src/gallery.md");
    let text = fs::read_to_string(&chapter).with_context(|| format!("cannot read {}", chapter.display()))?;
    let place = Regex::new("(?m)^<!-- mistake: ([a-z0-9-]+)/([a-z0-9-]+) -->$")?;
    let shown = |found: regex::Captures<'_>| Shown { lesson: found[1].to_string(), mistake: found[2].to_string() };
    Ok(place.captures_iter(&text).map(shown).collect())
}

/// Grades what the gallery shows, and records anew what is told where it has changed. Returns the files that were written.
///
/// # Errors
/// A lesson does not build, or one of its programs is no mistake.
pub fn record() -> Result<Vec<PathBuf>> {
    let (shown, english) = (shown()?, Tongue::new("en")?);
    let mut written = Vec::new();
    for name in lessons()? {
        let mistakes: Vec<&Shown> = shown.iter().filter(|shown| shown.lesson == name).collect();
        if mistakes.is_empty() {
            continue;
        }
        let lesson = Lesson::build(&name)?;
        for shown in mistakes {
            let told = graded(&lesson, shown)?;
            let is_current =
                shown.told().is_ok_and(|old| recorded::told(&old, &english) == recorded::told(&told, &english));
            if !is_current {
                let file = shown.file()?;
                fs::create_dir_all(file.parent().context("it has a folder")?)?;
                fs::write(&file, serde_json::to_string(&told)? + "\n")?;
                written.push(file);
            }
        }
    }
    Ok(written)
}

/// What a student is told first of a mistake, without what happened: that is another thing each time, and long.
fn graded(lesson: &Lesson, shown: &Shown) -> Result<Report> {
    let Shown { lesson: name, mistake } = shown;
    let is_it = |subject: &&crate::Subject| subject.kind == Kind::Mistake && subject.name == *mistake;
    let subject = lesson.subjects.iter().find(is_it).with_context(|| format!("{name} has no mistake {mistake}"))?;
    let grade = lesson.grade(subject, EarlyVerdicts::On, SEED)?;
    let failed = grade.failed_names();
    ensure!(failed == subject.caught_by, "{name}/{mistake} fails {failed:?} instead of {:?}", subject.caught_by);
    let first = told_first(&grade.failed).with_context(|| format!("{name}/{mistake} fails nothing"))?;
    Ok(Report { transcript: Transcript::default(), stderr: Vec::new(), seconds: 0.0, ..first.clone() })
}
