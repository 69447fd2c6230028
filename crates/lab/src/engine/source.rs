//! Whose programs are graded: where their files are, and what cargo calls them.

use std::path::PathBuf;

use crate::course::Course;
use crate::engine::submission::Submission;

/// Where the programs that are graded come from.
#[derive(Debug, Clone, Copy)]
pub enum ProgramSource<'a> {
    /// The student's own, in `exercises/`.
    Exercises,
    /// The course's reference programs, in `solutions/`.
    Reference,
    /// Another student's, who submitted them.
    Submission(&'a Submission),
}

impl ProgramSource<'_> {
    /// What cargo calls the program of a lesson.
    pub fn binary(self, lesson: &str) -> String {
        match self {
            Self::Exercises | Self::Submission(_) => lesson.to_string(),
            Self::Reference => format!("{lesson}-solution"),
        }
    }

    /// The file that the program of a lesson is built from.
    pub fn file(self, course: &Course, lesson: &str) -> PathBuf {
        match self {
            Self::Exercises => course.program(lesson),
            Self::Reference => course.reference(lesson),
            Self::Submission(submission) => submission.program(lesson),
        }
    }
}
