//! `class.jsonl`: a line for each student, with the marks and how they came about. It is the same, byte for byte, however
//! many graded the class and in however many parts. `docs/class.schema.json` says what each field means.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::class::record;
use crate::class::stopped::Stopped;
use crate::class::students::Student;
use crate::class::taking::Taken;
use crate::export::results::{Results, Status};

/// The version of the format. It goes up when a reader of the old one would misread the new one.
const VERSION: u32 = 1;

/// What came of one student's work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    version: u32,
    pub student: String,
    pub name: String,
    pub email: Option<String>,
    pub late: bool,
    pub state: State,
    /// The hash of what was graded.
    pub submission: Option<String>,
    /// The name of the record: a hash of the submission, the course and the settings.
    pub record: Option<String>,
    /// Nothing, where the grading broke.
    pub earned: Option<u32>,
    pub points: u32,
    /// What kept the grading from its end, if anything did.
    pub problem: Option<String>,
    /// What there is to say of what was handed in.
    pub remarks: Vec<String>,
    /// What the jail has stopped, as far as it is certain.
    pub stopped: Vec<Stopped>,
    pub lessons: Vec<LessonMarks>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Graded,
    /// There is no program.
    Nothing,
    /// The grading broke, so that there is no mark.
    Broke,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LessonMarks {
    pub lesson: String,
    pub earned: u32,
    pub points: u32,
    /// Whether there is a program to grade.
    pub compiles: bool,
    pub checks: Vec<CheckMarks>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckMarks {
    pub check: String,
    pub status: Status,
    pub earned: u32,
    pub points: u32,
}

impl Row {
    /// Of a student whose work was graded, or could not be, as these results say.
    pub fn of(student: &Student, taken: &Taken, record: String, results: &Results, stopped: Vec<Stopped>) -> Self {
        let state = if results.no_score().is_some() { State::Broke } else { State::Graded };
        let lessons = if state == State::Broke { &[] } else { &results.lessons[..] };
        let marks = lessons.iter().map(|lesson| LessonMarks {
            lesson: lesson.lesson.clone(),
            earned: lesson.earned.unwrap_or_default(),
            points: lesson.points,
            compiles: lesson.compiler.is_none(),
            checks: lesson
                .checks
                .iter()
                .map(|it| CheckMarks {
                    check: it.check.clone(),
                    status: it.status,
                    earned: it.earned,
                    points: it.points,
                })
                .collect(),
        });
        Self {
            state,
            record: Some(record),
            earned: results.earned,
            problem: results.problem.clone(),
            stopped,
            lessons: marks.collect(),
            ..Self::nothing(student, taken, results.points)
        }
    }

    /// Of a student who has handed in no program.
    pub fn nothing(student: &Student, taken: &Taken, points: u32) -> Self {
        Self {
            version: VERSION,
            student: student.id.clone(),
            name: student.name.clone(),
            email: student.email.clone(),
            late: student.is_late,
            state: State::Nothing,
            submission: taken.submission.clone(),
            record: None,
            earned: Some(0),
            points,
            problem: None,
            remarks: taken.remarks.clone(),
            stopped: Vec::new(),
            lessons: Vec::new(),
        }
    }
}

/// The file, to which a line is added as soon as it is known.
pub struct Ledger(File);

impl Ledger {
    pub fn open(file: &Path) -> Result<Self> {
        let opened = File::options().create(true).append(true).open(file);
        Ok(Self(opened.with_context(|| file.display().to_string())?))
    }

    pub fn add(&mut self, row: &Row) -> Result<()> {
        let line = serde_json::to_string(row)? + "\n";
        self.0.write_all(line.as_bytes()).context("the ledger cannot be written")
    }
}

/// Writes the file anew: each student once, in the order of who they are.
pub fn write(file: &Path, rows: &[Row]) -> Result<()> {
    let lines = rows.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    record::save(file, lines.iter().flat_map(|line| [line, "\n"]).collect::<String>().as_bytes())
}

/// Reads a file that is whole.
pub fn read(file: &Path) -> Result<Vec<Row>> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let rows = text.lines().map(serde_json::from_str).collect::<Result<Vec<Row>, _>>();
    rows.with_context(|| file.display().to_string())
}
