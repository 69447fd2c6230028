//! Ports of the grader: one at which it waits for the program, and one at which nobody listens.
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use report::event::{Action, Actor, Role};
use report::message::msg;
use socket2::{Domain, Socket, Type};

use super::connect::narrow;
use super::connection::Connection;
use crate::addresses::unremembered;
use crate::attempt::Attempt;
use crate::failure::{Awaited, Failure, Result};
use crate::program::Program;
use crate::readiness::{self, READ, not_yet};

/// A port at which the grader waits for the program.
pub struct Listener {
    attempt: Arc<Attempt>,
    listener: TcpListener,
    address: SocketAddr,
    /// The same port at other addresses, where it stays closed.
    elsewhere: Vec<ReservedPort>,
}

impl Program {
    /// Listens on 127.0.0.1, at a port that the system chooses.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn listen(&self) -> Result<Listener> {
        self.listen_at(Ipv4Addr::LOCALHOST.into())
    }

    /// Listens on this loopback address, at a port that the system chooses.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn listen_at(&self, address: IpAddr) -> Result<Listener> {
        self.listen_on((address, 0).into())
    }

    /// Listens on 127.0.0.1 as beyond a narrow link: see [`Server::connect_with_small_window`].
    ///
    /// # Errors
    /// The system does not allow it.
    ///
    /// [`Server::connect_with_small_window`]: crate::Server::connect_with_small_window
    pub fn listen_with_small_window(&self) -> Result<Listener> {
        /// How many connections may wait to be accepted.
        const BACKLOG: i32 = 128;
        let listen = || {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
            narrow(&socket)?;
            socket.bind(&SocketAddr::from((unremembered(), 0)).into())?;
            socket.listen(BACKLOG)?;
            Ok(TcpListener::from(socket))
        };
        self.wait_at(listen())
    }

    /// Listens on this loopback address and port.
    ///
    /// # Errors
    /// The system does not allow it.
    pub(crate) fn listen_on(&self, address: SocketAddr) -> Result<Listener> {
        self.wait_at(TcpListener::bind(address))
    }

    fn wait_at(&self, listener: io::Result<TcpListener>) -> Result<Listener> {
        let wait = |listener: TcpListener| {
            listener.set_nonblocking(true)?;
            let address = listener.local_addr()?;
            Ok(Listener { attempt: Arc::clone(&self.attempt), listener, address, elsewhere: Vec::new() })
        };
        listener.and_then(wait).map_err(|error| Failure::grader(msg!("listen-on-loopback"), error))
    }

    /// For each loopback address that the name stands for, listens at that one alone: at the others, a client that
    /// connects to the same port is refused.
    ///
    /// # Errors
    /// The name stands for no address that this machine has, or the system does not allow it.
    pub fn listen_at_each(&self, name: &str) -> Result<Vec<Listener>> {
        self.attempt.need(|needs| needs.localhost |= name == "localhost");
        let resolved = (name, 0)
            .to_socket_addrs()
            .map_err(|error| Failure::grader(msg!("resolve", name = name.to_string()), error))?;
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in resolved.map(|address| address.ip()).filter(IpAddr::is_loopback) {
            // A hosts file may name addresses that the machine does not have, those of IPv6 above all.
            if !addresses.contains(&address) && self.listen_at(address).is_ok() {
                addresses.push(address);
            }
        }
        if addresses.is_empty() {
            return Err(Failure::grader(msg!("listen-at", name = name.to_string()), msg!("no-loopback-address")));
        }
        self.attempt.note(&Actor::Grader, Action::Resolves { name: name.to_string(), addresses: addresses.clone() });
        addresses.iter().map(|address| self.listen_at_one_of(*address, &addresses)).collect()
    }

    /// Listens at this address, at a port that is closed at the others.
    fn listen_at_one_of(&self, address: IpAddr, addresses: &[IpAddr]) -> Result<Listener> {
        /// Another program may have the port elsewhere. So may a connection that has ended, for a minute (TIME_WAIT): of
        /// those there are thousands where a whole class is graded.
        const TRIES: usize = 100;
        let listen = || {
            let mut listener = self.listen_at(address)?;
            for other in addresses.iter().filter(|other| **other != address) {
                let taken = self.take(SocketAddr::new(*other, listener.address.port()))?;
                listener.elsewhere.push(taken);
            }
            Ok(listener)
        };
        let mut listener = listen();
        for _ in 1..TRIES {
            if listener.is_ok() {
                break;
            }
            listener = listen();
        }
        listener.map_err(Failure::inconclusive)
    }

    /// Takes a TCP port, without listening on it: a client that connects is refused.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn closed_port(&self) -> Result<ReservedPort> {
        self.take(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0))
    }

    /// Takes this address, without listening on it: a client that connects is refused.
    ///
    /// # Errors
    /// Another program has it.
    pub fn take(&self, address: SocketAddr) -> Result<ReservedPort> {
        let take = || {
            let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
            socket.bind(&address.into())?;
            let address = socket.local_addr()?.as_socket().expect("an internet socket has an internet address");
            Ok(ReservedPort { _socket: socket, address })
        };
        take().map_err(|error: io::Error| Failure::grader(msg!("take-a-port"), error))
    }
}

impl Listener {
    /// The port, as an argument.
    pub fn port(&self) -> String {
        self.address.port().to_string()
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether the program has connected, and is not accepted yet.
    pub fn is_connected_to(&self) -> bool {
        readiness::is_ready_within(&self.listener, READ, Duration::ZERO)
    }

    /// Waits until the program connects.
    ///
    /// # Errors
    /// It does not.
    pub fn accept(&self) -> Result<Connection> {
        let mut wait = self.attempt.wait(msg!("connection-to", address = self.address.to_string()));
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    self.attempt.programs_have_begun();
                    return Connection::new(&self.attempt, stream, Role::Server);
                }
                Err(error) if not_yet(&error) => {
                    let timeout = wait.next_poll_timeout();
                    let timeout = timeout.map_err(|failure| failure.awaiting(Awaited::Client(self.address)))?;
                    readiness::wait(&self.listener, READ, timeout);
                }
                Err(error) => return Err(Failure::grader(msg!("accept-a-connection"), error)),
            }
        }
    }
}

/// A TCP port that nobody listens on, and that nobody else can take.
pub struct ReservedPort {
    _socket: Socket,
    address: SocketAddr,
}

impl ReservedPort {
    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port, as an argument.
    pub fn port(&self) -> String {
        self.address.port().to_string()
    }
}
