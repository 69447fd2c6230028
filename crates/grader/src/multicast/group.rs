//! A group of its own for each check, and what the grader sends to it.
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{io, thread};

use report::escape;
use report::event::{Action, Actor, Role};
use report::message::msg;
use socket2::{Domain, Socket, Type};

use super::port::Port;
use crate::attempt::Attempt;
use crate::deadline::LOOK_AGAIN;
use crate::failure::{Awaited, Failure, Result};
use crate::moment::Moment;
use crate::program::Program;
use crate::readiness::not_yet;
use crate::system;

pub(super) const LOOPBACK: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// Another address of the loopback interface, which not every system has.
const ANOTHER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// A group and a port of its own: no other check, and no other grader on this machine, joins it or sends to it.
pub struct Group {
    pub(super) attempt: Arc<Attempt>,
    pub(super) address: SocketAddrV4,
    /// The port, as long as the group is in use.
    port: Arc<Port>,
    /// Is sent from, and belongs to no group.
    sender: Arc<UdpSocket>,
}

impl Program {
    /// A group that nobody else uses, with a port that nobody else uses either.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn group(&self) -> Result<Group> {
        self.attempt.need(|needs| needs.multicast = true);
        let open = || {
            let port = Port::take()?;
            Ok(Group {
                attempt: Arc::clone(&self.attempt),
                address: SocketAddrV4::new(address_of_its_own(255, port.number()), port.number()),
                port: Arc::new(port),
                sender: Arc::new(open_sender((LOOPBACK, 0).into())?),
            })
        };
        open().map_err(|error: io::Error| Failure::grader(msg!("open-a-multicast-socket"), error))
    }
}

fn open_sender(address: SocketAddr) -> io::Result<UdpSocket> {
    let sender = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    // A receiver may share its port with these two, or with one of them.
    sender.set_reuse_address(true)?;
    #[cfg(unix)]
    sender.set_reuse_port(true)?;
    sender.bind(&address.into())?;
    sender.set_multicast_if_v4(&LOOPBACK)?;
    sender.set_multicast_ttl_v4(1)?;
    Ok(sender.into())
}

/// A group in the scope of one organisation (RFC 2365), which no other check has while it has the port.
///
/// The port alone would not do: on Linux, a socket that is a member of no group hears every group that anybody on the
/// machine is a member of (IP_MULTICAST_ALL in ip(7)). A program that never joins would pass or fail by luck.
fn address_of_its_own(scope: u8, port: u16) -> Ipv4Addr {
    let [high, low] = port.to_be_bytes();
    Ipv4Addr::new(239, scope, high, low)
}

impl Group {
    /// The group's address, as an argument.
    pub fn address(&self) -> String {
        self.address.ip().to_string()
    }

    pub(crate) fn ip(&self) -> Ipv4Addr {
        *self.address.ip()
    }

    /// The port, as an argument.
    pub fn port(&self) -> String {
        self.address.port().to_string()
    }

    /// The address that [`send`](Self::send) sends from: the peer, as the program sees it.
    ///
    /// # Errors
    /// The system does not tell.
    pub fn sender(&self) -> Result<SocketAddr> {
        self.sender.local_addr().map_err(|error| Failure::grader(msg!("ask-for-an-address"), error))
    }

    /// Another group that nobody else uses, on the same port.
    pub fn neighbour(&self) -> Self {
        self.at(address_of_its_own(254, self.address.port()))
    }

    /// Another group on the same port. Others may use it on other ports.
    pub fn at(&self, address: Ipv4Addr) -> Self {
        Self {
            attempt: Arc::clone(&self.attempt),
            address: SocketAddrV4::new(address, self.address.port()),
            port: Arc::clone(&self.port),
            sender: Arc::clone(&self.sender),
        }
    }

