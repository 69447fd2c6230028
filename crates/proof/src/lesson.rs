//! The lessons, built: their checks, and each of their programs as a command that can be graded.

use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::{Context as _, Result, ensure};
use cargo_metadata::Message;
use corpus::{Format, Kind, Program};

/// A lesson: its checks, and the programs that prove them.
pub struct Lesson {
    /// Its name.
    pub name: String,
    /// The test binary that holds its checks.
    pub checks: PathBuf,
    /// Its programs: the reference program first, then the variants, then the mistakes, by name.
    pub subjects: Vec<Subject>,
}

/// A program to be graded.
pub struct Subject {
    /// What is to be expected of it.
    pub kind: Kind,
    /// The name of its file, without the extension.
    pub name: String,
    /// The command that runs it, as `LAB_PROGRAM` takes it.
    pub command: String,
    /// The checks that must fail, sorted: none, but for a mistake.
    pub caught_by: Vec<String>,
    /// The names of the messages of which one tells the misconception of a mistake.
    pub told_by: Vec<String>,
    /// The command that the checks are run through, where they need a machine of another kind than most.
    pub graded_through: Option<PathBuf>,
}

/// The folder of the workspace.
pub(crate) fn workspace() -> Result<PathBuf> {
    // Cargo says it to who runs, too: what another copy of the course has built may be taken for this one's.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf());
    Ok(package.join("../..").canonicalize()?)
}

/// The folder that holds a folder of programs for each lesson.
///
/// # Errors
/// There is no workspace any more where this was built.
pub fn solutions() -> Result<PathBuf> {
    Ok(workspace()?.join("solutions"))
}

/// The names of all lessons, sorted.
///
/// # Errors
/// The exercises cannot be read.
pub fn lessons() -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(workspace()?.join("exercises"))? {
        let entry = entry?;
        if entry.path().join("main.rs").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The programs of a lesson's corpus.
///
/// # Errors
/// A folder cannot be read, or holds something that is no program.
pub fn programs(lesson: &str) -> Result<Vec<Program>> {
    Ok(corpus::programs(&solutions()?, lesson)?)
}

impl Lesson {
    /// Builds the lesson, as `cargo test` would, and reads what its programs say of themselves.
    ///
    /// # Errors
    /// Something does not build, or a file is no program.
    pub fn build(name: &str) -> Result<Self> {
        Self::build_with(name, None)
    }

    /// Builds the lesson of this program; one that is not of the corpus is treated as if it were.
    ///
    /// # Errors
    /// As those of [`Lesson::build`].
    pub fn build_for(program: &Program) -> Result<(Self, Subject)> {
        let other = Some(program).filter(|program| program.kind == Kind::Other);
        let mut lesson = Self::build_with(&program.lesson, other)?;
        let is_it = |subject: &Subject| (subject.kind, &subject.name) == (program.kind, &program.name());
        let place = lesson.subjects.iter().position(is_it).context("the lesson was built with its programs")?;
        let subject = lesson.subjects.swap_remove(place);
        Ok((lesson, subject))
    }

    fn build_with(name: &str, other: Option<&Program>) -> Result<Self> {
        let workspace = workspace()?;
        let (all, solution) = (format!("{name}-corpus"), format!("{name}-solution"));
        let mut cargo = cargo(&workspace);
        cargo.args(["build", "--package", "corpus-programs", "--package", "solutions"]);
        cargo.args(["--bin", &all, "--bin", &solution]);
        if let Some(Program { file, .. }) = other {
            cargo.env("CORPUS_OTHER", format!("{name}={}", file.display()));
        }
        let binaries = built(cargo)?;
        let mut cargo = self::cargo(&workspace);
        cargo.args(["test", "--no-run", "--package", "solutions", "--test", name]);
        let tests = built(cargo)?;
        let find = |targets: &[(String, PathBuf)], name: &str| -> Result<PathBuf> {
            let found = targets.iter().find(|(target, _)| target == name);
            found.map(|(_, path)| path.clone()).with_context(|| format!("cargo built no {name}"))
        };

        let all = find(&binaries, &all)?;
        let mut subjects = vec![Subject {
            kind: Kind::Reference,
            name: "reference".to_string(),
            command: quoted(&find(&binaries, &solution)?)?,
            caught_by: Vec::new(),
            told_by: Vec::new(),
            graded_through: None,
        }];
        for program in programs(name)?.iter().chain(other) {
            subjects.push(subject(&workspace, program, &all)?);
        }
        Ok(Self { name: name.to_string(), checks: find(&tests, name)?, subjects })
    }
}

/// The interpreter itself: what is called `python3` may be a script that looks for it, each time.
static PYTHON: LazyLock<String> = LazyLock::new(|| {
    let output = Command::new("python3").args(["-c", "import sys; print(sys.executable, end='')"]).output();
    let found = output.ok().and_then(|output| String::from_utf8(output.stdout).ok());
    found.filter(|path| !path.is_empty()).unwrap_or_else(|| "python3".to_string())
});

/// The program as a command. The binary `all` is the programs of its lesson.
fn subject(workspace: &Path, program: &Program, all: &Path) -> Result<Subject> {
    let command = match program.format()? {
        Format::Rust | Format::Edit => quoted(&under_the_name(&program.binary(), all)?)?,
        Format::Python => format!("{} {}", quoted(Path::new(&*PYTHON))?, quoted(&program.file)?),
    };
    let header = program.header()?;
    let (caught_by, told_by) =
        if program.kind == Kind::Mistake { (header.caught_by(), header.told_by()) } else { Default::default() };
    let graded_through = header.graded_through().map(|path| workspace.join(path));
    Ok(Subject { kind: program.kind, name: program.name(), command, caught_by, told_by, graded_through })
}

/// The file under another name: a binary that is several programs goes by the name that it is started under.
fn under_the_name(name: &str, file: &Path) -> Result<PathBuf> {
    let folder = file.with_file_name("corpus");
    fs::create_dir_all(&folder)?;
    let link = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    // Another grading may be running the one of an earlier build: it finds that one, or this one.
    let new = folder.join(format!("{name}.{}", std::process::id()));
    fs::hard_link(file, &new).or_else(|_| fs::copy(file, &new).map(drop))?;
    fs::rename(&new, &link)?;
    // Two names of one file are left as they are.
    let _ = fs::remove_file(&new);
    Ok(link)
}

/// A path as one word of a shell command.
fn quoted(path: &Path) -> Result<String> {
    let path = path.to_str().context("the workspace's path is not UTF-8")?;
    ensure!(!path.contains('\''), "the workspace's path has a quote in it");
    Ok(format!("'{path}'"))
}

/// Cargo, in this workspace.
fn cargo(workspace: &Path) -> Command {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or("cargo".to_string()));
    cargo.current_dir(workspace);
    cargo
}

/// What cargo builds when it is called like this: the names of the targets, and where they are.
fn built(mut cargo: Command) -> Result<Vec<(String, PathBuf)>> {
    cargo.arg("--message-format=json-render-diagnostics").stdin(Stdio::null()).stdout(Stdio::piped());
    let mut cargo = cargo.spawn().context("cannot start cargo")?;
    let messages = BufReader::new(cargo.stdout.take().context("stdout was asked for")?);
    let mut built = Vec::new();
    for message in Message::parse_stream(messages) {
        let Message::CompilerArtifact(artifact) = message? else { continue };
        if let Some(executable) = artifact.executable {
            built.push((artifact.target.name, executable.into_std_path_buf()));
        }
    }
    ensure!(cargo.wait()?.success(), "the programs in solutions/ do not build");
    Ok(built)
}
