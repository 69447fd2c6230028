//! The words of `docs/book/glossary.toml`, and the table that a chapter has of them.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use regex::{NoExpand, Regex};
use serde::Deserialize;

use crate::project::{Project, read};

/// The words of the course.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// Words that are the same in both languages.
    pub(crate) stay: Vec<String>,
    pub(crate) term: Vec<Term>,
    /// The page that explains a word, by its first form in English.
    #[serde(default)]
    pub(crate) chapter: BTreeMap<String, String>,
}

/// A word and its translation, each in its forms.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    pub(crate) en: Vec<String>,
    pub(crate) pt: Vec<String>,
    #[serde(default)]
    pub(crate) never: Vec<String>,
    /// What a reader is shown of the translation, where the first form is only the beginning of a word.
    pub(crate) word: Option<String>,
}

/// A row of the table.
pub(crate) struct Entry<'a> {
    pub(crate) english: &'a str,
    pub(crate) portuguese: &'a str,
    pub(crate) chapter: Option<&'a String>,
}

impl Glossary {
    /// That of the book.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(project: &Project) -> Result<Self> {
        Ok(toml::from_str(&read(&project.book().join("glossary.toml"))?)?)
    }

    /// The words, in the order of the English ones.
    pub(crate) fn entries(&self) -> Vec<Entry<'_>> {
        let terms = self.term.iter().filter_map(|term| {
            let portuguese = term.word.as_ref().or(term.pt.first())?;
            Some((term.en.first()?.as_str(), portuguese.as_str()))
        });
        // Of the words that stay, the one form follows the other.
        let forms = |word: &&String| !word.ends_with('s') || !self.stay.contains(&word[..word.len() - 1].to_string());
        let same = self.stay.iter().filter(forms).map(|word| (word.as_str(), word.as_str()));
        let mut entries: Vec<Entry<'_>> = terms
            .chain(same)
            .map(|(english, portuguese)| Entry { english, portuguese, chapter: self.chapter.get(english) })
            .collect();
        entries.sort_by_key(|entry| entry.english.to_lowercase());
        entries
    }

    /// A page with the table, where it has a row with the comment `<!-- words -->`. The titles are those of the pages.
    ///
    /// # Errors
    /// A word names a page that is not there.
    pub(crate) fn filled(&self, page: &str, titles: &HashMap<PathBuf, String>) -> Result<String> {
        let place = Regex::new(r"(?m)^\|[^|\n]*<!-- words -->[^\n]*$")?;
        let mut rows = Vec::new();
        for Entry { english, portuguese, chapter } in self.entries() {
            let link = match chapter {
                None => String::new(),
                Some(page) => {
                    let title = titles.get(Path::new(page));
                    let title =
                        title.with_context(|| format!("docs/book/glossary.toml: no page {page} explains {english}"))?;
                    format!("[{title}]({page})")
                }
            };
            // What it is in its language is the same on the page of each.
            rows.push(format!(
                "| <span lang=\"en\">{english}</span> | <span lang=\"pt-BR\">{portuguese}</span> | {link} |"
            ));
        }
        Ok(place.replace(page, NoExpand(&rows.join("\n"))).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_each_word_with_the_title_of_its_chapter() {
        let glossary: Glossary = toml::from_str(
            "stay = [\"ping\", \"pings\"]\n[[term]]\nen = [\"port\", \"ports\"]\npt = [\"porta\"]\n\
             [[term]]\nen = [\"option\"]\npt = [\"opç\"]\nword = \"opção\"\n[chapter]\nport = \"ports.md\"\n",
        )
        .unwrap();
        let titles = HashMap::from([(PathBuf::from("ports.md"), "Portas".to_string())]);
        let page = "| a | b | c |\n|---|---|---|\n|<!-- words -->|||\n\nend\n";
        let row = |english, portuguese, link| {
            format!("| <span lang=\"en\">{english}</span> | <span lang=\"pt-BR\">{portuguese}</span> | {link} |\n")
        };
        let rows = [row("option", "opção", ""), row("ping", "ping", ""), row("port", "porta", "[Portas](ports.md)")];
        let done = format!("| a | b | c |\n|---|---|---|\n{}\nend\n", rows.concat());
        assert_eq!(glossary.filled(page, &titles).unwrap(), done);
        assert!(glossary.filled(page, &HashMap::new()).unwrap_err().to_string().contains("no page ports.md"));
    }
}
