//! What is taken of a folder that a student submitted: the Rust files of its exercises, whatever else it is full of.
//!
//! What does not belong there stops no grading: it is left out and noted, so that a student who misses it in a program
//! knows why.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, DirEntry, File, FileType};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::course::{Course, SHEETS};
use crate::engine::errors::SubmissionError;

/// As many files and folders are looked at for a lesson, the nearest first.
const MOST_LOOKS: usize = 20_000;

/// As many bytes are taken of a lesson, in all its files.
const MOST_BYTES: usize = 16 * MEBIBYTE;
const MEBIBYTE: usize = 1024 * 1024;

/// The longest path of a file that is taken, in bytes, from the exercise's folder on. Systems have a limit for a whole
/// path, and the copy may lie deeper than the original.
const LONGEST_PATH: usize = 500;

/// The most notes that are made of single files. Of the others the number is told.
const MOST_NOTES: usize = 10;

/// Files by their paths in the course, and what is in them.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What is taken of a submission.
#[derive(Debug, Default)]
pub struct Intake {
    pub files: Files,
    /// What there is to know of the rest, for each lesson.
    pub notes: BTreeMap<String, Vec<Note>>,
}

/// What a student should know of files that were not taken, or not as they were.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// The exercise has no program, and these files.
    NoProgram {
        file: PathBuf,
        others: Vec<PathBuf>,
    },
    /// It is not called `main.rs`, but its author's system takes it for that.
    TakenForMain {
        file: PathBuf,
    },
    /// It is taken, and the compiler will not read it.
    NotUtf8 {
        file: PathBuf,
    },
    Link {
        file: PathBuf,
    },
    /// Its name is not UTF-8, or has a control character.
    OddName {
        file: PathBuf,
    },
    PathTooLong {
        file: PathBuf,
    },
    /// With it, there would be more than these mebibytes.
    TooLarge {
        file: PathBuf,
        mebibytes: usize,
    },
    /// There is more in the folder than these entries.
    TooMany {
        folder: PathBuf,
        entries: usize,
    },
    Unreadable {
        file: PathBuf,
        why: String,
    },
    /// This many files more have notes of these kinds.
    More {
        count: usize,
    },
    /// They are no Rust files, or folders that are no modules.
    NoSources {
        files: Vec<PathBuf>,
    },
}

/// Takes the exercises from a folder, of which these lessons are about to be graded.
///
/// It is the folder of a whole course, or that of its exercises, or for one lesson that of its `main.rs`. The files of
/// all lessons are taken, since a program may share one with another lesson's. Fails where the program of a lesson that
/// is to be graded cannot be read: its author can do nothing about that.
pub fn collect_sources(course: &Course, folder: &Path, lessons: &[&str]) -> Result<Intake, SubmissionError> {
    let mut intake = Intake::default();
    for (place, lesson) in places(course, folder, lessons)? {
        let mut taking = Taking::new(lesson, &mut intake.files);
        taking.take_folder(&place);
        if !lessons.contains(&lesson) {
            continue;
        }
        if let Some(why) = taking.unreadable {
            return Err(SubmissionError::Unreadable { file: format!("exercises/{lesson}/main.rs").into(), why });
        }
        intake.notes.insert(lesson.to_string(), taking.all_notes());
    }
    Ok(intake)
}

/// The Rust files in a folder without anything to grade, for one of them may have been meant.
pub fn perhaps_meant(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(folder, |entry, kind| {
        if is_source(entry, kind) {
            found.push(entry.path().strip_prefix(folder).unwrap_or(&entry.path()).to_path_buf());
        }
        !entry.file_name().as_encoded_bytes().starts_with(b".")
    });
    // A program's usual name tells more than those of its modules.
    found.sort_by_key(|path| !path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("main.rs")));
    found
}

