//! Pictures of runs: `docs/book/pictures/<name>.toml` names a check, the reference program is run against it, or a mistake
//! of the corpus that it names too, and what happened is drawn as `cargo lab trace` draws it, in each language.
//!
//! No two runs have the same ports and times. So a picture is stale only when other things happen in the run than it shows.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use regex::Regex;
use serde::Deserialize;

use crate::gallery;
use crate::project::{Language, Project, read};

/// A run that is drawn.
pub struct Run {
    /// The name of its picture.
    pub name: String,
    check: Check,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    lesson: String,
    check: String,
    /// The wrong program that is run, which has to fail.
    mistake: Option<String>,
}

/// The runs that the book has pictures of.
///
/// # Errors
/// A file does not name one.
pub fn runs(project: &Project) -> Result<Vec<Run>> {
    let folder = project.book().join("pictures");
    let files = fs::read_dir(&folder).with_context(|| format!("cannot read {}", project.name(&folder)))?;
    let mut files = files.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    files.retain(|file| file.extension().is_some_and(|it| it == "toml"));
    files.sort();
    let run = |file: &PathBuf| {
        let check = toml::from_str(&read(file)?).with_context(|| project.name(file))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Run { name, check })
    };
    files.iter().map(run).collect()
}

impl Run {
    /// Where its picture is in a language.
    #[must_use]
    pub fn file(&self, project: &Project, language: &Language) -> PathBuf {
        project.book().join("pictures").join(format!("{}.{}.svg", self.name, language.tag))
    }

