//! What a student finds at first: each exercise is the starter that `cargo lab reset` brings back, in a crate that counts
//! no warning.

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

#[test]
fn the_crate_of_each_lesson_lets_no_warning_be_an_error() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for entry in fs::read_dir(workspace.join("exercises")).unwrap().map(Result::unwrap) {
        let manifest = workspace.join("crates").join(entry.file_name()).join("Cargo.toml");
        let Ok(manifest) = fs::read_to_string(manifest) else { continue };
        assert!(manifest.contains(r#"check-cfg = ["@.cargo/lessons.args"]"#), "{:?}", entry.file_name());
    }
    let arguments = fs::read_to_string(workspace.join(".cargo/lessons.args")).unwrap();
    assert!(arguments.lines().any(|argument| argument == "--cap-lints=warn"), "{arguments}");
}
