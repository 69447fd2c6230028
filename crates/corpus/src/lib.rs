//! The corpus: the programs in `solutions/<lesson>/` that prove the checks of a lesson, as files say them.
//!
//! `variants/` holds right programs, and so does `mistakes/base.rs`. Every other file in `mistakes/` is a wrong program:
//! a whole one (`.rs`, `.py`), or one that is said as its difference from a right one (`.edit`; see [`Edit`]). Whoever
//! builds or grades the corpus gets the text of its programs from here. It needs no crate from outside, since a build script
//! waits for it.

mod edit;
mod header;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

pub use edit::{Edit, Line};
pub use header::Header;

/// The right program in `mistakes/` from which edits differ, unless they name another.
pub const BASE: &str = "base.rs";

/// A program of the corpus, or one that is treated like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The lesson whose checks grade it.
    pub lesson: String,
    /// Whether it is right.
    pub kind: Kind,
    /// Where it stands.
    pub file: PathBuf,
    /// The folder `mistakes` of the lesson, from which an edit names its base, wherever it stands itself.
    pub mistakes: PathBuf,
}

/// What is to be expected of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The reference program: full marks.
    Reference,
    /// Another right program: full marks.
    Variant,
    /// A wrong program: some checks fail.
    Mistake,
    /// A program that is not of the corpus: that is to be found out.
    Other,
}

/// What a program's file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A whole program in Rust.
    Rust,
    /// A program in Rust, said as its difference from another.
    Edit,
    /// A program in Python, which is run as it is.
    Python,
}

/// The variants of a lesson, then its mistakes, by name.
///
/// # Errors
/// A folder cannot be read, or holds something that is no program.
pub fn programs(solutions: &Path, lesson: &str) -> Result<Vec<Program>> {
    let mut programs = Vec::new();
    let mistakes = solutions.join(lesson).join("mistakes");
    for (folder, kind) in [("variants", Kind::Variant), ("mistakes", Kind::Mistake)] {
        let folder = solutions.join(lesson).join(folder);
        let unreadable = |error| Error::new(&folder, format!("cannot be read: {error}"));
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let file = entry.map_err(unreadable)?.path();
            let kind = if file == mistakes.join(BASE) { Kind::Variant } else { kind };
            let program = Program { lesson: lesson.to_string(), kind, file, mistakes: mistakes.clone() };
            program.format()?;
            programs.push(program);
        }
    }
    programs.sort_by_key(|program| (program.kind, program.name()));
    Ok(programs)
}

impl Program {
    /// A program that is not of the corpus, to be graded by the checks of this lesson.
    pub fn other(solutions: &Path, lesson: &str, file: &Path) -> Self {
        let mistakes = solutions.join(lesson).join("mistakes");
        Self { lesson: lesson.to_string(), kind: Kind::Other, file: file.to_path_buf(), mistakes }
    }

    /// The name of its file, without the extension.
    pub fn name(&self) -> String {
        self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The name that no other program has, of any lesson: it is started under this name.
    pub fn binary(&self) -> String {
        let kind = match self.kind {
            Kind::Reference => "solution",
            Kind::Variant => "variant",
            Kind::Mistake => "mistake",
            Kind::Other => "other",
        };
        // It becomes the name of a module, too.
        let name = self.name().replace(|char: char| !char.is_ascii_alphanumeric(), "-");
        format!("{}-{kind}-{name}", self.lesson)
    }

    /// What its file is written in.
    ///
    /// # Errors
    /// Nothing that is known here.
    pub fn format(&self) -> Result<Format> {
        match self.file.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => Ok(Format::Rust),
            Some("edit") => Ok(Format::Edit),
            Some("py") => Ok(Format::Python),
            _ => Err(Error::new(&self.file, "is neither Rust (.rs), nor an edit of it (.edit), nor Python (.py)")),
        }
    }

    /// What its file says of it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn header(&self) -> Result<Header> {
        Ok(Header::of(&read(&self.file)?))
    }

    /// Its lines, each with what became of it; what does not differ from another program is [`Line::Kept`].
    ///
    /// # Errors
    /// The file, or the one that it differs from, cannot be read, or the one does not fit the other.
    pub fn lines(&self) -> Result<Vec<Line>> {
        let text = read(&self.file)?;
        if self.format()? != Format::Edit {
            return Ok(text.lines().map(|line| Line::Kept(line.to_string())).collect());
        }
        let edit = Edit::parse(&self.file, &text)?;
        let base = self.mistakes.join(edit.base());
        edit.apply(&base, &read(&base)?)
    }

    /// The whole program, as a compiler or an interpreter takes it.
    ///
    /// # Errors
    /// As those of [`Program::lines`].
    pub fn text(&self) -> Result<String> {
        let mut text = String::new();
        for line in self.lines()? {
            if let Line::Kept(line) | Line::New(line) = line {
                text.push_str(&line);
                text.push('\n');
            }
        }
        Ok(text)
    }
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| Error::new(file, format!("cannot be read: {error}")))
}

/// What went wrong.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a file is no program: a sentence that begins with the file, and the line where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    fn new(file: &Path, why: impl fmt::Display) -> Self {
        Self(format!("{}: {why}", file.display()))
    }

    fn at(file: &Path, line: usize, why: impl fmt::Display) -> Self {
        Self(format!("{}:{line}: {why}", file.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
