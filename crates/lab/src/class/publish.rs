//! What comes of a class that has been graded: the marks for the grade book, and pages to read.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::class::gradebook::Gradebook;
use crate::class::ledger::{Row, State};
use crate::class::part::Part;
use crate::class::roster::Roster;
use crate::msg;
use crate::session::Session;
use crate::ui::{style, terminal};

/// What is published, and where.
pub struct Publishing<'a> {
    pub session: &'a Session,
    pub out: &'a Path,
    pub part: &'a Part,
    pub rows: &'a [Row],
    pub gradebook: Gradebook,
    pub roster: Option<&'a Roster>,
}

/// The file for the grade book.
pub const GRADES: &str = "grades.csv";

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
        Ok(())
    }
}

/// Says how many students came to what.
pub fn summary(session: &Session, rows: &[Row]) -> String {
    let count = |state: State| rows.iter().filter(|row| row.state == state).count();
    let (nothing, broke) = (count(State::Nothing), count(State::Broke));
    let text = &session.text;
    msg!(text, "class-summary", count = rows.len(), graded = count(State::Graded), nothing = nothing, broke = broke)
}
