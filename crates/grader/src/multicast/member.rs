//! The grader as a member of a group: what arrives there, from whom, and how.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;

use report::escape;
use report::event::{Role, What, Who};
use report::message::{Phrase, say};
use socket2::{Domain, Socket, Type};

use super::{Group, LOOPBACK, arrival};
use crate::failure::{Failure, Result};
use crate::readiness::{self, READ, not_yet};
use crate::scene::Scene;

/// A member has the group's port, like all of them: it tells nothing apart.
const MEMBER: Who = Who::Peer { role: Role::Member, port: None };

impl Group {
    /// Becomes a member of the group.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn join(&self) -> Result<Member> {
        let join = || {
            let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
            share(&socket)?;
            // Bound to the group, a socket hears nothing of other groups. Windows binds to its own addresses only.
            let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { *self.address.ip() };
            socket.bind(&SocketAddr::from((address, self.address.port())).into())?;
            socket.join_multicast_v4(self.address.ip(), &LOOPBACK)?;
            socket.set_nonblocking(true)?;
            arrival::ask(&socket)?;
            Ok(Member { scene: Arc::clone(&self.scene), socket: socket.into() })
        };
        let member = join().map_err(|error: io::Error| Failure::grader(say!("join-a-group"), error))?;
        self.scene.note(&MEMBER, What::Joins { group: self.address });
        Ok(member)
    }

    /// Becomes a member of the group with a socket on another port: from now on this machine takes in what is sent to the
    /// group, as far as the group's own port, and nobody shares that.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn join_on_another_port(&self) -> Result<Bystander> {
        let join = || {
            let socket = UdpSocket::bind((LOOPBACK, 0))?;
            socket.join_multicast_v4(self.address.ip(), &LOOPBACK)?;
            Ok(Bystander { _socket: socket })
        };
        let bystander = join().map_err(|error: io::Error| Failure::grader(say!("join-a-group"), error))?;
        self.scene.note(&MEMBER, What::Joins { group: self.address });
        Ok(bystander)
    }
}

/// Somebody on this machine who has a socket for a reason of his own, and takes nothing of what is sent to the group.
pub struct Bystander {
    _socket: UdpSocket,
}

impl Group {
    /// Takes the group's port without sharing it: a receiver cannot have it. `None` on Windows, where one that wants to
    /// share a port does not ask who has it.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn keep_port(&self) -> Result<Option<Bystander>> {
        if cfg!(windows) {
            return Ok(None);
        }
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, self.address.port()));
        let socket = socket.map_err(|error| Failure::grader(say!("open-a-udp-socket"), error))?;
        Ok(Some(Bystander { _socket: socket }))
    }
}

/// Lets several sockets have one address, which each of them must ask for. See SO_REUSEADDR in socket(7).
fn share(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)?;
    // A program may ask by the one or by the other, and has to meet a socket that has asked in the same way.
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    Ok(())
}

/// A member of a group.
pub struct Member {
    scene: Arc<Scene>,
    socket: UdpSocket,
}

/// What a member received.
pub struct Message {
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

impl Message {
    /// It was sent through the loopback interface, where the system tells. Which source address the system has chosen for
    /// it is another question: a sender that names its interface by number may have that of another one.
    ///
    /// # Errors
    /// It was not.
    pub fn came_over_loopback(&self) -> Result {
        match &self.interface {
            Some(interface) if !interface.is_loopback => Err(Failure::new(say!("another-interface"))
                .with(say!("expected"), say!("over-loopback"))
                .with(say!("received"), say!("by-interface", name = escape::line(&interface.name)))),
            _ => Ok(()),
        }
    }

    /// It arrived with this TTL, where the system tells.
    ///
    /// # Errors
    /// It did not.
    pub fn arrived_with_ttl(&self, expected: i32) -> Result {
        match self.ttl {
            Some(ttl) if ttl != expected => Err(Failure::new(say!("another-ttl"))
                .with(say!("expected"), format!("TTL {expected}"))
                .with(say!("received"), format!("TTL {ttl}"))),
            _ => Ok(()),
        }
    }
}

impl Member {
    /// Waits for this message, and returns it.
    ///
    /// # Errors
    /// Another one comes first, or none.
    pub fn expect(&self, message: &str) -> Result<Message> {
        let received = self.next(say!("the-message", message = format!("{message:?}")))?;
        if received.payload != message.as_bytes() {
            return Err(Failure::new(say!("member-received-something-else"))
                .with(say!("expected"), format!("{message:?}"))
                .with(say!("received"), escape::bytes(&received.payload)));
        }
        Ok(received)
    }

    /// Waits for the next message, whatever it says.
    ///
    /// # Errors
    /// None comes.
    pub fn receive(&self) -> Result<Message> {
        self.next(say!("a-message"))
    }

    fn next(&self, what: Phrase) -> Result<Message> {
        let mut wait = self.scene.wait(what);
        let received = loop {
            match arrival::receive(&self.socket) {
                Ok(received) => break received,
                Err(error) if not_yet(&error) => readiness::wait(&self.socket, READ, wait.tick()?),
                Err(error) => return Err(Failure::grader(say!("receive-from-a-group"), error)),
            }
        };
        let payload = escape::payload(&received.payload);
        self.scene.note(&MEMBER, What::ReceivesFromGroup { payload, from: received.from, ttl: received.ttl });
        Ok(received)
    }
}
