//! `grades.csv`: the marks in the shape in which a grade book takes them, a line for each student of its own roster.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use csv::{StringRecord, WriterBuilder};

use crate::class::ledger::{Row, State};
use crate::class::record;
use crate::class::roster::Roster;
use crate::msg;
use crate::session::WrongUsage;
use crate::ui::messages::Messages;

/// Which grade book takes the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Gradebook {
    Nbgrader,
    Canvas,
    Moodle,
}

/// What nbgrader's `export` writes.
const NBGRADER: [&str; 11] = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
];

/// The last of the columns of Canvas that say who a student is.
const SECTION: &str = "section";

/// The line of Canvas that says what an assignment is worth.
const POSSIBLE: &str = "points possible";

/// The columns of Moodle's worksheet for the grade.
const WORKSHEET: [&str; 2] = ["grade", "nota"];

/// A table of text.
struct Table {
    lines: Vec<Vec<String>>,
    delimiter: u8,
}

/// What was written, and who was left out.
pub struct Written {
    /// The students of the class that the roster does not have.
    pub strangers: Vec<String>,
    /// The assignments that the grade book does not have yet.
    pub new: Vec<String>,
}

impl Gradebook {
    /// Whether the marks can be written so. Canvas and Moodle take nobody whom they do not know.
    pub fn fits(self, text: &Messages, roster: Option<&Roster>) -> Result<()> {
        if self != Self::Nbgrader && roster.is_none() {
            bail!(WrongUsage(msg!(text, "roster-missing")));
        }
        Ok(())
    }

    /// Writes the marks of a class that was graded in these lessons, each with what it is worth.
    pub fn write(
        self,
        file: &Path,
        rows: &[Row],
        roster: Option<&Roster>,
        lessons: &[(String, u32)],
    ) -> Result<Written> {
        let students = roster.map(|roster| roster.students(rows));
        let known = |index: usize| students.as_ref().is_none_or(|students| students.contains(&Some(index)));
        let strangers = rows.iter().enumerate().filter(|(index, _)| !known(*index));
        let strangers = strangers.map(|(_, row)| row.name.clone()).collect();
        let mut new = Vec::new();
        let table = match (self, roster.zip(students)) {
            (Self::Nbgrader, roster) => nbgrader(rows, roster, lessons),
            (_, None) => bail!("a grade book has a roster"),
            (Self::Canvas, Some((roster, students))) => canvas(rows, roster, &students, lessons, &mut new),
            (Self::Moodle, Some((roster, students))) => moodle(rows, roster, &students, lessons, &mut new),
        };
        record::save(file, &table.bytes()?)?;
        Ok(Written { strangers, new })
    }
}

impl Table {
    fn bytes(&self) -> Result<Vec<u8>> {
        let mut writer = WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_writer(Vec::new());
        for line in &self.lines {
            writer.write_record(line.iter().map(|cell| harmless(cell)))?;
        }
        writer.into_inner().context("a table is written")
    }
}

/// A cell that no spreadsheet takes for a formula. A number is none, nor is a dash alone.
fn harmless(cell: &str) -> String {
    let plain: String = cell.chars().filter(|char| !char.is_control() || *char == '\n').collect();
    let begins = plain.trim_start().starts_with(['=', '+', '-', '@']);
    let is_number = plain.trim().parse::<f64>().is_ok() || plain.trim() == "-";
    if begins && !is_number { format!("'{plain}") } else { plain }
}

/// What a student earned in a lesson, as it stands in a cell: nothing, where nobody knows.
fn earned(row: &Row, lesson: &str) -> String {
    match row.state {
        State::Broke => String::new(),
        State::Nothing => "0".to_string(),
        State::Graded => {
            let marks = row.lessons.iter().find(|marks| marks.lesson == lesson);
            marks.map(|marks| marks.earned.to_string()).unwrap_or_default()
        }
    }
}

