//! What a launcher is asked to put up, as one argument of its command line.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The first argument of a launcher. The second says what to put up, the others are the command.
pub(crate) const LAUNCHER: &str = "--in-the-jail";

/// What a launcher is asked to put up.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    /// Whether namespaces can be had.
    pub(crate) namespaces: bool,
    pub(crate) scratch: PathBuf,
    pub(crate) inmate: Inmate,
}

/// What is to be confined.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Inmate {
    Checks,
    Program,
    Compiler(Compiler),
    /// Nothing: it is tried whether a program could be.
    Nobody,
}

/// What a compiler needs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Compiler {
    /// Where it stands: relative paths begin here.
    pub folder: PathBuf,
    /// What it may read: files, and folders with all that is in them.
    pub reads: Vec<PathBuf>,
    /// What it may read and run.
    pub runs: Vec<PathBuf>,
    /// What it may list, without reading what is in it.
    pub lists: Vec<PathBuf>,
    /// What it may write.
    pub writes: PathBuf,
    /// Its environment, beside where programs and temporary files are.
    pub variables: Vec<(String, String)>,
}

impl Order {
    /// As an argument. It is made of text and paths, which are text wherever lab can be.
    pub(crate) fn written(&self) -> String {
        serde_json::to_string(self).expect("the path of a checkout is text")
    }
}
