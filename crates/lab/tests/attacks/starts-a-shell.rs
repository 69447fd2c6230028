//! Tries: to start another program
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

pub fn comes_through() -> bool {
    std::process::Command::new("/bin/sh").args(["-c", "true"]).status().is_ok()
}
