//! Tries: to read a secret in the home folder
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::read("@HOME@/secret").is_ok()
}
