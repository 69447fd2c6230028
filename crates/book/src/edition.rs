//! The book in one language, as mdBook loads it: from its files alone, without a look at the environment.

use anyhow::{Context as _, Result};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_i18n_helpers::preprocessors::Gettext;

use crate::links::Links;
use crate::project::{Language, Project};

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
    book.with_preprocessor(Gettext);
    // Behind the translation, so that a message has the links that its file has.
    book.with_preprocessor(Links::new(project));
    Ok(book)
}
