//! Locks.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A lock that a panicking check cannot spoil for the clean-up that follows.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
