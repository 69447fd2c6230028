//! The pages as a browser gets them: what they link to is there, nothing of them is on the network, each has one
//! title, and no include was left undone.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use scraper::{Html, Selector};
use serde::Deserialize;

use super::Finding;
use crate::finish::files;
use crate::project::{Project, read};

const LINK: &str = "correct the link, in docs/book/src or in the task sheet";
const NETWORK: &str = "a page loads nothing from the network; where it links to, docs/book/links.toml says";
const INCLUDE: &str = "correct the name in the include: mdBook does not say that there is no such file";
const HEADING: &str = "let the others be of a lower rank, `##`";
const SAME: &str = "the pages of all languages are made from the same sources: `cargo lab book --update`";

/// Where the book links to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Links {
    allowed: Vec<String>,
}

/// A page: where its links lead, and where links may lead in it.
struct Page {
    links: Vec<String>,
    /// What a browser loads with it.
    loaded: Vec<String>,
    names: HashSet<String>,
    headings: Vec<String>,
    /// How many of them are of the first rank.
    first_rank: usize,
    text: String,
}

/// What is wrong with the pages of a book that was built in this folder.
///
/// # Errors
/// It cannot be read.
pub fn findings(project: &Project, built: &Path) -> Result<Vec<Finding>> {
    let allowed: Links = toml::from_str(&read(&project.book().join("links.toml"))?)?;
    let pages = pages(built)?;
    let mut findings = Vec::new();
    for (file, page) in &pages {
        let name = file.strip_prefix(built)?.display().to_string();
        let mut found = |what: String, mend| findings.push(Finding::new(format!("{name}: {what}"), mend));
        if page.text.contains("{{#") {
            found("an include was left undone, {{#…".to_string(), INCLUDE);
        }
        // That page has all chapters.
        if page.first_rank > 1 && !name.ends_with("print.html") {
            found(format!("it has {} headings of the first rank", page.first_rank), HEADING);
        }
        for link in &page.loaded {
            match local(file, link) {
                None => found(format!("it loads {link}"), NETWORK),
                Some((target, _)) if !target.exists() => found(format!("there is no {link}"), LINK),
                Some(_) => {}
            }
        }
        for link in &page.links {
            match local(file, link) {
                None if allowed.allowed.iter().any(|start| link.starts_with(start)) => {}
                None => found(format!("it links to {link}"), NETWORK),
                Some((target, _)) if !target.exists() => found(format!("{link} leads nowhere"), LINK),
                Some((target, Some(section))) => {
                    if pages.get(&target).is_some_and(|page| !page.names.contains(&section)) {
                        found(format!("{link} leads to no section"), LINK);
                    }
                }
                Some(_) => {}
            }
        }
    }
    findings.extend(unlike(project, built, &pages)?);
    findings.sort_by(|one, other| one.what.cmp(&other.what));
    Ok(findings)
}

/// The pages that another language does not have, or not with the same sections.
fn unlike(project: &Project, built: &Path, pages: &HashMap<PathBuf, Page>) -> Result<Vec<Finding>> {
    let source = built.join(&project.source().tag);
    let mut findings = Vec::new();
    for language in project.translations() {
        for (file, page) in pages.iter().filter(|(file, _)| file.starts_with(&source)) {
            let within = file.strip_prefix(&source)?;
            let what = match pages.get(&built.join(&language.tag).join(within)) {
                None => "there is no such page",
                Some(other) if other.headings != page.headings => "the page has other sections",
                Some(_) => continue,
            };
            findings.push(Finding::new(format!("{}: {what} in {}", within.display(), language.name), SAME));
        }
    }
    Ok(findings)
}

/// The file and the section that a page links to; nothing, where it is on the network.
fn local(page: &Path, link: &str) -> Option<(PathBuf, Option<String>)> {
    if link.contains("://") || link.starts_with("//") || link.starts_with("mailto:") {
        return None;
    }
    let (path, section) =
        link.split_once('#').map_or((link, None), |(path, section)| (path, Some(section.to_string())));
    let path = path.split('?').next().unwrap_or_default();
    let mut target = page.to_path_buf();
    if !path.is_empty() {
        target.pop();
        for step in path.split('/') {
            match step {
                ".." => drop(target.pop()),
                "." | "" => {}
                step => target.push(step),
            }
        }
    }
    Some((target, section.filter(|section| !section.is_empty())))
}

fn pages(built: &Path) -> Result<HashMap<PathBuf, Page>> {
    let html = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "html");
    files(built)?.into_iter().filter(html).map(|file| Ok((file.clone(), Page::of(&read(&file)?)?))).collect()
}

impl Page {
    fn of(html: &str) -> Result<Self> {
        let document = Html::parse_document(html);
        let attributes = |selector: &str, name: &str| -> Result<Vec<String>> {
            let selector = Selector::parse(selector).map_err(|error| anyhow!("{error}"))?;
            Ok(document.select(&selector).filter_map(|it| it.attr(name).map(str::to_string)).collect())
        };
        let main = Selector::parse("main").map_err(|error| anyhow!("{error}"))?;
        let loaded = [attributes("[src]", "src")?, attributes("link:not([rel=alternate])", "href")?];
        Ok(Self {
            links: [attributes("a[href], area[href]", "href")?, attributes("link[rel=alternate]", "href")?].concat(),
            loaded: loaded.concat(),
            names: attributes("[id]", "id")?.into_iter().collect(),
            headings: attributes("main h1[id], main h2[id], main h3[id], main h4[id]", "id")?,
            first_rank: attributes("main h1[id]", "id")?.len(),
            text: document.select(&main).flat_map(|main| main.text()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_followed_as_a_browser_does() {
        let at = |link| local(Path::new("/b/en/lessons/a.html"), link);
        assert_eq!(at("../ports.html#x"), Some((PathBuf::from("/b/en/ports.html"), Some("x".to_string()))));
        assert_eq!(at("#x"), Some((PathBuf::from("/b/en/lessons/a.html"), Some("x".to_string()))));
        assert_eq!(at("../../pt-BR/a.html"), Some((PathBuf::from("/b/pt-BR/a.html"), None)));
        assert_eq!(at("https://doc.rust-lang.org/std/"), None);
    }
}
