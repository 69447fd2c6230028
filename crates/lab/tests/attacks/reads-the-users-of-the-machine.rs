//! Tries: to learn who uses this machine
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::read("/etc/passwd").is_ok()
}
