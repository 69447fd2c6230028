//! Whether the program that cargo has built beside a test is the one that stands in this checkout.

use std::env;
use std::path::{Path, PathBuf};
use std::result::Result;
use std::sync::OnceLock;

use checkout::{Executable, Replaced};
use report::escape;
use report::message::{Message, msg};

use crate::lesson::{Lesson, workspace};

/// The program beside the test, or why it is not this checkout's; nothing, where another one is graded.
pub(crate) fn beside_the_test(lesson: &Lesson) -> Result<Option<&'static Executable>, &'static Message> {
    // All checks of a test binary have the same program.
    static BUILT: OnceLock<Result<Option<Executable>, Message>> = OnceLock::new();
    BUILT.get_or_init(|| look(lesson)).as_ref().map(Option::as_ref)
}

fn look(lesson: &Lesson) -> Result<Option<Executable>, Message> {
    let (binary, folder) = match (lesson.exercise, lesson.reference) {
        _ if env::var_os("LAB_PROGRAM").is_some() => return Ok(None),
        (Some(exercise), _) => (exercise, "exercises"),
        (_, Some(reference)) => (reference, "solutions"),
        _ => return Ok(None),
    };
    let package = Path::new(lesson.package);
    // Cargo says where the test's package is, which it may have built elsewhere. What it says to a test that somebody else
    // starts is about another package.
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = here.filter(|here| here.file_name() == package.file_name());
    let here = here.as_deref().unwrap_or(package);
    if here.canonicalize().ok() != package.canonicalize().ok() {
        let [built, here] = [package, here].map(|package| escape::line(&workspace(package).to_string_lossy()));
        return Err(msg!("built-elsewhere", built = built, here = here));
    }
    let root = workspace(package);
    let main = root.join(folder).join(lesson.name).join("main.rs");
    let built = Executable::of(Path::new(binary), &main);
    built.map(Some).map_err(|Replaced(source)| msg!("source-replaced", file = name(&root, &source)))
}

/// What a file is called in the folder of the workspace.
fn name(root: &Path, file: &Path) -> String {
    let [root, file] = [root, file].map(|path| path.canonicalize().unwrap_or(path.to_path_buf()));
    escape::line(&file.strip_prefix(root).unwrap_or(&file).to_string_lossy())
}
