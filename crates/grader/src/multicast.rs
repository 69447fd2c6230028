//! Multicast peers: the grader as a sender to a group, and as a member of it. See RFC 1112 and ip(7).
//!
//! All of it stays on the loopback interface: memberships and egress are pinned to it, and the TTL is 0 or 1.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use report::escape;
use report::event::{Role, What, Who};
use report::message::say;
use socket2::{Domain, Socket, Type};

use crate::failure::{Failure, Result};
use crate::program::Program;
use crate::running::Running;
use crate::scene::Scene;
use crate::system;

mod arrival;
mod member;
mod port;

pub use member::{Bystander, Member, Message};
use port::Port;

const LOOPBACK: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// How soon to look again at what there is no event for.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// A group and a port of its own: no other check, and no other grader on this machine, joins it or sends to it.
pub struct Group {
    scene: Arc<Scene>,
    address: SocketAddrV4,
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
        self.scene.need(|needs| needs.multicast = true);
        let open = || {
            let port = Port::take()?;
            Ok(Group {
                scene: Arc::clone(&self.scene),
                address: SocketAddrV4::new(address_of_its_own(255, port.number()), port.number()),
                port: Arc::new(port),
                sender: Arc::new(open_sender()?),
            })
        };
        open().map_err(|error: io::Error| Failure::grader(say!("open-a-multicast-socket"), error))
    }
}

fn open_sender() -> io::Result<UdpSocket> {
    let sender = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    sender.bind(&SocketAddr::from((LOOPBACK, 0)).into())?;
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
        self.sender.local_addr().map_err(|error| Failure::grader(say!("ask-for-an-address"), error))
    }

    /// Another group that nobody else uses, on the same port.
    pub fn neighbour(&self) -> Self {
        self.at(address_of_its_own(254, self.address.port()))
    }

    /// Another group on the same port. Others may use it on other ports.
    pub fn at(&self, address: Ipv4Addr) -> Self {
        Self {
            scene: Arc::clone(&self.scene),
            address: SocketAddrV4::new(address, self.address.port()),
            port: Arc::clone(&self.port),
            sender: Arc::clone(&self.sender),
        }
    }

    /// The same group, for somebody else to send to.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn with_another_sender(&self) -> Result<Self> {
        let sender = open_sender().map_err(|error| Failure::grader(say!("open-a-multicast-socket"), error))?;
        Ok(Self {
            scene: Arc::clone(&self.scene),
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
        let what = What::SendsToGroup { payload, from: self.sender()?, group: self.address };
        self.scene.note(&Who::Peer { role: Role::Sender, port: None }, what);
        match self.sender.send_to(message, self.address) {
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::grader(say!("send-to-a-group"), error)),
        }
    }

    /// Sends one message to the group after a silence. For behaviours about time only: see [`Program::timed`].
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn send_after(&self, silence: Duration, message: impl AsRef<[u8]>) -> Result {
        self.scene.pause(silence);
        self.scene.step_due_after(silence);
        self.send(message)
    }

    /// Waits until so many sockets are members of the group, where the system tells (it does on Linux). Elsewhere it is
    /// what comes of the next message that tells.
    ///
    /// # Errors
    /// They do not become members.
    pub fn expect_members(&self, count: usize) -> Result {
        let group = self.address.ip();
        let mut wait = self.scene.wait(say!("members", count = count, group = group.to_string()));
        loop {
            let looked = Instant::now();
            if system::members(*group).is_none_or(|members| members >= count) {
                break;
            }
            // No timeout of the program's had begun by then.
            self.scene.step_begins(looked);
            thread::sleep(wait.tick()?.min(LOOK_AGAIN));
        }
        self.scene.programs_have_begun();
        Ok(())
    }

    /// Expects that nobody is a member of the group on another interface than loopback, where the system tells.
    ///
    /// # Errors
    /// Somebody is: the program, since nobody else uses the group.
    pub fn expect_members_on_loopback_only(&self) -> Result {
        let Some(name) = system::other_interface(*self.address.ip()) else { return Ok(()) };
        Err(Failure::new(say!("joined-elsewhere"))
            .with(say!("expected"), say!("on-loopback-only"))
            .with(say!("joined-on"), escape::line(&name)))
    }

    /// How many sockets are members of the group, where the system tells; else 0.
    pub fn members(&self) -> usize {
        system::members(*self.address.ip()).unwrap_or(0)
    }

    /// Waits until this receiver takes what is sent to the group: there are so many members, itself among them, and it has
    /// said something or sleeps. How it says that it has joined is the subject of one check: one that says nothing is not
    /// failed here.
    ///
    /// # Errors
    /// It does not become a member, or ends.
    pub fn expect_joined(&self, receiver: &Running, members: usize) -> Result {
        self.expect_members(members)?;
        let process = &receiver.process;
        let mut wait = self.scene.wait(say!("a-line-on-stdout"));
        while !process.look(|state| state.stdout.kept.contains(&b'\n')) {
            if !process.has_ended() && system::is_ready(process.pid()) == Some(false) {
                break;
            }
            match wait.tick() {
                Ok(tick) => thread::sleep(tick.min(LOOK_AGAIN)),
                Err(failure) => return if process.has_ended() { Err(failure) } else { Ok(()) },
            }
        }
        Ok(())
    }

    /// Sends the same message over and over, until this receiver prints it. For a group of which nobody knows who else is a
    /// member on this machine. The grader is one: on Linux, a receiver that has not joined hears it as well, whoever else
    /// is there: see IP_MULTICAST_ALL in ip(7).
    ///
    /// # Errors
    /// It does not print it, or the system does not allow to join.
    pub fn send_until_printed(&self, receiver: &Running, message: &str) -> Result {
        const PAUSE: Duration = Duration::from_millis(20);
        let _member = self.join_on_another_port()?;
        let text = escape::bytes(message.as_bytes());
        let mut wait = self.scene.wait(say!("a-line-with", text = text)).by_deadline_only();
        while !receiver.has_printed(message) {
            self.send(message)?;
            match wait.tick() {
                Ok(tick) => thread::sleep(tick.min(PAUSE)),
                // What it has printed may still be on its way.
                Err(_) if receiver.has_ended() => break,
                Err(failure) => return Err(failure),
            }
        }
        receiver.expect_line_with(message)
    }

    /// Sends the same message over and over, with this pause, until this receiver of another group has ended. For
    /// behaviours about time only: see [`Program::timed`].
    ///
    /// # Errors
    /// It does not end.
    pub fn send_until_end(&self, receiver: &Running, message: &str, pause: Duration) -> Result {
        let mut wait =
            self.scene.wait(say!("end-of", program = receiver.process.name().to_string())).by_deadline_only();
        while !receiver.process.has_ended() {
            self.send(message)?;
            let sent = Instant::now();
            while let Some(left) = pause.checked_sub(sent.elapsed()).filter(|left| !left.is_zero()) {
                if receiver.process.ends_within(wait.tick()?.min(left)) {
                    break;
                }
            }
        }
        Ok(())
    }
}
