//! Proves the checks from both sides: right programs pass, wrong ones fail for the right reason, however often they are
//! graded and however busy the machine is.
//!
//! The programs are those in `solutions/`: the reference program of each lesson, and its corpus, which the crate
//! `corpus` reads: `variants/`, which are right too, and `mistakes/`, each of which has one typical error and says
//! which checks must catch it.

pub mod gallery;
mod grade;
mod lesson;
mod lists;
mod load;
pub mod recorded;
mod translation;

pub use corpus::Kind;
pub use grade::{EarlyVerdicts, Grade, names_of_what_is_told, told_first};
pub use lesson::{Lesson, Subject, lessons, programs, solutions};
pub use lists::{is_current, lists, write_lists};
pub use load::Busy;
pub use translation::{LANGUAGES, SHARED, Tongue};
