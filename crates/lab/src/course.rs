//! The course: which lessons there are, in which order, and where their files are.

pub mod graded;
pub mod other_end;
pub mod progress;

use std::env;
use std::fs;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use fnv::FnvHasher;
use serde::Deserialize;

/// The languages that a task sheet is written in, each with the name of the file. The first is there in every lesson.
pub const SHEETS: [(&str, &str); 2] = [("en", "README.md"), ("pt-BR", "LEIAME.md")];

/// The course that a student has on this machine.
#[derive(Debug, Clone)]
pub struct Course {
    /// The folder of the workspace.
    pub root: PathBuf,
    /// The names of the lessons, in order.
    pub lessons: Vec<String>,
}

/// The part of the workspace's manifest that lists the lessons.
#[derive(Deserialize)]
struct Manifest {
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    course: Listed,
}

#[derive(Deserialize)]
struct Listed {
    lessons: Vec<String>,
}

impl Course {
    /// The course in whose folder lab is called; outside of any, the one that cargo runs this program for, or the one that
    /// it was built in.
    pub fn open() -> Result<Self> {
        let here = env::current_dir().ok();
        let around = here.iter().flat_map(|here| here.ancestors()).find(|folder| lessons(folder).is_ok());
        let root = match around {
            Some(folder) => folder.to_path_buf(),
            None => workspace(&runs_for().unwrap_or(BUILT_IN.into()))?.to_path_buf(),
        };
        Ok(Self { lessons: lessons(&root)?, root })
    }

    /// The course that this program was built in, if it is another one, and cargo does not run it for this one: it may grade
    /// by other rules.
    pub fn other_than_built_in(&self) -> Option<PathBuf> {
        let package = self.root.join("crates/lab").canonicalize().ok();
        let mut known = [Some(BUILT_IN.into()), runs_for()].into_iter().flatten();
        let is_this = known.any(|known: PathBuf| package.is_some() && known.canonicalize().ok() == package);
        (!is_this).then(|| workspace(Path::new(BUILT_IN)).unwrap_or(Path::new(BUILT_IN)).to_path_buf())
    }

    /// The lesson in whose folder the student stands.
    pub fn here(&self) -> Option<&str> {
        // Both paths are resolved: the way to one of them may go through a symbolic link.
        let folder = env::current_dir().ok()?.canonicalize().ok()?;
        let exercises = self.root.join("exercises").canonicalize().ok()?;
        let lesson = folder.strip_prefix(exercises).ok()?.components().next()?;
        self.lessons.iter().map(String::as_str).find(|name| lesson.as_os_str() == *name)
    }

    /// The folder that a student works in.
    pub fn exercise(&self, lesson: &str) -> PathBuf {
        self.root.join("exercises").join(lesson)
    }

    /// The file that a student writes.
    pub fn program(&self, lesson: &str) -> PathBuf {
        self.exercise(lesson).join("main.rs")
    }

    /// The file as the student finds it at first.
    ///
    /// It is kept twice, here and where the student edits it: a checkout need not have a history to take it from, and
    /// this program may be built after the student has begun. `crates/proof/tests/starters.rs` compares the two.
    pub fn starter(&self, lesson: &str) -> PathBuf {
        self.root.join("solutions").join(lesson).join("starter.rs")
    }

    /// The messages of all lessons, each with its language.
    pub fn texts(&self) -> Vec<(String, String)> {
        let of = |lesson: &String| {
            let files = fs::read_dir(self.root.join("crates").join(lesson).join("text"));
            files.into_iter().flatten().filter_map(Result::ok).map(|file| file.path())
        };
        let read = |file: PathBuf| Some((file.file_stem()?.to_str()?.to_string(), fs::read_to_string(&file).ok()?));
        self.lessons.iter().flat_map(of).filter_map(read).collect()
    }

    /// The reference program.
    pub fn reference(&self, lesson: &str) -> PathBuf {
        self.root.join("solutions").join(lesson).join("main.rs")
    }

    /// The task sheet in this language, or else in English: its path in the course.
    pub fn sheet(&self, lesson: &str, language: &str) -> String {
        let path = |name| format!("exercises/{lesson}/{name}");
        let translated = SHEETS.into_iter().find(|(other, _)| *other == language).map(|(_, name)| path(name));
        translated.filter(|sheet| self.root.join(sheet).is_file()).unwrap_or_else(|| path(SHEETS[0].1))
    }

    /// What the task sheet is called, in this language.
    pub fn title(&self, lesson: &str, language: &str) -> Option<String> {
        let sheet = fs::read_to_string(self.root.join(self.sheet(lesson, language))).ok()?;
        Some(sheet.lines().find_map(|line| line.strip_prefix("# "))?.to_string())
    }

    /// Whether the student has changed the starter.
    pub fn is_begun(&self, lesson: &str) -> bool {
        let read = |path: PathBuf| fs::read(path).ok();
        read(self.program(lesson)) != read(self.starter(lesson))
    }

    /// The checks of a lesson, in the order of its task sheet, which is that of the checks themselves.
    pub fn checks(&self, lesson: &str) -> Vec<String> {
        let sheet = fs::read_to_string(self.root.join(self.sheet(lesson, SHEETS[0].0))).unwrap_or_default();
        let named = |line: &str| line.strip_prefix("| `")?.split_once("` |").map(|(check, _)| check.to_string());
        sheet.lines().filter_map(named).collect()
    }

    /// The crates that the programs of a lesson may use, beside the standard library.
    pub fn crates(&self, lesson: &str) -> Vec<String> {
        let manifest = fs::read_to_string(self.root.join("crates").join(lesson).join("Cargo.toml")).unwrap_or_default();
        let manifest: toml::Table = manifest.parse().unwrap_or_default();
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        dependencies.into_iter().flat_map(|crates| crates.keys().cloned()).collect()
    }

    /// A number that changes when the student's program does.
    pub fn fingerprint(&self, lesson: &str) -> String {
        let mut sources = Vec::new();
        collect_sources(&self.exercise(lesson), &mut sources);
        sources.sort();
        let mut hasher = FnvHasher::default();
        for source in sources {
            hasher.write(&fs::read(source).unwrap_or_default());
            hasher.write_u8(0xff);
        }
        format!("{:016x}", hasher.finish())
    }
}

/// The package that this program was built from.
const BUILT_IN: &str = env!("CARGO_MANIFEST_DIR");

/// The package that cargo runs this program for, if it does: `cargo run` says so.
fn runs_for() -> Option<PathBuf> {
    env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
}

/// The folder of the workspace that lab's package is in.
fn workspace(package: &Path) -> Result<&Path> {
    package.ancestors().nth(2).context("this program's package is not in a workspace")
}

/// The lessons that the manifest in this folder lists, if it is a course.
fn lessons(root: &Path) -> Result<Vec<String>> {
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let manifest: Manifest = toml::from_str(&text).with_context(|| path.display().to_string())?;
    Ok(manifest.workspace.metadata.course.lessons)
}

/// All Rust files in a folder that may be a part of a program. One that was kept aside, `main.<date>.rs`, is none.
fn collect_sources(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !stem.contains('.') {
            sources.push(path);
        }
    }
}
