//! Tries: to take all memory by a macro that doubles what it is given
//! Stopped by: the limits of memory and processor time
//! Mark: 0

macro_rules! double {
    ($($token:tt)*) => { double! { $($token)* $($token)* } };
}

double! { a b c d }

pub fn comes_through() -> bool {
    true
}
