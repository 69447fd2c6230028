//! Tries: to end the checks before they can report
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes numbers.
    unsafe { syscall(62, std::os::unix::process::parent_id(), 9) == 0 }
}
