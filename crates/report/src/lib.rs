//! What a check tells: its verdict, and what happened, and the words for both in the student's language.
//!
//! It is all that the grader and `cargo lab` share. The grader makes a [`Report`], and lab, which reads it, shows it;
//! a plain `cargo test` shows it itself. Nothing here knows how a check works.
//!
//! From the bottom up: [`message`] (what is told), [`escape`] (text of strangers), [`event`] (what happened),
//! [`Report`].

pub mod escape;
pub mod event;
pub mod message;
mod protocol;
mod report;
mod transcript;

pub use protocol::{EARLY_VERDICT, VARIABLE};
#[cfg(feature = "protocol")]
pub use protocol::{line, read};
pub use report::{Evidence, Printed, Report, Verdict, by_cause, hint, no_mark, not_written};
pub use transcript::Transcript;
