//! A class against a loop: the same right programs, graded by `cargo lab class`, and one after the other by `cargo test`.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use corpus::{Format, Kind, Program};
use serde_json::Value;

/// What the loop's copy of the course does not have of this one: what was built, and what came before.
const LEFT_OUT: [&str; 2] = ["target", ".git"];

/// Libraries that a variant may use and a student has not: it cannot be handed in.
pub const NOT_A_STUDENTS: [&str; 2] = ["tokio", "mio"];

/// What is compared.
#[derive(clap::Args)]
pub struct Class {
    /// How many programs there are in the class: the right ones of the lesson, again and again, each a little different
    #[arg(long, default_value_t = 40)]
    programs: usize,

    /// How often the one is compared with the other
    #[arg(long, default_value_t = 3)]
    rounds: usize,

    /// Their lesson
    #[arg(long, default_value = "tcp-server")]
    lesson: String,

    /// How many `cargo lab class` grades side by side; if this is left out, as many as it does by itself
    #[arg(long)]
    jobs: Option<usize>,
}

/// A right program that could be a student's.
struct Student {
    name: String,
    source: String,
}

/// What something has taken.
#[derive(Clone, Copy, Default)]
pub struct Taken {
    /// By the clock.
    pub wall: Duration,
    /// Of the processors, as far as the system tells.
    pub cpu: Duration,
}

/// Grades the class in both ways, and prints how long that took.
///
/// # Errors
/// Something does not build, or a right program has lost points.
pub fn compare(arguments: &Class) -> Result<()> {
    let workspace = proof::solutions()?.join("..").canonicalize()?;
    let (place, students) = (workspace.join("target/loop"), students(arguments)?);
    let by_loop = Loop::prepare(&workspace, &place, arguments)?;
    let by_class = Graders { workspace, marks: place.join("marks"), lesson: &arguments.lesson, jobs: arguments.jobs };
    let (all, one) = (place.join("all"), place.join("one"));
    hand_in(&students, &all)?;
    hand_in(&students[..students.len().min(1)], &one)?;

    // What is built once is built before, and no part of it.
    students.iter().take(1).try_for_each(|student| by_loop.grade(student))?;
    by_class.grade(&one)?;
    let (mut loops, mut classes, mut slowest) = (Vec::new(), Vec::new(), (Duration::ZERO, ""));
    println!("{} programs of {}: seconds, and those of the processors", students.len(), arguments.lesson);
    println!("{:>20} {:>20} {:>8}", "loop", "class", "ratio");
    for _ in 0..arguments.rounds {
        let mut taken = Taken::default();
        for student in &students {
            let one = timed(|| by_loop.grade(student))?;
            (taken.wall, taken.cpu) = (taken.wall + one.wall, taken.cpu + one.cpu);
            slowest = slowest.max((one.wall, &student.name));
        }
        loops.push(taken);
        classes.push(timed(|| by_class.grade(&all))?);
        row(taken, classes[classes.len() - 1]);
    }
    println!("the middle of each:");
    row(middle(loops), middle(classes));
    println!("the slowest program of the loop: {}, {:.1} s", slowest.1, slowest.0.as_secs_f64());
    println!("{}", mix(&students));
    Ok(())
}

/// `cargo lab class`.
pub struct Graders<'a> {
    /// The folder of the course.
    pub workspace: PathBuf,
    /// The folder for what comes of it.
    pub marks: PathBuf,
    /// The lesson that is graded.
    pub lesson: &'a str,
    /// How many are graded side by side; if that is left out, as many as it does by itself.
    pub jobs: Option<usize>,
}

impl Graders<'_> {
    /// Grades what was handed in, all of it right.
    fn grade(&self, handed_in: &Path) -> Result<()> {
        let rows = self.run(handed_in)?;
        let right = rows.iter().filter(|row| row["earned"] == row["points"]).count();
        let all = fs::read_dir(handed_in)?.count();
        ensure!(right == all, "{right} of {all} right programs have full marks");
        Ok(())
    }

    /// Grades what was handed in, anew: a line for each student.
    ///
    /// # Errors
    /// The grading of one of them broke.
    pub fn run(&self, handed_in: &Path) -> Result<Vec<Value>> {
        remove(&self.marks)?;
        let mut lab = cargo(&self.workspace);
        lab.args(["run", "--quiet", "--package", "lab", "--", "class"]).arg(handed_in).arg("--out").arg(&self.marks);
        lab.args(["--lesson", self.lesson]);
        if let Some(jobs) = self.jobs {
            lab.args(["--jobs", &jobs.to_string()]);
        }
        run(&mut lab)?;
        let graded = fs::read_to_string(self.marks.join("class.jsonl"))?;
        Ok(graded.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
    }
}

