//! A submission: a student's exercises in a folder of their own, graded by this checkout.
//!
//! Only the exercises' Rust files are taken from it. They are compiled as a copy of this course would, by its manifests and
//! settings, and the checks are those of this checkout: what else a student has edited is never read. Where there is a
//! jail, they are compiled and run in it; docs/ARCHITECTURE.md says what that protects, and what not.
//!
//! What lies in a slot, a program that was graded without a jail may have changed. So no link is followed there.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File, TryLockError};
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use cargo_metadata::MetadataCommand;
use jail::{Found, Jail, Level};

use crate::course::{Course, SHEETS};
use crate::engine::errors::SubmissionError;
use crate::engine::intake::{self, Files, Intake, Note};
use crate::engine::job::Job;

/// What the copy has of this checkout, beside what the course says of its lessons. What is not there is not needed.
///
/// The examples of the book are not either, but cargo wants all members of a workspace to be there.
const PARTS: [&str; 7] =
    ["Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain.toml", "crates", "docs/book/examples", "solutions"];

/// How far the time of a program's `main.rs` is ahead of the clock.
const MTIME_AHEAD: Duration = Duration::from_secs(24 * 60 * 60);

/// The slot of who grades one submission at a time.
pub const FIRST_SLOT: usize = 0;

/// How often it is tried to be the only one.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Whether a submission is graded where the jail is not a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    OnlyJailed,
    /// Whatever there is of a jail, or none: something else keeps the program from doing harm.
    Unsandboxed,
}

impl Accepts {
    /// What `--unsandboxed` means.
    pub fn from_flag(unsandboxed: bool) -> Self {
        if unsandboxed { Self::Unsandboxed } else { Self::OnlyJailed }
    }
}

/// A submission that is ready to be compiled. While this exists, no other is graded in its slot.
#[derive(Debug)]
pub struct Submission {
    /// The jail that it is compiled and run in, if there is one.
    pub jail: Option<Jail>,
    /// The folder of the slot, in which everything lies.
    pub place: PathBuf,
    /// The folder of what is the same for all submissions. Those with a jail, which do not come to it, share that of the
    /// first slot.
    pub common: PathBuf,
    /// The copy of the course. Without a jail it has the submission's programs for exercises, or else the starters.
    pub course: PathBuf,
    /// Where they are built. In the folder of this checkout, the two would each have cargo build anew what the other has.
    pub target: PathBuf,
    /// What there is to know of what was not taken, for each lesson.
    pub notes: BTreeMap<String, Vec<Note>>,
    /// Locked for as long as it is open.
    _lock: File,
}

/// Where submissions are graded: the slots in the folder that cargo builds in. What is the same for all submissions is
/// found once.
pub struct Slots<'a> {
    course: &'a Course,
    folder: PathBuf,
    /// What the copy of the course has in each slot.
    files: Files,
    /// Whether the copy that all slots with a jail share is as it should be. Nothing in a jail comes to it.
    is_laid_out: Mutex<bool>,
}

impl<'a> Slots<'a> {
    /// The slots of a course.
    ///
    /// # Errors
    /// Cargo does not say where it builds, or the course cannot be read.
    pub fn of(course: &'a Course) -> Result<Self> {
        let metadata = MetadataCommand::new().current_dir(&course.root).no_deps().exec()?;
        let folder = metadata.target_directory.into_std_path_buf().join("submission");
        Ok(Self { course, folder, files: of_course(course)?, is_laid_out: Mutex::default() })
    }

    /// Takes the exercises from this folder, of which these lessons are about to be graded.
    ///
    /// It is the folder of a whole course, or that of its exercises, or for one lesson that of its `main.rs`. Each slot has a
    /// copy and a lock of its own: submissions in different slots are graded side by side.
    ///
    /// # Errors
    /// A [`SubmissionError`], where it lies with the submission; [`Cancelled`](crate::engine::job::Cancelled), where the
    /// job was while it waited for another grading.
    pub fn take(
        &self,
        job: &Job,
        folder: &Path,
        lessons: &[&str],
        slot: usize,
        accepts: Accepts,
    ) -> Result<Submission> {
        let named = || folder.to_path_buf();
        let folder = folder.canonicalize().map_err(|_| SubmissionError::Missing { folder: named() })?;
        ensure!(folder.is_dir(), SubmissionError::IsFile { file: named() });

        let make = |folder: &Path| make_real(folder).with_context(|| folder.display().to_string());
        let place = self.folder.join(slot.to_string());
        make(&self.folder)?;
        make(&place)?;

        // Cargo reads the settings of all folders around the one that it stands in, or was called from.
        let root = self.course.root.canonicalize()?;
        for inside in [&root, &place.canonicalize()?, &env::current_dir()?.canonicalize()?] {
            if folder != root && inside.starts_with(&folder) {
                bail!(SubmissionError::Around { folder: named(), inside: inside.clone() });
            }
        }

        let Intake { files: taken, notes } = intake::collect_sources(self.course, &folder, lessons)?;
        if taken.is_empty() {
            bail!(SubmissionError::Empty { folder: named(), elsewhere: intake::perhaps_meant(&folder) });
        }
        let lock = lock_exclusively(job, &place.join("lock"))?;
        let is_jailed = jail_here(accepts)? > Level::None;
        let jail = if is_jailed { Some(Jail::open(place.join("scratch"))?) } else { None };
        let common = if is_jailed { self.folder.join(FIRST_SLOT.to_string()) } else { place.clone() };
        let [copy, target] = ["course", "target"].map(|part| common.join(part));
        [&common, &copy, &target].into_iter().try_for_each(|folder| make(folder))?;
        let submission = Submission { jail, place, common, course: copy, target, notes, _lock: lock };
        self.lay_out(&submission, taken)?;
        if submission.jail.is_none() {
            submission.bump_mtime(lessons)?;
        }
        Ok(submission)
    }

