//! The book of the course, `docs/book`: built in each of its languages, kept translated, and checked.
//!
//! Nothing that a student builds for a mark depends on it.

pub mod drawn;
pub mod edition;
pub mod finish;
pub mod gallery;
pub mod gate;
pub mod glossary;
pub mod lessons;
pub mod links;
pub mod listings;
pub mod markdown;
pub mod messages;
pub mod pictures;
pub mod project;
pub mod sections;
#[cfg(unix)]
pub mod session;
pub mod sheets;
pub mod site;
pub mod translated;
pub mod translation;
