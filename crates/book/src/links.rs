//! Links of a task sheet, which are right beside the exercise, as they have to be in the book.
//!
//! Another sheet becomes the page of its lesson, and a chapter its page. Any other file is in the student's checkout, and
//! the book may be read from anywhere: on a web server, in a folder of its own. No address would be right in all these
//! places, and there is no public one. So the book names the file, by its path in the checkout, and does not link to it.

use std::path::{Component, Path};

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::parser;

/// The text of a lesson's sheet, with the links of the book.
#[must_use]
pub fn rewritten(text: &str, lesson: &str) -> String {
    let mut done = String::new();
    let (mut copied, mut words) = (0, None);
    for (event, range) in parser(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => words = place(&dest_url, lesson).map(|to| (to, None)),
            Event::End(TagEnd::Link) => {
                let Some((to, Some((start, end)))) = words.take() else { continue };
                done.push_str(&text[copied..range.start]);
                done.push_str(&to.link(&text[start..end]));
                copied = range.end;
            }
            _ => {
                if let Some((_, words)) = &mut words {
                    let start = words.map_or(range.start, |(start, _)| start);
                    *words = Some((start, range.end));
                }
            }
        }
    }
    done + &text[copied..]
}

/// Where a link of a sheet leads in the book.
enum Place {
    /// To a page, by its path from that of the lesson.
    Page(String),
    /// To a file of the checkout, by its path there.
    File(String),
}

impl Place {
    /// The link with these words.
    fn link(&self, words: &str) -> String {
        match self {
            Self::Page(page) => format!("[{words}]({page})"),
            // The name of a file is in there already, as a rule.
            Self::File(file) if words.starts_with('`') => format!("`{file}`"),
            Self::File(file) => format!("{words} (`{file}`)"),
        }
    }
}

/// The place in the book of what a lesson's sheet links to, unless the link stays as it is.
fn place(link: &str, lesson: &str) -> Option<Place> {
    if link.contains(':') || link.starts_with('#') {
        return None;
    }
    let (path, section) = link.split_at(link.find('#').unwrap_or(link.len()));
    let file = joined(&Path::new("exercises").join(lesson), path);
    let parts: Vec<&str> = file.split('/').collect();
    Some(match parts.as_slice() {
        ["exercises", other, "README.md" | "LEIAME.md"] => Place::Page(format!("{other}.md{section}")),
        ["docs", "book", "src", page @ ..] => Place::Page(format!("../{}{section}", page.join("/"))),
        _ => Place::File(file),
    })
}

/// A path from a folder of the checkout, as one from its root.
fn joined(folder: &Path, path: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in folder.join(path).components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_becomes_its_page_and_a_file_its_name() {
        let of = |text| rewritten(text, "tcp-server");
        assert_eq!(of("[the *client*](../tcp-client/README.md#grade)"), "[the *client*](tcp-client.md#grade)");
        assert_eq!(of("[FIN](../../docs/book/src/leaving.md), too"), "[FIN](../leaving.md), too");
        assert_eq!(of("a [`main.rs`](main.rs) b"), "a `exercises/tcp-server/main.rs` b");
        assert_eq!(of("[its options](../../crates/common/src/lib.rs)"), "its options (`crates/common/src/lib.rs`)");
    }

    #[test]
    fn other_links_and_what_only_looks_like_one_stay() {
        for text in
            ["[`read`](https://doc.rust-lang.org/std/)", "[below](#grade-it)", "```sh\n[a](b)\n```\n", "`[a](b)`"]
        {
            assert_eq!(rewritten(text, "tcp-server"), text);
        }
    }
}
