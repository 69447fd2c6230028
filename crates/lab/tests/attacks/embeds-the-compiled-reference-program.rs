//! Tries: to take the compiled reference program in, to write it somewhere and become it
//! Stopped by: Landlock
//! Mark: 0
//! Seen: couldn't read
//! Reported: hidden-file

pub fn comes_through() -> bool {
    !include_bytes!("@SLOT@/references/tcp-server/tcp-server").is_empty()
}
