//! The time that a job may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::engine::job::Job;

/// How often it is looked at, at most, whether the time is up.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// Ends a job when its time is up. The time in which it waits for another process does not count: another
/// student's program must not take it.
pub struct TimeLimit {
    is_up: Arc<AtomicBool>,
    /// When it is dropped, the thread that waits is done.
    _done: Sender<()>,
}

impl TimeLimit {
    pub fn begin(job: &Job, limit: Duration) -> Self {
        let is_up = Arc::new(AtomicBool::new(false));
        let (job, flag) = (job.clone(), Arc::clone(&is_up));
        let (done, wait) = mpsc::channel();
        let began = Instant::now();
        thread::spawn(move || {
            loop {
                let used = began.elapsed().saturating_sub(job.time_blocked());
                if used >= limit {
                    flag.store(true, Ordering::Relaxed);
                    return job.cancel();
                }
                // While it waits, nothing becomes less of what is left.
                if wait.recv_timeout((limit - used).max(POLL_INTERVAL)) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        Self { is_up, _done: done }
    }

    pub fn is_up(&self) -> bool {
        self.is_up.load(Ordering::Relaxed)
    }
}
