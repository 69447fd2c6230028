//! Tries: to come out of its folder by the way up
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::read_dir("..").is_ok() || std::fs::write("../note", "").is_ok()
}
