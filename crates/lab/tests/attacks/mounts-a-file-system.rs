//! Tries: to lay other files over those of the course
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: the texts end with a zero.
    unsafe { syscall(165, c"x".as_ptr(), c"/tmp".as_ptr(), c"tmpfs".as_ptr(), 0, 0) == 0 }
}
