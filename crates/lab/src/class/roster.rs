//! The roster that an instructor has exported from a grade book, and whose line each student is.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use csv::{ReaderBuilder, StringRecord};

use crate::class::ledger::Row;
use crate::class::names::folded;
use crate::msg;
use crate::session::WrongUsage;
use crate::ui::messages::Messages;
use crate::ui::style;

/// What the columns are called that tell who a student is, in small letters, as platforms write it in English and Portuguese.
const IDENTITIES: [&str; 21] = [
    "id",
    "student_id",
    "student id",
    "sid",
    "identifier",
    "identificador",
    "id number",
    "número de identificação",
    "username",
    "nome de usuário",
    "identificação de usuário",
    "github_username",
    "sis user id",
    "sis login id",
    "email",
    "e-mail",
    "email address",
    "endereço de email",
    "endereço de e-mail",
    "roster identifier",
    "lms_user_id",
];

/// Those of a whole name, of a first one and of a last one.
const WHOLE_NAMES: [&str; 4] = ["student", "full name", "nome completo", "name"];
const FIRST_NAMES: [&str; 3] = ["first name", "first_name", "nome"];
const LAST_NAMES: [&str; 4] = ["last name", "last_name", "sobrenome", "surname"];
const ADDRESSES: [&str; 5] = ["email", "e-mail", "email address", "endereço de email", "endereço de e-mail"];

/// A roster: a table with a line for each student.
pub struct Roster {
    pub headers: Vec<String>,
    pub lines: Vec<StringRecord>,
    /// What stands between two cells.
    pub delimiter: u8,
}

impl Roster {
    pub fn read(text: &Messages, file: &Path) -> Result<Self> {
        let bytes = fs::read(file).with_context(|| style::path(file))?;
        let wrong = |why: String| WrongUsage(msg!(text, "roster-unreadable", file = style::path(file), why = why));
        let content = String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
        let content = content.trim_start_matches('\u{feff}');
        let first = content.lines().next().unwrap_or_default();
        let often = |char: &u8| first.bytes().filter(|byte| byte == char).count();
        // Where a comma is a part of numbers, spreadsheets put a semicolon between cells.
        let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(often).unwrap_or(b',');
        let mut reader = ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(content.as_bytes());
        let headers = reader.headers().map_err(|error| wrong(error.to_string()))?;
        let roster =
            Self { headers: headers.iter().map(|it| it.trim().to_string()).collect(), lines: Vec::new(), delimiter };
        if !roster.headers.iter().any(|header| is_one_of(header, &IDENTITIES) || is_one_of(header, &WHOLE_NAMES)) {
            bail!(WrongUsage(msg!(text, "roster-nobody", file = style::path(file))));
        }
        let lines = reader.records().collect::<Result<Vec<_>, _>>().map_err(|error| wrong(error.to_string()))?;
        Ok(Self { lines, ..roster })
    }

    /// The column that is called so.
    pub fn column(&self, is_it: impl Fn(&str) -> bool) -> Option<usize> {
        self.headers.iter().position(|header| is_it(&header.to_lowercase()))
    }

    /// For each line, the student that it is about, as an index into these rows.
    pub fn students(&self, rows: &[Row]) -> Vec<Option<usize>> {
        let mut by_identity: HashMap<String, usize> = HashMap::new();
        let mut by_name: HashMap<String, Option<usize>> = HashMap::new();
        for (index, row) in rows.iter().enumerate() {
            let identities = [Some(&row.student), row.email.as_ref()].into_iter().flatten();
            by_identity.extend(identities.map(|it| (it.to_lowercase(), index)));
            // Of two who have one name, it tells neither.
            by_name.entry(folded(&row.name)).and_modify(|known| *known = None).or_insert(Some(index));
        }
        let of = |line: &StringRecord| {
            let identities = self.cells(line, &IDENTITIES).map(str::to_lowercase);
            let by_identity = identities.into_iter().find_map(|it| identity(&it, &by_identity));
            by_identity.or_else(|| by_name.get(&folded(&self.name(line))).copied().flatten())
        };
        self.lines.iter().map(of).collect()
    }

    /// What the student of a line is called: the first name, and the last.
    pub fn names<'a>(&'a self, line: &'a StringRecord) -> (&'a str, &'a str) {
        let first = |names: &'static [&'static str]| self.cells(line, names).next().unwrap_or_default();
        match (first(&FIRST_NAMES), first(&LAST_NAMES)) {
            ("", "") => (first(&WHOLE_NAMES), ""),
            names => names,
        }
    }

    pub fn email<'a>(&'a self, line: &'a StringRecord) -> &'a str {
        self.cells(line, &ADDRESSES).next().unwrap_or_default()
    }

    /// What tells who it is.
    pub fn identity<'a>(&'a self, line: &'a StringRecord) -> &'a str {
        self.cells(line, &IDENTITIES).next().unwrap_or_default()
    }

    fn name(&self, line: &StringRecord) -> String {
        let (first, last) = self.names(line);
        format!("{first} {last}")
    }

    /// The cells of a line that stand in columns of these names, in the order of the names.
    fn cells<'a>(&'a self, line: &'a StringRecord, names: &'static [&'static str]) -> impl Iterator<Item = &'a str> {
        let cell = |name: &&str| line.get(self.column(|header| header == *name)?).map(str::trim);
        names.iter().filter_map(cell).filter(|cell| !cell.is_empty())
    }
}

/// The student that this cell names. Moodle writes `Participant 123` in its worksheet, and the folder of a clone has the
/// assignment before the student's name.
fn identity(cell: &str, students: &HashMap<String, usize>) -> Option<usize> {
    let number = cell.strip_prefix("participant ").or_else(|| cell.strip_prefix("participante "));
    let exact = students.get(number.unwrap_or(cell)).copied();
    let suffix = format!("-{cell}");
    exact.or_else(|| {
        let mut ending = students.iter().filter(|(student, _)| student.ends_with(&suffix));
        ending.next().filter(|_| ending.next().is_none()).map(|(_, index)| *index)
    })
}

fn is_one_of(header: &str, names: &[&str]) -> bool {
    names.contains(&header.to_lowercase().as_str())
}
