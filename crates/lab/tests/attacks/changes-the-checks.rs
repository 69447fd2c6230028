//! Tries: to have the checks pass the next time
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::write("@COURSE@/crates/tcp-server/tests/checks.rs", "changed").is_ok()
        || std::fs::write("@CHECKS@", "changed").is_ok()
}
