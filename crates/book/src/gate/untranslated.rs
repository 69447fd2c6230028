//! What a reader of a translation sees that is still English: each paragraph, cell, heading and button differs from that of
//! the English page, unless it has no words, or is on the list of what is the same.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, ensure};
use scraper::{ElementRef, Html, Node, Selector};

use super::Finding;
use crate::finish::files;
use crate::project::{Language, Project, read};

const MEND: &str = "translate it in docs/book/po, or mdBook's own words in docs/book/languages.toml, where `same` lists what is the same in both";

/// What holds words of one piece.
const BLOCKS: &str = "main p, main li, main h1, main h2, main h3, main h4, main td, main th, main summary, button, h2";
/// What says something that is not seen.
const SAID: [&str; 3] = ["aria-label", "title", "placeholder"];

/// The first chapter once more, and all of them on one page.
const REPEATED: [&str; 2] = ["index.html", "print.html"];

/// What of the pages in a language, built in this folder, is as in English.
///
/// # Errors
/// A page cannot be read, or the pages of both are not made alike.
pub fn findings(project: &Project, language: &Language, built: &Path) -> Result<Vec<Finding>> {
    let (source, own) = (built.join(&project.source().tag), built.join(&language.tag));
    let mut findings = Vec::new();
    // Two pages repeat others.
    let is_page = |file: &PathBuf| {
        file.extension().is_some_and(|it| it == "html") && !REPEATED.iter().any(|name| *file == own.join(name))
    };
    for file in files(&own)?.into_iter().filter(is_page) {
        let within = file.strip_prefix(&own)?;
        let (theirs, ours) = (said(&read(&source.join(within))?)?, said(&read(&file)?)?);
        let page = within.display();
        ensure!(
            theirs.len() == ours.len(),
            "{page} has {} pieces of text in {}, and {} in English",
            ours.len(),
            language.name,
            theirs.len()
        );
        for (theirs, ours) in theirs.into_iter().zip(ours) {
            let is_same = theirs == ours && has_words(&ours) && !language.same.contains(&ours);
            if is_same {
                findings.push(Finding::new(format!("{}/{page}: still English: {ours:?}", language.tag), MEND));
            }
        }
    }
    Ok(findings)
}

/// Whether a text says something in a language. What is in capitals is a name, as EADDRINUSE is.
fn has_words(text: &str) -> bool {
    text.chars().any(char::is_lowercase)
}

/// All that a page says, piece by piece, without code.
fn said(html: &str) -> Result<Vec<String>> {
    let document = Html::parse_document(html);
    let parse = |selector: &str| Selector::parse(selector).map_err(|error| anyhow!("{error}"));
    let mut said: Vec<String> = document.select(&parse(BLOCKS)?).map(words).collect();
    for name in SAID {
        // The names of the languages are the same in each.
        let selector = parse(&format!("[{name}]:not(.language)"))?;
        said.extend(document.select(&selector).filter_map(|it| it.attr(name)).map(str::to_string));
    }
    Ok(said)
}

/// The words of an element outside of code, and of what holds words of its own.
fn words(element: ElementRef<'_>) -> String {
    let mut words = String::new();
    collect(element, &mut words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(element: ElementRef<'_>, words: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => words.push_str(text),
            Node::Element(it) if matches!(it.name(), "code" | "pre" | "kbd" | "svg" | "ul" | "ol" | "p") => {
                words.push(' ')
            }
            // What says its language is in that one on each page.
            Node::Element(it) if it.attr("lang").is_some() => words.push(' '),
            Node::Element(_) => ElementRef::wrap(child).into_iter().for_each(|child| collect(child, words)),
            _ => {}
        }
    }
}
