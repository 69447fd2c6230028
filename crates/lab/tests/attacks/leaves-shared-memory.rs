//! Tries: to leave memory that outlives it
//! Stopped by: seccomp
//! Mark: 10

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes numbers.
    unsafe { syscall(29, 0, 1 << 20, 0o1600) >= 0 || syscall(64, 0, 1, 0o1600) >= 0 }
}
