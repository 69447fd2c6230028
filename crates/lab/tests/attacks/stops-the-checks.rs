//! Tries: to stop the checks, so that no limit of time counts
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes numbers.
    unsafe { syscall(234, std::os::unix::process::parent_id(), std::os::unix::process::parent_id(), 19) == 0 }
}
