//! Tries: to find what there is to read
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    ["@COURSE@", "@HOME@", "@SLOT@", "/", "/tmp"].iter().any(|folder| std::fs::read_dir(folder).is_ok())
}
