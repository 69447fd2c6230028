//! Tries: to drown the grader in what it prints
//! Stopped by: the cap of what is kept
//! Mark: 9

pub fn comes_through() -> bool {
    let chunk = "x".repeat(1 << 20);
    (0..16).for_each(|_| eprintln!("{chunk}"));
    false
}
