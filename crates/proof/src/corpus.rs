//! Which programs there are, and where cargo put them.

use std::collections::HashMap;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use cargo_metadata::Message;

/// All lessons, built.
pub struct Corpus {
    /// The lessons, in order of their names.
    pub lessons: Vec<Lesson>,
}

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
    /// The command that the checks are run through, where they need a machine of another kind than most.
    pub graded_through: Option<PathBuf>,
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
}

impl Corpus {
    /// Builds everything, as `cargo test` would, and reads what the programs say of themselves.
    ///
    /// # Errors
    /// Something does not build, a file is no target of its package, or a mistake does not name its checks.
    pub fn build() -> Result<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let executables = executables(&workspace)?;
        let mut names: Vec<String> = Vec::new();
        for entry in fs::read_dir(workspace.join("exercises"))? {
            let entry = entry?;
            if entry.path().join("main.rs").is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        let lessons = names.into_iter().map(|name| lesson(&workspace, name, &executables)).collect::<Result<_>>()?;
        Ok(Self { lessons })
    }
}

fn lesson(workspace: &Path, name: String, executables: &HashMap<String, PathBuf>) -> Result<Lesson> {
    let executable = |target: &str| -> Result<PathBuf> {
        executables.get(target).cloned().with_context(|| format!("cargo built no {target}: is it in a Cargo.toml?"))
    };
    let reference = executable(&format!("{name}-solution"))?;
    let mut subjects = vec![Subject {
        kind: Kind::Reference,
        name: "reference".to_string(),
        command: quoted(&reference)?,
        caught_by: Vec::new(),
        graded_through: None,
    }];
    for (kind, folder, word) in [(Kind::Variant, "variants", "variant"), (Kind::Mistake, "mistakes", "mistake")] {
        let folder = workspace.join("solutions").join(&name).join(folder);
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            files.push(entry?.path());
        }
        files.sort();
        for file in files {
            let stem = file.file_stem().context("a file has a name")?.to_string_lossy().into_owned();
            let command = match file.extension().and_then(|extension| extension.to_str()) {
                Some("rs") => quoted(&executable(&format!("{name}-{word}-{stem}"))?)?,
                Some("py") => format!("python3 {}", quoted(&file)?),
                _ => bail!("{} is neither Rust nor Python", file.display()),
            };
            let caught_by = if kind == Kind::Mistake { caught_by(&file)? } else { Vec::new() };
            let graded_through = named(&file, "Graded through: ")?.first().map(|path| workspace.join(path));
            subjects.push(Subject { kind, name: stem, command, caught_by, graded_through });
        }
    }
    let checks = executable(&test_target(&name))?;
    Ok(Lesson { name, checks, subjects })
}

/// A path as one word of a shell command.
fn quoted(path: &Path) -> Result<String> {
    let path = path.to_str().context("the workspace's path is not UTF-8")?;
    ensure!(!path.contains('\''), "the workspace's path has a quote in it");
    Ok(format!("'{path}'"))
}

/// The checks that a mistake's file names in the line "Caught by: `one`, `another`".
fn caught_by(file: &Path) -> Result<Vec<String>> {
    let mut checks = named(file, "Caught by: ")?;
    ensure!(!checks.is_empty(), "{} does not say \"Caught by: `check`\"", file.display());
    checks.sort();
    Ok(checks)
}

/// What stands in backticks in the line of a file that has this label.
fn named(file: &Path, label: &str) -> Result<Vec<String>> {
    let text = fs::read_to_string(file)?;
    let line = text.lines().find_map(|line| line.split_once(label)).map_or("", |(_, line)| line);
    Ok(line.split('`').skip(1).step_by(2).map(str::to_string).collect())
}

/// How the test target of a lesson is told from its binaries.
fn test_target(lesson: &str) -> String {
    format!("test {lesson}")
}

/// Every binary of the packages in `solutions/`, and the tests of the reference programs, by the name of the target.
fn executables(workspace: &Path) -> Result<HashMap<String, PathBuf>> {
    let mut executables = HashMap::new();
    for (name, path) in built(workspace, &["build", "--bins", "--package", "solutions", "--package", "*-corpus"])? {
        executables.insert(name, path);
    }
    for (name, path) in built(workspace, &["test", "--no-run", "--package", "solutions", "--test", "*"])? {
        executables.insert(test_target(&name), path);
    }
    Ok(executables)
}

/// What cargo builds when it is called like this: the names of the targets, and where they are.
fn built(workspace: &Path, arguments: &[&str]) -> Result<Vec<(String, PathBuf)>> {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or("cargo".to_string()));
    command.current_dir(workspace).args(arguments).arg("--message-format=json-render-diagnostics");
    let mut cargo = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let messages = BufReader::new(cargo.stdout.take().context("stdout was asked for")?);
    let tests = arguments.contains(&"test");
    let mut built = Vec::new();
    for message in Message::parse_stream(messages) {
        let Message::CompilerArtifact(artifact) = message? else { continue };
        if let Some(executable) = artifact.executable.filter(|_| artifact.target.is_test() == tests) {
            built.push((artifact.target.name, executable.into_std_path_buf()));
        }
    }
    ensure!(cargo.wait()?.success(), "the programs in solutions/ do not build");
    Ok(built)
}
