//! One thing has one name: the words of `docs/book/glossary.toml` are the same in all translations.

use anyhow::Result;
use mdbook_i18n_helpers::extract_events;
use polib::catalog::Catalog;
use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;

use super::Finding;
pub use crate::glossary::Glossary;
use crate::glossary::Term;

const MEND: &str =
    "correct the translation in docs/book/po, or the term in docs/book/glossary.toml; then `cargo lab book --update`";

/// A word that another one is looked for with.
struct Rule {
    /// Where it stands in the original, one of `ours` has to stand in the translation.
    theirs: Vec<Regex>,
    ours: Vec<Regex>,
    never: Vec<Regex>,
    /// What the translation should have said.
    name: String,
}

impl Glossary {
    /// The translations that call something by another name.
    ///
    /// # Errors
    /// A word of the glossary is none.
    pub fn findings(&self, translated: &Catalog) -> Result<Vec<Finding>> {
        let rules = self.rules()?;
        let mut findings = Vec::new();
        for message in translated.messages().filter(|message| message.is_translated()) {
            let (id, text) = (message.msgid(), message.msgstr().unwrap_or_default());
            // What is code is the same in both.
            if id == text {
                continue;
            }
            let (theirs, ours) = (words(id), words(text));
            for rule in &rules {
                if let Some(broken) = rule.broken(&theirs, &ours) {
                    let place = message.source().replace('\n', " ");
                    findings.push(Finding::new(format!("{place}: {broken}: {id:?} is {text:?}"), MEND));
                }
            }
        }
        Ok(findings)
    }

    /// What the table of words would say wrongly: a chapter of no word, and a word that is not that of the translations.
    ///
    /// # Errors
    /// A word of the glossary is none.
    pub fn table_findings(&self) -> Result<Vec<Finding>> {
        let entries = self.entries();
        let is_word = |name: &&String| entries.iter().any(|entry| entry.english == **name);
        let nobody = self.chapter.keys().filter(|name| !is_word(name));
        let mut findings: Vec<Finding> = nobody
            .map(|name| {
                Finding::new(
                    format!("docs/book/glossary.toml has a chapter for {name:?}, which is no word of it"),
                    MEND,
                )
            })
            .collect();
        for Term { word, pt, .. } in &self.term {
            let Some(word) = word else { continue };
            if !patterns(pt, "")?.iter().any(|pattern| pattern.is_match(word)) {
                findings.push(Finding::new(format!("docs/book/glossary.toml shows {word:?} for {pt:?}"), MEND));
            }
        }
        Ok(findings)
    }

    fn rules(&self) -> Result<Vec<Rule>> {
        let term = |term: &Term| -> Result<Rule> {
            Ok(Rule {
                theirs: patterns(&term.en, r"\b")?,
                ours: patterns(&term.pt, "")?,
                never: patterns(&term.never, r"\b")?,
                name: term.pt.join(" / "),
            })
        };
        let stays = |word: &String| -> Result<Rule> {
            let word = std::slice::from_ref(word);
            let (theirs, ours) = (patterns(word, r"\b")?, patterns(word, r"s?\b")?);
            Ok(Rule { theirs, ours, never: Vec::new(), name: word.concat() })
        };
        self.term.iter().map(term).chain(self.stay.iter().map(stays)).collect()
    }
}

impl Rule {
    /// What a translation does against the rule, if it does.
    fn broken(&self, theirs: &str, ours: &str) -> Option<String> {
        let is_in = |patterns: &[Regex], text: &str| patterns.iter().any(|pattern| pattern.is_match(text));
        if let Some(never) = self.never.iter().find_map(|never| never.find(ours)) {
            return Some(format!("{:?} is called {} in this course", never.as_str(), self.name));
        }
        let found = self.theirs.iter().find_map(|pattern| pattern.find(theirs))?;
        (!is_in(&self.ours, ours)).then(|| format!("{:?} is {:?} here", found.as_str(), self.name))
    }
}

/// Whole words, however they are written. What may follow a stem is said by `end`.
fn patterns(words: &[String], end: &str) -> Result<Vec<Regex>> {
    let pattern = |word: &String| {
        let spaced = word.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"\s+");
        Ok(Regex::new(&format!(r"(?i)\b{spaced}{end}"))?)
    };
    words.iter().map(pattern).collect()
}

/// The words of a text outside of code.
fn words(text: &str) -> String {
    let (mut words, mut is_code) = (String::new(), false);
    for (_, event) in extract_events(text, None) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(text) if !is_code => words.push_str(&text),
            // Code keeps the words beside it apart.
            Event::Code(_) => words.push('\u{fffc}'),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(original: &str, translation: &str) -> Vec<String> {
        let glossary: Glossary = toml::from_str(
            "stay = [\"backlog\"]\n[[term]]\nen = [\"port\", \"ports\"]\npt = [\"porta\"]\nnever = [\"port\"]\n\
             [[term]]\nen = [\"connection\"]\npt = [\"conex\"]\n",
        )
        .unwrap();
        let rules = glossary.rules().unwrap();
        rules.iter().filter_map(|rule| rule.broken(&words(original), &words(translation))).collect()
    }

    #[test]
    fn a_term_has_its_word_in_any_form() {
        for (original, translation) in [
            ("Two ports, a connection", "Duas portas, uma conexão"),
            ("A reported `port`, supported", "Um `port` relatado"),
            ("The backlog is full", "O backlog está cheio"),
        ] {
            assert!(broken(original, translation).is_empty(), "{original}");
        }
    }

    #[test]
    fn another_word_is_found() {
        assert_eq!(broken("A port", "Um porto"), ["\"port\" is \"porta\" here"]);
        assert_eq!(broken("It", "O port"), ["\"port\" is called porta in this course"]);
        assert_eq!(broken("The backlog", "A fila"), ["\"backlog\" is \"backlog\" here"]);
    }
}
