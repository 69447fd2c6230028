//! What is written once for each lesson in the project's own files, made from the one list of the lessons: that in
//! `Cargo.toml`, `[workspace.metadata.course]`. `cargo run -p proof -- lists` writes it, and a test says where it is stale.

use std::fs;
use std::io;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use cargo_metadata::{MetadataCommand, Package};
use serde_json::Value;

use crate::lesson::workspace;

/// What stands before a list in a file. Behind it comes what is made, until an empty line, or the end of the file.
const MARK: &str = "Made by `cargo run -p proof -- lists`";

/// The files that hold a list, and what each has to be, whole.
///
/// # Errors
/// A file cannot be read, has no place for its list, or the course cannot be understood.
pub fn lists() -> Result<Vec<(PathBuf, String)>> {
    let folder = workspace()?;
    let course = MetadataCommand::new().current_dir(&folder).no_deps().exec()?;
    let lessons = course.workspace_metadata.pointer("/course/lessons").and_then(Value::as_array);
    let lessons = lessons.context("Cargo.toml names no lessons")?.iter().filter_map(Value::as_str);
    let lessons: Vec<&str> = lessons.collect();
    let package = |name: &&str| {
        let package = course.packages.iter().find(|package| package.name == *name);
        package.with_context(|| format!("there is no package {name}, which Cargo.toml names as a lesson"))
    };
    let packages = lessons.iter().map(package).collect::<Result<Vec<&Package>>>()?;

    let mut lists = Vec::new();
    let mut list = |file: &str, made: String| -> Result<()> {
        let file = folder.join(file);
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let text = replaced(&text, &made).with_context(|| format!("{} has no line {MARK:?}", file.display()))?;
        lists.push((file, text));
        Ok(())
    };
    let each = |entry: &dyn Fn(&str) -> String| lessons.iter().map(|lesson| entry(lesson)).collect::<String>();
    list("Cargo.toml", each(&exercise))?;
    list("solutions/Cargo.toml", each(&solution))?;
    list("solutions/corpus/Cargo.toml", each(&corpus))?;
    list("crates/proof/tests/corpus.rs", format!("every_mark_is_right! {{\n{}}}\n", each(&test)))?;
    let rows = packages.iter().map(|package| row(package)).collect::<Result<String>>()?;
    list("README.md", format!("| lesson | you write | from the notes |\n|---|---|---|\n{rows}"))?;
    let rows = packages.iter().map(|package| portuguese_row(package)).collect::<Result<String>>()?;
    list("LEIAME.md", format!("| lição | você escreve | das notas |\n|---|---|---|\n{rows}"))?;
    for lesson in lessons {
        lists.push((folder.join(format!("solutions/corpus/{lesson}.rs")), programs(lesson)));
    }
    Ok(lists)
}

/// Writes those that are stale.
///
/// # Errors
/// As those of [`lists`], or a file cannot be written.
pub fn write_lists() -> Result<()> {
    for (file, text) in lists()? {
        if !is_current(&file, &text)? {
            fs::write(&file, text).with_context(|| file.display().to_string())?;
            println!("{}", file.display());
        }
    }
    Ok(())
}

/// Whether the file is what it has to be.
///
/// # Errors
/// It cannot be read.
pub fn is_current(file: &PathBuf, text: &str) -> io::Result<bool> {
    match fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        there => Ok(there? == text),
    }
}

/// The text with this list behind the mark, if it has one.
fn replaced(text: &str, made: &str) -> Option<String> {
    let (before, after) = text.split_at(text.find(MARK)?);
    let (mark, after) = after.split_at(after.find('\n')? + 1);
    // A list is no paragraph in Cargo's manifests, where it goes on to the end.
    let rest = if mark.contains("to the end") { "" } else { after.find("\n\n").map_or("", |end| &after[end + 1..]) };
    Some(format!("{before}{mark}{made}{rest}"))
}

fn exercise(lesson: &str) -> String {
    program(&format!("{lesson}-exercise"), &format!("exercises/{lesson}/main.rs"))
}

fn solution(lesson: &str) -> String {
    let program = program(&format!("{lesson}-solution"), &format!("{lesson}/main.rs"));
    format!("{program}\n[[test]]\nname = \"{lesson}\"\npath = \"../crates/{lesson}/tests/checks.rs\"\n")
}

fn corpus(lesson: &str) -> String {
    program(&format!("{lesson}-corpus"), &format!("{lesson}.rs"))
}

/// A program as a manifest names it. It has no tests of its own.
fn program(name: &str, path: &str) -> String {
    format!("\n[[bin]]\nname = \"{name}\"\npath = \"{path}\"\ntest = false\nbench = false\n")
}

fn test(lesson: &str) -> String {
    format!("    {}: {lesson:?},\n", lesson.replace('-', "_"))
}

/// The binary that holds the programs of the corpus.
fn programs(lesson: &str) -> String {
    format!(
        "//! The programs of the corpus for `{lesson}`, put together by `build.rs`.

#![expect(clippy::allow_attributes, reason = \"whether a mistake leaves something unused is its own affair\")]

include!(concat!(env!(\"OUT_DIR\"), \"/{lesson}/main.rs\"));
"
    )
}

/// What the lesson's own manifest says of it.
fn row(lesson: &Package) -> Result<String> {
    let name = &lesson.name;
    let write = lesson.description.as_ref().with_context(|| format!("{name} has no description"))?;
    let notes = lesson.metadata.pointer("/course/notes").and_then(Value::as_str);
    let notes = notes.with_context(|| format!("{name} does not say which part of the notes it belongs to"))?;
    Ok(format!("| [`{name}`](exercises/{name}/README.md) | {write} | {notes} |\n"))
}

/// The same in Portuguese, which stands beside it there.
fn portuguese_row(lesson: &Package) -> Result<String> {
    let name = &lesson.name;
    let said = |key: &str| {
        let said = lesson.metadata.pointer(&format!("/course/pt-BR/{key}")).and_then(Value::as_str);
        said.with_context(|| format!("{name} has no {key} in Portuguese, [package.metadata.course.pt-BR]"))
    };
    let (write, notes) = (said("description")?, said("notes")?);
    Ok(format!("| [`{name}`](exercises/{name}/LEIAME.md) | {write} | {notes} |\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_takes_the_place_of_the_one_that_is_there() {
        let until_empty = format!("a\n<!-- {MARK} -->\nold\nold\n\nb\n");
        assert_eq!(replaced(&until_empty, "new\n"), Some(format!("a\n<!-- {MARK} -->\nnew\n\nb\n")));
        let to_end = format!("a\n# {MARK}, to the end of the file.\n\nold\n\nold\n");
        assert_eq!(replaced(&to_end, "\nnew\n"), Some(format!("a\n# {MARK}, to the end of the file.\n\nnew\n")));
        assert_eq!(replaced("a\nold\n", "new\n"), None);
    }
}