    /// Puts the files where they are compiled. In a jail that is a folder of their own: what cargo compiles, and reads its
    /// settings from, is the course alone.
    fn lay_out(&self, submission: &Submission, taken: Files) -> Result<()> {
        let is_exercise = |(file, _): &(&PathBuf, &Vec<u8>)| submission.jail.is_none() || file.starts_with("exercises");
        let own = |(file, bytes): (&PathBuf, &Vec<u8>)| (file.clone(), bytes.clone());
        let mut programs: Files = self.files.iter().filter(is_exercise).map(own).collect();
        programs.extend(taken);
        let place = submission.programs();
        sync_dir(&place, &programs).with_context(|| place.display().to_string())?;
        let mut is_laid_out = self.is_laid_out.lock().unwrap_or_else(PoisonError::into_inner);
        if submission.jail.is_some() && !*is_laid_out {
            sync_dir(&submission.course, &self.files).with_context(|| submission.course.display().to_string())?;
            *is_laid_out = true;
        }
        Ok(())
    }
}

impl Submission {
    /// The folder that has the exercises.
    pub fn programs(&self) -> PathBuf {
        if self.jail.is_some() { self.place.join("programs") } else { self.course.clone() }
    }

    /// The file of a lesson's program.
    pub fn program(&self, lesson: &str) -> PathBuf {
        self.programs().join("exercises").join(lesson).join("main.rs")
    }

    /// How much of a jail it is compiled and run in.
    pub fn level(&self) -> Level {
        self.jail.as_ref().map_or(Level::None, Jail::level)
    }

    /// Lets cargo compile these programs, whatever it has compiled before.
    ///
    /// It goes by the times of files, which a clock that was set back makes wrong: it would grade the program of the
    /// submission before. A file from the future is always newer.
    pub fn bump_mtime<L: AsRef<str>>(&self, lessons: &[L]) -> Result<()> {
        for lesson in lessons {
            let program = self.course.join("exercises").join(lesson.as_ref()).join("main.rs");
            let bump = |file: File| file.set_modified(SystemTime::now() + MTIME_AHEAD);
            let bumped = File::options().write(true).open(&program).and_then(bump);
            bumped.with_context(|| program.display().to_string())?;
        }
        Ok(())
    }
}

/// How much of a jail this machine has.
///
/// # Errors
/// It is less than what is accepted.
pub fn jail_here(accepts: Accepts) -> Result<Level> {
    let Found { level, lack } = Found::here();
    if level < Level::Full && accepts == Accepts::OnlyJailed {
        bail!(SubmissionError::NotJailed { level, lack });
    }
    Ok(level)
}

