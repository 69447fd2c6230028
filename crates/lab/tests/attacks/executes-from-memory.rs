//! Tries: to run another program that lies in no file
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: the text ends with a zero.
    unsafe { syscall(319, c"program".as_ptr(), 0) >= 0 }
}
