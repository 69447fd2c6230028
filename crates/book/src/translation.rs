//! The translations into one language: a PO file, which people fill in and `update` keeps in the book's order.

use std::fs;

use anyhow::{Context as _, Result, anyhow};
use polib::catalog::Catalog;
use polib::message::Message;
use polib::metadata::CatalogMetadata;
use polib::po_file;

use crate::messages::has_words;
use crate::project::{Language, Project};

/// When the messages were extracted. That is whenever the book has changed, and no news.
const EXTRACTED: &str = "2026-01-01T00:00:00Z";

/// The translations that there are.
///
/// # Errors
/// The PO file is missing, or is none.
pub fn translated(project: &Project, language: &Language) -> Result<Catalog> {
    let file = project.catalog(language);
    po_file::parse(&file)
        .map_err(|error| anyhow!("{error}"))
        .with_context(|| format!("cannot read {}", project.name(&file)))
}

/// What an update has changed in the translations.
pub struct Updated {
    /// The messages of the book, with the translations that there are.
    pub catalog: Catalog,
    /// What is in the book no longer: the message, and its translation.
    pub dropped: Vec<(String, String)>,
}

/// The book's messages, with those translations that are still of one.
///
/// What says nothing in any language is translated by itself.
///
/// # Errors
/// A message is of a kind that no book has.
pub fn merged(messages: &Catalog, old: &Catalog, language: &Language) -> Result<Updated> {
    let mut catalog = Catalog::new(metadata(language)?);
    for message in messages.messages() {
        let id = message.msgid();
        let translation = old.find_message(None, id, None).and_then(|old| old.msgstr().ok()).unwrap_or_default();
        let text = if translation.is_empty() && !has_words(id) { id } else { translation };
        let is_fuzzy = old.find_message(None, id, None).is_some_and(|old| old.is_fuzzy());
        let mut new = Message::build_singular();
        new.with_source(message.source().to_string())
            .with_comments(message.comments().to_string())
            .with_msgid(id.to_string())
            .with_msgstr(text.to_string());
        if is_fuzzy {
            new.with_flags("fuzzy".parse().unwrap_or_default());
        }
        catalog.append_or_update(new.done());
    }
    let gone = old.messages().filter(|old| messages.find_message(None, old.msgid(), None).is_none());
    let both = |old: &dyn polib::message::MessageView| {
        (old.msgid().to_string(), old.msgstr().map(str::to_string).unwrap_or_default())
    };
    let dropped = gone.map(both).filter(|(_, translation)| !translation.is_empty()).collect();
    Ok(Updated { catalog, dropped })
}

/// What stands at the head of the PO file.
fn metadata(language: &Language) -> Result<CatalogMetadata> {
    let Language { tag, title, plural, .. } = language;
    let plural =
        plural.as_deref().with_context(|| format!("docs/book/languages.toml names no plural rule of {tag}"))?;
    // The parser wants all of them.
    let head = format!(
        "Project-Id-Version: {title}\nPOT-Creation-Date: {EXTRACTED}\nPO-Revision-Date: \nLast-Translator: \n\
         Language-Team: \nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\
         Content-Transfer-Encoding: 8bit\nLanguage: {tag}\nPlural-Forms: {plural}\n"
    );
    CatalogMetadata::parse(&head).map_err(|error| anyhow!("{error}"))
}

/// Writes the PO file.
///
/// # Errors
/// It cannot be written.
pub fn write(project: &Project, language: &Language, catalog: &Catalog) -> Result<()> {
    let file = project.catalog(language);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    po_file::write(catalog, &file).with_context(|| format!("cannot write {}", project.name(&file)))
}

/// The messages that have no translation: where each stands, and its text.
#[must_use]
pub fn behind(messages: &Catalog, translated: &Catalog) -> Vec<(String, String)> {
    let is_behind = |id: &str| {
        translated.find_message(None, id, None).is_none_or(|it| it.is_fuzzy() || it.msgstr().is_ok_and(str::is_empty))
    };
    let behind = messages.messages().filter(|message| is_behind(message.msgid()));
    behind.map(|message| (message.source().replace('\n', " "), message.msgid().to_string())).collect()
}
