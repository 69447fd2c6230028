//! Tries: to fill the machine with processes
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes nothing.
    while unsafe { syscall(58) } >= 0 {}
    true
}
