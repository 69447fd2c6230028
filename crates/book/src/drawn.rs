//! Pictures that are drawn by hand: one file for all languages, whose words are messages like those of the chapters.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use polib::catalog::Catalog;
use regex::{Captures, Regex};

use crate::project::{Project, read};

/// The words in a picture.
const WORDS: &str = r"(?P<before><text\b[^>]*>)(?P<words>[^<]*)(?P<after></text>)";

/// The words of all pictures, each with the name of its file.
///
/// # Errors
/// One cannot be read.
pub fn words(project: &Project) -> Result<Vec<(String, String)>> {
    let words = Regex::new(WORDS)?;
    let mut found = Vec::new();
    for file in files(project)? {
        let name = format!("pictures/{}", file.file_name().unwrap_or_default().to_string_lossy());
        for text in words.captures_iter(&read(&file)?) {
            found.push((name.clone(), text["words"].trim().to_string()));
        }
    }
    Ok(found)
}

/// A picture, with its words as the catalog has them.
///
/// # Errors
/// The words cannot be looked for.
pub fn translated(svg: &str, catalog: &Catalog) -> Result<String> {
    let done = Regex::new(WORDS)?.replace_all(svg, |found: &Captures<'_>| {
        let words = found["words"].trim();
        let translation = catalog.find_message(None, words, None).and_then(|it| it.msgstr().ok());
        let words = translation.filter(|text| !text.is_empty()).unwrap_or(words);
        format!("{}{words}{}", &found["before"], &found["after"])
    });
    Ok(done.into_owned())
}

/// The files, in the order of their names. Those of runs have a language in theirs.
fn files(project: &Project) -> Result<Vec<PathBuf>> {
    let folder = project.book().join("pictures");
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let files = fs::read_dir(&folder).with_context(|| format!("cannot read {}", project.name(&folder)))?;
    let mut files = files.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    let is_drawn = |file: &PathBuf| {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        file.extension().is_some_and(|it| it == "svg") && !stem.contains('.')
    };
    files.retain(is_drawn);
    files.sort();
    Ok(files)
}
