//! The students of a class, each with what they handed in: what lies in the folder that a platform's download was unpacked
//! to.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result, ensure};

use crate::class::gradescope;
use crate::class::names::{self, Label};
use crate::engine::errors::SubmissionError;
use crate::msg;
use crate::ui::messages::Messages;
use crate::ui::style;

/// A student, and what they handed in last.
#[derive(Debug, PartialEq)]
pub struct Student {
    /// What the platform knows them by.
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    pub is_late: bool,
    /// A folder, an archive, or files beside each other.
    pub parts: Vec<Part>,
    /// What there is to say of it.
    pub remarks: Vec<String>,
}

/// A file or a folder that a student handed in.
#[derive(Debug, PartialEq)]
pub struct Part {
    pub path: PathBuf,
    /// What it is called, without what the platform has put before that.
    pub name: String,
}

/// An entry of the folder, as one student's.
struct Entry {
    label: Label,
    path: PathBuf,
    email: Option<String>,
    changed: SystemTime,
}

/// The students whose work lies in this folder, in the order of who they are.
pub fn of(text: &Messages, folder: &Path, lessons: &[&str]) -> Result<Vec<Student>> {
    let named = || folder.to_path_buf();
    let folder = folder.canonicalize().map_err(|_| SubmissionError::Missing { folder: named() })?;
    ensure!(folder.is_dir(), SubmissionError::IsFile { file: named() });
    let folder = innermost(folder, lessons)?;
    let submitters = gradescope::submitters(&folder);
    let mut students: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in entries(&folder)? {
        let Some(name) = entry.file_name().to_str().map(str::to_string) else { continue };
        let Some(label) = names::read(&name, lessons) else { continue };
        let metadata = entry.metadata()?;
        // A single file is somebody's where it may be a program, or where the platform has named it.
        let is_somebodys =
            metadata.is_dir() || metadata.is_file() && (label.file.is_some() || names::without_ending(&name).is_some());
        if !is_somebodys {
            continue;
        }
        let changed = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let attempt = name.rsplit('_').next().and_then(|number| number.parse().ok()).unwrap_or(0);
        let owners: Vec<(Label, Option<String>)> = match submitters.get(&name) {
            None => vec![(label, None)],
            Some(submitters) => {
                let of = |it: &gradescope::Submitter| {
                    let (student, name) = (it.student.clone(), it.name.clone());
                    (Label { student, name, attempt, ..label.clone() }, it.email.clone())
                };
                submitters.iter().map(of).collect()
            }
        };
        for (label, email) in owners {
            let entry = Entry { path: entry.path(), email, changed, label };
            students.entry(entry.label.student.clone()).or_default().push(entry);
        }
    }
    Ok(students.into_values().map(|entries| student(text, entries)).collect())
}

/// A student, of all that has their name. What was handed in last counts.
fn student(text: &Messages, mut entries: Vec<Entry>) -> Student {
    // Files that were handed in together come without a folder around them; of anything else, one is the last.
    entries.sort_by_key(|it| (it.label.attempt, it.label.file.is_some(), it.label.again, it.changed));
    let last = entries.last().map(|it| it.label.clone()).expect("a student has handed something in");
    let together = |it: &Entry| it.label.attempt == last.attempt && it.label.file.is_some() && last.file.is_some();
    let first = entries.iter().position(together).unwrap_or(entries.len() - 1);
    let (earlier, counting) = entries.split_at(first);
    let mut remarks = Vec::new();
    if !earlier.is_empty() {
        let file = style::path(Path::new(counting[0].path.file_name().unwrap_or_default()));
        remarks.push(msg!(text, "class-attempts", count = earlier.len() + 1, file = file));
    }
    let part = |it: &Entry| {
        let name = it.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Part { path: it.path.clone(), name: it.label.file.clone().unwrap_or(name) }
    };
    let (email, is_late) = (counting[0].email.clone(), counting.iter().any(|it| it.label.is_late));
    Student { id: last.student, name: last.name, email, is_late, parts: counting.iter().map(part).collect(), remarks }
}

/// The folder that holds the students' work: some archives have one more around it, or two.
fn innermost(folder: PathBuf, lessons: &[&str]) -> Result<PathBuf> {
    const DEEPEST: usize = 3;
    let mut here = folder.clone();
    for _ in 0..DEEPEST {
        let inside = entries(&here)?;
        let [only] = &inside[..] else { break };
        if !only.file_type()?.is_dir() || is_work(only, lessons) {
            break;
        }
        here = only.path();
        let below = entries(&here)?;
        let is_class = below.len() > 1 && !below.iter().any(|it| is_work(it, lessons));
        if is_class || below.iter().any(|it| is_labelled(it, lessons)) {
            return Ok(here);
        }
    }
    Ok(folder)
}

