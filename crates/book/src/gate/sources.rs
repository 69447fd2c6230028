//! What a chapter shows is shown from a file that a test runs, and each such file is shown: no listing is written into a
//! chapter, and no picture, session or example is left over.

use std::path::{Path, PathBuf};

use anyhow::Result;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::Finding;
use crate::finish::files;
use crate::markdown::parser;
use crate::project::{Project, read};

const LISTING: &str = "write it into a file of docs/book/examples, which a test runs, and include it";
const LEFT_OVER: &str = "show it in a chapter of docs/book/src, or remove it";
const MARKDOWN: &str = "write it otherwise: the translation does not know this kind of Markdown";

/// What mdBook understands and the translation does not.
const UNKNOWN: [&str; 3] = ["[!NOTE]", "[!TIP]", "[!WARNING]"];

/// The listings that are written into chapters, and the files that no chapter shows.
///
/// # Errors
/// A file cannot be read.
pub fn findings(project: &Project) -> Result<Vec<Finding>> {
    let book = project.book();
    let mut findings = Vec::new();
    let mut all = String::new();
    for file in with_ending(&book.join("src"), &["md"])? {
        let (name, text) = (project.name(&file), read(&file)?);
        for listing in written(&text) {
            findings.push(Finding::new(format!("{name} has a listing of its own: {listing:?}"), LISTING));
        }
        for unknown in UNKNOWN.into_iter().filter(|unknown| text.contains(unknown)) {
            findings.push(Finding::new(format!("{name} has {unknown}"), MARKDOWN));
        }
        all += &text;
    }
    for session in with_ending(&book.join("sessions"), &["console"])? {
        all += &read(&session)?;
    }
    for file in shown(&book)? {
        let within = file.strip_prefix(&book)?.to_string_lossy().replace('\\', "/");
        // A session shows what an example prints.
        let run = format!("--bin {}\n", file.file_stem().unwrap_or_default().to_string_lossy());
        if !all.contains(&within) && !all.contains(&run) {
            findings.push(Finding::new(format!("no chapter shows docs/book/{within}"), LEFT_OVER));
        }
    }
    Ok(findings)
}

/// The listings of programs in a chapter that are included from nowhere: the first line of each.
fn written(text: &str) -> Vec<String> {
    let (mut listings, mut is_program) = (Vec::new(), false);
    for event in parser(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                let language = language.split([',', ' ']).next().unwrap_or_default();
                is_program = matches!(language, "rust" | "python");
            }
            Event::End(TagEnd::CodeBlock) => is_program = false,
            Event::Text(lines) if is_program => {
                let own = lines.lines().find(|line| !line.trim().is_empty() && !line.contains("{{#include "));
                listings.extend(own.map(str::to_string));
            }
            _ => {}
        }
    }
    listings
}

/// What there is to be shown, as a chapter names it.
fn shown(book: &Path) -> Result<Vec<PathBuf>> {
    let mut all = with_ending(&book.join("sessions"), &["console"])?;
    all.extend(with_ending(&book.join("examples/src/bin"), &["rs"])?);
    all.extend(with_ending(&book.join("examples"), &["py"])?);
    let pictures = with_ending(&book.join("pictures"), &["toml", "svg"])?;
    // A picture of a run has a file for each language, and a chapter names it without one.
    let drawn = pictures.into_iter().filter(|file| {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        !stem.contains('.')
    });
    all.extend(drawn.map(|file| file.with_extension("svg")));
    Ok(all)
}

/// The files of a folder with these endings; none, where there is no such folder.
fn with_ending(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let is_one = |file: &PathBuf| file.extension().and_then(|it| it.to_str()).is_some_and(|it| endings.contains(&it));
    Ok(files(folder)?.into_iter().filter(is_one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_included_is_shown_of_a_program() {
        assert_eq!(written("```rust\n{{#include ../examples/a.rs:x}}\n```\n"), Vec::<String>::new());
        assert_eq!(written("```sh\ncargo test\n```\n"), Vec::<String>::new());
        assert_eq!(written("```rust,ignore\n\nlet a = 1;\n```\n"), ["let a = 1;"]);
        assert_eq!(written("```python\nprint(1)\n{{#include ../examples/a.py}}\n```\n"), ["print(1)"]);
    }
}
