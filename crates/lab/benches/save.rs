//! How long a student waits after a save: `cargo bench -p lab`.
//!
//! The same edit is made in two copies of the course in turn: in one, plain cargo builds the program; in the other,
//! `cargo lab watch` grades it. Figures are medians; compare those of one run, since machines differ.

#[path = "../tests/commands/course.rs"]
#[expect(dead_code, reason = "a benchmark needs less of a course than the tests do")]
mod course;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use cargo_metadata::Message;
use course::Course;

const LESSON: &str = "tcp-server";
const RUNS: usize = 9;

/// Sleeps for ever, before it has said anything.
const HANGS: &str = "fn main() {\n    loop {\n        std::thread::park();\n    }\n}\n";

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let right = fs::read_to_string(root.join("solutions").join(LESSON).join("main.rs"))?;
    let sources = |number: usize| format!("{right}\n// Edit {number}.\n");
    let (plain, watched) = (Copy::new("plain"), Copy::new("watched"));

    plain.save(&sources(0));
    plain.build()?;
    let checks = plain.checks()?;
    watched.save(&sources(0));
    let mut watch = watched.lab(&["watch", LESSON]).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let verdicts = verdicts(BufReader::new(watch.stdout.take().context("stdout was asked for")?));
    ensure!(verdicts.recv()? == "10 of 10 points", "the reference program has full marks");

    let verdict = |source: &str, expected: &str| {
        time(|| {
            watched.save(source);
            let verdict = verdicts.recv()?;
            ensure!(verdict == expected, "{verdict} instead of {expected}");
            Ok(())
        })
    };
    let (mut builds, mut alone, mut passing, mut hanging) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for number in 1..=RUNS {
        plain.save(&sources(number));
        builds.push(time(|| plain.build())?);
        alone.push(time(|| plain.run(&checks))?);
        passing.push(verdict(&sources(number), "10 of 10 points")?);
    }
    // Not in turn with the others: another program is no small edit, and takes longer to build.
    for number in 1..=RUNS {
        hanging.push(verdict(&format!("{HANGS}// Edit {number}.\n"), "0 of 10 points")?);
    }
    watch.kill()?;
    watch.wait()?;

    let [build, alone, passing, hanging] = [builds, alone, passing, hanging].map(median);
    println!("`cargo build -p {LESSON}` after an edit   {build:.3} s");
    println!("the checks alone, passing            {alone:.3} s");
    println!("save to verdict, passing             {passing:.3} s");
    println!("save to verdict, hanging             {hanging:.3} s");
    println!("passing, without the checks' time: {:.2} times the build", (passing - alone) / build);
    Ok(())
}

/// A copy of the course, with a folder for what is built from it.
struct Copy {
    course: Course,
    target: PathBuf,
}

impl Copy {
    fn new(name: &str) -> Self {
        Self { course: Course::new(), target: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name) }
    }

    fn save(&self, source: &str) {
        self.course.write(&format!("exercises/{LESSON}/main.rs"), source);
    }

    fn lab(&self, arguments: &[&str]) -> Command {
        let mut command = self.course.lab(".", arguments);
        command.env("CARGO_TARGET_DIR", &self.target);
        command
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).current_dir(self.course.path(".")).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    fn build(&self) -> Result<()> {
        ensure!(self.cargo(&["build", "--quiet", "--package", LESSON]).status()?.success(), "the program builds");
        Ok(())
    }

    /// The test binary that holds the lesson's checks.
    fn checks(&self) -> Result<PathBuf> {
        let test = ["test", "--no-run", "--package", "solutions", "--test", LESSON, "--message-format=json"];
        let output = self.cargo(&test).stderr(Stdio::inherit()).output()?;
        let built = Message::parse_stream(output.stdout.as_slice()).filter_map(|message| match message {
            Ok(Message::CompilerArtifact(artifact)) if artifact.target.is_test() => artifact.executable,
            _ => None,
        });
        Ok(built.last().context("cargo builds the checks")?.into_std_path_buf())
    }

    /// Runs the checks against the student's program.
    fn run(&self, checks: &Path) -> Result<()> {
        let program = self.target.join("debug").join(LESSON);
        let mut command = Command::new(checks);
        command.args(["--quiet", "--test-threads", "32"]).stdout(Stdio::null());
        command.env("LAB_PROGRAM", format!("'{}'", program.display()));
        ensure!(command.status()?.success(), "the reference program passes");
        Ok(())
    }
}

/// The points that a watching lab says, each time that it has graded.
fn verdicts(lines: impl BufRead + Send + 'static) -> Receiver<String> {
    let (sender, verdicts) = mpsc::channel();
    thread::spawn(move || {
        for line in lines.lines().map_while(Result::ok) {
            if let Some(points) = line.strip_prefix(LESSON).map(str::trim).filter(|rest| rest.ends_with(" points")) {
                // Nobody listens any more when all is measured.
                let _ = sender.send(points.to_string());
            }
        }
    });
    verdicts
}

fn time(what: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let started = Instant::now();
    what()?;
    Ok(started.elapsed())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
