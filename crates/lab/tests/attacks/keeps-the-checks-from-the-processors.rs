//! Tries: to slow the checks down
//! Stopped by: seccomp
//! Mark: 10

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    let one: u64 = 1;
    // SAFETY: the mask is as long as it says.
    unsafe { syscall(203, std::os::unix::process::parent_id(), 8, &raw const one) == 0 || syscall(141, 0, 0, -20) == 0 }
}
