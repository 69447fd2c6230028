//! Tries: to have lab empty the home folder when it grades the next student
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::rename("@SLOT@/course", "@SLOT@/gone").is_ok()
        || std::fs::remove_file("@SLOT@/lock").is_ok()
        || std::os::unix::fs::symlink("@HOME@", "@SLOT@/link").is_ok()
}
