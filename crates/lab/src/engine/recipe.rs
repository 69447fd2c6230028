//! How cargo has a lesson's program compiled: the compiler's own command line, taken from cargo and never written here.
//!
//! It is learnt from the starter, in the copy of the course, and used again for one submission after the other. So cargo,
//! which reads settings and runs build scripts, sees nothing of a submission; and a program costs one call of the compiler.

use std::env;
use std::ffi::{OsStr, OsString};
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context as _, Result, bail};
use fnv::FnvHasher;
use jail::Compiler;
use serde::{Deserialize, Serialize};

use crate::engine::compiler::cargo;
use crate::engine::errors::{GradingError, Problem};
use crate::engine::job::Job;

/// What cargo and the compiler read of the environment begins like this.
const VARIABLES: [&str; 3] = ["CARGO", "RUSTC", "RUSTFLAGS"];

/// What a compiled crate is called. A folder of them has programs too, which no submission may see.
const LIBRARIES: [&str; 3] = ["rlib", "rmeta", "so"];

/// The command line of the compiler for a lesson's program.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recipe {
    /// What it depends on, as a number: another one means that it has to be learnt anew.
    key: u64,
    /// The compiler.
    pub compiler: PathBuf,
    /// Its arguments, without those that are put in for a program.
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
    /// Folders of compiled crates, and what else is looked for in them.
    libraries: Vec<PathBuf>,
    /// Files that the arguments name.
    named: Vec<PathBuf>,
}

/// Where recipes come from: a copy of the course, without any submission in it.
pub struct Kitchen<'a> {
    /// The copy of the course.
    pub course: &'a Path,
    /// Where cargo builds it.
    pub target: &'a Path,
    pub job: &'a Job,
}

impl Kitchen<'_> {
    /// The recipe for a lesson's program that is kept in this file, as long as it is still true; or nothing.
    pub fn known(&self, lesson: &str, file: &Path) -> Result<Option<Recipe>> {
        let kept = fs::read(file).ok().and_then(|bytes| serde_json::from_slice::<Recipe>(&bytes).ok());
        let key = self.key(lesson)?;
        let is_there = |recipe: &Recipe| recipe.named.iter().all(|file| file.exists());
        Ok(kept.filter(|recipe| recipe.key == key && is_there(recipe)))
    }

    /// Has cargo compile the starter of a lesson, which is newer than what it has compiled, and takes down how it does that.
    ///
    /// # Errors
    /// The starter does not compile: this place cannot grade.
    pub fn learn(&self, lesson: &str) -> Result<Recipe> {
        let mut command = cargo();
        command.current_dir(self.course).args(["build", "-vv", "--message-format=json", "--target-dir"]);
        command.arg(self.target).args(["--package", lesson, "--bin", lesson]);
        command.env("CARGO_BUILD_BUILD_DIR", self.target);
        // A program that stands between cargo and the compiler would have to be let into the jail.
        command.env("RUSTC_WRAPPER", "").env("RUSTC_WORKSPACE_WRAPPER", "");
        let mut started = self.job.start(command, None)?;
        io::copy(&mut started.stdout, &mut io::sink())?;
        let (status, stderr) = self.job.finish(started)?;
        let said = stderr.lines().filter_map(|line| line.trim_start().strip_prefix("Running `")?.strip_suffix('`'));
        // The last one: a build script may have said so of itself before.
        let recipe = said.rev().find_map(|line| Recipe::read(line, lesson, self.course));
        match recipe {
            Some(recipe) if status.success() => Ok(Recipe { key: self.key(lesson)?, ..recipe }),
            _ => bail!(GradingError::new(lesson, Problem::ReferenceNotBuilt { stderr })),
        }
    }

    /// What a recipe depends on, as a number: cargo's version, which is the compiler's, its settings, and what
    /// the program is compiled with.
    fn key(&self, lesson: &str) -> Result<u64> {
        let mut hasher = FnvHasher::default();
        let mut version = cargo();
        let version = version.current_dir(self.course).args(["--version", "--verbose"]).output()?;
        hasher.write(&version.stdout);
        let mut settings: Vec<(_, _)> = env::vars_os().collect();
        settings.sort();
        for (name, value) in settings {
            if VARIABLES.iter().any(|it| name.as_encoded_bytes().starts_with(it.as_bytes())) {
                hasher.write(name.as_encoded_bytes());
                hasher.write(value.as_encoded_bytes());
            }
        }
        for part in ["Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain.toml", "crates"] {
            hash(&self.course.join(part), &mut hasher)?;
        }
        // What is compiled by it first.
        hash(&self.course.join("solutions").join(lesson).join("main.rs"), &mut hasher)?;
        Ok(hasher.finish())
    }
}

