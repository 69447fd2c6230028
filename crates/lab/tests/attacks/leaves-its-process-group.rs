//! Tries: not to be found when it is ended
//! Stopped by: seccomp
//! Mark: 10

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes numbers.
    unsafe { syscall(109, 0, std::os::unix::process::parent_id()) == 0 || syscall(112) >= 0 }
}
