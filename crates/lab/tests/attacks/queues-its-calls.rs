//! Tries: to have the system open files from a queue
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    let mut parameters = [0_u64; 15];
    // SAFETY: the parameters are as long as the system wants them.
    unsafe { syscall(425, 1, parameters.as_mut_ptr()) >= 0 }
}
