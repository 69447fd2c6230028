//! Tries: to copy from the memory of the checks
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: there is nothing to copy.
    unsafe { syscall(310, std::os::unix::process::parent_id(), 0, 0, 0, 0, 0) >= 0 }
}
