//! The corpus as a class: whether `cargo lab class`, which compiles in a way of its own, gives the marks that the programs'
//! files name, to which `cargo run -p proof` holds those that cargo has compiled.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};
use corpus::{Format, Kind, Program};
use serde_json::Value;

use crate::class::{Graders, NOT_A_STUDENTS, remove, timed, write};

/// What is handed in.
#[derive(clap::Args)]
pub struct Marks {
    /// The lesson whose corpus it is
    #[arg(long, default_value = "tcp-server")]
    lesson: String,

    /// How many students there are: the programs again and again, each a little different; if this is left out, each once
    #[arg(long)]
    students: Option<usize>,
}

/// What a student hands in, and what is to come of it.
struct Student {
    /// A number, which all platforms have for a name.
    id: String,
    program: String,
    source: String,
    /// The checks that must fail, sorted.
    caught_by: Vec<String>,
}

/// Grades the class, and prints how long that took and which marks are not as they should be.
///
/// # Errors
/// Some are not, or the class cannot be graded.
pub fn compare(arguments: &Marks) -> Result<()> {
    let workspace = proof::solutions()?.join("..").canonicalize()?;
    let (students, folder) = (students(arguments)?, workspace.join("target/corpus-as-a-class"));
    let (handed_in, out) = (folder.join("submissions"), folder.join("out"));
    remove(&handed_in)?;
    students
        .iter()
        .enumerate()
        .try_for_each(|(number, student)| hand_in(&handed_in, &arguments.lesson, number, student))?;
    write(&handed_in.join("submission_metadata.yml"), &gradescope(&students))?;

    let graders = Graders { workspace, marks: out.clone(), lesson: &arguments.lesson, jobs: None };
    let mut rows = Vec::new();
    let taken = timed(|| {
        rows = graders.run(&handed_in)?;
        Ok(())
    })?;
    let failed: BTreeMap<&str, Vec<String>> =
        rows.iter().filter_map(|row| Some((row["student"].as_str()?, failed(row)?))).collect();
    let mut wrong = 0;
    for Student { id, program, caught_by, .. } in &students {
        if failed.get(id.as_str()) != Some(caught_by) {
            wrong += 1;
            println!("{id}, {program}: {:?} instead of {caught_by:?}", failed.get(id.as_str()));
        }
    }
    let (seconds, all) = (taken.wall.as_secs_f64(), students.len());
    let of_processors = taken.cpu.as_secs_f64();
    println!(
        "{all} students in {seconds:.1} s (of the processors: {of_processors:.1} s), {:.2} a second",
        all as f64 / seconds
    );
    println!("{}", out.join("report.html").display());
    ensure!(wrong == 0, "{wrong} of {all} marks are not those that the programs name");
    Ok(())
}

/// The programs of a lesson that a student could hand in.
fn students(arguments: &Marks) -> Result<Vec<Student>> {
    let mut programs = Vec::new();
    for program in proof::programs(&arguments.lesson)? {
        let (source, header) = (program.text()?, program.header()?);
        let has_theirs = NOT_A_STUDENTS.iter().any(|library| source.contains(&format!("{library}::")));
        if program.format()? != Format::Python && !has_theirs && header.graded_through().is_none() {
            programs.push((program, source, header.caught_by()));
        }
    }
    ensure!(!programs.is_empty(), "no program of {} could be a student's", arguments.lesson);
    let count = arguments.students.unwrap_or(programs.len());
    Ok(programs.iter().cycle().take(count).enumerate().map(|(number, program)| student(number, program)).collect())
}

fn student(number: usize, (program, source, caught_by): &(Program, String, Vec<String>)) -> Student {
    let is_right = program.kind == Kind::Variant;
    Student {
        id: (1000 + number).to_string(),
        program: program.name(),
        source: format!("{source}\n// Student {number}.\n"),
        caught_by: if is_right { Vec::new() } else { caught_by.clone() },
    }
}

/// Puts the program where a platform would have put it: each of them has a part of the class.
fn hand_in(folder: &Path, lesson: &str, number: usize, Student { id, source, .. }: &Student) -> Result<()> {
    let place = match number % 5 {
        // Cloned from GitHub.
        0 => format!("{lesson}-{id}/exercises/{lesson}/main.rs"),
        // Moodle's, and Canvas's.
        1 => format!("Aluno {id}_{id}_assignsubmission_file_/main.rs"),
        2 => format!("aluno{id}_{id}_9{id}_main.rs"),
        // A folder too many.
        3 => format!("{id}/again/{lesson}/main.rs"),
        _ => format!("submission_{id}/main.rs"),
    };
    write(&folder.join(place), source)
}

/// Who of Gradescope's students handed in what.
fn gradescope(students: &[Student]) -> String {
    let one = |Student { id, .. }: &Student| {
        format!("submission_{id}:\n  :submitters:\n  - :name: Aluno {id}\n    :sid: '{id}'\n")
    };
    students.iter().skip(4).step_by(5).map(one).collect()
}

/// The checks that a student has failed, sorted.
fn failed(row: &Value) -> Option<Vec<String>> {
    let checks = row["lessons"][0]["checks"].as_array()?.iter();
    let mut failed: Vec<String> = checks
        .filter(|check| check["status"] != "passed")
        .map(|check| check["check"].as_str().map(String::from))
        .collect::<Option<_>>()?;
    failed.sort_unstable();
    Some(failed)
}
