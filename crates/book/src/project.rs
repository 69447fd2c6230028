//! Where things are in the course that the book belongs to, and which languages it has.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

/// A checkout of the course, or a copy of the parts of it that the book is made of.
#[derive(Debug, Clone)]
pub struct Project {
    root: PathBuf,
    /// The languages, the one of the sources first.
    pub languages: Vec<Language>,
    /// The lessons, in the order of the course.
    pub lessons: Vec<String>,
}

/// A language of the book.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Its tag, `pt-BR`: the name of its PO file and of its folder.
    pub tag: String,
    /// What it calls itself.
    pub name: String,
    /// The title of the book.
    pub title: String,
    /// How a task sheet is called that is written for a lesson in it; nothing where the sources' own are.
    pub sheet: Option<String>,
    /// Gettext's rule for its plurals, which a PO file has to name.
    pub plural: Option<String>,
    /// What a reader sees that is the same as in the language of the sources.
    #[serde(default)]
    pub same: Vec<String>,
    /// The words of mdBook itself.
    #[serde(default)]
    pub words: Words,
}

/// What mdBook says, and how a language says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In its pages.
    pub pages: BTreeMap<String, String>,
    /// In its scripts.
    pub scripts: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Languages {
    language: Vec<Language>,
}

impl Project {
    /// The checkout around the current folder.
    ///
    /// # Errors
    /// There is none.
    pub fn here() -> Result<Self> {
        let here = env::current_dir()?;
        let root = here.ancestors().find(|folder| folder.join("docs/book/book.toml").exists());
        Self::at(root.context("call this in a checkout of the course: there is no docs/book/book.toml above here")?)
    }

    /// The checkout with this root.
    ///
    /// # Errors
    /// It does not say which languages or lessons there are.
    pub fn at(root: &Path) -> Result<Self> {
        let languages: Languages = toml::from_str(&read(&root.join("docs/book/languages.toml"))?)?;
        ensure!(!languages.language.is_empty(), "docs/book/languages.toml names no language");
        let manifest: toml::Table = read(&root.join("Cargo.toml"))?.parse()?;
        let lessons = ["workspace", "metadata", "course", "lessons"]
            .iter()
            .try_fold(&toml::Value::Table(manifest.clone()), |value, key| value.get(key))
            .and_then(toml::Value::as_array)
            .context("Cargo.toml names no lessons")?
            .iter()
            .filter_map(|name| name.as_str().map(str::to_string))
            .collect();
        Ok(Self { root: root.to_path_buf(), languages: languages.language, lessons })
    }

    /// The root of the checkout.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the book.
    #[must_use]
    pub fn book(&self) -> PathBuf {
        self.root.join("docs/book")
    }

    /// The language of the sources.
    #[must_use]
    pub fn source(&self) -> &Language {
        &self.languages[0]
    }

    /// The languages that the sources are translated into.
    pub fn translations(&self) -> impl Iterator<Item = &Language> {
        self.languages.iter().skip(1)
    }

    /// Where the translations into a language are.
    #[must_use]
    pub fn catalog(&self, language: &Language) -> PathBuf {
        self.book().join("po").join(format!("{}.po", language.tag))
    }

    /// The folder of a lesson's exercise, where its task sheets are.
    #[must_use]
    pub fn exercise(&self, lesson: &str) -> PathBuf {
        self.root.join("exercises").join(lesson)
    }

    /// How a file of the checkout is named in what is said: from its root.
    #[must_use]
    pub fn name(&self, file: &Path) -> String {
        let parts = file.strip_prefix(&self.root).unwrap_or(file).components();
        parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
    }
}

/// The text of a file.
///
/// # Errors
/// It cannot be read; the error names it.
pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}
