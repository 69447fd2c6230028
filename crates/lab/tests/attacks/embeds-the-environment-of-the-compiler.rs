//! Tries: to read the variables of who grades
//! Stopped by: Landlock
//! Mark: 0
//! Seen: couldn't read
//! Reported: hidden-file

pub fn comes_through() -> bool {
    !include_bytes!("/proc/self/environ").is_empty()
}
