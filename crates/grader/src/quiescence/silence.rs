//! What quiescence means for a wait.

/// Why nothing will come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "no other system tells enough"))]
pub(crate) enum Silence {
    /// The programs sleep until they hear more.
    ForEver,
    /// One of them will go on by itself, but not in time.
    ForTooLong,
}