/// Takes in all files of a folder, but for those that only checks are made of.
fn hash(path: &Path, hasher: &mut FnvHasher) -> Result<()> {
    if path.is_dir() && path.file_name() != Some(OsStr::new("tests")) {
        let entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>();
        let mut entries = entries.with_context(|| path.display().to_string())?;
        entries.sort();
        entries.iter().try_for_each(|entry| hash(entry, hasher))?;
    } else if path.is_file() {
        hasher.write(path.as_os_str().as_encoded_bytes());
        hasher.write(&fs::read(path)?);
    }
    Ok(())
}

impl Recipe {
    /// Reads what cargo runs, if that is the compiler for this lesson's program: variables, the compiler, its arguments.
    fn read(line: &str, lesson: &str, course: &Path) -> Option<Self> {
        let words = shlex::split(line)?;
        let is_variable = |word: &&String| word.split_once('=').is_some_and(|(name, _)| !name.contains(['/', '-']));
        let count = words.iter().take_while(is_variable).count();
        let variables = words[..count].iter().filter_map(|word| word.split_once('='));
        let variables = variables.map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let (compiler, arguments) = words[count..].split_first()?;
        let follows = |option: &str, value: &str| arguments.windows(2).any(|pair| pair == [option, value]);
        if !follows("--crate-name", &lesson.replace('-', "_")) || !follows("--crate-type", "bin") {
            return None;
        }
        let compiler = PathBuf::from(compiler);
        let mut recipe = Self { key: 0, compiler, arguments: vec![], variables, libraries: vec![], named: vec![] };
        recipe.take(arguments, course);
        Some(recipe)
    }

    /// Takes over those arguments that are not about the starter.
    fn take(&mut self, arguments: &[String], course: &Path) {
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if argument.starts_with("--json=") || argument.starts_with("--emit=") || is_source(argument) {
                continue;
            }
            if !argument.starts_with('-') || !has_value(argument) {
                self.arguments.push(argument.clone());
                continue;
            }
            let Some(value) = arguments.next() else { continue };
            let codegen = ["incremental=", "debuginfo=", "extra-filename=", "strip="];
            if argument == "--out-dir" || argument == "-C" && codegen.iter().any(|it| value.starts_with(it)) {
                continue;
            }
            let mut value = value.clone();
            if let Some(file) = value.strip_prefix('@') {
                let file = course.join(file);
                value = format!("@{}", file.display());
                self.named.push(file);
            }
            if argument == "-L" {
                let (_, folder) = value.split_once('=').unwrap_or(("", &value));
                self.libraries.push(folder.into());
            }
            self.arguments.extend([argument.clone(), value]);
        }
    }

    /// The arguments for a program that this file is the source of.
    pub fn arguments(&self, source: &Path, program: &Path, colours: bool) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = self.arguments.iter().map(Into::into).collect();
        // Nobody debugs it, and it is linked sooner. Where nothing is optimised, it is the same program in however many parts
        // it is compiled; one part takes the least time of the processors.
        let quickly = ["--emit=link", "-Cdebuginfo=0", "-Cstrip=symbols", "-Ccodegen-units=1", "-o"];
        arguments.extend(quickly.map(Into::into));
        arguments.push(program.into());
        arguments.push(source.into());
        if colours {
            arguments.push("--json=diagnostic-rendered-ansi".into());
        }
        arguments
    }

    /// What the compiler needs for a program whose sources are in one folder, and that is written into another.
    ///
    /// # Errors
    /// What has been compiled is not there.
    pub fn needs(&self, folder: &Path, sources: PathBuf, writes: &Path) -> Result<Compiler> {
        let mut reads = [self.named.clone(), vec![sources]].concat();
        for folder in &self.libraries {
            for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
                let file = entry?.path();
                if file.extension().is_some_and(|it| LIBRARIES.iter().any(|library| it == *library)) {
                    reads.push(file);
                }
            }
        }
        // A toolchain of the system's lies among its other programs, which the compiler may run as it is.
        let toolchain =
            self.compiler.ancestors().nth(2).filter(|it| it.parent().is_some_and(|it| it != Path::new("/")));
        Ok(Compiler {
            folder: folder.to_path_buf(),
            reads,
            runs: toolchain.map(Path::to_path_buf).into_iter().collect(),
            lists: self.libraries.clone(),
            writes: writes.to_path_buf(),
            variables: self.variables.clone(),
        })
    }
}

/// Whether an argument is the path of the starter.
fn is_source(argument: &str) -> bool {
    argument.ends_with("main.rs") && !argument.starts_with('-')
}

/// Whether the value of an option is the next argument, as cargo writes it.
fn has_value(option: &str) -> bool {
    ["-C", "-L", "-l", "--check-cfg", "--cfg", "--extern", "--out-dir", "--crate-name", "--crate-type", "--target"]
        .contains(&option)
}
