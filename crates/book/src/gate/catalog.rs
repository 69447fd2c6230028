//! Each message of the book has a translation, and each translation a message; the task sheets that are made of them are
//! current.

use anyhow::Result;
use polib::catalog::Catalog;

use super::Finding;
use crate::project::{Language, Project};
use crate::sheets;

const TRANSLATE: &str = "translate it in docs/book/po; `cargo lab book --behind` lists all of these";
const UPDATE: &str = "`cargo lab book --update` mends it";

/// What is missing, unsure or left over in the translations into a language.
#[must_use]
pub fn findings(project: &Project, language: &Language, messages: &Catalog, translated: &Catalog) -> Vec<Finding> {
    let file = project.name(&project.catalog(language));
    let mut findings = Vec::new();
    for message in messages.messages() {
        let (id, place) = (message.msgid(), message.source().replace('\n', " "));
        let mut found = |what: &str, mend| findings.push(Finding::new(format!("{place}: {what}: {id:?}"), mend));
        match translated.find_message(None, id, None) {
            None => found(&format!("{file} does not have"), UPDATE),
            Some(it) if it.is_fuzzy() => found(&format!("{file} is not sure of"), TRANSLATE),
            Some(it) if it.msgstr().is_ok_and(str::is_empty) => {
                found(&format!("{file} has no translation of"), TRANSLATE)
            }
            Some(_) => {}
        }
    }
    for old in translated.messages().filter(|old| messages.find_message(None, old.msgid(), None).is_none()) {
        let what = format!("{file} translates what is in the book no longer: {:?}", old.msgid());
        findings.push(Finding::new(what, UPDATE));
    }
    let order = |catalog: &Catalog| catalog.messages().map(|it| it.msgid().to_string()).collect::<Vec<_>>();
    if findings.is_empty() && order(messages) != order(translated) {
        findings.push(Finding::new(format!("{file} is not in the order of the book"), UPDATE));
    }
    findings
}

/// The task sheets that are not what their translations make of them.
///
/// # Errors
/// A sheet cannot be read.
pub fn sheets(project: &Project, language: &Language, translated: &Catalog) -> Result<Vec<Finding>> {
    let sheets = sheets::sheets(project, language, translated)?;
    let stale = sheets.iter().filter(|sheet| !sheet.is_current()).map(|sheet| {
        let name = project.name(&sheet.file);
        match sheet.missing.first() {
            Some(first) => {
                Finding::new(format!("{name} cannot be made: there is no translation of {first:?}"), TRANSLATE)
            }
            None => Finding::new(format!("{name} is not what README.md and its translation say"), UPDATE),
        }
    });
    Ok(stale.collect())
}
