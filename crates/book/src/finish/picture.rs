//! Pictures as parts of the page: so they have its colours, in each theme, and their words can be read out and found.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Error, Result, ensure};
use regex::{Captures, Regex};

use crate::project::{Language, Project, read};

/// Where a picture stands in a page: twice, so that a click makes it larger.
const PICTURE: &str = concat!(
    r#"<label class="checkbox-label"><input class="checkbox-img" type="checkbox">"#,
    r#"<img src="(?P<file>[^"]+\.svg)" alt="(?P<alt>[^"]*)">"#,
    r#"<span class="img-wrapper">.*?</span></label>"#
);

/// Puts the pictures of a page into it.
pub fn put_in(project: &Project, language: &Language, html: String) -> Result<String> {
    let (mut number, mut wrong) = (0, None::<Error>);
    let picture = Regex::new(&format!("(?s)<p>{PICTURE}</p>"))?;
    let done = picture.replace_all(&html, |found: &Captures<'_>| {
        number += 1;
        let name = Path::new(&found["file"]).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let inline = file(project, language, &name).and_then(|file| inline(&read(&file)?, &found["alt"], number));
        inline.unwrap_or_else(|error| {
            wrong = wrong.take().or(Some(error.context(format!("the picture {name}"))));
            String::new()
        })
    });
    let done = done.into_owned();
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    ensure!(
        !Regex::new(r#"<img [^>]*src="[^"]+\.svg""#)?.is_match(&done),
        "a picture does not stand in a paragraph of its own"
    );
    Ok(done)
}

/// The file of a picture: that of the language, or the one for all.
///
/// # Errors
/// There is neither.
pub fn file(project: &Project, language: &Language, name: &str) -> Result<PathBuf> {
    let folder = project.book().join("pictures");
    let own = folder.join(format!("{name}.{}.svg", language.tag));
    let file = if own.exists() { own } else { folder.join(format!("{name}.svg")) };
    let (tag, mends) = (&language.tag, "`cargo run -p book -- pictures` makes those of runs");
    ensure!(file.exists(), "docs/book/pictures has neither {name}.{tag}.svg nor {name}.svg: {mends}");
    Ok(file)
}

/// A picture as a figure of the page. Its names are made the page's own: two pictures may have the same.
fn inline(svg: &str, alt: &str, number: usize) -> Result<String> {
    let start = svg.find("<svg").context("it is no SVG")?;
    let (tag, body) = svg[start..].split_at(svg[start..].find('>').context("it is no SVG")? + 1);
    let view = Regex::new(r#"viewBox="[^"]*""#)?.find(tag).context("it has no viewBox")?.as_str();
    // What is read out is the text of the chapter, in its language; and the colours are the page's.
    let own = Regex::new(r"(?s)<(title|desc|style)\b[^>]*>.*?</(title|desc|style)>\s*")?;
    let body = own.replace_all(body, "");
    let names = Regex::new(r##"\b(id="|href="#|url\(#)"##)?;
    let body = names.replace_all(&body, |found: &Captures<'_>| format!("{}picture-{number}-", &found[1]));
    Ok(format!("<figure class=\"picture\"><svg {view} role=\"img\" aria-label=\"{alt}\">{}</figure>", body.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pictures_share_no_name() {
        let svg =
            "<?xml?>\n<svg viewBox=\"0 0 1 1\"><title>T</title><style>x</style><g id=\"a\"/><use href=\"#a\"/></svg>\n";
        let one = inline(svg, "A door", 1).unwrap();
        assert_eq!(
            one,
            "<figure class=\"picture\"><svg viewBox=\"0 0 1 1\" role=\"img\" aria-label=\"A door\">\
             <g id=\"picture-1-a\"/><use href=\"#picture-1-a\"/></svg></figure>"
        );
        assert_ne!(one, inline(svg, "A door", 2).unwrap());
    }
}
