//! What a program holds of what a system has a limited number of.

use std::net::SocketAddr;

/// How much a program and its descendants hold, where the system tells.
pub struct Holdings(pub(crate) Option<Amounts>);

/// How much a program and its descendants hold.
#[derive(Clone, Copy)]
pub(crate) struct Amounts {
    /// Open descriptors.
    pub(crate) descriptors: usize,
    /// Threads and processes, those among them that have ended and are not waited for.
    pub(crate) tasks: usize,
    /// Areas of memory. The stack of a thread is one, and stays until somebody joins or detaches it.
    pub(crate) mappings: usize,
}

/// A TCP socket that a program holds.
pub(crate) struct HeldSocket {
    pub(crate) local: SocketAddr,
    pub(crate) listens: bool,
}

impl Holdings {
    /// How many descriptors, threads and processes there are, added up.
    pub(crate) fn counted(&self) -> Option<usize> {
        self.0.map(|amounts| amounts.descriptors + amounts.tasks)
    }
}