    /// The same group, for another peer to send to: from another host, where this machine has a second loopback
    /// address, and from the group's own port, where the receivers share that.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn with_another_sender(&self) -> Result<Self> {
        let sender = open_sender((ANOTHER, self.address.port()).into())
            .or_else(|_| open_sender((ANOTHER, 0).into()))
            .or_else(|_| open_sender((LOOPBACK, 0).into()))
            .map_err(|error| Failure::grader(msg!("open-a-multicast-socket"), error))?;
        Ok(Self {
            attempt: Arc::clone(&self.attempt),
            address: self.address,
            port: Arc::clone(&self.port),
            sender: Arc::new(sender),
        })
    }

    /// Sends one message to the group.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn send(&self, message: impl AsRef<[u8]>) -> Result {
        let message = message.as_ref();
        let payload = escape::payload(message);
        let action = Action::SendsToGroup { payload, from: self.sender()?, group: self.address };
        self.attempt.note(&Actor::Peer { role: Role::Sender, port: None }, action);
        match self.sender.send_to(message, self.address) {
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::grader(msg!("send-to-a-group"), error)),
        }
    }

    /// Sends one message to the group after a silence, and returns the moment before. For behaviours about time only: see
    /// [`Program::timed`].
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn send_after(&self, silence: Duration, message: impl AsRef<[u8]>) -> Result<Moment> {
        self.attempt.pause(silence);
        self.attempt.step_due_after(silence);
        let before = Moment::now(&self.attempt);
        self.send(message)?;
        Ok(before)
    }

    /// Sends a message to each of the other groups that somebody on this machine is a member of, where the system tells, on
    /// the port of this one: nobody else has that. It names its group, and the transcript does not have it, since they are
    /// mostly groups of others.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn send_to_all_others(&self, message: &str) -> Result {
        for group in system::joined_groups().into_iter().filter(|group| *group != self.ip()) {
            let address = SocketAddrV4::new(group, self.address.port());
            let sent = self.sender.send_to(format!("{message} {group}").as_bytes(), address);
            sent.map_err(|error| Failure::grader(msg!("send-to-a-group"), error))?;
        }
        Ok(())
    }

    /// Expects that nothing has come back by now to where [`send`](Self::send) sends from.
    ///
    /// # Errors
    /// A program has answered.
    pub fn expect_no_answer(&self) -> Result {
        let mut buffer = [0; 1024];
        let mut look = || {
            self.sender.set_nonblocking(true)?;
            let come = self.sender.recv_from(&mut buffer);
            self.sender.set_nonblocking(false)?;
            come
        };
        match look() {
            Err(error) if not_yet(&error) => Ok(()),
            Err(error) => Err(Failure::grader(msg!("receive-a-datagram"), error)),
            Ok((count, _)) => {
                Err(Failure::new(msg!("sent-more")).with(msg!("received"), escape::bytes(&buffer[..count])))
            }
        }
    }

    /// Waits until this number of sockets are members of the group, where the system tells (it does on Linux).
    /// Elsewhere it is what comes of the next message that tells.
    ///
    /// # Errors
    /// They do not become members.
    pub fn expect_members(&self, count: usize) -> Result {
        let group = self.address.ip();
        let mut wait = self.attempt.wait(msg!("members", count = count, group = group.to_string()));
        loop {
            let looked = Instant::now();
            if system::members(*group).is_none_or(|members| members >= count) {
                break;
            }
            // No timeout of the program's had begun by then.
            self.attempt.step_begins(looked);
            let timeout = wait.next_poll_timeout().map_err(|failure| failure.awaiting(Awaited::Member(*group)))?;
            thread::sleep(timeout.min(LOOK_AGAIN));
        }
        self.attempt.programs_have_begun();
        Ok(())
    }

    /// Expects that nobody is a member of the group on another interface than loopback, where the system tells.
    ///
    /// # Errors
    /// One is: the program's, since nobody else uses the group.
    pub fn expect_members_on_loopback_only(&self) -> Result {
        let Some(name) = system::other_interface(*self.address.ip()) else { return Ok(()) };
        Err(Failure::new(msg!("joined-elsewhere"))
            .with(msg!("expected"), msg!("on-loopback-only"))
            .with(msg!("joined-on"), format!("`{}`", escape::line(&name))))
    }

    /// How many sockets are members of the group, where the system tells; else 0.
    pub fn members(&self) -> usize {
        system::members(*self.address.ip()).unwrap_or(0)
    }
}