/// Puts programs where they are graded from, a folder for each student.
fn hand_in(students: &[Student], folder: &Path) -> Result<()> {
    remove(folder)?;
    let hand_in = |(number, student): (usize, &Student)| {
        write(&folder.join(format!("{number:03}-{}", student.name)).join("main.rs"), &student.source)
    };
    students.iter().enumerate().try_for_each(hand_in)
}

/// Removes a folder, if it is there.
pub fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}

/// The programs of a class.
fn students(arguments: &Class) -> Result<Vec<Student>> {
    let solutions = proof::solutions()?;
    let reference = solutions.join(&arguments.lesson).join("main.rs");
    let mut right = vec![("reference".to_string(), fs::read_to_string(&reference)?)];
    let is_right = |program: &Program| program.kind == Kind::Variant && program.format() == Ok(Format::Rust);
    for program in proof::programs(&arguments.lesson)?.iter().filter(|program| is_right(program)) {
        let source = fs::read_to_string(&program.file)?;
        if !NOT_A_STUDENTS.iter().any(|library| source.contains(&format!("{library}::"))) {
            right.push((program.name(), source));
        }
    }
    let again = right.iter().cycle().take(arguments.programs).enumerate();
    Ok(again
        .map(|(number, (name, source))| Student {
            name: name.clone(),
            source: format!("{source}\n// Student {number}.\n"),
        })
        .collect())
}

/// How often each program is there.
fn mix(students: &[Student]) -> String {
    let mut names: Vec<&str> = students.iter().map(|student| student.name.as_str()).collect();
    names.sort_unstable();
    let told = names.chunk_by(|one, other| one == other).map(|same| format!("{} {}", same.len(), same[0]));
    told.collect::<Vec<_>>().join(", ")
}

/// What an instructor would do by hand.
struct Loop<'a> {
    course: PathBuf,
    target: PathBuf,
    lesson: &'a str,
}

impl<'a> Loop<'a> {
    /// In a copy of the course, and builds there.
    fn prepare(workspace: &Path, place: &Path, arguments: &'a Class) -> Result<Self> {
        let (course, target) = (place.join("course"), place.join("target"));
        remove(&course)?;
        for entry in fs::read_dir(workspace)? {
            let name = entry?.file_name();
            if !LEFT_OUT.iter().any(|part| name == *part) {
                copy_to(&workspace.join(&name), &course.join(&name))?;
            }
        }
        Ok(Self { course, target, lesson: &arguments.lesson })
    }

    fn grade(&self, student: &Student) -> Result<()> {
        write(&self.course.join("exercises").join(self.lesson).join("main.rs"), &student.source)?;
        let mut test = cargo(&self.course);
        test.env("CARGO_TARGET_DIR", &self.target).env("CARGO_BUILD_BUILD_DIR", &self.target);
        run(test.args(["test", "--quiet", "--package", self.lesson]))
    }
}

/// The cargo that a person in this folder would call.
fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.current_dir(folder).env_remove("LAB_CHECKOUT").env_remove("RUST_TEST_THREADS");
    cargo
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    let said = || [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    ensure!(output.status.success(), "{command:?}: {}\n{}", output.status, said());
    Ok(())
}

/// How long it takes to do this.
pub fn timed(act: impl FnOnce() -> Result<()>) -> Result<Taken> {
    let (began, before) = (Instant::now(), cpu_of_children());
    act()?;
    Ok(Taken { wall: began.elapsed(), cpu: cpu_of_children().saturating_sub(before) })
}

/// What all that this program has started and waited for has had of the processors: see proc_pid_stat(5). Nothing, where
/// the system does not tell it so.
fn cpu_of_children() -> Duration {
    /// Of the words behind the name, which are counted in hundredths of a second.
    const OF_CHILDREN: std::ops::Range<usize> = 13..15;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let words: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, words)| words).split_whitespace().collect();
    let hundredths = words.get(OF_CHILDREN).unwrap_or_default().iter().filter_map(|word| word.parse::<u64>().ok());
    Duration::from_millis(10 * hundredths.sum::<u64>())
}

/// The middle one by the clock.
fn middle(mut all: Vec<Taken>) -> Taken {
    all.sort_by_key(|taken| taken.wall);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn row(by_loop: Taken, by_class: Taken) {
    let told = |taken: Taken| format!("{:.1} ({:.1})", taken.wall.as_secs_f64(), taken.cpu.as_secs_f64());
    let ratio = by_loop.wall.as_secs_f64() / by_class.wall.as_secs_f64().max(f64::EPSILON);
    println!("{:>20} {:>20} {ratio:>8.2}", told(by_loop), told(by_class));
    let _ = io::stdout().flush();
}

/// Writes a file, with the folders around it.
pub fn write(file: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(file.parent().context("a file lies in a folder")?)?;
    fs::write(file, text).with_context(|| file.display().to_string())
}

/// Copies a file or a folder.
fn copy_to(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            copy_to(&from.join(&name), &to.join(&name))?;
        }
    } else if from.is_file() {
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(from, to)?;
    }
    Ok(())
}