    /// Runs it once more, and draws what happened in a language.
    ///
    /// # Errors
    /// There is no such check, the reference program does not pass it, or the mistake does.
    pub fn draw(&self, project: &Project, language: &Language) -> Result<String> {
        let folder = env::temp_dir().join(format!("{}-{}", self.name, std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let svg = self.trace(project, language, &folder).with_context(|| format!("the picture {}", self.name));
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        let (svg, Check { lesson, check, mistake }) = (svg?, &self.check);
        match (mistake, svg.contains("class=\"bad\"")) {
            (None, true) => bail!("the picture {}: the reference program of {lesson} fails {check}", self.name),
            (Some(mistake), false) => bail!("the picture {}: {lesson}/{mistake} passes {check}", self.name),
            _ => Ok(svg),
        }
    }

    /// Has lab draw it. The program of a mistake is given to it as a student would submit it, in this folder.
    fn trace(&self, project: &Project, language: &Language, folder: &Path) -> Result<String> {
        let Check { lesson, check, mistake } = &self.check;
        let drawn = folder.join("drawn.svg");
        let mut lab = Command::new(env::var_os("CARGO").unwrap_or(OsString::from("cargo")));
        lab.current_dir(project.root()).args(["run", "--quiet", "--package", "lab", "--"]);
        lab.args(["--lang", &language.tag, "trace", lesson, check, "--svg"]).arg(&drawn);
        match mistake {
            None => lab.arg("--solutions"),
            Some(mistake) => {
                let program = gallery::mistake(project, lesson, mistake)?;
                fs::write(folder.join("main.rs"), program.text()?)?;
                lab.arg("--submission").arg(folder)
            }
        };
        let output = lab.env_remove("LAB_IN_EXERCISES").output().context("cannot start cargo")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`cargo lab trace` fails: {}", said.trim_end());
        fs::read_to_string(&drawn).context("`cargo lab trace` has drawn nothing")
    }
}

/// Draws those pictures anew that are stale or not there, and returns their files.
///
/// # Errors
/// A run cannot be drawn, or a file not be written.
pub fn update(project: &Project) -> Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for run in runs(project)? {
        for language in &project.languages {
            let file = run.file(project, language);
            let mut svg = run.draw(project, language)?;
            for _ in 0..TRIES {
                if is_current(&file, &svg)? || !was_busy(&svg) {
                    break;
                }
                svg = run.draw(project, language)?;
            }
            if !is_current(&file, &svg)? {
                fs::write(&file, svg).with_context(|| format!("cannot write {}", project.name(&file)))?;
                written.push(file);
            }
        }
    }
    Ok(written)
}

/// How often a run is drawn again that tells of a busy machine.
const TRIES: usize = 5;

/// Whether a run tells of more than its check: what the grader says of its own, it says in a remark.
fn was_busy(svg: &str) -> bool {
    svg.contains("class=\"remark\"")
}

/// Whether a picture shows what happened in this run.
fn is_current(file: &Path, run: &str) -> Result<bool> {
    Ok(file.exists() && events(&read(file)?)? == events(run)?)
}

/// What happens in a picture, without what differs from run to run: times, ports, addresses and folders, in which order two
/// sides do what they do at the same time, and whether the machine was so busy that a check about time was done again.
///
/// # Errors
/// It is no picture of a run.
pub fn events(svg: &str) -> Result<Vec<String>> {
    let (_, rest) = svg.split_once("<desc id=\"desc\">").context("the picture describes no run")?;
    let (description, _) = rest.split_once("</desc>").context("the picture describes no run")?;
    let side = Regex::new("class=\"name\"[^>]*>([^<]*)<")?;
    let sides: Vec<&str> = side.captures_iter(svg).filter_map(|side| side.get(1).map(|it| it.as_str())).collect();
    let is_of = |line: &str, side: &&str| {
        let what = line.strip_prefix(*side);
        what.is_some_and(|what| what.starts_with(": ") || what.starts_with(" → "))
    };
    let when = Regex::new(r"^[0-9.,]+ ms: ")?;
    let blanks = [
        // A check about wrong usage may write something behind it.
        (Regex::new(r"(?<before>:|--port )[0-9]{4,5}")?, "${before}PORT"),
        // One that a check has chosen to be alone at.
        (Regex::new(r"\b127\.[1-9][0-9]*\.[0-9]+\.[0-9]+\b")?, "ADDRESS"),
        // One that the grader has made for a check.
        (Regex::new(r"[^ `]*/course-[0-9]+-[0-9]+/root\b")?, "FOLDER"),
        (Regex::new(r"\b239\.(?<range>[0-9]+)\.[0-9]+\.[0-9]+\b")?, "GROUP of ${range}"),
        // An address looks like two of them.
        (
            Regex::new(r"(?<kept>\b[0-9]+(\.[0-9]+){3}\b)|\b[0-9]+[.,][0-9]+\b|\b[0-9]+ ms\b|--interval [0-9]+")?,
            "${kept}TIME",
        ),
    ];
    let lines = description.lines().map(|line| when.replace(line, "").into_owned());
    let lines = lines.filter(|line| sides.iter().any(|side| is_of(line, side)));
    let blanked = |line: String| blanks.iter().fold(line, |line, (what, by)| what.replace_all(&line, *by).into_owned());
    let mut events: Vec<String> = lines.map(blanked).collect();
    events.sort();
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(description: &str) -> Vec<String> {
        let sides = "<text class=\"name\">program</text><text class=\"name\">client :35314</text>";
        events(&format!("<svg><desc id=\"desc\">{description}</desc>{sides}</svg>")).unwrap()
    }

    #[test]
    fn another_time_makes_no_other_picture() {
        let one =
            "0.1 ms: client :35314 → program: connects\n1.2 ms: program: prints \"rtt=0.5/0.5 ms\"\n✓ 1 of 1 point";
        let two = "1.1 ms: program: prints \"rtt=12.5/1.5 ms\"\n1,1 ms: client :35314 → program: connects";
        assert_eq!(picture(one), picture(two));
        assert_eq!(picture(one).len(), 2);
        let again = format!("868.9 ms: the machine was busy: again\n{one}");
        assert_eq!(picture(one), picture(&again));
        let starts = |at: &str| picture(&format!("1 ms: program: starts: tcp-server {at}"));
        assert_eq!(starts("--host 127.53.116.150 --port 5123"), starts("--host 127.53.121.149 --port 50000"));
        assert_eq!(starts("--port 36705x"), starts("--port 41234x"));
        assert_eq!(starts("/tmp/course-16033-0/root --port 0"), starts("/var/tmp/course-7-12/root --port 0"));
    }

    #[test]
    fn another_run_does() {
        assert_ne!(picture("1 ms: program: sends 5 bytes"), picture("1 ms: program: sends 6 bytes"));
        assert_ne!(picture("1 ms: program: starts"), picture("1 ms: program: starts\n2 ms: program: ends"));
        let starts = |at: &str| picture(&format!("1 ms: program: starts: tcp-server {at}"));
        assert_eq!(starts("239.255.1.2"), starts("239.255.71.32"));
        assert_ne!(starts("239.255.1.2"), starts("239.254.1.2"));
        assert_ne!(starts("--host 127.0.0.1"), starts("--host 127.0.0.2"));
    }
}
