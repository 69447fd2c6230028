//! The messages of the book: all that can be translated, paragraph by paragraph, in the order of the book.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use mdbook_i18n_helpers::extract_events;
use mdbook_i18n_helpers::renderers::Xgettext;
use mdbook_i18n_helpers::xgettext::create_catalogs;
use mdbook_renderer::RenderContext;
use polib::catalog::Catalog;
use polib::message::Message;
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::drawn;
use crate::edition;
use crate::project::{Project, read};

/// The messages of the book, none of which is translated.
///
/// # Errors
/// The book cannot be loaded.
pub fn extract(project: &Project) -> Result<Catalog> {
    let mut book = edition::load(project, project.source())?;
    // A number of a line would change with each edit above it.
    book.config.set("output.xgettext.granularity", 0)?;
    let (chapters, _) = book.preprocess_book(&Xgettext)?;
    let context = RenderContext::new(book.root.clone(), chapters, book.config.clone(), Path::new(""));
    let reader = |file: std::path::PathBuf| read(&file).map_err(std::io::Error::other);
    let mut catalogs = create_catalogs(&context, reader)?.into_values();
    let mut catalog = catalogs.next().context("the book has no messages")?;
    ensure!(catalogs.next().is_none(), "the messages of the book are in several files");
    for (picture, words) in drawn::words(project)? {
        if catalog.find_message(None, &words, None).is_none() {
            catalog.append_or_update(Message::build_singular().with_source(picture).with_msgid(words).done());
        }
    }
    Ok(catalog)
}

/// Whether a message says something in a language: outside of code it has letters, and it is no string of a listing.
#[must_use]
pub fn has_words(message: &str) -> bool {
    if is_string(message) {
        return false;
    }
    let mut is_code = false;
    extract_events(message, None).into_iter().any(|(_, event)| match event {
        Event::Start(Tag::CodeBlock(_)) => {
            is_code = true;
            false
        }
        Event::End(TagEnd::CodeBlock) => {
            is_code = false;
            false
        }
        Event::Text(text) => !is_code && text.chars().any(char::is_alphabetic),
        _ => false,
    })
}

/// Whether a message is a string of a listing, which its program prints or sends, and so the same in each language.
fn is_string(message: &str) -> bool {
    let text = message.trim_end().trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let mut ends = text.chars();
    let (first, last) = (ends.next(), ends.next_back());
    // A string with something in braces comes in pieces, of which the outer ones have a quote each.
    let is_piece = text.matches('"').count() == 1 && [first, last].contains(&Some('"'));
    is_piece || matches!(first, Some('"' | '\'')) && first == last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_alone_has_no_words() {
        for message in ["`listen`", "1", "\"127.0.0.1:0\"", "\"ping ", "\\n\"", "b'oi'", "```console\n$ a \"b\"\n```"] {
            assert!(!has_words(message), "{message}");
        }
    }

    #[test]
    fn what_is_said_has_words() {
        for message in ["a", "`read`, or not", "// A comment.\n", "[`read`](a.md) fills", "# all ten checks\n"] {
            assert!(has_words(message), "{message}");
        }
    }
}
