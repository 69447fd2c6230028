//! Markdown, read as the translation reads it.

use mdbook_i18n_helpers::new_cmark_parser;
use pulldown_cmark::{DefaultBrokenLinkCallback, Parser};

/// What a text says, with the kinds of Markdown that the book has.
#[must_use]
pub fn parser(text: &str) -> Parser<'_, DefaultBrokenLinkCallback> {
    new_cmark_parser::<DefaultBrokenLinkCallback>(text, None)
}
