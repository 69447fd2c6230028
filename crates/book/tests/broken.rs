//! What keeps a book from being right is found, and it is said what mends it: on a small book that is right, and each time
//! wrong in one place.

use std::fs;
use std::path::Path;

use book::gate::glossary::Glossary;
use book::gate::{catalog, concepts, pages, sources, structure, untranslated};
use book::project::{Project, read};
use book::{messages, sheets, site, translation};
use polib::catalog::Catalog;
use polib::message::Message;
use polib::metadata::CatalogMetadata;
use tempfile::TempDir;

/// The translations of the small book.
const TRANSLATIONS: [(&str, &str); 8] = [
    ("Summary", "Sumário"),
    ("Ports", "Portas"),
    (
        "A door of the machine has a number, its _port_: 0 to 65,535.",
        "Uma porta da máquina tem um número, a _porta_: de 0 a 65.535.",
    ),
    ("![A door](pictures/door.svg)", "![Uma porta](pictures/door.svg)"),
    (
        "The [lesson](lessons/tcp-server.md#grade-it) asks for one.",
        "A [lição](lessons/tcp-server.md#grade-it) pede uma.",
    ),
    ("An echo server", "Um servidor de eco"),
    ("You write it in [`main.rs`](main.rs).", "Você o escreve em [`main.rs`](main.rs)."),
    ("Grade it", "Avalie"),
];

/// A small book that is right.
struct Small(TempDir);

impl Small {
    fn new() -> Self {
        let small = Self(tempfile::tempdir().unwrap());
        let here = Project::here().unwrap();
        for file in ["book.toml", "book.css", "page.js", "fold-search.js", "languages.toml", "links.toml"] {
            small.write(&format!("docs/book/{file}"), &read(&here.book().join(file)).unwrap());
        }
        small.write("Cargo.toml", "[workspace.metadata.course]\nlessons = [\"tcp-server\"]\n");
        let sheet =
            "# An echo server\n\nYou write it in [`main.rs`](main.rs).\n\n## Grade it\n\n```sh\ncargo test\n```\n";
        small.write("exercises/tcp-server/README.md", sheet);
        small.write(
            "docs/book/src/SUMMARY.md",
            "# Summary\n\n- [Ports](ports.md)\n- [An echo server](lessons/tcp-server.md)\n",
        );
        let ports = "<!-- notes: port -->\n\n# Ports\n\nA door of the machine has a number, its *port*: 0 to 65,535.\n\n\
                     ![A door](pictures/door.svg)\n\nThe [lesson](lessons/tcp-server.md#grade-it) asks for one.\n";
        small.write("docs/book/src/ports.md", ports);
        small.write("docs/book/src/lessons/tcp-server.md", "{{#include ../../../../exercises/tcp-server/README.md}}\n");
        small.write(
            "docs/book/pictures/door.svg",
            "<svg viewBox=\"0 0 1 1\"><path class=\"arrow\" d=\"M0 0H1\"/></svg>\n",
        );
        small.write(
            "docs/book/glossary.toml",
            "stay = []\n[[term]]\nen = [\"port\"]\npt = [\"porta\"]\nnever = [\"port\"]\n",
        );
        let concept = |name| format!("[[concept]]\nname = \"{name}\"\nabout = \"\"\nnotes = [\"000\"]\n");
        let notes = format!("missing = [\"select\"]\n{}{}", concept("port"), concept("select"));
        small.write("docs/book/notes.toml", &notes);
        small.translate(&TRANSLATIONS);
        small
    }

