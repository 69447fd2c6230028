//! A folder of files for one check, for a program that is told to read there, and a file beside it that it must not read.

use std::fs;
use std::path::{Path, PathBuf};

use report::message::msg;

use crate::failure::{Failure, Result};
use crate::program::Program;

/// A folder of files, which is gone when the check is over.
pub struct Folder {
    path: PathBuf,
    beside: PathBuf,
    sentinel: String,
}

impl Program {
    /// Makes an empty folder, and beside it a file, the sentinel, that nobody who is to stay in the folder may read.
    ///
    /// # Errors
    /// The system does not let it be made.
    pub fn folder(&self) -> Result<Folder> {
        let around = self.attempt.make_folder().map_err(|error| Failure::grader(msg!("make-a-folder"), error))?;
        let (path, beside) = (around.join("root"), around.join("root-beside.txt"));
        let sentinel = format!("nobody reads this: {}\n", around.display());
        let made = fs::create_dir(&path).and_then(|()| fs::write(&beside, &sentinel));
        made.map_err(|error| Failure::grader(msg!("make-a-folder"), error))?;
        Ok(Folder { path, beside, sentinel })
    }
}

impl Folder {
    /// Puts a file there, in folders of its own if its name has slashes.
    ///
    /// # Errors
    /// The system does not let it be written.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> Result {
        let file = self.path.join(name);
        let folders = file.parent().map_or(Ok(()), fs::create_dir_all);
        let put = folders.and_then(|()| fs::write(&file, content));
        put.map_err(|error| Failure::grader(msg!("put-a-file"), error))
    }

    /// The folder, as an argument.
    pub fn path(&self) -> String {
        self.path.display().to_string()
    }

    /// The file beside it.
    pub fn beside(&self) -> &Path {
        &self.beside
    }

    /// What the file beside it holds, and no other file.
    pub fn sentinel(&self) -> &str {
        &self.sentinel
    }
}
