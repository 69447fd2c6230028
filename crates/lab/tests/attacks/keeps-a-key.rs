//! Tries: to leave something in the keyring of who grades
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: the texts end with a zero.
    unsafe { syscall(248, c"user".as_ptr(), c"left".as_ptr(), c"x".as_ptr(), 1, -4) >= 0 }
}
