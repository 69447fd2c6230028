//! The pages of a class as an instructor sees them, in a real browser, from files: two hundred students, whose names and
//! programs try to be more than text. `cargo test -p lab --test browser -- --ignored`.
//!
//! It needs Chromium, and axe-core, which knows what keeps people from using a page: its script is where `AXE` says.

#![cfg(unix)]

#[path = "../../book/tests/browser/chromium.rs"]
#[expect(dead_code, reason = "nobody presses a key here")]
mod chromium;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use chromium::Browser;
use serde_json::{Value, json};
use tempfile::TempDir;

const STUDENTS: usize = 200;

/// The widths of a telephone and of a desk's screen.
const WIDTHS: [u32; 2] = [360, 1300];

/// What students may be called, or print: markup, attributes, a formula, text that runs from right to left, commands to a
/// terminal. What of it would run says so.
const HOSTILE: [&str; 6] = [
    "<script>window.hit = 1</script>",
    "\" onload=\"window.hit = 1\" onmouseover='window.hit = 1'",
    "</title></style></pre></svg><img src=x onerror='window.hit = 1'>",
    "=HYPERLINK(\"http://example.org\",\"10\")",
    "\u{202e}\u{2067}sdrawkcab",
    "\u{1b}[2J\u{1b}]0;title\u{7}red &amp; `quoted`",
];

/// A class that nobody has graded, and its pages.
struct Class(TempDir);

impl Class {
    fn new(language: &str) -> Self {
        let class = Self(tempfile::tempdir().unwrap());
        let rows: Vec<String> = (0..STUDENTS).map(|number| class.student(number).to_string() + "\n").collect();
        let part = json!({
            "version": 1, "shard": { "index": 1, "count": 1 }, "points": [10], "students": STUDENTS,
            "terms": { "course": "c".repeat(64), "lessons": ["tcp-server"], "time_limit": null, "jail": "full" },
        });
        class.write("part/class.jsonl", &rows.concat());
        class.write("part/part.json", &part.to_string());
        let mut merge = Command::new(env!("CARGO_BIN_EXE_lab"));
        merge.args(["merge", "part", "--out", "out"]).current_dir(class.0.path()).env("LAB_LANG", language);
        let merged = merge.env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR")).output().unwrap();
        assert!(merged.status.success(), "{merged:?}");
        class
    }

