//! Tries: to use up the threads of the machine
//! Stopped by: RLIMIT_DATA and RLIMIT_NPROC
//! Mark: 0
//! Seen: SIGABRT

pub fn comes_through() -> bool {
    let (end, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
    let start = |_| {
        let wait = std::sync::Arc::clone(&wait);
        std::thread::Builder::new().spawn(move || drop(wait.lock().map(|wait| wait.recv()))).ok()
    };
    let started: Vec<_> = (0..5000).map_while(start).collect();
    // What it does beside so many threads depends on the machine, and is no mark.
    if started.len() < 5000 {
        std::process::abort();
    }
    drop(end);
    true
}