fn nbgrader(rows: &[Row], roster: Option<(&Roster, Vec<Option<usize>>)>, lessons: &[(String, u32)]) -> Table {
    // Who it is, as the roster says it, or else as the platform did.
    let own = |row: &Row| [row.student.clone(), String::new(), row.name.clone(), row.email.clone().unwrap_or_default()];
    let people: Vec<([String; 4], Option<&Row>)> = match roster {
        None => rows.iter().map(|row| (own(row), Some(row))).collect(),
        Some((roster, students)) => {
            let of = |(line, student): (&StringRecord, Option<usize>)| {
                let (first, last) = roster.names(line);
                let who = [roster.identity(line), last, first, roster.email(line)].map(str::to_string);
                (who, student.map(|index| &rows[index]))
            };
            roster.lines.iter().zip(students).map(of).collect()
        }
    };
    let mut lines = vec![NBGRADER.map(str::to_string).to_vec()];
    for (lesson, points) in lessons {
        for (who, row) in &people {
            let score = row.map(|row| earned(row, lesson)).unwrap_or_default();
            let mut line = vec![lesson.clone(), String::new(), String::new()];
            line.extend(who.iter().cloned());
            line.extend([score.clone(), "0".to_string(), score, points.to_string()]);
            lines.push(line);
        }
    }
    Table { lines, delimiter: b',' }
}

/// So many cells of a line. What it does not have is empty.
fn first_cells(line: &StringRecord, count: usize) -> Vec<String> {
    (0..count).map(|at| line.get(at).unwrap_or_default().to_string()).collect()
}

fn canvas(
    rows: &[Row],
    roster: &Roster,
    students: &[Option<usize>],
    lessons: &[(String, u32)],
    new: &mut Vec<String>,
) -> Table {
    let who = roster.column(|header| header == SECTION).map_or(roster.headers.len(), |at| at + 1);
    // An assignment that Canvas knows has its number behind its name.
    let named = |header: &str, lesson: &str| header.rsplit_once(" (").map_or(header, |(name, _)| name) == lesson;
    let column = |lesson: &str| roster.column(|header| named(header, lesson));
    let header = |(lesson, _): &(String, u32)| match column(lesson) {
        Some(at) => roster.headers[at].clone(),
        None => {
            new.push(lesson.clone());
            lesson.clone()
        }
    };
    let mut lines = vec![roster.headers[..who].to_vec()];
    lines[0].extend(lessons.iter().map(header));
    for (line, student) in roster.lines.iter().zip(students) {
        let is_possible = line.get(0).is_some_and(|cell| cell.trim().eq_ignore_ascii_case(POSSIBLE));
        let mut cells = first_cells(line, who);
        cells.extend(lessons.iter().map(|(lesson, points)| match student {
            _ if is_possible => points.to_string(),
            Some(index) => earned(&rows[*index], lesson),
            None => String::new(),
        }));
        lines.push(cells);
    }
    Table { lines, delimiter: roster.delimiter }
}

