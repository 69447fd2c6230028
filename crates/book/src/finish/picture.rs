//! Pictures as parts of the page: so they have its colours, in each theme, and their words can be read out and found.

use std::path::Path;

use anyhow::{Context as _, Error, Result, ensure};
use polib::catalog::Catalog;
use regex::{Captures, Regex};

use crate::drawn;
use crate::project::{Language, Project, read};

/// Where a picture stands in a page: twice, so that a click makes it larger.
const PICTURE: &str = concat!(
    r#"<label class="checkbox-label"><input class="checkbox-img" type="checkbox">"#,
    r#"<img src="(?P<file>[^"]+\.svg)" alt="(?P<alt>[^"]*)">"#,
    r#"<span class="img-wrapper">.*?</span></label>"#
);

/// Where the pictures of a language are, and the translations of their words; none, where it is that of the sources.
pub struct Pictures<'a> {
    pub project: &'a Project,
    pub language: &'a Language,
    pub translations: Option<&'a Catalog>,
}

/// Puts the pictures of a page into it.
pub fn put_in(pictures: &Pictures<'_>, html: String) -> Result<String> {
    let (mut number, mut wrong) = (0, None::<Error>);
    let picture = Regex::new(&format!("(?s)<p>{PICTURE}</p>"))?;
    let done = picture.replace_all(&html, |found: &Captures<'_>| {
        number += 1;
        let name = Path::new(&found["file"]).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let inline = svg(pictures, &name).and_then(|svg| inline(&svg, &found["alt"], number));
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

/// A picture: that of the language, or the one for all with its words.
fn svg(pictures: &Pictures<'_>, name: &str) -> Result<String> {
    let folder = pictures.project.book().join("pictures");
    let tag = &pictures.language.tag;
    let own = folder.join(format!("{name}.{tag}.svg"));
    if own.exists() {
        return read(&own);
    }
    let drawn = folder.join(format!("{name}.svg"));
    let mend = "`cargo run -p book -- pictures` makes those of runs";
    ensure!(drawn.exists(), "docs/book/pictures has neither {name}.{tag}.svg nor {name}.svg: {mend}");
    let svg = read(&drawn)?;
    pictures.translations.map_or(Ok(svg.clone()), |translations| drawn::translated(&svg, translations))
}

/// A picture as a figure of the page. Its names are made the page's own: two pictures may have the same.
fn inline(svg: &str, alt: &str, number: usize) -> Result<String> {
    let start = svg.find("<svg").context("it is no SVG")?;
    let (tag, body) = svg[start..].split_at(svg[start..].find('>').context("it is no SVG")? + 1);
    let view = Regex::new(r#"viewBox="[0-9.-]+ [0-9.-]+ ([0-9.]+) [0-9.]+""#)?;
    let view = view.captures(tag).context("it has no viewBox")?;
    let (view, width) = (&view[0], &view[1]);
    let font = Regex::new(r#"(font-size|text-anchor)="[^"]*""#)?;
    let kept: String = font.find_iter(tag).map(|attribute| format!(" {}", attribute.as_str())).collect();
    // What it is called is in the text of the chapter, in its language; and the colours are the page's.
    let own = Regex::new(r"(?s)<(title|style)\b[^>]*>.*?</(title|style)>\s*")?;
    let body = own.replace_all(body, "");
    let names = Regex::new(r##"\b(id="|href="#|url\(#)"##)?;
    let body = names.replace_all(&body, |found: &Captures<'_>| format!("{}picture-{number}-", &found[1]));
    // A ladder is wide: where the page is not, it is scrolled. It says all that it shows in words, too.
    let is_ladder = body.contains("class=\"lane\"");
    let class = if is_ladder { "picture ladder\" tabindex=\"0" } else { "picture" };
    let says =
        if body.contains("<desc id=") { format!(" aria-describedby=\"picture-{number}-desc\"") } else { String::new() };
    // With many lanes it is wider still, and no letter shall be smaller than three quarters of its size.
    let least = width.parse::<f64>()? * 0.75;
    let least = if is_ladder { format!(" style=\"min-width: max(800px, {least}px)\"") } else { String::new() };
    let svg =
        format!("<svg {view} width=\"{width}\"{kept}{least} role=\"img\" aria-label=\"{alt}\"{says}>{}", body.trim());
    Ok(format!("<figure class=\"{class}\">{svg}</figure>"))
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
            "<figure class=\"picture\"><svg viewBox=\"0 0 1 1\" width=\"1\" role=\"img\" aria-label=\"A door\">\
             <g id=\"picture-1-a\"/><use href=\"#picture-1-a\"/></svg></figure>"
        );
        assert_ne!(one, inline(svg, "A door", 2).unwrap());
    }
}
