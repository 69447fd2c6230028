//! Writes the programs of the corpus into `OUT_DIR`: for each lesson a folder with all of them as modules, and a
//! `main.rs` that is whichever of them it is started as.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use corpus::{Format, Kind, Program};

/// Names a program that is not of the corpus, to be put beside those of a lesson: `<lesson>=<file>`.
const OTHER: &str = "CORPUS_OTHER";

/// Appended to each program, so that its `main` can be called from outside, whatever it returns.
const START: &str = "
#[allow(clippy::unit_arg)]
pub(crate) fn start() -> std::process::ExitCode {
    std::process::Termination::report(main())
}
";

fn main() -> io::Result<()> {
    let solutions = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is in solutions/");
    let out = std::env::var_os("OUT_DIR").expect("cargo names the folder");
    println!("cargo::rerun-if-env-changed={OTHER}");
    // A lesson that comes is named there.
    println!("cargo::rerun-if-changed=Cargo.toml");
    let other = std::env::var(OTHER).unwrap_or_default();
    let other = other.split_once('=').map(|(lesson, file)| Program::other(solutions, lesson, Path::new(file)));
    if let Some(Program { file, .. }) = &other {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    for entry in fs::read_dir(solutions)? {
        let entry = entry?;
        if !entry.path().join("mistakes").is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", entry.path().display());
        let lesson = entry.file_name().to_string_lossy().into_owned();
        let folder = Path::new(&out).join(&lesson);
        fs::create_dir_all(&folder)?;
        let mut main = Main::default();
        match corpus::programs(solutions, &lesson) {
            Ok(programs) => {
                for program in programs.iter().chain(other.iter().filter(|program| program.lesson == lesson)) {
                    main.add(program, &folder)?;
                }
            }
            Err(refusal) => refuse(&refusal),
        }
        fs::write(folder.join("main.rs"), main.text())?;
    }
    Ok(())
}

/// Cargo shows this, and compiles nothing.
fn refuse(refusal: &corpus::Error) {
    println!("cargo::error={refusal}");
}

/// A program that is one of several.
#[derive(Default)]
struct Main {
    modules: String,
    programs: String,
}

impl Main {
    /// Takes the program in, as a module in this folder.
    fn add(&mut self, program: &Program, folder: &Path) -> io::Result<()> {
        let text = match program.format() {
            Ok(Format::Python) => return Ok(()),
            _ => program.text(),
        };
        match text {
            Ok(text) => fs::write(folder.join(format!("{}.rs", program.binary())), format!("{text}{START}"))?,
            Err(refusal) => refuse(&refusal),
        }
        // What a wrong program no longer needs, or could say better, is no matter here.
        if matches!(program.kind, Kind::Mistake | Kind::Other) {
            self.modules.push_str("#[allow(unused, clippy::all, clippy::too_many_lines)]\n");
        }
        let (binary, module) = (program.binary(), program.binary().replace('-', "_"));
        let written = writeln!(self.modules, "#[path = \"{binary}.rs\"]\nmod {module};")
            .and_then(|()| writeln!(self.programs, "    ({binary:?}, {module}::start),"));
        written.map_err(io::Error::other)
    }

    fn text(&self) -> String {
        let Self { modules, programs } = self;
        format!(
            "{modules}
type Start = fn() -> std::process::ExitCode;

const PROGRAMS: &[(&str, Start)] = &[
{programs}];

fn main() -> std::process::ExitCode {{
    let name = std::env::args_os().next().unwrap_or_default();
    let name = std::path::Path::new(&name).file_stem().and_then(std::ffi::OsStr::to_str);
    let program = PROGRAMS.iter().find(|(program, _)| name == Some(*program));
    program.unwrap_or_else(|| panic!(\"there is no program {{name:?}} in here\")).1()
}}
"
        )
    }
}
