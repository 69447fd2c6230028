//! Each lesson's table of promises, `crates/<lesson>/promises.md`, is true: it says of each promise of the task sheet which
//! check shows it, or why none can, and which mistakes prove that the check does.
//!
//! A row is `| promise | shown by | proved by |`, with names of checks and mistakes in backticks. Where no check shows a
//! promise, `none: …` says why; where no mistake proves one, `-` stands for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proof::Kind;

/// A row of a table.
struct Row {
    promise: String,
    shown_by: String,
    proved_by: String,
}

#[test]
fn every_promise_is_shown_by_a_check_or_says_why_none_can() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut complaints = String::new();
    for lesson in proof::lessons().unwrap() {
        let table = workspace.join("crates").join(&lesson).join("promises.md");
        let text = fs::read_to_string(&table).unwrap_or_default();
        for complaint in complaints_about(&text, &checks(&workspace, &lesson), &mistakes(&lesson)) {
            complaints.push_str(&format!("{lesson}: {complaint}\n"));
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

/// What is not true of a table.
fn complaints_about(
    table: &str,
    checks: &BTreeSet<String>,
    mistakes: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let mut complaints = Vec::new();
    let (mut shown, mut proved) = (BTreeSet::new(), BTreeSet::new());
    for Row { promise, shown_by, proved_by } in rows(table) {
        let (by_checks, by_mistakes) = (names(&shown_by), names(&proved_by));
        if by_checks.is_empty() && shown_by.strip_prefix("none: ").is_none_or(str::is_empty) {
            complaints.push(format!("\"{promise}\" names no check, and does not say why (`none: …`)"));
        }
        if by_mistakes.is_empty() && proved_by != "-" {
            complaints.push(format!("\"{promise}\" names no mistake: write `-` if none proves it"));
        }
        complaints.extend(by_checks.difference(checks).map(|check| format!("there is no check `{check}`")));
        for mistake in by_mistakes {
            match mistakes.get(&mistake) {
                None => complaints.push(format!("there is no mistake `{mistake}`")),
                Some(caught_by) if caught_by.is_disjoint(&by_checks) => complaints.push(format!(
                    "`{mistake}` is caught by none of the checks that show \"{promise}\": {caught_by:?}"
                )),
                Some(_) => {}
            }
            proved.insert(mistake);
        }
        shown.extend(by_checks);
    }
    complaints.extend(checks.difference(&shown).map(|check| format!("`{check}` shows no promise")));
    let all = mistakes.keys().filter(|mistake| !proved.contains(*mistake));
    complaints.extend(all.map(|mistake| format!("the mistake `{mistake}` proves nothing in the table")));
    complaints
}

fn rows(table: &str) -> Vec<Row> {
    let lines = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise "));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [promise, shown_by, proved_by] = cells[..] else { panic!("not a row of three cells: {line}") };
        Row { promise: promise.to_string(), shown_by: shown_by.to_string(), proved_by: proved_by.to_string() }
    };
    lines.map(row).collect()
}

/// What stands in backticks.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

/// The checks of a lesson: the functions that are tests.
fn checks(workspace: &Path, lesson: &str) -> BTreeSet<String> {
    let source = fs::read_to_string(workspace.join("crates").join(lesson).join("tests/checks.rs")).unwrap();
    let tests = source.split("#[test]\nfn ").skip(1);
    tests.map(|test| test.split('(').next().unwrap_or_default().to_string()).collect()
}

/// The mistakes of a lesson, each with the checks that it names.
fn mistakes(lesson: &str) -> BTreeMap<String, BTreeSet<String>> {
    let programs = proof::programs(lesson).unwrap().into_iter();
    let mistakes = programs.filter(|program| program.kind == Kind::Mistake);
    mistakes.map(|program| (program.name(), program.header().unwrap().caught_by().into_iter().collect())).collect()
}

#[test]
fn a_table_that_is_not_true_is_complained_about() {
    let checks = BTreeSet::from(["echoes".to_string(), "sleeps".to_string()]);
    let mistakes = BTreeMap::from([("spins".to_string(), BTreeSet::from(["sleeps".to_string()]))]);
    let complaints = |rows: &str| {
        let table = format!("| promise | shown by | proved by |\n|---|---|---|\n{rows}");
        complaints_about(&table, &checks, &mistakes)
    };
    let good = "| echo | `echoes` | - |\n| sleep | `sleeps` | `spins` |\n| memory | none: nobody tells | - |\n";
    assert!(complaints(good).is_empty());
    for (row, complaint) in [
        ("| more | nothing | - |", "names no check"),
        ("| more | none:  | - |", "names no check"),
        ("| more | `echoes` | |", "names no mistake"),
        ("| more | `speaks` | - |", "there is no check `speaks`"),
        ("| more | `echoes` | `dies` |", "there is no mistake `dies`"),
        ("| more | `echoes` | `spins` |", "`spins` is caught by none"),
    ] {
        let told = complaints(&format!("{good}{row}\n")).join("\n");
        assert!(told.contains(complaint), "{row}: {told}");
    }
    let told = complaints("| echo | `echoes` | - |\n").join("\n");
    assert!(told.contains("`sleeps` shows no promise") && told.contains("`spins` proves nothing"), "{told}");
}
