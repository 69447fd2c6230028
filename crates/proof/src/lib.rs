//! Proves the checks from both sides: right programs pass, wrong ones fail for the right reason, however often they are
//! graded and however busy the machine is.
//!
//! The programs are those in `solutions/`: the reference program of each lesson, its `variants/`, which are right too,
//! and its `mistakes/`, each of which has one typical error and says which checks must catch it.

mod corpus;
mod grade;
mod load;

pub use corpus::{Corpus, Kind, Lesson, Subject};
pub use grade::{Grade, Oracle};
pub use load::Busy;
