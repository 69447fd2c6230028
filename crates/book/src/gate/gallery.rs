//! The gallery says of each mistake what was not understood, and says it as the mistake's own file does.

use anyhow::{Context as _, Result};

use super::Finding;
use crate::gallery::shown;
use crate::project::{Project, read};

const MEND: &str =
    "let docs/book/src/gallery.md quote the line `Misconception:` of the mistake, in emphasis, above its comment";

/// The mistakes whose misconception the gallery tells in other words, or not at all.
///
/// # Errors
/// The chapter cannot be read, or shows a mistake that is not there.
pub fn findings(project: &Project) -> Result<Vec<Finding>> {
    let chapter = read(&project.book().join("src/gallery.md"))?;
    let (mut findings, mut begins) = (Vec::new(), 0);
    for mistake in shown(&chapter)? {
        let header = mistake.program(project)?.header()?;
        let name = format!("{}/{}", mistake.lesson, mistake.name);
        let misconception = header.misconception().with_context(|| format!("{name} has no misconception"))?;
        if !chapter[begins..mistake.place.start].contains(&format!("*{}*", capital(misconception))) {
            findings.push(Finding::new(format!("the gallery does not say of {name}: {misconception}"), MEND));
        }
        begins = mistake.place.end;
    }
    Ok(findings)
}

/// A sentence with a capital letter at its beginning.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
