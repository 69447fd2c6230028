//! Tries: to fork by a number that a list of forbidden ones would not have
//! Stopped by: seccomp
//! Mark: 10

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes nothing.
    unsafe { syscall(0x4000_0000 + 57) >= 0 }
}
