//! The names of sections, by which links lead to them: the same in each language, made from the English headings. So a
//! reader who changes the language stays in the section, and a link into it needs no translation.

use std::collections::HashSet;

use anyhow::{Result, ensure};
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::parser;

/// The name of each heading of a page, in their order.
#[must_use]
pub fn names(text: &str) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut names = Vec::new();
    let mut heading: Option<String> = None;
    for event in parser(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let words = heading.take().unwrap_or_default();
                let name = name(&words);
                let numbered = (1..).map(|n| format!("{name}-{n}"));
                let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
                names.extend(free);
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    names
}

/// A heading's words in small letters, with dashes between them.
fn name(heading: &str) -> String {
    let words = heading.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-").to_lowercase();
    if name.is_empty() { "section".to_string() } else { name }
}

/// The page with these names for its headings.
///
/// # Errors
/// It has more headings or fewer.
pub fn named(text: &str, names: &[String]) -> Result<String> {
    let headings: Vec<usize> = parser(text)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })))
        .map(|(_, range)| range.start + text[range].trim_end().len())
        .collect();
    let (there, wanted) = (headings.len(), names.len());
    ensure!(there == wanted, "it has {there} headings, and its original has {wanted}");
    let mut done = String::new();
    let mut copied = 0;
    for (end, name) in headings.into_iter().zip(names) {
        done.push_str(&text[copied..end]);
        done.push_str(&format!(" {{ #{name} }}"));
        copied = end;
    }
    Ok(done + &text[copied..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_from_the_words() {
        let text = "# What `listen` does, and why\n\n```sh\n# no heading\n```\n\n## Try it\n\n## Try it\n";
        assert_eq!(names(text), ["what-listen-does-and-why", "try-it", "try-it-1"]);
    }

    #[test]
    fn a_translation_takes_the_names_over() {
        let names = ["a".to_string(), "b".to_string()];
        assert_eq!(named("# Á\n\ntexto\n\n## É `x`\n", &names).unwrap(), "# Á { #a }\n\ntexto\n\n## É `x` { #b }\n");
        assert!(named("# Á\n", &names).unwrap_err().to_string().contains("it has 1 headings"));
    }
}
