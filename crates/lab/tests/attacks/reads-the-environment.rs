//! Tries: to find the variables of lab and of who grades
//! Stopped by: the empty environment
//! Mark: 10

pub fn comes_through() -> bool {
    std::env::vars().any(|(name, _)| name.starts_with("LAB_") || name == "HOME")
}
