//! Tries: to open a file without a path to it
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: there is no handle.
    unsafe { syscall(304, -100, 0, 0) >= 0 }
}
