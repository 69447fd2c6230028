//! What mdBook does not do, done to the pages that it has rendered: the switch to the other languages, the words of its
//! buttons, a search that does not ask for accents, pictures in the page's colours, and all of it by keyboard.
//!
//! Each step demands to find mdBook's pages as they were when it was written: a later mdBook makes it fail, and not miss.

mod page;
mod picture;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::project::{Language, Project, read};
use crate::translation;
use page::Page;
use picture::Pictures;
use words::Words;

/// Finishes the pages of a language, which are in this folder.
///
/// # Errors
/// A page is not as mdBook used to make it, or a picture is missing.
pub fn finish(project: &Project, language: &Language, folder: &Path) -> Result<()> {
    let mut words = Words::new(language);
    let is_source = language.tag == project.source().tag;
    let translations = if is_source { None } else { Some(translation::translated(project, language)?) };
    let pictures = Pictures { project, language, translations: translations.as_ref() };
    let script = project.book().join(page::SEARCH);
    fs::copy(&script, folder.join(page::SEARCH)).with_context(|| format!("cannot copy {}", project.name(&script)))?;
    for file in files(folder)? {
        let extension = file.extension().and_then(|it| it.to_str()).unwrap_or_default();
        let text = match extension {
            "html" => {
                let html = read(&file)?;
                let within = file.strip_prefix(folder)?;
                Page { project, language, pictures: &pictures, within }.finished(html, &mut words)
            }
            "js" => Ok(words.in_script(&read(&file)?)),
            _ => continue,
        };
        fs::write(&file, text.with_context(|| file.display().to_string())?)?;
    }
    words.were_all_found()
}

/// All files below a folder, in the order of their names.
///
/// # Errors
/// It cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() { &mut folders } else { &mut files }.push(path);
        }
    }
    files.sort();
    Ok(files)
}
