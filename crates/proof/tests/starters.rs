//! The starters: each is what a student finds at first, and what `cargo lab reset` brings back.

use std::fs;
use std::path::Path;

#[test]
fn each_exercise_is_the_starter_that_a_reset_brings_back() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut lessons = 0;
    for entry in fs::read_dir(workspace.join("exercises")).unwrap().map(Result::unwrap) {
        let Ok(exercise) = fs::read_to_string(entry.path().join("main.rs")) else { continue };
        let starter = workspace.join("solutions").join(entry.file_name()).join("starter.rs");
        let starter = fs::read_to_string(&starter).unwrap_or_else(|error| panic!("{}: {error}", starter.display()));
        assert_eq!(exercise, starter, "{:?}", entry.file_name());
        lessons += 1;
    }
    assert!(lessons > 0);
}
