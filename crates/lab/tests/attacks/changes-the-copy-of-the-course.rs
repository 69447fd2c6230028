//! Tries: to change the mark of the next student
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::write("@SLOT@/course/Cargo.toml", "changed").is_ok()
        || std::fs::write("@SLOT@/recipes/tcp-server.json", "changed").is_ok()
        || std::fs::write("@SLOT@/references/tcp-server/tcp-server", "changed").is_ok()
}
