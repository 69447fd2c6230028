//! Tries: to have cargo call its own compiler
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::write("@COURSE@/.cargo/config.toml", "changed").is_ok()
        || std::fs::write("@HOME@/.cargo/config.toml", "changed").is_ok()
}
