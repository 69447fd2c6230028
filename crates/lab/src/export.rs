//! The results of a run for those who keep the marks: a file for each platform, made from the same data.

pub mod autolab;
pub mod classroom50;
pub mod document;
pub mod exercism;
pub mod format;
pub mod github;
pub mod github_classroom;
pub mod gradescope;
#[cfg(test)]
mod hostile;
pub mod junit;
pub mod output;
pub mod prairielearn;
pub mod results;
pub mod run;
