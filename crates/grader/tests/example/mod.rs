//! The programs in `examples/`, which the tests grade.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Once;

/// Where cargo put the example. A test that is run by itself would not have it built.
pub fn example(name: &str) -> PathBuf {
    static BUILD: Once = Once::new();
    BUILD.call_once(|| {
        let cargo =
            Command::new(env!("CARGO")).args(["build", "--quiet", "--package", "grader", "--examples"]).status();
        assert!(cargo.expect("cargo can be run").success());
    });
    // A test is target/debug/deps/<test>-…; an example is target/debug/examples/<name>.
    let test = env::current_exe().expect("a test knows itself");
    test.ancestors().nth(2).expect("a test is in a folder").join("examples").join(name)
}
