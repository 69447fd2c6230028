//! Tries: to be started again when it is gone
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::write("@HOME@/.bashrc", "changed").is_ok()
        || std::fs::write("/etc/cron.d/attack", "changed").is_ok()
        || std::fs::write("@COURSE@/.git/hooks/post-checkout", "changed").is_ok()
}
