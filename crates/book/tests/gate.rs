//! The book holds together, in each of its languages. What each of these finds in a book that is broken, `broken.rs` shows.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use book::gate::glossary::Glossary;
use book::gate::{Finding, catalog, concepts, gallery, pages, sources, structure, untranslated};
use book::project::Project;
use book::{messages, site, translation};

/// The book as a browser gets it.
static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    site::build(&Project::here().unwrap(), &folder).unwrap_or_else(|error| panic!("{error:#}"));
    folder
});

/// Fails with all that was found.
fn nothing(findings: &[Finding]) {
    const MOST: usize = 20;
    let shown: Vec<String> = findings.iter().take(MOST).map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), shown.join("\n"));
}

#[test]
fn every_message_is_translated_and_no_other() {
    let project = Project::here().unwrap();
    let messages = messages::extract(&project).unwrap();
    for language in project.translations() {
        let translated = translation::translated(&project, language).unwrap();
        nothing(&catalog::findings(&project, language, &messages, &translated));
    }
}

#[test]
fn the_task_sheets_are_what_their_translations_make_of_them() {
    let project = Project::here().unwrap();
    for language in project.translations() {
        let translated = translation::translated(&project, language).unwrap();
        nothing(&catalog::sheets(&project, language, &translated).unwrap());
    }
}

#[test]
fn a_translation_has_the_blocks_links_code_and_numbers_of_its_original() {
    let project = Project::here().unwrap();
    for language in project.translations() {
        nothing(&structure::findings(language, &translation::translated(&project, language).unwrap()));
    }
}

#[test]
fn one_thing_has_one_name() {
    let project = Project::here().unwrap();
    let glossary = Glossary::of(&project).unwrap();
    nothing(&glossary.table_findings().unwrap());
    for language in project.translations() {
        nothing(&glossary.findings(&translation::translated(&project, language).unwrap()).unwrap());
    }
}

#[test]
fn all_that_the_notes_teach_has_a_chapter() {
    nothing(&concepts::findings(&Project::here().unwrap()).unwrap());
}

#[test]
fn what_is_shown_is_run_and_what_is_run_is_shown() {
    nothing(&sources::findings(&Project::here().unwrap()).unwrap());
}

#[test]
fn the_gallery_says_of_each_mistake_what_its_file_does() {
    nothing(&gallery::findings(&Project::here().unwrap()).unwrap());
}

#[test]
fn every_link_leads_somewhere_and_no_page_needs_the_network() {
    nothing(&pages::findings(&Project::here().unwrap(), &BUILT).unwrap());
}

#[test]
fn no_page_of_a_translation_is_english() {
    let project = Project::here().unwrap();
    for language in project.translations() {
        nothing(&untranslated::findings(&project, language, &BUILT).unwrap());
    }
}
