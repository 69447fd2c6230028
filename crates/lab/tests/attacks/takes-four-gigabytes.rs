//! Tries: to take the memory of the machine
//! Stopped by: RLIMIT_DATA
//! Mark: 10

pub fn comes_through() -> bool {
    Vec::<u8>::new().try_reserve_exact(4 << 30).is_ok()
}
