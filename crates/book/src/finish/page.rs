//! One page of the book, as it leaves mdBook and as a reader gets it.

use std::path::Path;

use anyhow::{Result, ensure};
use regex::Regex;

use super::picture::{self, Pictures};
use super::words::Words;
use crate::project::{Language, Project};

/// The script that makes the search find a word with or without its accents.
pub const SEARCH: &str = "fold-search.js";

/// A page, and where it belongs.
pub struct Page<'a> {
    pub project: &'a Project,
    pub language: &'a Language,
    pub pictures: &'a Pictures<'a>,
    /// Its path in the folder of its language.
    pub within: &'a Path,
}

impl Page<'_> {
    /// The page as a reader gets it.
    pub fn finished(&self, mut html: String, words: &mut Words<'_>) -> Result<String> {
        // Redirects, and the table of contents for browsers without scripts, have no buttons.
        if !html.contains("</main>") {
            return Ok(html);
        }
        let (before, rest) = html.split_at(html.find("<main>").unwrap_or_default());
        let (main, after) = rest.split_at(rest.find("</main>").unwrap_or_default());
        html = [&words.in_page(before), main, &words.in_page(after)].concat();
        self.add_switch(&mut html)?;
        self.add_search(&mut html)?;
        make_reachable(&mut html)?;
        picture::put_in(self.pictures, html)
    }

    /// Links to the same page in the other languages, for readers and for search engines.
    fn add_switch(&self, html: &mut String) -> Result<()> {
        let up = self.up();
        let page: Vec<_> = self.within.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let page = page.join("/");
        let (mut head, mut buttons) = (String::new(), String::new());
        for other in self.project.languages.iter().filter(|other| other.tag != self.language.tag) {
            let (tag, name) = (&other.tag, &other.name);
            let to = format!("{up}../{tag}/{page}");
            head += &format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{to}\">\n        ");
            buttons += &format!("<a class=\"language\" lang=\"{tag}\" hreflang=\"{tag}\" href=\"{to}\">{name}</a>\n");
        }
        before(html, "<meta name=\"viewport\"", &head)?;
        before(html, "<div class=\"right-buttons\">", &buttons)
    }

    /// The script has to be there when the search begins to work, and after what it changes.
    fn add_search(&self, html: &mut String) -> Result<()> {
        let searcher = Regex::new(r#"<script src="[^"]*searcher-[0-9a-f]+\.js"></script>"#)?;
        let tag = searcher.find(html).map(|tag| tag.as_str().to_string()).unwrap_or_default();
        before(html, &tag, &format!("<script src=\"{}{SEARCH}\"></script>\n        ", self.up()))
    }

    /// The way up from the page to the folder of its language.
    fn up(&self) -> String {
        "../".repeat(self.within.components().count() - 1)
    }
}

/// All that a mouse can do, the keyboard can: the button of the sidebar is a label, and code that is wider than the page
/// can be scrolled. Some of it is done by `page.js`.
fn make_reachable(html: &mut String) -> Result<()> {
    let label = "<label id=\"mdbook-sidebar-toggle\" class=\"icon-button\"";
    ensure!(html.matches(label).count() == 1, "the button of the sidebar is another than it was");
    *html = html.replace(label, &format!("{label} role=\"button\" tabindex=\"0\""));
    *html =
        html.replace("aria-describedby=\"searchresults-header\"", "aria-describedby=\"mdbook-searchresults-header\"");
    let code = Regex::new("(<pre[^>]*>)<code")?;
    *html = code.replace_all(html, "$1<code tabindex=\"0\"").into_owned();
    Ok(())
}

/// Puts something before the one place where this stands.
fn before(html: &mut String, place: &str, what: &str) -> Result<()> {
    let count = if place.is_empty() { 0 } else { html.matches(place).count() };
    ensure!(count == 1, "{place:?} stands {count} times in it, where mdBook used to write it once");
    *html = html.replacen(place, &format!("{what}{place}"), 1);
    Ok(())
}