/// The folders that hold an exercise, each with its lesson.
fn places<'a>(
    course: &'a Course,
    folder: &Path,
    lessons: &[&'a str],
) -> Result<Vec<(PathBuf, &'a str)>, SubmissionError> {
    let exercises = folder.join("exercises");
    let in_course = is_kind_nofollow(&exercises, FileType::is_dir);
    if let [lesson] = lessons
        && !in_course
        && entries(folder).is_ok_and(|entries| entries.iter().any(is_program))
    {
        return Ok(vec![(folder.into(), lesson)]);
    }
    let exercises = if in_course { &exercises } else { folder };
    if let Err(why) = fs::read_dir(exercises) {
        return Err(SubmissionError::Unreadable { file: exercises.to_path_buf(), why: why.to_string() });
    }
    let places = course.lessons.iter().map(|lesson| (exercises.join(lesson), lesson.as_str()));
    Ok(places.filter(|(place, _)| is_kind_nofollow(place, FileType::is_dir)).collect())
}

/// Whether there is something of this kind at this path, and not only a link to it.
fn is_kind_nofollow(path: &Path, kind: impl FnOnce(&FileType) -> bool) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| kind(&metadata.file_type()))
}

/// The taking of one lesson's files.
struct Taking<'a> {
    /// The folder of the exercise, as it is called in a course.
    exercise: PathBuf,
    files: &'a mut Files,
    bytes_left: usize,
    /// Why the program cannot be read, if it is there and cannot.
    unreadable: Option<String>,
    /// What is to be known of single files.
    notes: Vec<Note>,
    /// The files that are no Rust files, and the folders that are no modules.
    others: Vec<PathBuf>,
}

impl<'a> Taking<'a> {
    fn new(lesson: &str, files: &'a mut Files) -> Self {
        // With the separator at its end, it is written in one way on each system.
        let exercise = PathBuf::from(format!("exercises/{lesson}/"));
        Self { exercise, files, bytes_left: MOST_BYTES, unreadable: None, notes: Vec::new(), others: Vec::new() }
    }

    /// Takes the Rust files of the exercise's folder and of those in it, the nearest first.
    fn take_folder(&mut self, place: &Path) {
        // A system that does not tell large letters from small ones finds it by either name, so its author did.
        let has_exact = is_kind_nofollow(&place.join("main.rs"), |_| true);
        let unread = walk(place, |entry, kind| {
            let path = entry.path();
            let inside = path.strip_prefix(place).unwrap_or(&path);
            if !has_exact && path.parent() == Some(place) && is_program(entry) {
                self.notes.push(Note::TakenForMain { file: self.exercise.join(inside) });
                self.take_file(&path, Path::new("main.rs"));
                return false;
            }
            self.take_entry(entry, kind, inside)
        });
        for (folder, why) in unread {
            let folder = folder.strip_prefix(place).unwrap_or(&folder);
            match why {
                Some(why) => self.note_unreadable(folder, &why),
                None => self.notes.push(Note::TooMany { folder: self.exercise.clone(), entries: MOST_LOOKS }),
            }
        }
    }

    /// Takes what is to be taken of an entry, and says whether to go on in it.
    ///
    /// No link is followed: it could lead to what is not the student's. A folder with a dot in its name is no module.
    fn take_entry(&mut self, entry: &DirEntry, kind: FileType, inside: &Path) -> bool {
        let is_module = kind.is_dir() && !entry.file_name().as_encoded_bytes().contains(&b'.');
        if kind.is_symlink() {
            self.notes.push(Note::Link { file: self.exercise.join(inside) });
        } else if !is_module && !is_source(entry, kind) {
            // The task sheets lie beside every program.
            if !SHEETS.iter().any(|(_, name)| inside == Path::new(name)) {
                self.others.push(self.exercise.join(inside));
            }
        } else if entry.file_name().to_str().is_none_or(|name| name.contains(char::is_control)) {
            self.notes.push(Note::OddName { file: self.exercise.join(inside) });
        } else if inside.as_os_str().len() > LONGEST_PATH {
            self.notes.push(Note::PathTooLong { file: self.exercise.join(inside) });
        } else if is_module {
            return true;
        } else {
            self.take_file(&entry.path(), inside);
        }
        false
    }

