//! Tries: to take the memory of the machine by many programs, each of which keeps its own limit
//! Stopped by: the limit of what all of them have together
//! Mark: 0
//! Seen: cause-takes-too-much-memory
//! Reported: memory

pub fn comes_through() -> bool {
    // What is written to is there.
    let memory = vec![1u8; 900 << 20];
    std::thread::sleep(std::time::Duration::from_secs(8));
    std::hint::black_box(memory).len() > 1
}
