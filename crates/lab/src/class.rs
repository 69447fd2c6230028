//! A whole class: the work of many students, graded side by side, and what an instructor makes of it. What each file is for
//! stands at its top.

pub mod archive;
pub mod gradebook;
pub mod gradescope;
pub mod grading;
pub mod ledger;
pub mod names;
pub mod overview;
pub mod page;
pub mod part;
pub mod publish;
pub mod record;
pub mod roster;
pub mod stopped;
pub mod student_page;
pub mod students;
pub mod taking;
pub mod version;
