//! Tries: to learn what is checked, and with which bytes
//! Stopped by: Landlock
//! Mark: 0
//! Seen: couldn't read
//! Reported: hidden-file

pub fn comes_through() -> bool {
    !include_str!("@COURSE@/crates/tcp-server/tests/checks.rs").is_empty()
}