    fn project(&self) -> Project {
        Project::at(self.0.path()).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        let file = self.0.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Changes a file where this stands in it.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = read(&self.0.path().join(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        self.write(file, &text.replace(from, to));
    }

    /// Updates the PO file and the sheets, with these translations.
    fn translate(&self, translations: &[(&str, &str)]) {
        let project = self.project();
        let mut old = Catalog::new(CatalogMetadata::new());
        for (message, text) in translations {
            let mut new = Message::build_singular();
            old.append_or_update(new.with_msgid((*message).to_string()).with_msgstr((*text).to_string()).done());
        }
        let language = project.translations().next().unwrap();
        let updated = translation::merged(&messages::extract(&project).unwrap(), &old, language).unwrap();
        translation::write(&project, language, &updated.catalog).unwrap();
        sheets::write(&sheets::sheets(&project, language, &updated.catalog).unwrap()).unwrap();
    }

    /// With this in the place of one translation.
    fn with_translation(message: &str, text: &str) -> Self {
        let small = Self::new();
        let mut translations = TRANSLATIONS;
        let place = translations.iter_mut().find(|(of, _)| *of == message).unwrap();
        place.1 = text;
        small.translate(&translations);
        small
    }

    /// All that is found, as it is told.
    fn findings(&self) -> Vec<String> {
        let project = self.project();
        let language = project.translations().next().unwrap();
        let messages = messages::extract(&project).unwrap();
        let translated = translation::translated(&project, language).unwrap();
        let mut findings = catalog::findings(&project, language, &messages, &translated);
        findings.extend(catalog::sheets(&project, language, &translated).unwrap());
        findings.extend(structure::findings(language, &translated));
        let glossary = Glossary::of(&project).unwrap();
        findings.extend(glossary.findings(&translated).unwrap());
        findings.extend(glossary.table_findings().unwrap());
        findings.extend(sources::findings(&project).unwrap());
        findings.extend(concepts::findings(&project).unwrap());
        let built = self.0.path().join("target/book");
        site::build(&project, &built).unwrap_or_else(|error| panic!("{error:#}"));
        findings.extend(pages::findings(&project, &built).unwrap());
        findings.extend(untranslated::findings(&project, language, &built).unwrap());
        findings.iter().map(ToString::to_string).collect()
    }

    /// Fails unless for each of these something is found that says all of it.
    fn is_told(&self, all: &[&[&str]]) {
        let findings = self.findings();
        for said in all {
            let is_it = |finding: &String| said.iter().all(|said| finding.contains(said));
            assert!(findings.iter().any(is_it), "{said:?} is not in:\n{}", findings.join("\n"));
        }
    }
}

const PORTS: &str = "docs/book/src/ports.md";
const A_DOOR: &str = "A door of the machine has a number, its _port_: 0 to 65,535.";

#[test]
fn nothing_is_found_in_a_book_that_is_right() {
    let findings = Small::new().findings();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn a_paragraph_that_was_changed_has_no_translation() {
    let small = Small::new();
    small.edit(PORTS, "A door of the machine", "Each door of the machine");
    small.is_told(&[
        &["src/ports.md", "does not have", "Each door", "`cargo lab book --update` mends it"],
        &["translates what is in the book no longer", "A door", "`cargo lab book --update` mends it"],
        &["pt-BR/ports.html: still English", "Each door", "translate it in docs/book/po"],
    ]);
    // The update drops the old one, and the paragraph has to be translated.
    small.translate(&TRANSLATIONS);
    small.is_told(&[&["src/ports.md", "has no translation of", "Each door", "`cargo lab book --behind` lists"]]);
}

#[test]
fn a_translation_that_is_not_sure_is_found() {
    let small = Small::new();
    small.edit(
        "docs/book/po/pt-BR.po",
        "#: src/SUMMARY.md src/ports.md\n",
        "#: src/SUMMARY.md src/ports.md\n#, fuzzy\n",
    );
    small.is_told(&[&["is not sure of", "Ports", "translate it in docs/book/po"]]);
}

#[test]
fn a_task_sheet_that_was_changed_by_hand_is_stale() {
    let small = Small::new();
    small.edit("exercises/tcp-server/LEIAME.md", "Avalie", "Corrija");
    small.is_told(&[&["exercises/tcp-server/LEIAME.md is not what README.md", "`cargo lab book --update` mends it"]]);
}

#[test]
fn a_task_sheet_is_not_made_by_halves() {
    let small = Small::new();
    small.edit("exercises/tcp-server/README.md", "You write it", "You write all of it");
    small.translate(&TRANSLATIONS);
    small.is_told(&[&["exercises/tcp-server/LEIAME.md cannot be made", "You write all of it", "translate it"]]);
}

#[test]
fn a_translation_keeps_links_and_numbers() {
    let mend = "correct the translation in docs/book/po";
    let wrong = "Uma porta da máquina tem um número, a _porta_: de 0 a 65.536.";
    Small::with_translation(A_DOOR, wrong).is_told(&[&["src/ports.md: the numbers", "65535", "65536", mend]]);
    let wrong = "A [lição](lessons/tcp-server.md#avalie) pede uma.";
    let small = Small::with_translation("The [lesson](lessons/tcp-server.md#grade-it) asks for one.", wrong);
    small.is_told(&[
        &["src/ports.md: the links", mend],
        &["pt-BR/ports.html", "leads to no section", "correct the link"],
    ]);
}

#[test]
fn a_term_by_another_name_is_found() {
    let small = Small::with_translation(A_DOOR, "Uma entrada da máquina tem um número, a _entrada_: de 0 a 65.535.");
    small.is_told(&[&["src/ports.md: \"port\" is \"porta\" here", "docs/book/glossary.toml"]]);
}

#[test]
fn a_table_of_words_that_is_wrong_is_found() {
    let small = Small::new();
    let glossary = "docs/book/glossary.toml";
    small.edit(glossary, "never = [\"port\"]\n", "word = \"soquete\"\n[chapter]\ndoor = \"ports.md\"\n");
    small.is_told(&[&["shows \"soquete\" for [\"porta\"]", glossary], &["a chapter for \"door\"", glossary]]);
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let small = Small::new();
    small.edit(PORTS, "lessons/tcp-server.md#grade-it", "lessons/udp-server.md");
    small.is_told(&[&["en/ports.html: lessons/udp-server.html leads nowhere", "correct the link"]]);
    let small = Small::new();
    small.edit(PORTS, "lessons/tcp-server.md#grade-it", "https://example.org/");
    small.is_told(&[&["en/ports.html: it links to https://example.org/", "docs/book/links.toml"]]);
}

#[test]
fn what_a_page_would_load_from_the_network_is_found() {
    let small = Small::new();
    small.edit(PORTS, "<!-- notes: port -->", "<!-- notes: port --><script src=\"https://example.org/a.js\"></script>");
    small.is_told(&[&["en/ports.html: it loads https://example.org/a.js", "loads nothing from the network"]]);
}

#[test]
fn an_include_of_no_file_is_found() {
    let small = Small::new();
    small.edit("docs/book/src/lessons/tcp-server.md", "README.md", "SHEET.md");
    small.is_told(&[&["en/lessons/tcp-server.html: an include was left undone", "correct the name in the include"]]);
}

#[test]
fn a_second_title_is_found_unless_it_is_that_of_a_task_sheet() {
    let small = Small::new();
    small.edit(PORTS, "![A door]", "# A door\n\n![A door]");
    small.is_told(&[&["en/ports.html: it has 2 headings of the first rank", "`##`"]]);
    let small = Small::new();
    small.edit("docs/book/src/lessons/tcp-server.md", "{{#include", "# Ports\n\nA text.\n\n{{#include");
    let findings = small.findings().join("\n");
    assert!(findings.contains("A text.") && !findings.contains("of the first rank"), "{findings}");
}

#[test]
fn text_that_cannot_be_translated_is_found() {
    let small = Small::new();
    small.edit(PORTS, "# Ports", "# Ports\n\n<div>\n<p>Never translated</p>\n</div>");
    small.is_told(&[&["pt-BR/ports.html: still English: \"Never translated\"", "translate it in docs/book/po"]]);
}

#[test]
fn a_concept_without_a_chapter_is_found_and_one_with_a_chapter_is_not_missing() {
    let mend = "name it in the comment of its chapter";
    let small = Small::new();
    small.edit(PORTS, "notes: port", "notes: doors");
    small.is_told(&[
        &["no chapter teaches \"port\"", mend],
        &["src/ports.md teaches \"doors\", which is no concept", mend],
    ]);
    let small = Small::new();
    small.edit(PORTS, "notes: port", "notes: port, select");
    small.is_told(&[&["src/ports.md teaches \"select\", which docs/book/notes.toml has as missing", mend]]);
}

#[test]
fn a_listing_that_nobody_runs_and_a_session_that_nobody_sees_are_found() {
    let small = Small::new();
    small.edit(PORTS, "# Ports", "# Ports\n\n```rust\nlet port = 0;\n```");
    small.write("docs/book/sessions/ports.console", "a$ true\n");
    small.is_told(&[
        &["docs/book/src/ports.md has a listing of its own: \"let port = 0;\"", "docs/book/examples"],
        &["no chapter shows docs/book/sessions/ports.console", "show it in a chapter"],
    ]);
}

#[test]
fn a_book_that_cannot_be_built_says_where() {
    let built =
        |small: &Small| format!("{:#}", site::build(&small.project(), Path::new("/nonexistent/out")).unwrap_err());
    let small = Small::new();
    fs::remove_file(small.0.path().join("docs/book/src/ports.md")).unwrap();
    assert!(built(&small).contains("ports.md"), "{}", built(&small));
    let small = Small::new();
    fs::remove_file(small.0.path().join("docs/book/po/pt-BR.po")).unwrap();
    assert!(built(&small).contains("`cargo lab book --update`"), "{}", built(&small));
    let small = Small::new();
    fs::remove_file(small.0.path().join("docs/book/pictures/door.svg")).unwrap();
    let out = small.0.path().join("out");
    let said = format!("{:#}", site::build(&small.project(), &out).unwrap_err());
    assert!(said.contains("neither door.en.svg nor door.svg: `cargo run -p book -- pictures`"), "{said}");
}

#[test]
fn a_word_of_mdbook_that_it_says_no_longer_is_found() {
    let small = Small::new();
    small.edit("docs/book/languages.toml", "\"Change theme\"", "\"Change the theme\"");
    let said = format!("{:#}", site::build(&small.project(), &small.0.path().join("out")).unwrap_err());
    assert!(said.contains("mdBook no longer says [\"Change the theme\"]: see docs/book/languages.toml"), "{said}");
}
