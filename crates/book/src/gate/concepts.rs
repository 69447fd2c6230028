//! What the lecture notes teach, the book teaches: each concept of `docs/book/notes.toml` is in a chapter, which says so in
//! a comment, `<!-- notes: accept, connect -->`.

use std::collections::BTreeMap;

use anyhow::Result;
use mdbook_driver::book::BookItem;
use regex::Regex;
use serde::Deserialize;

use super::Finding;
use crate::edition;
use crate::project::{Project, read};

const MEND: &str = "name it in the comment of its chapter, `<!-- notes: … -->`, or correct docs/book/notes.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    /// Those whose chapter is not written yet.
    missing: Vec<String>,
    concept: Vec<Concept>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Concept {
    name: String,
    /// What the notes say of it: for those who write.
    #[expect(dead_code, reason = "the format of the file")]
    about: String,
    /// The notes that do.
    #[expect(dead_code, reason = "the format of the file")]
    notes: Vec<String>,
}

/// The concepts without a chapter, and the names in chapters that are none.
///
/// # Errors
/// The book cannot be loaded.
pub fn findings(project: &Project) -> Result<Vec<Finding>> {
    let notes: Notes = toml::from_str(&read(&project.book().join("notes.toml"))?)?;
    let taught = taught(project)?;
    let mut findings = Vec::new();
    let mut found = |what: String| findings.push(Finding::new(what, MEND));
    for Concept { name, .. } in &notes.concept {
        match (taught.get(name), notes.missing.contains(name)) {
            (None, false) => found(format!("no chapter teaches {name:?}, which the lecture notes do")),
            (Some(page), true) => found(format!("{page} teaches {name:?}, which docs/book/notes.toml has as missing")),
            _ => {}
        }
    }
    let is_concept = |name: &String| notes.concept.iter().any(|concept| concept.name == *name);
    for (name, page) in taught.iter().filter(|(name, _)| !is_concept(name)) {
        found(format!("{page} teaches {name:?}, which is no concept of docs/book/notes.toml"));
    }
    for name in notes.missing.iter().filter(|name| !is_concept(name)) {
        found(format!("docs/book/notes.toml has {name:?} as missing, which is none of its concepts"));
    }
    Ok(findings)
}

/// What the chapters say that they teach, and a chapter that does.
fn taught(project: &Project) -> Result<BTreeMap<String, String>> {
    let book = edition::load(project, project.source())?;
    let comment = Regex::new(r"<!--\s*notes:([^>]*?)-->")?;
    let mut taught = BTreeMap::new();
    for item in book.iter() {
        let BookItem::Chapter(chapter) = item else { continue };
        let Some(path) = &chapter.path else { continue };
        for comment in comment.captures_iter(&chapter.content) {
            for name in comment[1].split(',').map(str::trim) {
                taught.insert(name.to_string(), format!("src/{}", path.display()));
            }
        }
    }
    Ok(taught)
}
