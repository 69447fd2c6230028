//! Tries: to read the compiled reference program
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::read("@SLOT@/references/tcp-server/tcp-server").is_ok()
}
