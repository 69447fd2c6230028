//! Tries: to find whom it could harm
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::read_dir("/proc").is_ok()
}
