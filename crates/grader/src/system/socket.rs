//! A socket as the kernel tells of it.

use std::net::SocketAddr;

use procfs::net::TcpState;

/// A TCP socket, of whatever process.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TcpSocket {
    pub(crate) local: SocketAddr,
    pub(crate) remote: SocketAddr,
    pub(crate) state: TcpState,
    /// Bytes to be read, or connections to be accepted.
    pub(crate) unread: u32,
    /// Bytes that the other end has not acknowledged.
    pub(crate) unsent: u32,
    /// 0: no process has it any more.
    pub(crate) inode: u64,
}

/// IPv4 as IPv4, also where a socket for both holds it.
pub(crate) fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}
