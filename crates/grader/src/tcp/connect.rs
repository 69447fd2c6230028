//! The grader as a client: how it connects to a server.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use report::event::Role;
use report::message::msg;
use socket2::{Domain, Socket, Type};

use super::connection::Connection;
use super::deliver::NARROW_ROOM;
use crate::addresses::unremembered;
use crate::deadline::LOOK_AGAIN;
use crate::failure::{Awaited, Failure, Result, reason};
use crate::server::{Server, not_asked_for};

/// The kernel completes a handshake on loopback by itself, unless the backlog is full.
pub(crate) const HANDSHAKE: Duration = Duration::from_secs(5);

/// The payload of a segment beyond a narrow link, which is that of a usual Ethernet.
#[cfg(unix)]
const NARROW_SEGMENT: u32 = 1448;

impl Server {
    /// Connects to the server. It says that it takes connections: one that is only about to gets the time for it.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn connect(&self) -> Result<Connection> {
        self.connect_by(self.address(), plainly)
    }

    /// Connects to the server, which says that it takes connections, and so does already.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn connect_at_once(&self) -> Result<Connection> {
        let stream = plainly(self.address()).map_err(|error| self.cannot_connect(self.address(), &error))?;
        Connection::new(&self.running.attempt, stream, Role::Client)
    }

    /// Connects to the server as from beyond a narrow link: the segments are small, and there is little room for what
    /// the client has not read. So what the program writes soon has to wait, or is taken in part.
    ///
    /// On a plain loopback connection the system takes megabytes from the program before it has to wait.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn connect_with_small_window(&self) -> Result<Connection> {
        self.connect_by(self.address(), with_small_window)
    }

    pub(crate) fn connect_by(
        &self,
        address: SocketAddr,
        connect: fn(SocketAddr) -> io::Result<TcpStream>,
    ) -> Result<Connection> {
        let attempt = &self.running.attempt;
        let mut wait = attempt.wait(msg!("connection-to", address = address.to_string()));
        loop {
            match connect(address) {
                Ok(stream) => return Connection::new(attempt, stream, Role::Client),
                // The system gives the port to somebody else soon, who knows nothing of this check.
                Err(error) if self.running.has_ended() => return Err(self.cannot_connect(address, &error)),
                Err(error) => match wait.next_poll_timeout() {
                    Ok(timeout) if error.kind() == io::ErrorKind::ConnectionRefused => {
                        thread::sleep(timeout.min(LOOK_AGAIN))
                    }
                    _ => return Err(self.cannot_connect(address, &error)),
                },
            }
        }
    }

    fn cannot_connect(&self, address: SocketAddr, error: &io::Error) -> Failure {
        let sentence = msg!("cannot-connect", address = address.to_string(), reason = reason(error));
        let failure = Failure::new(sentence).awaiting(Awaited::Server(address));
        self.running.attempt.with_programs_that_may_end(failure)
    }

    /// Asks it to end, as Ctrl-C does, and expects that it ends when this client has left, if there is one: a server that
    /// is polite to who is connected may wait for that, and for nobody who comes later. Of whom else it then speaks on stdout is nothing that anybody asked
    /// for. Elsewhere than on Linux nothing is done but that the client leaves.
    ///
    /// # Errors
    /// It goes on, or prints something else.
    pub fn expect_end_by_interrupt(&self, client: Option<Connection>) -> Result {
        self.let_it_rest();
        let (before, peer) = (self.stdout().len(), self.address().ip().to_string());
        self.running.interrupt();
        // What the interrupt does is not what the client's leaving does, and not in the middle of it either.
        self.let_it_rest();
        let late = client.as_ref().and_then(|_| self.connect_at_once().ok());
        if let Some(client) = client {
            client.close();
        }
        self.running.expect_end_by_interrupt(msg!("cause-outlives-an-interrupt"))?;
        drop(late);
        let stdout = self.stdout();
        let Some(other) = stdout[before..].lines().find(|line| !line.contains(&peer)) else { return Ok(()) };
        Err(not_asked_for(other, &stdout))
    }
}

pub(crate) fn plainly(address: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect_timeout(&address, HANDSHAKE)
}

pub(crate) fn with_small_window(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    narrow(&socket)?;
    if address.ip() == Ipv4Addr::LOCALHOST {
        socket.bind(&SocketAddr::from((unremembered(), 0)).into())?;
    }
    socket.connect_timeout(&address.into(), HANDSHAKE)?;
    Ok(socket.into())
}

/// Both have to be known before the handshake. See tcp(7), TCP_MAXSEG, and socket(7), SO_RCVBUF.
pub(super) fn narrow(socket: &Socket) -> io::Result<()> {
    socket.set_recv_buffer_size(NARROW_ROOM)?;
    #[cfg(unix)]
    // Where the system does not allow it, the program has to wait a little later.
    let _ = socket.set_tcp_mss(NARROW_SEGMENT);
    Ok(())
}
