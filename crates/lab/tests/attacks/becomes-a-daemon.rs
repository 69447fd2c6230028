//! Tries: to stay when it has its mark
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes nothing.
    unsafe { syscall(57) >= 0 }
}
