//! Tries: to become root in namespaces of its own
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes a number: CLONE_NEWUSER and CLONE_NEWNS.
    unsafe { syscall(272, 0x1002_0000) == 0 }
}
