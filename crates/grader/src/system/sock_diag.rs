//! The kernel's answer to who asks for its TCP sockets, see sock_diag(7).
//!
//! A grading asks thousands of times, and on a machine that grades there may be thousands of connections that are over,
//! and only remembered (TIME_WAIT). Here the kernel passes over them, and it writes numbers, not text.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use procfs::net::TcpState;
use rustix::net::netlink::{SOCK_DIAG, SocketAddrNetlink};
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, recv, sendto, socket_with};

use super::socket::{TcpSocket, canonical};

/// A netlink message has its length, its type and more before what it says, and begins at a multiple of four: see
/// netlink(7).
const HEADER: usize = 16;

/// The type of a request about sockets, and of each answer (SOCK_DIAG_BY_FAMILY).
const BY_FAMILY: u16 = 20;

/// The types of the messages behind the last answer, and instead of answers.
const DONE: u16 = 3;
const ERROR: u16 = 2;

/// As much as the kernel puts into one part of its answer.
const PART: usize = 32 * 1024;

/// The TCP sockets of a family in the network namespace of this process, without those that are only remembered.
pub(super) fn tcp_sockets(family: AddressFamily) -> io::Result<Vec<TcpSocket>> {
    let kernel = socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, Some(SOCK_DIAG))?;
    sendto(&kernel, &request(family), SendFlags::empty(), &SocketAddrNetlink::new(0, 0))?;
    let (mut sockets, mut part) = (Vec::new(), vec![0; PART]);
    loop {
        // The kernel has made a part before it is asked for it: nothing is waited for.
        let (length, _) = recv(&kernel, &mut part[..], RecvFlags::DONTWAIT)?;
        let mut messages = &part[..length];
        while !messages.is_empty() {
            let (header, _) = messages.split_at_checked(HEADER).ok_or(io::ErrorKind::InvalidData)?;
            let length = number(header, 0) as usize;
            let kind = u16::from_ne_bytes([header[4], header[5]]);
            let said = messages.get(HEADER..length).ok_or(io::ErrorKind::InvalidData)?;
            match kind {
                DONE => return Ok(sockets),
                ERROR => return Err(io::Error::other("the kernel does not answer")),
                _ => sockets.push(answer(said).ok_or(io::ErrorKind::InvalidData)?),
            }
            messages = messages.get(length.next_multiple_of(4)..).unwrap_or_default();
        }
    }
}

/// The request for all TCP sockets of a family (`inet_diag_req_v2`).
fn request(family: AddressFamily) -> [u8; HEADER + 56] {
    /// NLM_F_REQUEST and NLM_F_DUMP.
    const FLAGS: u16 = 0x301;
    const TCP: u8 = 6;
    const STATES: u32 = !(1 << TcpState::TimeWait as u32);

    let mut request = [0; HEADER + 56];
    let length = request.len() as u32;
    request[..4].copy_from_slice(&length.to_ne_bytes());
    request[4..6].copy_from_slice(&BY_FAMILY.to_ne_bytes());
    request[6..8].copy_from_slice(&FLAGS.to_ne_bytes());
    request[HEADER] = family.as_raw() as u8;
    request[HEADER + 1] = TCP;
    request[HEADER + 4..HEADER + 8].copy_from_slice(&STATES.to_ne_bytes());
    request
}

/// What the kernel says of a socket (`inet_diag_msg`).
fn answer(said: &[u8]) -> Option<TcpSocket> {
    let said = said.first_chunk::<72>()?;
    let port = |at: usize| u16::from_be_bytes([said[at], said[at + 1]]);
    let address = |at: usize| {
        if AddressFamily::from_raw(said[0].into()) == AddressFamily::INET {
            IpAddr::from(Ipv4Addr::from(*said[at..].first_chunk::<4>().expect("it is of this length")))
        } else {
            IpAddr::from(Ipv6Addr::from(*said[at..].first_chunk::<16>().expect("it is of this length")))
        }
    };
    let state = TcpState::from_u8(said[1])?;
    // Of one that listens, it is how many connections may wait to be accepted.
    let unsent = if state == TcpState::Listen { 0 } else { number(said, 60) };
    Some(TcpSocket {
        local: canonical(SocketAddr::new(address(8), port(4))),
        remote: canonical(SocketAddr::new(address(24), port(6))),
        state,
        unread: number(said, 56),
        unsent,
        inode: number(said, 68).into(),
    })
}

/// The number that begins there.
fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_ne_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
