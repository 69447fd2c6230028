//! The book of the course, `docs/book`: built in each of its languages, kept translated, and checked.
//!
//! Nothing that a student builds for a mark depends on it.

pub mod edition;
pub mod links;
pub mod messages;
pub mod project;
pub mod sheets;
pub mod translation;
