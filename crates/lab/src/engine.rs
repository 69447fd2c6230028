//! How a lesson is graded: what is built for it, what runs, and what may go wrong. It says nothing to anybody: errors and
//! notes are data, which `ui` puts into words.

pub mod build;
pub mod checks;
pub mod compiler;
mod confined;
pub mod errors;
pub mod grading;
pub mod intake;
pub mod job;
mod recipe;
pub mod reference;
pub mod source;
pub mod submission;
pub mod time_limit;
