//! Tries: to remove the work of others
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::remove_file("@NEIGHBOUR@/main.rs").is_ok() || std::fs::remove_dir_all("@HOME@").is_ok()
}
