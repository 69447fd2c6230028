//! Tries: to read what another student has handed in
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::read("@NEIGHBOUR@/main.rs").is_ok()
}
