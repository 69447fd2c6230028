//! Tries: to take the reference program in while it is compiled
//! Stopped by: Landlock
//! Mark: 0
//! Seen: couldn't read
//! Reported: hidden-file

pub fn comes_through() -> bool {
    !include_str!("@COURSE@/solutions/tcp-server/main.rs").is_empty()
}
