//! Tries: to hand in what another student has written
//! Stopped by: Landlock
//! Mark: 0
//! Seen: couldn't read
//! Reported: hidden-file

#[path = "@NEIGHBOUR@/main.rs"]
mod neighbour;

pub fn comes_through() -> bool {
    true
}
