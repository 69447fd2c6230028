//! No file of Rust is longer than somebody who changes it can keep in mind: one that needs a map is several. Clippy says
//! the same of functions, see clippy.toml.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Lines of a file, tests and comments among them.
const MOST: usize = 500;

#[test]
fn no_file_is_longer_than_it_may_be() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut git = Command::new("git");
    git.current_dir(&root).args(["ls-files", "--cached", "--others", "--exclude-standard", "*.rs"]);
    let listed = String::from_utf8(git.output().expect("git is installed").stdout).expect("files have simple names");
    assert!(listed.lines().count() > 100, "these are not all: {listed}");
    // One that was removed and not committed yet is listed all the same.
    let lines = |file: &str| fs::read_to_string(root.join(file)).map_or(0, |text| text.lines().count());
    let too_long: Vec<&str> = listed.lines().filter(|file| lines(file) > MOST).collect();
    assert!(too_long.is_empty(), "more than {MOST} lines: {too_long:#?}");
}
