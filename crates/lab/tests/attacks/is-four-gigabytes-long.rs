//! Tries: to fill the disk with a program
//! Stopped by: the limits of memory and of a file's length
//! Mark: 0
//! Reported: compiler-memory

static LARGE: [u8; 1 << 32] = [1; 1 << 32];

pub fn comes_through() -> bool {
    LARGE[std::process::id() as usize] == 1
}
