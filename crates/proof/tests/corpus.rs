//! Every variant gets full marks; every mistake fails the checks that it names, and no other, and the student is told
//! why in words that fit.
//!
//! Needs Python for the variants that are written in it. Run by `cargo test -p proof`, not by a bare `cargo test`: it
//! builds every program of the corpus.

use std::fmt::Write as _;
use std::sync::LazyLock;

use proof::{Corpus, Kind, Lesson, Oracle};
use regex::Regex;

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| Corpus::build().expect("the corpus builds"));

fn lesson(name: &str) -> &'static Lesson {
    CORPUS.lessons.iter().find(|lesson| lesson.name == name).expect("there is such a lesson")
}

#[test]
fn the_marks_are_right_with_the_oracle_and_without_it() {
    for oracle in [Oracle::On, Oracle::Off] {
        for lesson in &CORPUS.lessons {
            let mut caught = Vec::new();
            let mut checks = Vec::new();
            for subject in &lesson.subjects {
                let grade = lesson.grade(subject, oracle).expect("the checks can be run");
                let told: Vec<&str> = grade.failed.iter().map(|(_, told)| told.as_str()).collect();
                let who = format!("{} {} {oracle:?}", lesson.name, subject.name);
                assert_eq!(grade.failed_names(), subject.caught_by, "{who}:\n{}", told.join("\n\n"));
                if subject.kind == Kind::Mistake {
                    caught.extend(grade.failed_names());
                } else {
                    checks = grade.passed;
                }
            }
            let never: Vec<_> = checks.iter().filter(|check| !caught.contains(check)).collect();
            assert!(never.is_empty(), "no mistake of {} is caught by {never:?}", lesson.name);
        }
    }
}

/// What a student is told of each mistake, without what differs from run to run.
fn told(lesson: &Lesson) -> String {
    let mut text = String::new();
    for subject in lesson.subjects.iter().filter(|subject| subject.kind == Kind::Mistake) {
        let grade = lesson.grade(subject, Oracle::On).expect("the checks can be run");
        writeln!(text, "# {}", subject.name).expect("a String can always be written to");
        for (check, told) in &grade.failed {
            // The transcript and the program's stderr are long, and their order is not the same each time.
            let (verdict, rest) = told.split_once("\nwhat happened:").unwrap_or((told, ""));
            let hint = rest.lines().find(|line| line.starts_with("hint: ")).unwrap_or_default();
            writeln!(text, "## {check}\n{}\n{hint}", scrub(verdict)).expect("a String can always be written to");
        }
        text.push('\n');
    }
    text
}

fn scrub(text: &str) -> String {
    let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let _ = workspace;
    let mut text = text.to_string();
    for (pattern, instead) in [
        (r"`'?[^` ]*/([a-z0-9-]+)'? ", "`$1 "),
        (r"\d+\.\d+ s\b", "<time> s"),
        (r"(127\.0\.0\.1|localhost|--port|\[::1\])([: ])\d{4,5}", "$1$2<port>"),
        (r"asleep in \w+( and asleep in \w+)*", "asleep in <call>"),
    ] {
        text = Regex::new(pattern).expect("the pattern is one").replace_all(&text, instead).into_owned();
    }
    text
}

macro_rules! told_of_the_mistakes {
    ($($name:ident: $lesson:literal,)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(told(lesson($lesson)));
        }
    )*};
}

told_of_the_mistakes! {
    multicast: "multicast",
    tcp_adaptation: "tcp-adaptation",
    tcp_client: "tcp-client",
    tcp_server: "tcp-server",
    udp_client: "udp-client",
    udp_server: "udp-server",
}
