//! What has to hold of the book. Each part returns what does not, and says which command or edit mends it; the tests of this
//! crate hold the book to all of them, and each of them to a book that is broken.

pub mod catalog;
pub mod concepts;
pub mod gallery;
pub mod glossary;
pub mod pages;
pub mod sources;
pub mod structure;
pub mod untranslated;

use std::fmt::{self, Display, Formatter};

/// Something that does not hold.
#[derive(Debug)]
pub struct Finding {
    /// What, and where.
    pub what: String,
    /// What to do.
    pub mend: &'static str,
}

impl Finding {
    pub(crate) fn new(what: String, mend: &'static str) -> Self {
        Self { what, mend }
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n    {}", self.what, self.mend)
    }
}
