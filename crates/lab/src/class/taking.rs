//! What is taken of a student's work: the Rust files of the exercises, put where they are graded from, under a hash of
//! what is in them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::class::archive;
use crate::class::names;
use crate::class::students::{Part, Student};
use crate::course::Course;
use crate::engine::intake::{self, Files};
use crate::msg;
use crate::ui::messages::Messages;
use crate::ui::style;
use crate::ui::wording;

/// As deep lies what is looked for, and as many folders are looked at.
const DEEPEST: usize = 5;
const MOST_FOLDERS: usize = 2_000;

/// What was taken of a student's work.
#[derive(Debug)]
pub struct Taken {
    /// The hash of what is graded. `None`: there is no program.
    pub submission: Option<String>,
    /// What there is to say of what was taken, and what was not.
    pub remarks: Vec<String>,
}

/// Where work is taken from and put.
pub struct Taking<'a> {
    pub course: &'a Course,
    pub text: &'a Messages,
    pub lessons: &'a [&'a str],
    /// The folder for what is graded, one for each hash.
    pub sources: &'a Path,
    /// The folder for what is unpacked, which is empty before and after.
    pub unpacked: &'a Path,
}

impl Taking<'_> {
    /// Takes a student's exercises.
    ///
    /// # Errors
    /// It cannot be read, or there is no room: its author can do nothing about that.
    pub fn take(&self, student: &Student) -> Result<Taken> {
        clear(self.unpacked)?;
        let mut remarks = student.remarks.clone();
        let place = self.place(&student.parts, &mut remarks)?;
        let submission = match place {
            None => None,
            Some(place) => {
                let intake = intake::collect_sources(self.course, &place, self.lessons)?;
                let notes = intake.notes.values().flatten().map(|note| wording::note(self.text, note));
                remarks.extend(notes);
                if intake.files.is_empty() { None } else { Some(self.keep(&intake.files)?) }
            }
        };
        clear(self.unpacked)?;
        Ok(Taken { submission, remarks })
    }

    /// The folder that the exercises are taken from, whatever lies around it.
    fn place(&self, parts: &[Part], remarks: &mut Vec<String>) -> Result<Option<PathBuf>> {
        let root = match parts {
            [only] if only.path.is_dir() => only.path.clone(),
            parts => self.gather(parts)?,
        };
        if let Some(place) = self.exercises_in(&root) {
            return Ok(Some(place));
        }
        let mut archives = files(&root, |name| names::without_ending(name).is_some() && !is_source(name));
        archives.sort_by_cached_key(|path| (changed(path), path.clone()));
        if let Some(last) = archives.last() {
            let file = style::path(Path::new(last.file_name().unwrap_or_default()));
            if archives.len() > 1 {
                remarks.push(msg!(self.text, "class-attempts", count = archives.len(), file = file.as_str()));
            }
            let inside = self.unpacked.join("archive");
            fs::create_dir_all(&inside)?;
            match archive::unpack(last, &inside) {
                Ok(left_out) if left_out.is_empty() => {}
                Ok(left_out) => {
                    let first = left_out[0].escape_debug().to_string();
                    remarks.push(msg!(self.text, "class-left-out", count = left_out.len(), file = first));
                }
                Err(why) => {
                    remarks.push(msg!(self.text, "class-not-unpacked", file = file, why = why.to_string()));
                    return Ok(None);
                }
            }
            if let Some(place) = self.exercises_in(&inside) {
                return Ok(Some(place));
            }
            return self.only_program(&inside, remarks);
        }
        self.only_program(&root, remarks)
    }

    /// Puts files that a student handed in beside each other into one folder.
    fn gather(&self, parts: &[Part]) -> Result<PathBuf> {
        let folder = self.unpacked.join("files");
        fs::create_dir_all(&folder)?;
        for part in parts.iter().filter(|part| part.path.is_file()) {
            let name = Path::new(&part.name).file_name().unwrap_or_default();
            let copied = fs::copy(&part.path, folder.join(name));
            copied.with_context(|| part.path.display().to_string())?;
        }
        Ok(folder)
    }

    /// The nearest folder that has an exercise with a program in it.
    fn exercises_in(&self, root: &Path) -> Option<PathBuf> {
        let has_program = |folder: &Path| inside(folder).iter().any(|path| path.is_file() && is_main(path));
        let of_lessons = |folder: &Path| {
            let lessons = self.course.lessons.iter();
            lessons.flat_map(|it| [folder.join(it), folder.join("exercises").join(it)]).collect::<Vec<_>>()
        };
        let is_alone = |folder: &Path| self.lessons.len() == 1 && has_program(folder);
        folders(root).into_iter().find(|it| is_alone(it) || of_lessons(it).iter().any(|it| has_program(it)))
    }

    /// A folder with the one Rust file that there is for a program, whatever it is called.
    fn only_program(&self, root: &Path, remarks: &mut Vec<String>) -> Result<Option<PathBuf>> {
        let sources = files(root, is_source);
        let name = |path: &Path| style::path(path.strip_prefix(root).unwrap_or(path));
        if let ([only], [_]) = (&sources[..], self.lessons) {
            let folder = self.unpacked.join("program");
            fs::create_dir_all(&folder)?;
            fs::copy(only, folder.join("main.rs")).with_context(|| only.display().to_string())?;
            remarks.push(msg!(self.text, "note-taken-for-main", file = name(only)));
            return Ok(Some(folder));
        }
        let program = if let [only] = &sources[..] { Some(only) } else { sources.iter().find(|path| is_main(path)) };
        if let Some(program) = program {
            remarks.push(msg!(self.text, "class-which-lesson", file = name(program)));
        } else if !sources.is_empty() {
            const MOST: usize = 5;
            let named: Vec<String> = sources.iter().take(MOST).map(|path| name(path)).collect();
            remarks.push(msg!(self.text, "submission-elsewhere", files = named.join(", ")));
        }
        Ok(None)
    }

    /// Puts files where they are graded from, and returns their hash.
    fn keep(&self, files: &Files) -> Result<String> {
        let hash = hash(files);
        let folder = self.sources.join(&hash);
        if !folder.is_dir() {
            let draft = self.unpacked.join("sources");
            for (name, bytes) in files {
                let path = draft.join(name);
                fs::create_dir_all(path.parent().unwrap_or(&draft))?;
                fs::write(path, bytes)?;
            }
            fs::rename(&draft, &folder).with_context(|| folder.display().to_string())?;
        }
        Ok(hash)
    }
}