    /// Takes a file for the one that lies there in the exercise.
    fn take_file(&mut self, path: &Path, inside: &Path) {
        let mut bytes = Vec::new();
        let most = self.bytes_left as u64 + 1;
        match File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
            Err(why) => self.note_unreadable(inside, &why),
            Ok(read) if read > self.bytes_left => {
                let (file, mebibytes) = (self.exercise.join(inside), MOST_BYTES / MEBIBYTE);
                self.notes.push(Note::TooLarge { file, mebibytes });
            }
            Ok(read) => {
                if str::from_utf8(&bytes).is_err() {
                    self.notes.push(Note::NotUtf8 { file: self.exercise.join(inside) });
                }
                self.bytes_left -= read;
                self.files.insert(self.exercise.join(inside), bytes);
            }
        }
    }

    fn note_unreadable(&mut self, inside: &Path, why: &io::Error) {
        // Where the whole folder cannot be read, nor can the program in it.
        if inside == Path::new("main.rs") || inside == Path::new("") {
            self.unreadable = Some(why.to_string());
        }
        self.notes.push(Note::Unreadable { file: self.exercise.join(inside), why: why.to_string() });
    }

    /// What there is to know.
    fn all_notes(self) -> Vec<Note> {
        let Self { exercise, files, notes: mut single, others, .. } = self;
        let mut notes = Vec::new();
        let file = exercise.join("main.rs");
        let there: Vec<PathBuf> = files.keys().filter(|file| file.starts_with(&exercise)).cloned().collect();
        if !there.is_empty() && !files.contains_key(&file) {
            notes.push(Note::NoProgram { file, others: there });
        }
        let more = single.len().saturating_sub(MOST_NOTES);
        single.truncate(MOST_NOTES);
        notes.extend(single);
        if more > 0 {
            notes.push(Note::More { count: more });
        }
        if !others.is_empty() {
            notes.push(Note::NoSources { files: others });
        }
        notes
    }
}

/// Whether it is a file that holds a program, however its name is spelt.
fn is_program(entry: &DirEntry) -> bool {
    entry.file_name().eq_ignore_ascii_case("main.rs") && entry.file_type().is_ok_and(|kind| kind.is_file())
}

fn is_source(entry: &DirEntry, kind: FileType) -> bool {
    kind.is_file() && entry.path().extension().is_some_and(|extension| extension == "rs")
}

/// Visits all that is in a folder, the nearest first. `visit` says whether to go on in what it visits, if that is a folder.
/// Returns the folders that cannot be read; and without a reason the one at which there was too much to visit.
fn walk(root: &Path, mut visit: impl FnMut(&DirEntry, FileType) -> bool) -> Vec<(PathBuf, Option<io::Error>)> {
    let mut unread = Vec::new();
    let mut folders = VecDeque::from([root.to_path_buf()]);
    let mut left = MOST_LOOKS;
    while let Some(folder) = folders.pop_front() {
        let entries = match entries(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                unread.push((folder, Some(error)));
                continue;
            }
        };
        for entry in entries {
            if left == 0 {
                unread.push((folder, None));
                return unread;
            }
            left -= 1;
            match entry.file_type() {
                Ok(kind) if visit(&entry, kind) && kind.is_dir() => folders.push_back(entry.path()),
                Ok(_) => {}
                Err(error) => unread.push((entry.path(), Some(error))),
            }
        }
    }
    unread
}

