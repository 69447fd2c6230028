//! Folders that the grader has made for its checks, and that are gone when these are over, or the grader is interrupted.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, io, process};

use crate::sync::lock;

/// In the environment of a program that is started: the folders that are there for it to read, as PATH lists folders. What
/// confines a program opens them to it.
pub(crate) const VARIABLE: &str = "LAB_FOLDERS";

/// Those that are there.
static MADE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A folder that is gone, with all that is in it, when this is dropped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes an empty one, which nobody but this user may enter.
    pub(crate) fn make() -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // Where the system has links to its temporary files, a program that follows them sees another path.
        let all = fs::canonicalize(env::temp_dir()).unwrap_or_else(|_| env::temp_dir());
        loop {
            let name = format!("course-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let folder = all.join(name);
            let mut made = lock(&MADE);
            match make_private(&folder) {
                // Left by a grader that was killed.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                result => {
                    result?;
                    made.push(folder.clone());
                    return Ok(Self(folder));
                }
            }
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What somebody still has open, or has made unreadable, is the system's to remove.
        let _ = fs::remove_dir_all(&self.0);
        lock(&MADE).retain(|folder| *folder != self.0);
    }
}

/// Removes all of them. None can be made after this.
pub(crate) fn remove_all() {
    let made = lock(&MADE);
    for folder in made.iter() {
        let _ = fs::remove_dir_all(folder);
    }
    // Never released: the grader ends.
    std::mem::forget(made);
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_gone_when_it_is_dropped() {
        let scratch = Scratch::make().unwrap();
        let other = Scratch::make().unwrap();
        let path = scratch.path().to_path_buf();
        assert_ne!(path, other.path());
        fs::create_dir(path.join("in")).unwrap();
        fs::write(path.join("in/file"), "x").unwrap();
        drop(scratch);
        assert!(!path.exists() && other.path().is_dir());
    }
}
