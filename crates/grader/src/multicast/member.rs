//! The grader as a member of a group: what arrives there, from whom, and how.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};

use report::escape;
use report::event::{Action, Actor, Role};
use report::message::{Message, msg};
use socket2::{Domain, Socket, Type};

use super::arrival::{self, GroupDatagram};
use super::group::{Group, LOOPBACK};
use crate::attempt::Attempt;
use crate::difference;
use crate::failure::{Awaited, Did, Failure, Result};
use crate::readiness::{self, READ, not_yet};
use crate::sync::lock;

/// A member has the group's port, like all of them: it tells nothing apart.
const MEMBER: Actor = Actor::Peer { role: Role::Member, port: None };

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
            Ok(Member { attempt: Arc::clone(&self.attempt), socket: socket.into(), last: Mutex::default() })
        };
        let member = join().map_err(|error: io::Error| Failure::grader(msg!("join-a-group"), error))?;
        self.attempt.note(&MEMBER, Action::Joins { group: self.address });
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
        let bystander = join().map_err(|error: io::Error| Failure::grader(msg!("join-a-group"), error))?;
        self.attempt.note(&MEMBER, Action::Joins { group: self.address });
        Ok(bystander)
    }
}

/// A program on this machine that has a socket for a reason of its own, and takes nothing of what is sent to the group.
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
        let socket = socket.map_err(|error| Failure::grader(msg!("open-a-udp-socket"), error))?;
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
    attempt: Arc<Attempt>,
    socket: UdpSocket,
    /// What was expected and came last.
    last: Mutex<Option<Vec<u8>>>,
}

impl Member {
    /// Waits for this message, and returns it.
    ///
    /// # Errors
    /// Another one comes first, or none.
    pub fn expect(&self, message: &str) -> Result<GroupDatagram> {
        let received = self.next(msg!("the-message", message = format!("{message:?}"))).map_err(|failure| {
            if message.is_empty() {
                failure.because_it(Did::End, msg!("cause-sends-nothing-for-nothing"))
            } else {
                failure
            }
        })?;
        let last = lock(&self.last).replace(received.payload.clone());
        if received.payload != message.as_bytes() {
            let again = last.is_some_and(|last| last == received.payload).then(|| msg!("cause-sends-twice"));
            return Err(Failure::new(msg!("member-received-something-else"))
                .with(msg!("expected"), format!("{message:?}"))
                .with(msg!("received"), escape::bytes(&received.payload))
                .because_of(again.or_else(|| difference::of_datagrams(message, &received.payload))));
        }
        Ok(received)
    }

    /// Waits for the next message, whatever it says.
    ///
    /// # Errors
    /// None comes.
    pub fn receive(&self) -> Result<GroupDatagram> {
        self.next(msg!("a-message"))
    }

    fn next(&self, what: Message) -> Result<GroupDatagram> {
        let awaited = |failure: Failure| failure.awaiting(Awaited::Arrival);
        let mut wait = self.attempt.wait(what);
        let received = loop {
            match arrival::receive(&self.socket) {
                Ok(received) => break received,
                Err(error) if not_yet(&error) => {
                    readiness::wait(&self.socket, READ, wait.next_poll_timeout().map_err(awaited)?)
                }
                Err(error) => return Err(Failure::grader(msg!("receive-from-a-group"), error)),
            }
        };
        let payload = escape::payload(&received.payload);
        self.attempt.note(&MEMBER, Action::ReceivesFromGroup { payload, from: received.from, ttl: received.ttl });
        Ok(received)
    }
}
