//! What comes of a class that has been graded: the marks for the grade book, and pages to read.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::class::gradebook::Gradebook;
use crate::class::ledger::{Row, State};
use crate::class::names;
use crate::class::overview::{Causes, Linked, overview};
use crate::class::part::Part;
use crate::class::record::{Record, Records, save};
use crate::class::roster::Roster;
use crate::class::student_page::{Private, student_page};
use crate::class::taking::hash_of_text;
use crate::msg;
use crate::session::Session;
use crate::ui::{style, terminal};

/// What is published, and where.
pub struct Publishing<'a> {
    pub session: &'a Session,
    pub out: &'a Path,
    pub part: &'a Part,
    pub rows: &'a [Row],
    pub records: &'a Records,
    pub gradebook: Gradebook,
    pub roster: Option<&'a Roster>,
}

/// The file for the grade book.
const GRADES: &str = "grades.csv";

/// The page with all students, and the folders of those of each of them: for the instructor, and for the student.
const OVERVIEW: &str = "report.html";
const STUDENTS: &str = "students";
const FEEDBACK: &str = "feedback";

/// The roster in this file, if one is named, which has to be there for some grade books.
pub fn roster(session: &Session, gradebook: Gradebook, file: Option<&PathBuf>) -> Result<Option<Roster>> {
    let roster = file.map(|file| Roster::read(&session.text, file)).transpose()?;
    gradebook.fits(&session.text, roster.as_ref())?;
    Ok(roster)
}

impl Publishing<'_> {
    /// Writes all files, and says what does not go together.
    pub fn publish(&self) -> Result<()> {
        let text = &self.session.text;
        let file = self.out.join(GRADES);
        let written = self.gradebook.write(&file, self.rows, self.roster, &self.part.lessons())?;
        if !written.strangers.is_empty() {
            const MOST: usize = 10;
            let named: Vec<String> = written.strangers.iter().take(MOST).map(|name| style::source(name)).collect();
            let (count, names) = (written.strangers.len(), named.join(", "));
            terminal::remark(&msg!(text, "class-strangers", count = count, names = names));
        }
        for assignment in written.new {
            terminal::remark(&msg!(text, "class-new-assignment", name = assignment));
        }
        terminal::print(&msg!(text, "class-grades", file = style::path(&file)))?;
        self.pages()
    }

    /// Makes the pages. What came of each student is read when it is needed, however large the class is.
    fn pages(&self) -> Result<()> {
        let (session, mut causes) = (self.session, Causes::default());
        // What an earlier run has left may be of somebody who is not there any more.
        let [students, feedback] = [STUDENTS, FEEDBACK].map(|name| self.out.join(name));
        for folder in [&students, &feedback] {
            let gone = if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) };
            gone.and_then(|()| fs::create_dir(folder)).with_context(|| style::path(folder))?;
        }
        let mut same: HashMap<&str, Vec<&str>> = HashMap::new();
        for row in self.rows {
            same.entry(row.submission.as_deref().unwrap_or_default()).or_default().push(&row.student);
        }
        let names: HashMap<&str, &str> =
            self.rows.iter().map(|row| (row.student.as_str(), row.name.as_str())).collect();
        let mut linked = Vec::new();
        for row in self.rows {
            let file = format!("{}.html", names::file_name(&row.name, &hash_of_text(&row.student)));
            let record = row.record.as_ref().filter(|_| row.state == State::Graded);
            let run = record.and_then(|it| self.records.read(it)).map(Record::into_run);
            if let Some(run) = &run {
                causes.take_in(&run.lessons);
            }
            let others = row.submission.as_deref().and_then(|it| same.get(it)).into_iter().flatten();
            let others: Vec<&str> = others.filter(|it| **it != row.student).map(|it| names[it]).collect();
            let private = Private { overview: OVERVIEW, same: &others };
            save(&students.join(&file), student_page(session, row, run.as_ref(), Some(&private))?.as_bytes())?;
            save(&feedback.join(&file), student_page(session, row, run.as_ref(), None)?.as_bytes())?;
            linked.push(Linked { row, page: format!("{STUDENTS}/{file}") });
        }
        linked.sort_by_cached_key(|it| (names::plain(&it.row.name), it.row.student.clone()));
        let file = self.out.join(OVERVIEW);
        save(&file, overview(session, self.part, &linked, &causes).as_bytes())?;
        let (file, folder) = (style::path(&file), style::path(&feedback));
        terminal::print(&msg!(session.text, "class-report", file = file, folder = folder))?;
        Ok(())
    }
}

/// How lab ends: that marks are missing is no failure, that a grading broke is one.
pub fn status(rows: &[Row]) -> ExitCode {
    const BROKEN: u8 = 3;
    let broke = rows.iter().any(|row| row.state == State::Broke);
    if broke { ExitCode::from(BROKEN) } else { ExitCode::SUCCESS }
}

/// Says how many students came to what.
pub fn summary(session: &Session, rows: &[Row]) -> String {
    let count = |state: State| rows.iter().filter(|row| row.state == state).count();
    let (nothing, broke) = (count(State::Nothing), count(State::Broke));
    let text = &session.text;
    msg!(text, "class-summary", count = rows.len(), graded = count(State::Graded), nothing = nothing, broke = broke)
}