/// What is in a folder: its program first, and the others by their names.
fn entries(folder: &Path) -> io::Result<Vec<DirEntry>> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_cached_key(|entry| (!is_program(entry), entry.file_name()));
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    const LESSONS: [&str; 2] = ["tcp-server", "udp-server"];

    /// A folder with these files in it.
    fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        files.iter().for_each(|file| write(folder.path(), file, ""));
        folder
    }

    fn write(folder: &Path, file: &str, text: impl AsRef<[u8]>) {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A file of the first lesson, as it is called in a course.
    fn file(name: impl AsRef<Path>) -> PathBuf {
        Path::new("exercises/tcp-server/").join(name)
    }

    fn intake(folder: &TempDir, lessons: &[&str]) -> Result<Intake, SubmissionError> {
        let course = Course { root: PathBuf::new(), lessons: LESSONS.map(str::to_string).to_vec() };
        collect_sources(&course, folder.path(), lessons)
    }

    /// What is taken for the first lesson, and what is noted.
    fn taken(folder: &TempDir) -> (Vec<String>, Vec<Note>) {
        let Intake { files, mut notes } = intake(folder, &LESSONS[..1]).unwrap();
        let taken = files.keys().map(|file| file.strip_prefix("exercises/tcp-server").unwrap_or(file));
        (taken.map(|file| file.to_str().unwrap().to_string()).collect(), notes.remove(LESSONS[0]).unwrap_or_default())
    }

    #[test]
    fn a_program_and_its_modules_are_taken_wherever_they_may_lie() {
        for place in ["", "tcp-server/", "exercises/tcp-server/"] {
            let files = ["main.rs", "README.md", "LEIAME.md", "echo.rs", "parts/mod.rs", "parts/more/deep.rs"];
            let (taken, notes) =
                taken(&folder(&files.map(|file| format!("{place}{file}")).each_ref().map(String::as_str)));
            assert_eq!(taken, ["echo.rs", "main.rs", "parts/mod.rs", "parts/more/deep.rs"], "{place}");
            assert_eq!(notes, [], "{place}");
        }
        // Another lesson's, too: a program may share a file with it.
        let both = folder(&["exercises/tcp-server/main.rs", "exercises/udp-server/echo.rs", "exercises/other/main.rs"]);
        let files = intake(&both, &LESSONS[..1]).unwrap().files;
        assert_eq!(files.len(), 2, "{files:?}");
    }

    #[test]
    fn what_is_no_part_of_a_program_is_left_out_and_named() {
        let folder =
            folder(&["main.rs", ".git/hooks/x.rs", "Cargo.toml", "node_modules/a/b.js", "report.pdf", "v1.0/old.rs"]);
        (0..120).for_each(|number| fs::create_dir_all(folder.path().join(format!("a{number}/b"))).unwrap());
        let (taken, notes) = taken(&folder);
        assert_eq!(taken, ["main.rs"]);
        let names = [".git", "Cargo.toml", "report.pdf", "v1.0", "node_modules/a/b.js"];
        assert_eq!(notes, [Note::NoSources { files: names.map(file).to_vec() }]);
    }

    #[test]
    fn a_file_that_is_too_large_takes_no_place_from_another() {
        let folder = folder(&["main.rs", "target/debug/build/x/out/a.rs", "z.rs"]);
        write(folder.path(), "bindings.rs", vec![b' '; MOST_BYTES + 1]);
        write(folder.path(), "target/debug/build/x/out/bindings.rs", vec![b' '; 1_200_000]);
        let (taken, notes) = taken(&folder);
        let out = "target/debug/build/x/out";
        assert_eq!(taken, ["main.rs", &format!("{out}/a.rs"), &format!("{out}/bindings.rs"), "z.rs"]);
        assert_eq!(notes, [Note::TooLarge { file: file("bindings.rs"), mebibytes: 16 }]);
    }

    #[test]
    fn of_too_much_the_nearest_is_taken() {
        let folder = folder(&["main.rs", "parts/echo.rs"]);
        let far = folder.path().join("a/b");
        fs::create_dir_all(&far).unwrap();
        (0..=MOST_LOOKS).for_each(|number| drop(File::create(far.join(format!("m{number}"))).unwrap()));
        let (taken, notes) = taken(&folder);
        assert_eq!(taken, ["main.rs", "parts/echo.rs"]);
        assert_eq!(notes[0], Note::TooMany { folder: file(""), entries: 20_000 });
    }

    #[test]
    fn what_lies_too_deep_is_left_out() {
        let folder = folder(&["main.rs"]);
        let deep = format!("{}x.rs", "deep/".repeat(150));
        write(folder.path(), &deep, "");
        let (taken, notes) = taken(&folder);
        assert_eq!(taken, ["main.rs"]);
        // The folder that is the first too deep: what is in it is not looked at.
        assert!(matches!(&notes[..], [Note::PathTooLong { .. }]), "{notes:?}");
    }

    #[test]
    fn a_program_with_another_name_or_in_another_place_is_pointed_at() {
        let (taken_files, notes) = taken(&folder(&["Main.rs", "echo.rs"]));
        assert_eq!(taken_files, ["echo.rs", "main.rs"]);
        assert_eq!(notes, [Note::TakenForMain { file: file("Main.rs") }]);

        let (taken_files, notes) = taken(&folder(&["tcp-server/server.rs", "tcp-server/src/main.rs"]));
        assert_eq!(taken_files, ["server.rs", "src/main.rs"]);
        let others = vec![file("server.rs"), file("src/main.rs")];
        assert_eq!(notes, [Note::NoProgram { file: file("main.rs"), others }]);

        let folder = folder(&["a/.git/main.rs", "a/echo.rs", "a/src/main.rs"]);
        assert_eq!(taken(&folder).0, Vec::<String>::new());
        assert_eq!(perhaps_meant(folder.path()), ["a/src/main.rs", "a/echo.rs"].map(PathBuf::from));
        assert_eq!(perhaps_meant(&folder.path().join("a/.git/hooks")), [] as [PathBuf; 0]);
    }

    #[test]
    fn what_is_not_utf_8_is_taken_and_noted() {
        let folder = folder(&[]);
        let utf_16: Vec<u8> = "fn main() {}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        write(folder.path(), "main.rs", [b"\xff\xfe", &utf_16[..]].concat());
        write(folder.path(), "windows.rs", "\u{feff}//!\r\n");
        let (taken, notes) = taken(&folder);
        assert_eq!(taken, ["main.rs", "windows.rs"]);
        assert_eq!(notes, [Note::NotUtf8 { file: file("main.rs") }]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_what_is_no_file_are_left_out() {
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;

        let folder = folder(&["main.rs"]);
        for (link, to) in [("round", "."), ("echo.rs", "main.rs"), ("away", "/"), ("none.rs", "nothing")] {
            symlink(to, folder.path().join(link)).unwrap();
        }
        let _socket = UnixListener::bind(folder.path().join("socket.rs")).unwrap();
        let (taken, notes) = taken(&folder);
        assert_eq!(taken, ["main.rs"]);
        let mut expected = ["away", "echo.rs", "none.rs", "round"].map(|it| Note::Link { file: file(it) }).to_vec();
        expected.push(Note::NoSources { files: vec![file("socket.rs")] });
        assert_eq!(notes, expected);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_no_module_has_are_left_out() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;

        let folder = folder(&["main.rs", "\u{1b}[2J.rs", "it's.rs"]);
        File::create(folder.path().join(OsStr::from_bytes(b"\xff.rs"))).unwrap();
        let odd = folder.path().join(OsStr::from_bytes(b"caf\xe9"));
        fs::create_dir(&odd).unwrap();
        File::create(odd.join("x.rs")).unwrap();
        let (taken, notes) = taken(&folder);
        assert_eq!(taken, ["it's.rs", "main.rs"]);
        let names = [OsStr::new("\u{1b}[2J.rs"), OsStr::from_bytes(b"caf\xe9"), OsStr::from_bytes(b"\xff.rs")];
        assert_eq!(notes, names.map(|name| Note::OddName { file: file(name) }));
    }

    #[test]
    fn many_notes_are_told_by_their_number() {
        let folder = folder(&["main.rs"]);
        (0..30).for_each(|number| write(folder.path(), &format!("m{number}.rs"), [0xff]));
        let notes = taken(&folder).1;
        assert_eq!((notes.len(), notes.last()), (MOST_NOTES + 1, Some(&Note::More { count: 20 })));
    }
}
