//! The book in one language, as mdBook loads it: from its files alone, without a look at the environment.

use std::path::Path;

use crate::project::{Language, Project};
use crate::translated::Translated;
use anyhow::{Context as _, Result};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;

/// Loads the book in a language.
///
/// # Errors
/// A file of it is missing or wrong.
pub fn load(project: &Project, language: &Language) -> Result<MDBook> {
    let mut config = Config::from_disk(project.book().join("book.toml"))?;
    config.book.language = Some(language.tag.clone());
    config.book.title = Some(language.title.clone());
    let mut book = MDBook::load_with_config(project.book(), config)
        .with_context(|| format!("cannot load {}", project.name(&project.book())))?;
    // Not before it is loaded: a table of that name would then call a program, and stand before the includes.
    book.config.set("preprocessor.gettext.po-dir", "po")?;
    book.with_preprocessor(Translated::new(project));
    Ok(book)
}

/// Renders the book in a language into this folder, in place of what is there.
///
/// # Errors
/// The book is wrong somewhere, or the folder cannot be written.
pub fn render(project: &Project, language: &Language, out: &Path) -> Result<()> {
    let mut book = load(project, language)?;
    book.config.build.build_dir = std::path::absolute(out)?;
    book.build().with_context(|| format!("cannot render the book in {}", language.name))
}
