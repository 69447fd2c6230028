//! The page of a lesson: what the book says of it, and below that its task sheet, which is a page of its own in the
//! exercise. So the sheet has a heading of the first rank, which a page has once, and links that are right where it lies.

use pulldown_cmark::{Event, HeadingLevel, Tag};

use crate::links;
use crate::markdown::parser;

/// The page, with the sheet as a part of it: its headings are a rank lower, if the page has one above it, and its links
/// are those of the book.
#[must_use]
pub fn page(text: &str, lesson: &str) -> String {
    let headings: Vec<(usize, HeadingLevel)> = parser(text)
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Heading { level, .. }) => Some((range.start, level)),
            _ => None,
        })
        .collect();
    let first_rank = headings.iter().filter(|(_, level)| *level == HeadingLevel::H1);
    let sheet = first_rank.clone().next_back().map_or(0, |(start, _)| *start);
    let is_below = first_rank.count() > 1;
    let (own, mut copied) = (&text[..sheet], sheet);
    let mut lowered = String::new();
    for (start, _) in headings.iter().filter(|(start, _)| is_below && *start >= sheet) {
        lowered.push_str(&text[copied..*start]);
        lowered.push('#');
        copied = *start;
    }
    lowered.push_str(&text[copied..]);
    format!("{own}{}", links::rewritten(&lowered, lesson))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_below_other_text_is_a_part_of_it() {
        let text = "# Lesson\n\n[x](../ports.md)\n\n## A\n\n# Sheet { #sheet }\n\n[y](main.rs)\n\n```sh\n# no heading\n```\n\n## B\n";
        let done = "# Lesson\n\n[x](../ports.md)\n\n## A\n\n## Sheet { #sheet }\n\ny (`exercises/a/main.rs`)\n\n```sh\n# no heading\n```\n\n### B\n";
        assert_eq!(page(text, "a"), done);
    }

    #[test]
    fn a_sheet_alone_keeps_its_headings() {
        assert_eq!(page("# Sheet\n\n[y](main.rs)\n\n## B\n", "a"), "# Sheet\n\ny (`exercises/a/main.rs`)\n\n## B\n");
    }
}