    /// One of them, whose program does not compile; others have marks of each height.
    fn student(&self, number: usize) -> Value {
        let hostile = HOSTILE[number % HOSTILE.len()];
        let (name, earned) = (format!("{number:03} {hostile}"), number % 11);
        let record = format!("{number:064x}");
        let said = json!({ "rendered": hostile, "line": 1, "is_about_source": true });
        let compiler = if earned == 0 { json!([said]) } else { json!([]) };
        let lesson =
            json!({ "lesson": "tcp-server", "checks": [], "compiler": compiler, "crates": [], "warnings": [said] });
        let run = json!({ "problem": null, "jail": "full", "lessons": [lesson] });
        self.write(&format!("part/records/{record}.json"), &run.to_string());
        let check = |at: usize| {
            let (status, points) = if at < earned { ("passed", 1) } else { ("failed", 0) };
            json!({ "check": format!("does_what_is_promised_{at}"), "status": status, "earned": points, "points": 1 })
        };
        let checks: Vec<Value> = (0..10).map(check).collect();
        json!({
            "version": 1, "student": format!("{number:03}"), "name": name, "email": null, "late": number.is_multiple_of(7),
            "state": "graded", "submission": record, "record": record, "earned": earned, "points": 10,
            "problem": null, "remarks": [hostile], "stopped": [{ "what": "hidden-file", "count": 2 }],
            "lessons": [{ "lesson": "tcp-server", "earned": earned, "points": 10, "compiles": earned > 0, "checks": checks }],
        })
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The report, and the pages of as many students as there are kinds of names, both of each.
    fn pages(&self) -> Vec<String> {
        let out = self.0.path().join("out");
        let mut pages = vec![out.join("report.html")];
        for folder in ["students", "feedback"] {
            let of = fs::read_dir(out.join(folder)).unwrap().map(|entry| entry.unwrap().path());
            let mut of: Vec<PathBuf> = of.collect();
            of.sort();
            assert_eq!(of.len(), STUDENTS);
            pages.extend(of.into_iter().take(HOSTILE.len()));
        }
        pages.iter().map(|page| format!("file://{}", page.display())).collect()
    }
}

/// Goes to a page that is read by daylight, or in the dark.
fn open(browser: &mut Browser, page: &str, width: u32, scheme: &str) {
    let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    browser.call("Emulation.setEmulatedMedia", &scheme);
    browser.open(page, width);
}

#[test]
#[ignore = "needs Chromium"]
fn whatever_students_and_programs_say_is_text_and_no_page_asks_the_network() {
    let (class, mut browser, mut wrong) = (Class::new("en"), Browser::start(), Vec::new());
    for page in class.pages() {
        for (width, scheme) in WIDTHS.iter().flat_map(|width| ["light", "dark"].map(|scheme| (*width, scheme))) {
            open(&mut browser, &page, width, scheme);
            wrong.extend(browser.complaints().into_iter().map(|complaint| format!("{page}: {complaint}")));
            // Nothing runs, and nothing would.
            let live = "[...document.querySelectorAll('*')].filter(it => it.matches('script, iframe, object, form, [src^=x]')\
                        || [...it.attributes].some(attribute => attribute.name.startsWith('on'))).length";
            assert_eq!(browser.ask(live), 0, "{page}");
            assert_eq!(browser.ask("typeof window.hit"), "undefined", "{page}");
            let wide = browser.ask("document.documentElement.scrollWidth");
            if wide.as_u64() > Some(width.into()) {
                wrong.push(format!("{page} is {wide} pixels wide where there are {width}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "needs Chromium"]
fn two_hundred_students_are_shown_at_once_by_daylight_and_in_the_dark() {
    let (class, mut browser) = (Class::new("pt-BR"), Browser::start());
    let report = &class.pages()[0];
    let mut colours = Vec::new();
    for scheme in ["light", "dark"] {
        open(&mut browser, report, WIDTHS[1], scheme);
        // How long it takes depends on the machine: it is printed, and no verdict.
        let took = browser.ask("Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)");
        println!("{STUDENTS} students, {scheme}: shown after {took} ms");
        colours.push(
            browser.ask("getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color"),
        );
    }
    assert_ne!(colours[0], colours[1]);
    let names = browser
        .ask("[...document.querySelectorAll('thead + tbody tr')].map(it => it.querySelector('td a').textContent)");
    let names: Vec<&str> = names.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    // Each has a line, with what would command a terminal left out.
    for (number, hostile) in (0..STUDENTS).zip(HOSTILE.iter().cycle()) {
        let shown = hostile.replace("\u{1b}[2J\u{1b}]0;title\u{7}", "");
        assert_eq!(
            names.iter().filter(|name| **name == format!("{number:03} {shown}")).count(),
            1,
            "{number} {hostile}"
        );
    }
    // What runs from right to left turns nothing but itself around.
    let is_apart = "[...document.querySelectorAll('a')].filter(it => it.textContent.includes('\\u202e'))\
                    .every(it => ['isolate', 'plaintext'].includes(getComputedStyle(it.querySelector('bdi')).unicodeBidi))";
    assert_eq!(browser.ask(is_apart), true);
}

#[test]
#[ignore = "needs Chromium and axe-core"]
fn nothing_keeps_anybody_from_using_a_page_of_a_class() {
    let (class, mut browser, mut wrong) = (Class::new("en"), Browser::start(), Vec::new());
    let pages = class.pages();
    for page in [&pages[0], &pages[1], &pages[2]] {
        for scheme in ["light", "dark"] {
            open(&mut browser, page, WIDTHS[1], scheme);
            wrong.extend(browser.barriers().into_iter().map(|it| format!("{page}, {scheme}: {it}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
