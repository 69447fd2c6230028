//! Tries: to see and forge what others send
//! Stopped by: no capabilities, and seccomp
//! Mark: 10

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

pub fn comes_through() -> bool {
    // SAFETY: it takes numbers: AF_INET and AF_PACKET, SOCK_RAW.
    unsafe { syscall(41, 2, 3, 1) >= 0 || syscall(41, 17, 3, 0x300) >= 0 }
}
