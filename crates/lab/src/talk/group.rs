//! A multicast group on the loopback interface: a member of it, and a socket that sends to it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::sync::Arc;

use report::event::{Actor, Role};
use socket2::{Domain, Socket, Type};

/// The interface: nothing leaves this machine.
const LOOPBACK: Ipv4Addr = Ipv4Addr::LOCALHOST;

pub struct Group {
    pub address: SocketAddrV4,
    pub member: Arc<UdpSocket>,
    sender: UdpSocket,
}

impl Group {
    pub const SENDER: Actor = Actor::Peer { role: Role::Sender, port: None };
    pub const MEMBER: Actor = Actor::Peer { role: Role::Member, port: None };

    /// Joins a group, one that nobody else uses where none is wanted. Port 0 lets the system choose.
    pub fn join(group: Option<Ipv4Addr>, port: u16) -> io::Result<Self> {
        let port = if port == 0 { free_port()? } else { port };
        let [high, low] = port.to_be_bytes();
        // In the scope of one organisation (RFC 2365), and as much its own as its port is.
        let group = group.unwrap_or(Ipv4Addr::new(239, 255, high, low));
        let member = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
        member.set_reuse_address(true)?;
        // A program may ask by the one or by the other, and has to meet a socket that has asked in the same way.
        #[cfg(unix)]
        member.set_reuse_port(true)?;
        // Bound to the group, a socket hears nothing of other groups. Windows binds to its own addresses only.
        let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { group };
        member.bind(&SocketAddr::from((address, port)).into())?;
        member.join_multicast_v4(&group, &LOOPBACK)?;

        let sender = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
        sender.bind(&SocketAddr::from((LOOPBACK, 0)).into())?;
        sender.set_multicast_if_v4(&LOOPBACK)?;
        sender.set_multicast_ttl_v4(1)?;
        let member = Arc::new(UdpSocket::from(member));
        Ok(Self { address: SocketAddrV4::new(group, port), member, sender: sender.into() })
    }

    /// Sends to the group, and returns the address that it is sent from.
    pub fn send(&self, bytes: &[u8]) -> io::Result<SocketAddr> {
        self.sender.send_to(bytes, self.address)?;
        self.sender.local_addr()
    }
}

/// A group's address, if the text is one.
pub fn address(text: &str) -> Option<Ipv4Addr> {
    match text.parse() {
        Ok(IpAddr::V4(address)) if address.is_multicast() => Some(address),
        _ => None,
    }
}

/// A port that nobody has.
fn free_port() -> io::Result<u16> {
    Ok(UdpSocket::bind((LOOPBACK, 0))?.local_addr()?.port())
}