/// A hash of files, by which nobody can pass for another.
pub fn hash(files: &BTreeMap<PathBuf, Vec<u8>>) -> String {
    let mut hasher = Sha256::new();
    for (name, bytes) in files {
        // As each system writes it.
        let name: Vec<String> = name.components().map(|it| it.as_os_str().to_string_lossy().into_owned()).collect();
        hasher.update(name.join("/"));
        hasher.update([0]);
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hex(&hasher.finalize())
}

/// The hash of a text.
pub fn hash_of_text(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a folder that is empty, and that nobody else may look into.
fn clear(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// A folder and those below it, the nearest first. No link is followed.
fn folders(root: &Path) -> Vec<PathBuf> {
    let mut all = vec![(root.to_path_buf(), 0)];
    let mut next = 0;
    while let Some((folder, depth)) = all.get(next).cloned() {
        next += 1;
        let below = inside(&folder).into_iter().filter(|path| path.is_dir() && depth < DEEPEST);
        let room = MOST_FOLDERS.saturating_sub(all.len());
        all.extend(below.take(room).map(|path| (path, depth + 1)));
    }
    all.into_iter().map(|(folder, _)| folder).collect()
}

/// The files in a folder and below it whose names are such, the nearest first.
fn files(root: &Path, is_such: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let is_such = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(&is_such);
    folders(root).iter().flat_map(|folder| inside(folder)).filter(|path| path.is_file() && is_such(path)).collect()
}

/// What is in a folder, by name, but for links and what systems leave there. What cannot be read is not there.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_regular = |entry: &fs::DirEntry| {
        let kind = entry.file_type();
        kind.is_ok_and(|it| !it.is_symlink()) && !names::is_junk(&entry.file_name().to_string_lossy())
    };
    let mut paths: Vec<PathBuf> = entries.filter(is_regular).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn is_source(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("rs"))
}

fn is_main(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("main.rs"))
}

fn changed(path: &Path) -> SystemTime {
    path.metadata().and_then(|it| it.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::text;

    #[test]
    fn a_program_that_may_be_of_any_lesson_is_taken_for_the_one_that_is_named() {
        const LESSONS: [&str; 2] = ["tcp-server", "udp-server"];
        let folder = tempfile::tempdir().unwrap();
        let [work, sources, unpacked] = ["work", "sources", "unpacked"].map(|name| folder.path().join(name));
        fs::create_dir_all(&work).unwrap();
        fs::create_dir_all(&sources).unwrap();
        fs::write(work.join("main.rs"), "fn main() {}\n").unwrap();
        let course = Course { root: PathBuf::new(), lessons: LESSONS.map(str::to_string).to_vec() };
        let parts = vec![Part { path: work, name: "work".to_string() }];
        let (name, remarks) = ("ana".to_string(), Vec::new());
        let student = Student { id: name.clone(), name, email: None, is_late: false, parts, remarks };
        let taken = |lessons: &[&str]| {
            let (sources, unpacked) = (sources.as_path(), unpacked.as_path());
            Taking { course: &course, text: &text(), lessons, sources, unpacked }.take(&student).unwrap()
        };
        let of_any = taken(&LESSONS);
        assert_eq!(of_any.remarks, ["main.rs may be of any of the lessons: name the one with --lesson"]);
        assert!(of_any.submission.is_none());
        assert!(taken(&LESSONS[..1]).submission.is_some());
    }
}
