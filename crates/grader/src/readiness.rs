//! Waiting until a socket is ready, for no longer than one poll of a wait. See poll(2).

#[cfg(unix)]
use std::os::fd::AsFd as AsSocket;
#[cfg(windows)]
use std::os::windows::io::AsSocket;

use std::io;
use std::net::TcpStream;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// What a socket may be ready for.
pub(crate) const READ: PollFlags = PollFlags::IN;
pub(crate) const WRITE: PollFlags = PollFlags::OUT;
/// Nothing but its failure, which is always told.
pub(crate) const NOTHING: PollFlags = PollFlags::empty();

/// Waits until a call on the socket would not block, or `at_most` has passed. The caller tries, and asks again.
pub(crate) fn wait(socket: &impl AsSocket, what: PollFlags, at_most: Duration) {
    is_ready_within(socket, what, at_most);
}

/// The same; returns whether a call would not block now.
pub(crate) fn is_ready_within(socket: &impl AsSocket, what: PollFlags, at_most: Duration) -> bool {
    let timeout = Timespec::try_from(at_most).expect("a timeout is short");
    // An interrupted wait is a short one, and any other error shows itself in the call that follows.
    poll(&mut [PollFd::new(socket, what)], Some(&timeout)).is_ok_and(|ready| ready > 0)
}

/// Waits until a call on one of these sockets would not block, or `at_most` has passed.
pub(crate) fn wait_for_any(sockets: &[(&TcpStream, PollFlags)], at_most: Duration) {
    let timeout = Timespec::try_from(at_most).expect("a timeout is short");
    let mut sockets: Vec<PollFd<'_>> = sockets.iter().map(|(socket, what)| PollFd::new(*socket, *what)).collect();
    let _ = poll(&mut sockets, Some(&timeout));
}

/// Whether a call on a socket that does not block has nothing to do yet.
pub(crate) fn not_yet(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