/// Takes a lock, once no other process has it: that of a slot, which the grading in it holds, or one of what all share.
pub fn lock_exclusively(job: &Job, path: &Path) -> Result<File> {
    if path.is_symlink() {
        fs::remove_file(path)?;
    }
    let lock = File::options().create(true).write(true).truncate(false).open(path);
    let lock = lock.with_context(|| path.display().to_string())?;
    loop {
        match lock.try_lock() {
            Ok(()) => {
                job.set_blocked(false);
                return Ok(lock);
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(|| path.display().to_string()),
            // The job may end meanwhile, when its time is up: a wait that has no end would not notice.
            Err(TryLockError::WouldBlock) => job.fail_if_cancelled()?,
        }
        job.set_blocked(true);
        thread::sleep(POLL_INTERVAL);
    }
}

/// Makes a folder, if there is none: a link to one is none.
fn make_real(folder: &Path) -> io::Result<()> {
    if folder.is_symlink() {
        fs::remove_file(folder)?;
    }
    fs::create_dir_all(folder)
}

/// What the copy has of this checkout. Its exercises are the starters.
fn of_course(course: &Course) -> Result<Files> {
    let mut files = Files::new();
    for part in PARTS.map(Path::new).into_iter().filter(|part| course.root.join(part).exists()) {
        read(&course.root, part, &mut files)?;
    }
    for lesson in &course.lessons {
        let exercise = Path::new("exercises").join(lesson);
        read(&course.root, &exercise.join(SHEETS[0].1), &mut files)?;
        let starter = course.starter(lesson);
        let bytes = fs::read(&starter).with_context(|| starter.display().to_string())?;
        files.insert(exercise.join("main.rs"), bytes);
    }
    Ok(files)
}

/// Reads a file of the checkout, or all files of a folder.
pub fn read(root: &Path, name: &Path, files: &mut Files) -> Result<()> {
    let path = root.join(name);
    if path.is_dir() {
        for entry in fs::read_dir(&path).with_context(|| path.display().to_string())? {
            read(root, &name.join(entry?.file_name()), files)?;
        }
    } else {
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        files.insert(name.to_path_buf(), bytes);
    }
    Ok(())
}

/// Makes a folder have these files and no others.
///
/// A file that is as it should be is left alone, so that it keeps its time, and cargo what it has compiled of it. One
/// that is written has the time of now and not of its origin, which may be older than what cargo compiled last.
fn sync_dir(root: &Path, files: &Files) -> Result<()> {
    make_real(root)?;
    remove_others(root, Path::new(""), files)?;
    for (name, bytes) in files {
        let path = root.join(name);
        if fs::read(&path).is_ok_and(|there| there == *bytes) {
            continue;
        }
        fs::create_dir_all(path.parent().ok_or_else(|| anyhow!("{} has no folder", path.display()))?)?;
        fs::write(&path, bytes)?;
    }
    Ok(())
}

/// Removes what is not to be in a folder, links too.
fn remove_others(root: &Path, folder: &Path, files: &Files) -> Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let (name, kind) = (folder.join(entry.file_name()), entry.file_type()?);
        // Those in a folder come right after it.
        let mut after = files.range::<Path, _>((Bound::Excluded(name.as_path()), Bound::Unbounded));
        if kind.is_dir() && after.next().is_some_and(|(file, _)| file.starts_with(&name)) {
            remove_others(root, &name, files)?;
        } else if kind.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if !kind.is_file() || !files.contains_key(&name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec())).collect()
    }

    fn there(root: &Path) -> Files {
        let mut files = Files::new();
        read(root, Path::new(""), &mut files).unwrap();
        files
    }

    #[test]
    fn a_copy_has_what_it_should_have_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("course");
        for wanted in [
            files(&[("Cargo.toml", "one"), ("exercises/a/main.rs", "mod b;"), ("exercises/a/b.rs", "")]),
            // What was a file is a folder, and the other way round.
            files(&[("Cargo.toml", "two"), ("exercises/a/main.rs/c", ""), ("exercises/a/b.rs/d/e", "long")]),
            files(&[("Cargo.toml", "two"), ("exercises/a/main.rs", "mod b;"), ("exercises/a/b.rs", "pub fn b() {}")]),
            files(&[("exercises/a/main.rs", "")]),
        ] {
            sync_dir(&root, &wanted).unwrap();
            assert_eq!(there(&root), wanted);
        }
    }

    #[test]
    fn a_file_that_stays_the_same_keeps_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        sync_dir(root, &files(&[("one", "1"), ("two", "2")])).unwrap();
        let long_ago = SystemTime::UNIX_EPOCH + MTIME_AHEAD;
        for name in ["one", "two"] {
            File::options().write(true).open(root.join(name)).unwrap().set_modified(long_ago).unwrap();
        }
        sync_dir(root, &files(&[("one", "1"), ("two", "3")])).unwrap();
        let time = |name: &str| root.join(name).metadata().unwrap().modified().unwrap();
        assert_eq!(time("one"), long_ago);
        assert_ne!(time("two"), long_ago);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_copy_is_replaced_and_what_it_leads_to_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (root, elsewhere) = (folder.path().join("course"), folder.path().join("elsewhere"));
        sync_dir(&elsewhere, &files(&[("main.rs", "mine"), ("b.rs", "mine")])).unwrap();
        fs::create_dir(&root).unwrap();
        std::os::unix::fs::symlink(&elsewhere, root.join("a")).unwrap();
        std::os::unix::fs::symlink(elsewhere.join("main.rs"), root.join("main.rs")).unwrap();
        let wanted = files(&[("main.rs", "theirs"), ("a/b.rs", "theirs")]);
        sync_dir(&root, &wanted).unwrap();
        assert_eq!(there(&root), wanted);
        assert_eq!(there(&elsewhere), files(&[("main.rs", "mine"), ("b.rs", "mine")]));
    }

    #[cfg(unix)]
    #[test]
    fn a_copy_that_was_replaced_by_a_link_is_made_anew_and_what_the_link_leads_to_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (root, elsewhere) = (folder.path().join("course"), folder.path().join("elsewhere"));
        sync_dir(&elsewhere, &files(&[("diary", "mine")])).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &root).unwrap();
        let wanted = files(&[("main.rs", "theirs")]);
        sync_dir(&root, &wanted).unwrap();
        assert_eq!((there(&root), root.is_symlink()), (wanted, false));
        assert_eq!(there(&elsewhere), files(&[("diary", "mine")]));
    }
}
