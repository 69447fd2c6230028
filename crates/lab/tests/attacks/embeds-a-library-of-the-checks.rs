//! Tries: to take in what the checks were compiled to
//! Stopped by: Landlock
//! Mark: 0
//! Seen: couldn't read
//! Reported: hidden-file

pub fn comes_through() -> bool {
    !include_bytes!("@CHECKS@").is_empty()
}
