//! Mistakes of the corpus in a chapter: where it has the comment `<!-- mistake: tcp-server/dies-on-a-reset -->`, there stands
//! in the book how that program differs from a right one, and what its student is told.
//!
//! The one is made from the mistake's own file. The other is recorded as data, in `docs/book/gallery/`, by
//! `cargo run -p proof -- gallery`, and put into words here, in the language of the book.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use corpus::{Kind, Line, Program};
use regex::Regex;
use report::Report;
use report::message::{Catalog, Language};

use crate::project::{Project, read};

/// Lines of a right program that are shown around what differs.
const AROUND: usize = 3;

/// A mistake, and where in a chapter it is shown.
pub struct Shown {
    /// Its lesson.
    pub lesson: String,
    /// The name of its file, without the extension.
    pub name: String,
    /// The comment, as bytes of the chapter.
    pub place: std::ops::Range<usize>,
}

/// The mistakes that a chapter shows, in their order.
///
/// # Errors
/// They cannot be looked for.
pub fn shown(chapter: &str) -> Result<Vec<Shown>> {
    let comment = Regex::new("(?m)^<!-- mistake: ([a-z0-9-]+)/([a-z0-9-]+) -->$")?;
    let shown = |found: regex::Captures<'_>| Shown {
        lesson: found[1].to_string(),
        name: found[2].to_string(),
        place: found.get(0).map_or(0..0, |comment| comment.range()),
    };
    Ok(comment.captures_iter(chapter).map(shown).collect())
}

impl Shown {
    /// Its program.
    ///
    /// # Errors
    /// The corpus has none of this name.
    pub fn program(&self, project: &Project) -> Result<Program> {
        mistake(project, &self.lesson, &self.name)
    }

    fn told(&self, project: &Project) -> Result<Report> {
        let file = project.book().join("gallery").join(&self.lesson).join(&self.name).with_extension("json");
        let text = read(&file).context("`cargo run -p proof -- gallery` records what is told")?;
        serde_json::from_str(&text).with_context(|| project.name(&file))
    }
}

/// The mistake of this name.
///
/// # Errors
/// The corpus has none.
pub fn mistake(project: &Project, lesson: &str, name: &str) -> Result<Program> {
    let mut programs = corpus::programs(&project.root().join("solutions"), lesson)?.into_iter();
    let program = programs.find(|program| program.kind == Kind::Mistake && program.name() == name);
    program.with_context(|| format!("solutions/{lesson}/mistakes has no {name}"))
}

/// A chapter with its mistakes, in the language of this tag.
///
/// # Errors
/// A mistake is not there, or it is not recorded what is told of it.
pub fn filled(project: &Project, tag: &str, chapter: &str) -> Result<String> {
    let mistakes = shown(chapter)?;
    if mistakes.is_empty() {
        return Ok(chapter.to_string());
    }
    let words = words(project, tag)?;
    let (mut done, mut copied) = (String::new(), 0);
    for mistake in mistakes {
        let program = mistake.program(project)?;
        let told = mistake.told(project)?;
        done.push_str(&chapter[copied..mistake.place.start]);
        write!(
            done,
            "`solutions/{}/mistakes/{}`\n\n```diff\n{}```\n\n```text,told\n{}: {}\n```",
            mistake.lesson,
            program.file.file_name().unwrap_or_default().to_string_lossy(),
            difference(&program.lines()?),
            told.check,
            told.words(&words)
        )?;
        copied = mistake.place.end;
    }
    Ok(done + &chapter[copied..])
}

/// The messages of the grader and of all lessons in a language.
fn words(project: &Project, tag: &str) -> Result<Catalog> {
    let crates = project.root().join("crates");
    let houses = project.lessons.iter().map(String::as_str).chain(["report"]);
    let texts: Vec<String> = houses
        .map(|house| read(&crates.join(house).join("text").join(tag).with_extension("ftl")))
        .collect::<Result<_>>()?;
    let named: Vec<Language<'_>> = texts.iter().map(|text| (tag, text.as_str())).collect();
    Ok(Catalog::new(&named, Some(tag.to_string())))
}

/// What differs, with some lines around it.
fn difference(lines: &[Line]) -> String {
    let differs: Vec<usize> = (0..lines.len()).filter(|at| !matches!(lines[*at], Line::Kept(_))).collect();
    let (mut text, mut last) = (String::new(), None);
    for (at, line) in lines.iter().enumerate() {
        if !differs.iter().any(|other| at.abs_diff(*other) <= AROUND) {
            continue;
        }
        if last.is_some_and(|last: usize| last + 1 != at) {
            text.push_str("@@\n");
        }
        let (sign, line) = match line {
            Line::Kept(line) => (' ', line),
            Line::Old(line) => ('-', line),
            Line::New(line) => ('+', line),
        };
        text.push_str(format!("{sign} {line}").trim_end());
        text.push('\n');
        last = Some(at);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_some_lines_around_it() {
        let kept = |name: &str| Line::Kept(name.to_string());
        let mut lines: Vec<Line> = ["a", "b", "c", "d"].map(kept).to_vec();
        lines.extend([Line::Old("old".to_string()), Line::New("new".to_string()), kept("")]);
        lines.extend(["e", "f", "g", "h", "i", "j", "k"].map(kept));
        lines.push(Line::New("more".to_string()));
        let shown = difference(&lines);
        assert_eq!(shown, "  b\n  c\n  d\n- old\n+ new\n\n  e\n  f\n@@\n  i\n  j\n  k\n+ more\n");
    }

    #[test]
    fn a_mistake_is_named_by_a_line_of_its_own() {
        let chapter = "# A\n\n<!-- mistake: tcp-server/dies-on-a-reset -->\n\nnot <!-- mistake: a/b --> here\n";
        let shown = shown(chapter).unwrap();
        assert_eq!(shown.len(), 1);
        assert_eq!((shown[0].lesson.as_str(), shown[0].name.as_str()), ("tcp-server", "dies-on-a-reset"));
        assert_eq!(&chapter[shown[0].place.clone()], "<!-- mistake: tcp-server/dies-on-a-reset -->");
    }
}
