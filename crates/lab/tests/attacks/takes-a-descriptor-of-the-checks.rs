//! Tries: to write a report where the checks write theirs
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes numbers.
    unsafe { syscall(438, 0, 1, 0) >= 0 }
}
