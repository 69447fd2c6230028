//! Tries: to have lab follow a link when it cleans up
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::os::unix::fs::symlink("@HOME@", "link").is_ok() || std::fs::hard_link("@HOME@/secret", "secret").is_ok()
}
