//! Tries: to keep the compiler busy
//! Stopped by: the limit of processor time
//! Mark: 0
//! Seen: signal: 24
//! Reported: compiler-time

const fn spin() -> u64 {
    let mut number = 0;
    while number < u64::MAX {
        number += 1;
    }
    number
}

const NUMBER: u64 = spin();

pub fn comes_through() -> bool {
    NUMBER > 0
}
