//! What lab does for a student, command by command.

mod at_hand;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod attacks;
mod book;
#[cfg(target_os = "linux")]
mod broken;
mod checkouts;
mod class;
#[cfg(target_os = "linux")]
mod clusters;
mod course;
mod grading;
#[cfg(target_os = "linux")]
mod new_lesson;
#[cfg(target_os = "linux")]
mod platforms;
mod results;
mod submission;
#[cfg(target_os = "linux")]
mod talk;
#[cfg(target_os = "linux")]
mod terminal;
