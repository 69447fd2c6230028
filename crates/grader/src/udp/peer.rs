//! One of the grader's UDP sockets, and a datagram that came.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;

use report::escape;
use report::event::{Action, Actor, Role};
use report::message::{Message, Value, msg};

use crate::attempt::Attempt;
use crate::deadline::Wait;
use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::readiness::{self, READ, not_yet};

/// The largest payload of a UDP datagram over IPv4, in bytes: 65,535 less the two headers.
const LARGEST: usize = 65_507;

/// What came, and from whom.
pub struct Datagram {
    /// The payload.
    pub payload: Vec<u8>,
    /// The address that it was sent from.
    pub from: SocketAddr,
    /// When the grader took it.
    pub at: Moment,
}

impl Datagram {
    /// It holds this payload.
    ///
    /// # Errors
    /// It holds another one.
    pub fn expect(&self, payload: &str) -> Result {
        if self.payload == payload.as_bytes() {
            return Ok(());
        }
        Err(Failure::new(msg!("sent-something-else"))
            .with(msg!("expected"), format!("{payload:?}"))
            .with(msg!("received"), shown(&self.payload)))
    }

    /// It was sent from this address.
    ///
    /// # Errors
    /// It was sent from another one.
    pub fn expect_from(&self, client: SocketAddr) -> Result {
        if self.from == client {
            return Ok(());
        }
        Err(Failure::new(msg!("sent-from-elsewhere"))
            .with(msg!("expected"), from(shown(&self.payload), client))
            .with(msg!("received"), from(shown(&self.payload), self.from)))
    }
}

/// One of the grader's UDP sockets.
pub(super) struct Peer {
    pub(super) attempt: Arc<Attempt>,
    pub(super) socket: UdpSocket,
    pub(super) address: SocketAddr,
    pub(super) actor: Actor,
}

impl Peer {
    pub(super) fn bind(attempt: &Arc<Attempt>, role: Role) -> Result<Self> {
        Self::bind_to(attempt, role, (Ipv4Addr::LOCALHOST, 0).into())
            .map_err(|error| Failure::grader(msg!("open-a-udp-socket"), error))
    }

    pub(super) fn bind_to(attempt: &Arc<Attempt>, role: Role, address: SocketAddr) -> io::Result<Self> {
        let socket = UdpSocket::bind(address)?;
        attempt.hear(|heard| heard.datagrams = true);
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        let actor = Actor::Peer { role, port: Some(address.port()) };
        Ok(Self { attempt: Arc::clone(attempt), socket, address, actor })
    }

    /// The same at an address that this machine may not have: then it is `None`.
    pub(super) fn bind_if_it_is_ours(attempt: &Arc<Attempt>, role: Role, address: SocketAddr) -> Result<Option<Self>> {
        match Self::bind_to(attempt, role, address) {
            Ok(peer) => Ok(Some(peer)),
            // Another program may have the port there: another try gets another port.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                Err(Failure::grader(msg!("open-a-udp-socket"), error).inconclusive())
            }
            Err(_) => Ok(None),
        }
    }

    /// Closes the port to everybody else: connected to itself, the socket takes nothing from anybody else.
    pub(super) fn close(&self) -> Result {
        self.socket.connect(self.address).map_err(|error| Failure::grader(msg!("close-a-udp-port"), error))
    }

    /// Closes the port, and keeps it from everybody else until the programs have ended that may know it: given to a server
    /// of another check, it would bring that one what these still send.
    pub(super) fn keep_closed(&self) {
        // Where the system does not allow it, the port is free.
        if let (Ok(()), Ok(socket)) = (self.close(), self.socket.try_clone()) {
            self.attempt.keep(socket);
        }
    }

    /// One with the same port on another host. Where this machine has no second loopback address, it is on the same host,
    /// with another port, and has the role of one that is `closer`.
    pub(super) fn neighbour(&self, role: Role, closer: Role) -> Result<Self> {
        let address = (Ipv4Addr::new(127, 0, 0, 2), self.address.port()).into();
        match Self::bind_if_it_is_ours(&self.attempt, role, address)? {
            Some(peer) => Ok(peer),
            None => Self::bind(&self.attempt, closer),
        }
    }

    pub(super) fn send(&self, payload: &[u8], to: SocketAddr) -> Result {
        self.attempt.note(&self.actor, Action::SendsDatagram { payload: escape::payload(payload), to });
        self.send_unnoted(payload, to)
    }

    pub(super) fn send_unnoted(&self, payload: &[u8], to: SocketAddr) -> Result {
        match self.socket.send_to(payload, to) {
            Ok(_) => Ok(()),
            // An earlier datagram found its port closed. Whether the program still runs, the next wait will tell.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => self.send_unnoted(payload, to),
            Err(error) => Err(Failure::grader(msg!("send-a-datagram"), error)),
        }
    }

    pub(super) fn receive(&self, wait: &mut Wait<'_>) -> Result<Datagram> {
        loop {
            if let Some(datagram) = self.look()? {
                return Ok(datagram);
            }
            readiness::wait(&self.socket, READ, wait.next_poll_timeout()?);
        }
    }

    /// The next datagram, if one has come.
    pub(super) fn look(&self) -> Result<Option<Datagram>> {
        let mut buffer = vec![0; LARGEST + 1];
        match self.socket.recv_from(&mut buffer) {
            Ok((count, from)) => {
                let at = Moment::now(&self.attempt);
                self.attempt.programs_have_begun();
                buffer.truncate(count);
                self.attempt.note(&self.actor, Action::ReceivesDatagram { payload: escape::payload(&buffer), from });
                Ok(Some(Datagram { payload: buffer, from, at }))
            }
            Err(error) if not_yet(&error) || error.kind() == io::ErrorKind::ConnectionReset => Ok(None),
            Err(error) => Err(Failure::grader(msg!("receive-a-datagram"), error)),
        }
    }
}

pub(super) fn shown(payload: &[u8]) -> Value {
    if payload.is_empty() { msg!("empty-datagram").into() } else { escape::bytes(payload) }
}

/// What came, and from where.
pub(super) fn from(shown: Value, address: SocketAddr) -> Message {
    msg!("from", payload = shown, address = address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_was_given_up_is_nobody_elses_while_the_attempt_goes_on() {
        let attempt = Attempt::new();
        let peer = Peer::bind(&attempt, Role::Server).unwrap();
        let address = peer.address;
        peer.keep_closed();
        drop(peer);
        assert_eq!(UdpSocket::bind(address).unwrap_err().kind(), io::ErrorKind::AddrInUse);
        // Windows may drop it in silence: Wine does.
        if cfg!(unix) {
            let client = UdpSocket::bind("127.0.0.1:0").unwrap();
            client.connect(address).unwrap();
            client.send(b"ping 1").unwrap();
            assert_eq!(client.recv(&mut [0; 16]).unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
        }
        drop(attempt);
        UdpSocket::bind(address).unwrap();
    }
}
