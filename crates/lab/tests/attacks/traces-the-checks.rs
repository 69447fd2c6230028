//! Tries: to change what the checks find
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes numbers: PTRACE_ATTACH.
    unsafe { syscall(101, 16, std::os::unix::process::parent_id(), 0, 0) == 0 }
}
