//! The kernel's table of TCP sockets, as proc_net(5) has it.

use std::fs::File;
use std::io::{self, Read as _};
use std::net::SocketAddr;

use procfs::net::{TcpNetEntries, TcpNetEntry};
use procfs::{FromBufReadSI as _, current_system_info};

/// The TCP sockets in the network namespace of this process.
pub(crate) fn tcp_sockets(pid: i32) -> Option<Vec<TcpNetEntry>> {
    let mut sockets = tcp(&format!("/proc/{pid}/net/tcp"))?;
    // There is no table of IPv6 where the system has none.
    sockets.extend(tcp(&format!("/proc/{pid}/net/tcp6")).unwrap_or_default());
    Some(sockets)
}

/// A table of TCP sockets, without those that only remember that they were closed: on a machine that grades there may
/// be thousands of them, which take more time to understand than all that this is about.
fn tcp(path: &str) -> Option<Vec<TcpNetEntry>> {
    const TIME_WAIT: &str = "06";
    let is_over = |line: &str| line.split_ascii_whitespace().nth(3) == Some(TIME_WAIT);
    let table = read_table(path).ok()?;
    let lines: Vec<&str> = table.lines().filter(|line| !is_over(line)).collect();
    let TcpNetEntries(entries) =
        TcpNetEntries::from_buf_read(lines.join("\n").as_bytes(), current_system_info()).ok()?;
    Some(entries)
}

/// Reads a table of connections with as few reads as it takes. For each, Linux walks through all places where a
/// connection could be, which takes milliseconds on a machine with much memory.
fn read_table(path: &str) -> io::Result<String> {
    /// The system fills no more than a page at a time.
    const PAGE: usize = 4096;
    /// A part that leaves this much of it empty is the last: no line is so long.
    const ROOM_FOR_A_LINE: usize = 512;

    let mut table = File::open(path)?;
    let (mut text, mut part) = (Vec::new(), [0; PAGE]);
    loop {
        let length = table.read(&mut part)?;
        text.extend_from_slice(&part[..length]);
        if length < PAGE - ROOM_FOR_A_LINE {
            return String::from_utf8(text).map_err(io::Error::other);
        }
    }
}

/// IPv4 as IPv4, also where a socket for both holds it.
pub(crate) fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}
