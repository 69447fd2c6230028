//! Listings as they stand in a page: what is a part of a file does not keep the indentation that it has there.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::markdown::parser;

/// The page with its listings at the margin.
#[must_use]
pub fn at_margin(text: &str) -> String {
    let mut done = String::new();
    let (mut copied, mut listing) = (0, None);
    for (event, range) in parser(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => listing = Some(None),
            Event::Text(_) => {
                if let Some(lines) = &mut listing {
                    let start = lines.map_or(range.start, |(start, _)| start);
                    *lines = Some((start, range.end));
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let Some(Some((start, end))) = listing.take() else { continue };
                // One in a list has the list's own margin before it, which is not the listing's.
                if text[..start].ends_with('\n') {
                    done.push_str(&text[copied..start]);
                    done.push_str(&without_indentation(&text[start..end]));
                    copied = end;
                }
            }
            _ => {}
        }
    }
    done + &text[copied..]
}

/// Lines without what all of them begin with.
fn without_indentation(lines: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let least = lines.lines().filter(|line| !line.trim().is_empty()).map(indentation).min().unwrap_or(0);
    lines.split_inclusive('\n').map(|line| line.get(least..).unwrap_or("\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_file_stands_at_the_margin() {
        let text = "a\n\n```rust\n    let a = 1;\n\n        if a {\n```\n\nb\n\n```sh\nc\n  d\n```\n";
        let done = "a\n\n```rust\nlet a = 1;\n\n    if a {\n```\n\nb\n\n```sh\nc\n  d\n```\n";
        assert_eq!(at_margin(text), done);
    }

    #[test]
    fn one_in_a_list_stays() {
        let text = "- a\n\n  ```sh\n  b\n  ```\n";
        assert_eq!(at_margin(text), text);
    }
}
