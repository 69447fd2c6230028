//! What a student can ask of lab: a file for each command.

pub mod book;
pub mod class;
pub mod completions;
pub mod glance;
pub mod grade;
pub mod hint;
pub mod list;
pub mod merge;
pub mod reset;
pub mod run;
pub mod solution;
pub mod talk;
pub mod trace;
pub mod watch;
