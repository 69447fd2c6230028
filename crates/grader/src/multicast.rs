//! Multicast peers: the grader as a sender to a group, and as a member of it. See RFC 1112 and ip(7).
//!
//! All of it stays on the loopback interface: memberships and egress are pinned to it, and the TTL is 0 or 1.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

use crate::event::{Role, What, Who};
use crate::failure::{Failure, Result};
use crate::program::Program;
use crate::readiness::{self, READ, not_yet};
use crate::scene::Scene;
use crate::words::{Phrase, say};
use crate::{show, system};

const LOOPBACK: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// A member has the group's port, like all of them: it tells nothing apart.
const MEMBER: Who = Who::Peer { role: Role::Member, port: None };

/// A group and a port of its own: no other check, and no other grader on this machine, joins it or sends to it.
pub struct Group {
    scene: Arc<Scene>,
    address: SocketAddrV4,
    /// Keeps the port from being given to anybody else. Nothing is sent from it, and nothing comes to it.
    holder: Arc<Socket>,
    /// Is sent from, and belongs to no group.
    sender: Arc<UdpSocket>,
}

impl Program {
    /// A group that nobody else uses, with a port that the system chooses.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn group(&self) -> Result<Group> {
        let open = || {
            let holder = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
            holder.bind(&SocketAddr::from((LOOPBACK, 0)).into())?;
            // From here on the port can be shared by those who ask to, as receivers of one group do, and is nobody
            // else's: the system chooses it for no other socket.
            share(&holder)?;
            let port = holder.local_addr()?.as_socket_ipv4().expect("it was bound to an IPv4 address").port();
            Ok(Group {
                scene: Arc::clone(&self.scene),
                address: SocketAddrV4::new(address_of_its_own(255, port), port),
                holder: Arc::new(holder),
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

/// Lets several sockets have one address, which each of them must ask for. See SO_REUSEADDR in socket(7).
fn share(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    Ok(())
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

    /// Another group, on the same port.
    pub fn neighbour(&self) -> Self {
        let port = self.address.port();
        Self {
            scene: Arc::clone(&self.scene),
            address: SocketAddrV4::new(address_of_its_own(254, port), port),
            holder: Arc::clone(&self.holder),
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
            holder: Arc::clone(&self.holder),
            sender: Arc::new(sender),
        })
    }

    /// Sends one message to the group.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn send(&self, message: impl AsRef<[u8]>) -> Result {
        let message = message.as_ref();
        let payload = show::payload(message);
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
        thread::sleep(silence);
        self.scene.step_due_after(silence);
        self.send(message)
    }

    /// Waits until so many sockets are members of the group, where the system tells (it does on Linux). Elsewhere it is
    /// what comes of the next message that tells.
    ///
    /// # Errors
    /// They do not become members.
    pub fn expect_members(&self, count: usize) -> Result {
        /// Between two looks.
        const PAUSE: Duration = Duration::from_millis(1);
        let group = self.address.ip();
        let mut wait = self.scene.wait(say!("members", count = count, group = group.to_string()));
        loop {
            let looked = Instant::now();
            if system::members(*group).is_none_or(|members| members >= count) {
                break;
            }
            // No timeout of the program's had begun by then.
            self.scene.step_begins(looked);
            thread::sleep(wait.tick()?.min(PAUSE));
        }
        self.scene.program_has_begun();
        Ok(())
    }

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
            ttl::ask_for(&socket)?;
            Ok(Member { scene: Arc::clone(&self.scene), socket: socket.into() })
        };
        let member = join().map_err(|error: io::Error| Failure::grader(say!("join-a-group"), error))?;
        self.scene.note(&MEMBER, What::Joins { group: self.address });
        Ok(member)
    }
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
}

impl Message {
    /// It was sent through the loopback interface.
    ///
    /// # Errors
    /// It was not.
    pub fn came_over_loopback(&self) -> Result {
        if self.from.ip().is_loopback() {
            return Ok(());
        }
        Err(Failure::new(say!("another-interface"))
            .with(say!("expected"), say!("sender-on-loopback"))
            .with(say!("received"), say!("from-address", address = self.from.to_string())))
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
                .with(say!("received"), show::bytes(&received.payload)));
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
            match ttl::receive(&self.socket) {
                Ok(received) => break received,
                Err(error) if not_yet(&error) => readiness::wait(&self.socket, READ, wait.tick()?),
                Err(error) => return Err(Failure::grader(say!("receive-from-a-group"), error)),
            }
        };
        let payload = show::payload(&received.payload);
        self.scene.note(&MEMBER, What::ReceivesFromGroup { payload, from: received.from, ttl: received.ttl });
        Ok(received)
    }
}

#[cfg(target_os = "linux")]
mod ttl {
    //! Linux tells the TTL beside the datagram. See IP_RECVTTL in ip(7).

    use std::io::{self, IoSliceMut};
    use std::net::UdpSocket;
    use std::os::fd::AsRawFd as _;

    use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrIn, recvmsg, setsockopt, sockopt};
    use socket2::Socket;

    use super::Message;

    pub(super) fn ask_for(socket: &Socket) -> io::Result<()> {
        Ok(setsockopt(socket, sockopt::Ipv4RecvTtl, &true)?)
    }

    pub(super) fn receive(socket: &UdpSocket) -> io::Result<Message> {
        let mut payload = vec![0; 65_536];
        let mut control = nix::cmsg_space!(i32);
        let mut buffers = [IoSliceMut::new(&mut payload)];
        let received = recvmsg::<SockaddrIn>(socket.as_raw_fd(), &mut buffers, Some(&mut control), MsgFlags::empty())?;
        let ttl = received.cmsgs()?.find_map(|message| match message {
            ControlMessageOwned::Ipv4Ttl(ttl) => Some(ttl),
            _ => None,
        });
        let from = received.address.expect("a datagram has a sender");
        let from = std::net::SocketAddrV4::from(from).into();
        let count = received.bytes;
        payload.truncate(count);
        Ok(Message { payload, from, ttl })
    }
}

#[cfg(not(target_os = "linux"))]
mod ttl {
    //! Elsewhere the TTL is not told in a way that a safe library offers.

    use std::io;
    use std::net::UdpSocket;

    use socket2::Socket;

    use super::Message;

    pub(super) fn ask_for(_: &Socket) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn receive(socket: &UdpSocket) -> io::Result<Message> {
        let mut payload = vec![0; 65_536];
        let (count, from) = socket.recv_from(&mut payload)?;
        payload.truncate(count);
        Ok(Message { payload, from, ttl: None })
    }
}
