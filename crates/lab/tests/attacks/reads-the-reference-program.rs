//! Tries: to read the reference program when it runs
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::read("@COURSE@/solutions/tcp-server/main.rs").is_ok()
}
