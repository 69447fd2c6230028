//! The book as a reader sees and uses it, in a real browser, from files: `cargo test -p book --test browser -- --ignored`.
//!
//! It needs Chromium, and axe-core, which knows what keeps people from using a page: its script is where `AXE` says.

#![cfg(unix)]

#[path = "browser/chromium.rs"]
mod chromium;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use book::finish::files;
use book::project::Project;
use book::site;
use chromium::Browser;
use serde_json::json;

const PHONE: u32 = 360;
const DESK: u32 = 1300;

/// Pages that have all that there is: pictures by hand and of runs, sessions, listings, differences, tables, a task sheet.
const KINDS: [&str; 6] =
    ["ports.html", "streams.html", "errors.html", "contributors.html", "words.html", "lessons/tcp-server.html"];

/// The book, with its languages.
static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    site::build(&Project::here().unwrap(), &folder).unwrap_or_else(|error| panic!("{error:#}"));
    folder
});

fn url(page: &str) -> String {
    format!("file://{}/{page}", BUILT.display())
}

/// All pages of all languages that have a text of their own.
fn pages() -> Vec<String> {
    let languages = Project::here().unwrap().languages;
    let of = |tag: &str| files(&BUILT.join(tag)).unwrap();
    let all = languages.iter().flat_map(|language| of(&language.tag));
    let html = all.filter(|file| file.extension().is_some_and(|it| it == "html"));
    let names = html.map(|file| file.strip_prefix(&*BUILT).unwrap().display().to_string());
    names.filter(|name| !["print.html", "toc.html"].iter().any(|other| name.ends_with(other))).collect()
}

#[test]
#[ignore = "needs Chromium"]
fn no_page_complains_asks_the_network_or_is_wider_than_a_phone() {
    let mut browser = Browser::start();
    let mut wrong = Vec::new();
    for page in pages() {
        browser.open(&url(&page), PHONE);
        let width = browser.ask("document.documentElement.scrollWidth");
        if width.as_u64().is_none_or(|width| width > PHONE.into()) {
            let script = "[...document.querySelectorAll('main *')].filter(it => it.getBoundingClientRect().right > innerWidth)\
                          .slice(0, 3).map(it => it.outerHTML.slice(0, 80)).join(' | ')";
            wrong.push(format!("{page} is {width} pixels wide: {}", browser.ask(script)));
        }
        wrong.extend(browser.complaints().into_iter().map(|complaint| format!("{page}: {complaint}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "needs Chromium"]
fn the_switch_leads_to_the_same_section_in_the_other_language() {
    let mut browser = Browser::start();
    for (page, section) in [("lessons/tcp-server.html", "the-calls"), ("ports.html", "the-run")] {
        for (from, to) in [("en", "pt-BR"), ("pt-BR", "en")] {
            browser.open(&url(&format!("{from}/{page}#{section}")), DESK);
            browser.ask("document.querySelector('a.language').click()");
            browser.wait_for(&format!("location.href.includes('/{to}/{page}') && document.readyState === 'complete'"));
            assert_eq!(browser.ask("location.hash"), json!(format!("#{section}")));
            let is_there = format!("document.getElementById('{section}').getBoundingClientRect().top < innerHeight");
            browser.wait_for(&is_there);
        }
    }
}

#[test]
#[ignore = "needs Chromium"]
fn the_search_finds_words_with_their_accents_and_without() {
    let mut browser = Browser::start();
    let mut found = |language: &str, query: &str| {
        browser.open(&url(&format!("{language}/ports.html?search={query}")), DESK);
        browser.wait_for("document.getElementById('mdbook-searchresults-header').innerText.length > 0");
        browser.ask("document.querySelectorAll('#mdbook-searchresults > li').length").as_u64().unwrap()
    };
    for query in ["recvfrom", "conexão", "conexao", "CONEXAO", "endereco", "fila"] {
        assert!(found("pt-BR", query) > 0, "nothing is found for {query}");
    }
    assert_eq!(found("pt-BR", "conexão"), found("pt-BR", "conexao"));
    for query in ["recvfrom", "connections", "listening"] {
        assert!(found("en", query) > 0, "nothing is found for {query}");
    }
    assert_eq!(found("en", "xyzzyplugh"), 0);
}

#[test]
#[ignore = "needs Chromium"]
fn the_keyboard_opens_the_sidebar_and_pictures_have_the_colours_of_the_theme() {
    let mut browser = Browser::start();
    browser.open(&url("pt-BR/ports.html"), DESK);
    let is_open = "document.getElementById('mdbook-sidebar-toggle').getAttribute('aria-expanded')";
    let before = browser.ask(is_open);
    browser.ask("document.getElementById('mdbook-sidebar-toggle').focus()");
    browser.press("Enter", "\r");
    browser.wait_for(&format!("{is_open} !== '{}'", before.as_str().unwrap()));

    let colour = "getComputedStyle(document.querySelector('.picture text')).fill";
    let themed = |browser: &mut Browser, theme: &str| {
        browser.ask(&format!("document.getElementById('mdbook-theme-{theme}').click()"));
        browser.wait_for(&format!("document.documentElement.classList.contains('{theme}')"));
        browser.ask(colour)
    };
    assert_ne!(themed(&mut browser, "light"), themed(&mut browser, "navy"));
}

#[test]
#[ignore = "needs Chromium and axe-core"]
fn nothing_keeps_anybody_from_using_a_page() {
    let mut browser = Browser::start();
    let mut wrong = Vec::new();
    for (language, page) in ["en", "pt-BR"].into_iter().flat_map(|language| KINDS.map(|page| (language, page))) {
        let page = format!("{language}/{page}");
        for theme in ["light", "navy"] {
            browser.open(&url(&page), DESK);
            browser.ask(&format!("document.getElementById('mdbook-theme-{theme}').click()"));
            let found = browser.barriers();
            wrong.extend(found.iter().map(|finding| format!("{page}, {theme}: {finding}")));
        }
    }
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}
