//! What came of a submission, as it is kept: all that its checks reported, from which every page is made. It is one file for
//! what was graded, by which course and how; so nothing is graded twice.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use jail::Level;
use report::Verdict;
use serde::{Deserialize, Serialize};

use crate::class::taking::hash_of_text;
use crate::course::graded::Graded;
use crate::export::run::Run;

/// By what a submission is graded. What differs in it may differ in its marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The hash of the course.
    pub course: String,
    pub lessons: Vec<String>,
    /// In seconds.
    pub time_limit: Option<u64>,
    /// How much of a jail it is graded in.
    pub jail: Level,
}

impl Terms {
    /// The name of what came of this submission by these terms.
    pub fn key(&self, submission: &str) -> String {
        let Self { course, lessons, time_limit, jail } = self;
        hash_of_text(&format!("{submission} {course} {} {time_limit:?} {jail}", lessons.join(" ")))
    }
}

/// What came of a submission.
#[derive(Serialize, Deserialize)]
pub struct Record {
    /// Why the grading did not come to its end, if it did not: what was graded until then counts.
    pub problem: Option<String>,
    /// How much of a jail it was graded in.
    pub jail: Option<Level>,
    pub lessons: Vec<Graded>,
}

impl Record {
    /// Of a run that did not break. What happened in checks that passed is left out: nobody reads it.
    pub fn of(run: Run) -> Self {
        let mut lessons = run.lessons;
        for check in lessons.iter_mut().flat_map(|graded| &mut graded.checks) {
            if matches!(check.verdict, Verdict::Passed) {
                check.transcript = report::Transcript::default();
                check.stderr.clear();
            }
        }
        Self { problem: run.problem, jail: run.jail, lessons }
    }

    /// The run again, for who shows it.
    pub fn into_run(self) -> Run {
        let Self { problem, jail, lessons } = self;
        Run { finished: problem.is_none(), problem, jail, lessons, ..Run::of(&[]) }
    }
}

/// The folder of the records.
pub struct Records(PathBuf);

impl Records {
    pub fn in_folder(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self(folder))
    }

    /// The file of a record.
    pub fn file(&self, key: &str) -> PathBuf {
        self.0.join(format!("{key}.json"))
    }

    /// What came of a submission, if that is known.
    pub fn read(&self, key: &str) -> Option<Record> {
        serde_json::from_slice(&fs::read(self.file(key)).ok()?).ok()
    }

    pub fn save(&self, key: &str, record: &Record) -> Result<()> {
        save(&self.file(key), &serde_json::to_vec(record)?)
    }
}

/// Writes a file: whole or not at all, whenever this program is ended.
pub fn save(file: &Path, bytes: &[u8]) -> Result<()> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(".new");
    let saved = fs::write(&draft, bytes).and_then(|()| fs::rename(&draft, file));
    saved.with_context(|| format!("cannot write {}", file.display()))
}
