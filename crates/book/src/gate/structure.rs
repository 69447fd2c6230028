//! A translation says what its original says: with the same kinds of blocks, the same code, links, pictures and numbers.
//! Only their order within a paragraph is the translator's.

use mdbook_i18n_helpers::extract_events;
use polib::catalog::Catalog;
use pulldown_cmark::{Event, Tag};

use super::Finding;
use crate::project::Language;

const MEND: &str = "correct the translation in docs/book/po, then `cargo lab book --update`";

/// The translations into a language that are made otherwise than their originals.
#[must_use]
pub fn findings(language: &Language, translated: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    for message in translated.messages().filter(|message| message.is_translated()) {
        let (id, text) = (message.msgid(), message.msgstr().unwrap_or_default());
        if let Some(difference) = difference(&in_names_of(language, id), text) {
            let place = message.source().replace('\n', " ");
            findings.push(Finding::new(format!("{place}: {difference}: {id:?} is {text:?}"), MEND));
        }
    }
    findings
}

/// A text that names the task sheets by what they are called in a language.
fn in_names_of(language: &Language, original: &str) -> String {
    language.sheet.as_ref().map_or_else(|| original.to_string(), |sheet| original.replace("README.md", sheet))
}

/// How a translation is made otherwise, if it is.
fn difference(original: &str, translation: &str) -> Option<String> {
    let (theirs, ours) = (Structure::of(original), Structure::of(translation));
    let listed = |what: &str, theirs: &[String], ours: &[String]| {
        (theirs != ours).then(|| format!("{what} {} became {}", shown(theirs), shown(ours)))
    };
    listed("the blocks", &theirs.blocks, &ours.blocks)
        .or_else(|| listed("the links and marks", &theirs.spans, &ours.spans))
        .or_else(|| listed("the code", &theirs.code, &ours.code))
        .or_else(|| listed("the numbers", &theirs.numbers, &ours.numbers))
        .or_else(|| listed("the signs of comments", &comment_signs(original), &comment_signs(translation)))
}

fn shown(list: &[String]) -> String {
    if list.is_empty() { "nothing".to_string() } else { list.join(", ") }
}

/// What of a text is not its words.
#[derive(Default)]
struct Structure {
    /// In their order.
    blocks: Vec<String>,
    /// Sorted, as all that follow.
    spans: Vec<String>,
    code: Vec<String>,
    numbers: Vec<String>,
}

impl Structure {
    fn of(text: &str) -> Self {
        let mut it = Self::default();
        for (_, event) in extract_events(text, None) {
            match event {
                Event::Start(Tag::Emphasis) => it.spans.push("emphasis".to_string()),
                Event::Start(Tag::Strong) => it.spans.push("strong".to_string()),
                Event::Start(Tag::Link { dest_url, .. }) => it.spans.push(format!("link to {dest_url}")),
                Event::Start(Tag::Image { dest_url, .. }) => it.spans.push(format!("picture {dest_url}")),
                Event::Start(tag) => it.blocks.push(format!("{:?}", tag.to_end())),
                Event::Code(code) => it.code.push(format!("`{code}`")),
                Event::InlineHtml(html) | Event::Html(html) => it.code.push(html.to_string()),
                Event::Text(words) => it.numbers.extend(numbers(&words)),
                _ => {}
            }
        }
        for sorted in [&mut it.spans, &mut it.code, &mut it.numbers] {
            sorted.sort();
        }
        it
    }
}

/// The numbers in a text, by their digits alone: a language has its own signs between them.
fn numbers(text: &str) -> Vec<String> {
    let mut numbers = vec![String::new()];
    let characters: Vec<char> = text.chars().collect();
    for (at, c) in characters.iter().enumerate() {
        let is_digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
        match c {
            _ if c.is_ascii_digit() => numbers.last_mut().into_iter().for_each(|number| number.push(*c)),
            ',' | '.' if at > 0 && is_digit(at - 1) && is_digit(at + 1) => {}
            _ => numbers.push(String::new()),
        }
    }
    numbers.retain(|number| !number.is_empty());
    numbers
}

/// What the lines of a message begin with that is a comment in a listing, and whether it has a line end: without it, the
/// comment would swallow the code behind it.
fn comment_signs(text: &str) -> Vec<String> {
    const SIGNS: [&str; 6] = ["///", "//!", "//", "/*", "#!", "#"];
    let sign = |line: &str| SIGNS.into_iter().find(|sign| line.trim_start().starts_with(sign));
    let mut signs: Vec<String> = text.lines().filter_map(sign).map(str::to_string).collect();
    if text.ends_with('\n') {
        signs.push("a line end".to_string());
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_their_order_are_free() {
        for (original, translation) in [
            ("`a` of `b`", "`b` de `a`"),
            ("A _ready line_, see [`read`](x)", "Veja [`read`](x): a _linha de prontidão_"),
            ("1,024 bytes in 0.5 s", "em 0,5 s, 1.024 bytes"),
            ("// Two.\n// Lines.\n", "// Duas.\n// Linhas.\n"),
        ] {
            assert_eq!(difference(original, translation), None, "{original}");
        }
    }

    #[test]
    fn what_is_not_words_is_kept() {
        for (original, translation) in [
            ("read `main.rs`", "leia main.rs"),
            ("`--port 0`", "`--porta 0`"),
            ("see [a](b.md)", "veja [a](c.md)"),
            ("_a_ b", "a b"),
            ("ten: 10", "dez: 100"),
            ("![A door](pictures/door.svg)", "![Uma porta](pictures/porta.svg)"),
            ("x or y", "x | y\n--|--\n"),
            ("one", "um\n\n- dois"),
            ("// A comment.\n", "// Um comentário."),
            ("// A comment.\n", "Um comentário.\n"),
        ] {
            assert!(difference(original, translation).is_some(), "{original}");
        }
    }
}
