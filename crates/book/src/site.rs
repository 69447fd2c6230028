//! The book as a folder of pages: one for each language, and a first page that leads to the reader's.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::edition;
use crate::finish;
use crate::project::Project;

/// Builds the book in all its languages into this folder.
///
/// # Errors
/// The book is wrong somewhere, or the folder cannot be written.
pub fn build(project: &Project, out: &Path) -> Result<()> {
    for language in project.translations() {
        // Mdbook-i18n-helpers takes a language that it has no translations of for that of the sources.
        let catalog = project.catalog(language);
        let name = project.name(&catalog);
        ensure!(catalog.exists(), "there is no {name}: `cargo lab book --update` makes it");
    }
    for language in &project.languages {
        let folder = out.join(&language.tag);
        edition::render(project, language, &folder)?;
        finish::finish(project, language, &folder)?;
    }
    let index = out.join("index.html");
    fs::write(&index, first_page(project)).with_context(|| format!("cannot write {}", index.display()))
}

/// The page that leads on: by itself where the browser runs scripts, and by links where it does not.
fn first_page(project: &Project) -> String {
    let links = project.languages.iter().map(|language| {
        let (tag, name, title) = (&language.tag, &language.name, &language.title);
        format!("<p><a href=\"{tag}/index.html\" lang=\"{tag}\" hreflang=\"{tag}\">{name}: {title}</a></p>\n")
    });
    let tags: Vec<String> = project.languages.iter().map(|language| format!("{:?}", language.tag)).collect();
    format!(
        "<!DOCTYPE html>
<html lang=\"{}\">
<head>
<meta charset=\"UTF-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>{}</title>
</head>
<body>
<script>
const there = [{}];
const same = (one, other) => one.split('-')[0] === other.split('-')[0];
const mine = navigator.languages.flatMap(mine => there.filter(tag => same(tag, mine)));
location.replace((mine[0] || there[0]) + '/index.html');
</script>
<main>
{}</main>
</body>
</html>
",
        project.source().tag,
        project.source().title,
        tags.join(", "),
        links.collect::<String>()
    )
}
