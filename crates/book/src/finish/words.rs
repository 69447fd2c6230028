//! The words of mdBook itself, on its buttons and in its scripts, in the language of the page.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use regex::Regex;

use crate::project::Language;

/// What mdBook says, and how a language says it.
pub struct Words<'a> {
    pages: Vec<Word<'a>>,
    scripts: Vec<Word<'a>>,
    language: &'a Language,
}

struct Word<'a> {
    theirs: &'a str,
    ours: &'a str,
    /// It, as all that a tag or a string holds.
    pattern: Regex,
    was_found: bool,
}

impl<'a> Words<'a> {
    /// Those of this language.
    pub fn new(language: &'a Language) -> Self {
        let words = |words: &'a BTreeMap<String, String>| words.iter().map(Word::new).collect();
        Self { pages: words(&language.words.pages), scripts: words(&language.words.scripts), language }
    }

    /// A part of a page that is mdBook's own.
    pub fn in_page(&mut self, html: &str) -> String {
        replaced(html, &mut self.pages)
    }

    /// A script.
    pub fn in_script(&mut self, script: &str) -> String {
        replaced(script, &mut self.scripts)
    }

    /// Fails if mdBook says one of them no longer.
    pub fn were_all_found(&self) -> Result<()> {
        let all = self.pages.iter().chain(&self.scripts);
        let gone: Vec<_> = all.filter(|word| !word.was_found).map(|word| word.theirs).collect();
        let tag = &self.language.tag;
        ensure!(gone.is_empty(), "mdBook no longer says {gone:?}: see docs/book/languages.toml, the words of {tag}");
        Ok(())
    }
}

impl<'a> Word<'a> {
    fn new((theirs, ours): (&'a String, &'a String)) -> Self {
        let pattern = format!("(?P<before>[>\"']){}(?P<after>[<\"'])", regex::escape(theirs));
        let pattern = Regex::new(&pattern).expect("a text is a pattern of itself");
        Word { theirs, ours, pattern, was_found: false }
    }
}

fn replaced(text: &str, words: &mut [Word<'_>]) -> String {
    let mut text = text.to_string();
    for word in words {
        let with = format!("${{before}}{}${{after}}", word.ours.replace('$', "$$"));
        let replaced = word.pattern.replace_all(&text, with).into_owned();
        word.was_found |= replaced != text;
        text = replaced;
    }
    text
}