fn moodle(
    rows: &[Row],
    roster: &Roster,
    students: &[Option<usize>],
    lessons: &[(String, u32)],
    new: &mut Vec<String>,
) -> Table {
    let mut headers = roster.headers.clone();
    let mut columns = Vec::new();
    for (lesson, _) in lessons {
        let named = roster.column(|header| header.contains(&lesson.to_lowercase()));
        let worksheet = || roster.column(|header| WORKSHEET.contains(&header)).filter(|_| lessons.len() == 1);
        columns.push(named.or_else(worksheet).unwrap_or_else(|| {
            new.push(lesson.clone());
            headers.push(lesson.clone());
            headers.len() - 1
        }));
    }
    let mut lines = vec![headers.clone()];
    for (line, student) in roster.lines.iter().zip(students) {
        let mut cells = first_cells(line, headers.len());
        if let Some(index) = student {
            for ((lesson, _), column) in lessons.iter().zip(&columns) {
                cells[*column] = earned(&rows[*index], lesson);
            }
        }
        lines.push(cells);
    }
    Table { lines, delimiter: roster.delimiter }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixtures::text;

    /// A row as it stands in a ledger.
    fn row(student: &str, name: &str, earned: Option<u32>) -> Row {
        let state = if earned.is_some() { "graded" } else { "broke" };
        let lessons = match earned {
            Some(earned) => {
                serde_json::json!([{ "lesson": "tcp-server", "earned": earned, "points": 10, "compiles": true, "checks": [] }])
            }
            None => serde_json::json!([]),
        };
        serde_json::from_value(serde_json::json!({
            "version": 1, "student": student, "name": name, "email": null, "late": false, "state": state,
            "submission": "s", "record": "r", "earned": earned, "points": 10, "problem": null, "remarks": [],
            "stopped": [],
            "lessons": lessons,
        }))
        .unwrap()
    }

    /// The table that is written for this roster, and the strangers.
    fn written(gradebook: Gradebook, rows: &[Row], roster: Option<&str>) -> (String, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("grades.csv");
        let roster = roster.map(|roster| {
            fs::write(&file, roster).unwrap();
            Roster::read(&text(), &file).unwrap()
        });
        let lessons = [("tcp-server".to_string(), 10)];
        let written = gradebook.write(&file, rows, roster.as_ref(), &lessons).unwrap();
        (fs::read_to_string(file).unwrap(), written.strangers)
    }

    #[test]
    fn nbgrader_has_a_line_for_each_student_also_without_a_roster() {
        let rows = [row("ana", "ana", Some(8)), row("rui", "=1+1", None)];
        let head = NBGRADER.join(",");
        let (table, strangers) = written(Gradebook::Nbgrader, &rows, None);
        let lines = "tcp-server,,,ana,,ana,,8,0,8,10\ntcp-server,,,rui,,'=1+1,,,0,,10\n";
        assert_eq!((table, strangers), (format!("{head}\n{lines}"), vec![]));
        let roster = "\u{feff}id,first_name,last_name,email\nana,Ana,\"Lima, A.\",ana@x.br\neva,Eva,Sá,\n";
        let (table, strangers) = written(Gradebook::Nbgrader, &rows, Some(roster));
        let lines = "tcp-server,,,ana,\"Lima, A.\",Ana,ana@x.br,8,0,8,10\ntcp-server,,,eva,Sá,Eva,,,0,,10\n";
        assert_eq!((table, strangers), (format!("{head}\n{lines}"), vec!["=1+1".to_string()]));
    }

    #[test]
    fn canvas_has_its_assignment_filled_in_or_gets_a_new_one() {
        let rows = [row("9", "limaana", Some(8)), row("8", "rui", None)];
        let roster = "Student,ID,SIS User ID,SIS Login ID,Section,tcp-server (77),Final Score\n    Points Possible,,,,,10,\n\
                      \"Lima, Ana\",9,,+ana,S1,,50\n\"Sá, Rui\",8,,rui,S1,,\n\"Student, Test\",1,,,S1,,\n";
        let (table, _) = written(Gradebook::Canvas, &rows, Some(roster));
        let expected = "Student,ID,SIS User ID,SIS Login ID,Section,tcp-server (77)\n    Points Possible,,,,,10\n\
                        \"Lima, Ana\",9,,'+ana,S1,8\n\"Sá, Rui\",8,,rui,S1,\n\"Student, Test\",1,,,S1,\n";
        assert_eq!(table, expected);
        let (table, _) = written(Gradebook::Canvas, &rows, Some(&roster.replace("tcp-server (77)", "other (77)")));
        assert!(table.starts_with("Student,ID,SIS User ID,SIS Login ID,Section,tcp-server\n"), "{table}");
    }

    #[test]
    fn moodle_gets_back_what_it_has_exported() {
        let rows = [row("12", "Souza José", Some(8)), row("13", "Lima Ana", Some(10)), row("14", "Eva", Some(1))];
        let worksheet = "Identifier,Full name,Email address,Grade,Maximum Grade,Feedback comments\n\
                         Participant 12,Jose Souza,j@x.br,,10.00,good\nParticipant 99,Ana Lima,a@x.br,-,10.00,\n";
        let (table, strangers) = written(Gradebook::Moodle, &rows, Some(worksheet));
        let expected = "Identifier,Full name,Email address,Grade,Maximum Grade,Feedback comments\n\
                        Participant 12,Jose Souza,j@x.br,8,10.00,good\nParticipant 99,Ana Lima,a@x.br,10,10.00,\n";
        assert_eq!((table.as_str(), &strangers[..]), (expected, &["Eva".to_string()][..]));
        let export =
            "Nome;Sobrenome;Endereço de email;Tarefa: tcp-server (Real)\nJosé;Souza;j@x.br;-\nRui;Sá;r@x.br;-\n";
        let (table, _) = written(Gradebook::Moodle, &rows, Some(export));
        let expected =
            "Nome;Sobrenome;Endereço de email;Tarefa: tcp-server (Real)\nJosé;Souza;j@x.br;8\nRui;Sá;r@x.br;-\n";
        assert_eq!(table, expected);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in
            [("=A1", "'=A1"), (" @x", "' @x"), ("+49 1", "'+49 1"), ("-1.5", "-1.5"), ("-", "-"), ("\t=x\u{1b}", "'=x")]
        {
            assert_eq!(harmless(cell), expected, "{cell:?}");
        }
    }
}
