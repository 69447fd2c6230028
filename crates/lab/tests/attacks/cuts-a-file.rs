//! Tries: to empty a file that it may not write
//! Stopped by: Landlock
//! Mark: 10

unsafe extern "C" {
    fn truncate(path: *const std::ffi::c_char, length: i64) -> i32;
}

pub fn comes_through() -> bool {
    // SAFETY: the text ends with a zero.
    std::fs::File::create("@HOME@/secret").is_ok() || unsafe { truncate(c"@HOME@/secret".as_ptr(), 0) } == 0
}
