//! The other end of a student's program, played by hand: what is typed is sent, and what comes is told.
//!
//! It says nothing to anybody: what happens are events, and what cannot be done is data, which `ui` puts into words.

pub mod command;
pub mod conversation;
pub mod group;
pub mod happening;
pub mod lines;
pub mod pace;
pub mod peer;
pub mod recording;
pub mod start;
