//! Tries: to make a system call by the number that it has for older programs
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

pub fn comes_through() -> bool {
    let answer: i32;
    // SAFETY: it asks for the number of this process.
    unsafe { std::arch::asm!("int 0x80", inlateout("eax") 20 => answer) };
    answer > 0
}
