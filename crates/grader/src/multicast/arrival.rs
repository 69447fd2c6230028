//! A datagram, and what the system tells of how it arrived.

use std::net::SocketAddr;

use report::escape;
use report::message::msg;

use crate::failure::{Failure, Result};

#[cfg(target_os = "linux")]
pub(super) use linux::{ask, receive};

#[cfg(not(target_os = "linux"))]
pub(super) use elsewhere::{ask, receive};

/// A datagram of a group, as a member received it.
pub struct GroupDatagram {
    /// The payload.
    pub payload: Vec<u8>,
    /// The sender's address.
    pub from: SocketAddr,
    /// The TTL that it arrived with; `None` where the system does not tell (it does on Linux).
    pub ttl: Option<i32>,
    /// The interface that it arrived by; `None` where the system does not tell (it does on Linux).
    pub(super) interface: Option<Interface>,
}

/// A network interface.
pub(super) struct Interface {
    pub(super) name: String,
    pub(super) is_loopback: bool,
}

impl GroupDatagram {
    /// It was sent through the loopback interface, where the system tells. Which source address the system has chosen for
    /// it is another question: a sender that names its interface by number may have that of another one.
    ///
    /// # Errors
    /// It was not.
    pub fn came_over_loopback(&self) -> Result {
        match &self.interface {
            Some(interface) if !interface.is_loopback => Err(Failure::new(msg!("another-interface"))
                .with(msg!("expected"), msg!("over-loopback"))
                .with(msg!("received"), msg!("by-interface", name = escape::line(&interface.name)))),
            _ => Ok(()),
        }
    }

    /// It arrived with this TTL, where the system tells.
    ///
    /// # Errors
    /// It did not.
    pub fn arrived_with_ttl(&self, expected: i32) -> Result {
        match self.ttl {
            Some(ttl) if ttl != expected => Err(Failure::new(msg!("another-ttl"))
                .with(msg!("expected"), format!("TTL {expected}"))
                .with(msg!("received"), format!("TTL {ttl}"))),
            _ => Ok(()),
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    //! Linux tells it beside the datagram. See IP_RECVTTL and IP_PKTINFO in ip(7).

    use std::io::{self, IoSliceMut};
    use std::net::{SocketAddrV4, UdpSocket};
    use std::os::fd::AsRawFd as _;

    use nix::libc::in_pktinfo;
    use nix::net::if_::if_indextoname;
    use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrIn, recvmsg, setsockopt, sockopt};
    use socket2::Socket;

    use super::{GroupDatagram, Interface};

    /// The number of the loopback interface, in every network namespace. See `LOOPBACK_IFINDEX` in the kernel's
    /// include/net/flow.h.
    const LOOPBACK: i32 = 1;

    pub(in crate::multicast) fn ask(socket: &Socket) -> io::Result<()> {
        setsockopt(socket, sockopt::Ipv4RecvTtl, &true)?;
        Ok(setsockopt(socket, sockopt::Ipv4PacketInfo, &true)?)
    }

    pub(in crate::multicast) fn receive(socket: &UdpSocket) -> io::Result<GroupDatagram> {
        let mut payload = vec![0; 65_536];
        let mut control = nix::cmsg_space!(i32, in_pktinfo);
        let mut buffers = [IoSliceMut::new(&mut payload)];
        let received = recvmsg::<SockaddrIn>(socket.as_raw_fd(), &mut buffers, Some(&mut control), MsgFlags::empty())?;
        let (mut ttl, mut interface) = (None, None);
        for message in received.cmsgs()? {
            match message {
                ControlMessageOwned::Ipv4Ttl(told) => ttl = Some(told),
                ControlMessageOwned::Ipv4PacketInfo(told) => interface = Some(named(told.ipi_ifindex)),
                _ => {}
            }
        }
        let from = SocketAddrV4::from(received.address.expect("a datagram has a sender")).into();
        let count = received.bytes;
        payload.truncate(count);
        Ok(GroupDatagram { payload, from, ttl, interface })
    }

    fn named(index: i32) -> Interface {
        let name = if_indextoname(index.cast_unsigned()).map(|name| name.to_string_lossy().into_owned());
        Interface { name: name.unwrap_or_else(|_| index.to_string()), is_loopback: index == LOOPBACK }
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    //! Elsewhere it is not told in a way that a safe library offers.

    use std::io;
    use std::net::UdpSocket;

    use socket2::Socket;

    use super::GroupDatagram;

    pub(in crate::multicast) fn ask(_: &Socket) -> io::Result<()> {
        Ok(())
    }

    pub(in crate::multicast) fn receive(socket: &UdpSocket) -> io::Result<GroupDatagram> {
        let mut payload = vec![0; 65_536];
        let (count, from) = socket.recv_from(&mut payload)?;
        payload.truncate(count);
        Ok(GroupDatagram { payload, from, ttl: None, interface: None })
    }
}
