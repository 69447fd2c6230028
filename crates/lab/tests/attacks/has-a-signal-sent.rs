//! Tries: to signal the checks by a descriptor that has another owner
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes numbers: F_SETOWN.
    unsafe { syscall(72, 1, 8, std::os::unix::process::parent_id()) == 0 }
}