/// Whether a platform has named it.
fn is_labelled(entry: &DirEntry, lessons: &[&str]) -> bool {
    let name = entry.file_name().to_string_lossy().into_owned();
    let is_labelled =
        names::read(&name, lessons).is_none_or(|label| label.file.is_some() || label.student != label.name);
    name == gradescope::FILE || is_labelled
}

/// Whether it is a student's work, and no student.
fn is_work(entry: &DirEntry, lessons: &[&str]) -> bool {
    let name = entry.file_name();
    let is_usual = ["main.rs", "exercises", "src", "Cargo.toml"].iter().any(|usual| name.eq_ignore_ascii_case(usual));
    is_usual || lessons.iter().any(|lesson| name == *lesson)
}

/// What is in a folder, by name, without what systems leave there.
fn entries(folder: &Path) -> Result<Vec<DirEntry>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    entries.retain(|entry| !names::is_junk(&entry.file_name().to_string_lossy()));
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;
    use crate::fixtures::text;

    /// The students of a folder with these files: who they are, their names, and what counts.
    fn students(files: &[&str]) -> Vec<(String, String, Vec<String>)> {
        let folder = tempfile::tempdir().unwrap();
        for (number, file) in (0..).zip(files) {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let file = File::create(path).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(number)).unwrap();
        }
        let all = of(&text(), folder.path(), &["tcp-server"]).unwrap();
        let told = |it: Student| (it.id, it.name, it.parts.into_iter().map(|part| part.name).collect());
        all.into_iter().map(told).collect()
    }

    fn told(id: &str, name: &str, parts: &[&str]) -> (String, String, Vec<String>) {
        (id.to_string(), name.to_string(), parts.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_class_is_found_as_each_platform_exports_it() {
        let folders =
            ["Lima Ana_1_assignsubmission_file_/main.rs", "Souza José_2_assignsubmission_file_/a.zip", "x.txt"];
        let moodle = [
            told("1", "Lima Ana", &["Lima Ana_1_assignsubmission_file_"]),
            told("2", "Souza José", &["Souza José_2_assignsubmission_file_"]),
        ];
        assert_eq!(students(&folders), moodle);
        let deeper = folders.map(|file| format!("export/again/{file}"));
        let beside = deeper.iter().map(|file| &file[..]).chain(["__MACOSX/x/main.rs", "export/.DS_Store"]);
        assert_eq!(students(&beside.collect::<Vec<_>>()), moodle);
        let canvas = [
            "lima_9_100_main.rs",
            "lima_9_100_echo.rs",
            "lima_9_99_main.rs",
            "rui_LATE_8_101_main-1.rs",
            "rui_8_101_a.zip",
        ];
        let told_of_canvas = [told("8", "rui", &["a.zip", "main.rs"]), told("9", "lima", &["main.rs", "echo.rs"])];
        assert_eq!(students(&canvas), told_of_canvas);
        let clones = ["tcp-server-ana/exercises/tcp-server/main.rs", "tcp-server-rui/.git/config"];
        assert_eq!(
            students(&clones),
            [told("ana", "ana", &["tcp-server-ana"]), told("rui", "rui", &["tcp-server-rui"])]
        );
        for file in [
            "ana/tcp-server-ana/main.rs",
            "ana/main.rs",
            "ana/exercises/tcp-server/main.rs",
            "ana/again/main.rs",
            "ana/tcp-server/main.rs",
        ] {
            assert_eq!(students(&[file]), [told("ana", "ana", &["ana"])], "{file}");
        }
    }

    #[test]
    fn of_two_attempts_the_later_counts_and_that_is_said() {
        assert_eq!(students(&["ana.zip", "ana.tar.gz", "rui/main.rs"])[0], told("ana", "ana", &["ana.tar.gz"]));
        assert_eq!(students(&["ana.tar.gz", "ana.zip", "rui/main.rs"])[0], told("ana", "ana", &["ana.zip"]));
        let folder = tempfile::tempdir().unwrap();
        ["ana_LATE_1_2_main.rs", "ana_1_3_main.rs", "rui.rs"]
            .iter()
            .for_each(|it| fs::write(folder.path().join(it), "").unwrap());
        let all = of(&text(), folder.path(), &[]).unwrap();
        assert_eq!(all[0].remarks, ["of 2 attempts, the last counts: ana_1_3_main.rs"]);
        assert_eq!((all[0].is_late, &all[1].remarks), (false, &Vec::new()));
    }
}
