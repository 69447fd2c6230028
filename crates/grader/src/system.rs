//! What the operating system tells about a program: what it is doing, and whether it had its chance to run.
//!
//! Linux tells all of it, in /proc. Elsewhere the answers are fewer, and a verdict waits for its deadline instead.

use std::ops::Add;
use std::time::Duration;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::{
    borrow, doing, ephemeral_ports, fill, has_read, holdings, is_bound, is_readable, is_ready, is_stopped, is_writing,
    kept_waiting_here, listens, members, name, nothing_is_in_flight, stolen, this_thread, usage, waiting_here,
};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{
    doing, ephemeral_ports, fill, has_read, holdings, is_bound, is_ready, kept_waiting_here, listens, members, stolen,
    this_thread, usage, waiting_here,
};

/// What a program has had of the processors, its threads added up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// CPU time.
    pub(crate) ran: Duration,
    /// Time in which it was ready to run while no processor was free for it; zero where the system does not tell.
    pub(crate) waited: Duration,
    /// How often it has touched memory that it had not been given yet (minor page faults); 0 where the system does not
    /// tell.
    pub(crate) faults: u64,
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { ran: self.ran + other.ran, waited: self.waited + other.waited, faults: self.faults + other.faults }
    }
}
