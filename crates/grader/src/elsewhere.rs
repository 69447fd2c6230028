//! Other addresses of this machine than 127.0.0.1: where a server listens that was told so, and where it does not; and
//! where a client that was told no port finds the grader.
//!
//! Linux and Windows have all of 127.0.0.0/8. Where a machine has only 127.0.0.1, these steps are left out.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::process;
use std::sync::Arc;
use std::time::Duration;

use report::message::msg;
use socket2::{Domain, Socket, Type};

use crate::addresses::{is_free, is_ours};
use crate::deadline::LOOK_AGAIN;
use crate::failure::{Failure, Result};
use crate::program::Program;
use crate::readiness::{self, READ, not_yet};
use crate::server::Server;
use crate::system;
use crate::tcp::{Connection, HANDSHAKE, Listener};
use crate::udp::UdpServer;

/// How often a server that ends is started again, and after how long.
const TRIES: usize = 3;
const PAUSE: Duration = Duration::from_millis(300);

/// Where nobody listens but a server that listens at every address.
const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

impl Program {
    /// Starts it as a server with a `--host` that nobody else uses, and without `--port`: it has to listen there, at the
    /// `port` that is its default. So no other program on this machine is in its way. `None`: the machine has no such
    /// address.
    ///
    /// # Errors
    /// It ends, says nothing of the kind, or listens elsewhere.
    pub fn serve_at_default_port(&self, port: u16) -> Result<Option<Server>> {
        let Some(expected) = free_address(port) else { return Ok(None) };
        let host = expected.ip().to_string();
        let mut tries = 0..TRIES;
        let server = loop {
            let program = self.start(["--host", &host])?;
            let process = Arc::clone(&program.process);
            match Server::that_is_ready(program, 0) {
                // A program that listens at every address may just be there.
                Err(_) if process.has_ended() && tries.next().is_some() => self.attempt.pause(PAUSE),
                server => break server?,
            }
        };
        if server.address() != expected {
            return Err(Failure::new(msg!("listens-at-another-address"))
                .with(msg!("expected"), expected)
                .with(msg!("printed"), server.address()));
        }
        Ok(Some(server))
    }

    /// A `--host` that nobody else uses, with this port free: for a program that may come to listen at its default there.
    /// `None`: the machine has no such address.
    pub fn host_of_its_own(&self, port: u16) -> Option<String> {
        // Another check has a server at the other one at the same time.
        free_address_in(54, port).map(|address| address.ip().to_string())
    }

    /// Starts it as a server with `--host ::1`, and expects that a client that connects to its port at 127.0.0.1 is refused.
    /// A program that knows no IPv6 ends at once: that is its affair. Left out, where the machine has no such address.
    ///
    /// # Errors
    /// It listens at every address.
    pub fn expect_no_ipv4_where_told_ipv6(&self) -> Result {
        if !is_ours(Ipv6Addr::LOCALHOST.into()) {
            return Ok(());
        }
        let program = self.start(["--host", "::1", "--port", "0"])?;
        let Ok(server) = Server::that_is_ready(program, 0) else { return Ok(()) };
        server.expect_refused_at(Ipv4Addr::LOCALHOST.into())
    }

    /// The loopback address of IPv6; where this machine has none, another one of IPv4.
    pub fn ipv6_loopback(&self) -> IpAddr {
        let v6 = Ipv6Addr::LOCALHOST.into();
        if is_ours(v6) { v6 } else { OTHER }
    }

    /// Listens at the `port` that is a client's default, at an address that nobody else uses: a client that is told the
    /// host alone has to connect there. `None`: the machine has no such address.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn listen_at_default_port(&self, port: u16) -> Result<Option<Listener>> {
        free_address(port).map(|address| self.listen_on(address)).transpose()
    }

    /// The same for datagrams.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn udp_server_at_default_port(&self, port: u16) -> Result<Option<UdpServer>> {
        free_address(port).map_or(Ok(None), |address| self.udp_server_on(address))
    }
}

impl Server {
    /// Expects that a client that connects to its port at another address of this machine is refused, also at one of IPv6;
    /// and that it listens at no other port, where the system tells.
    ///
    /// # Errors
    /// It is not: the server listens at every address, or at two.
    pub fn expect_no_connection_elsewhere(&self) -> Result {
        let held = system::tcp_sockets_held(self.running.process.pid()).unwrap_or_default();
        let other = held.iter().find(|socket| socket.listens && socket.local.port() != self.port());
        if let Some(other) = other {
            return Err(Failure::new(msg!("listens-at-another-port", address = other.local)));
        }
        for other in [OTHER, IpAddr::V6(Ipv6Addr::LOCALHOST)] {
            if other != self.address().ip() && is_ours(other) {
                self.expect_refused_at(other)?;
            }
        }
        Ok(())
    }

    /// Connects to the server from another address of this machine. `None`: the machine has no such address.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn connect_from_elsewhere(&self) -> Result<Option<Connection>> {
        if is_ours(OTHER) {
            self.connect_by(self.address(), |server| connect_from(OTHER, server)).map(Some)
        } else {
            Ok(None)
        }
    }

    fn expect_refused_at(&self, ip: IpAddr) -> Result {
        let address = SocketAddr::new(ip, self.port());
        TcpStream::connect_timeout(&address, HANDSHAKE).map_or(Ok(()), |_| Err(listens_at(address)))
    }

    /// Expects that a datagram to its port at another address of this machine is not answered.
    ///
    /// # Errors
    /// It is: the server takes datagrams at every address.
    pub fn expect_no_answer_elsewhere(&self) -> Result {
        let address = SocketAddr::new(OTHER, self.port());
        // A system that has nobody there refuses a datagram at once, which a connected socket is told. It hears nothing of
        // an answer that comes from another of the server's addresses, and one that is not connected does.
        let ask = || {
            let (open, connected) = (UdpSocket::bind((OTHER, 0))?, UdpSocket::bind((OTHER, 0))?);
            connected.connect(address)?;
            for socket in [&open, &connected] {
                socket.set_nonblocking(true)?;
            }
            open.send_to(b"ping 1", address)?;
            connected.send(b"ping 1").map(|_| (open, connected))
        };
        if !is_ours(OTHER) {
            return Ok(());
        }
        let (open, connected) = ask().map_err(|error: io::Error| Failure::grader(msg!("send-a-datagram"), error))?;
        let mut wait = self.running.attempt.wait(msg!("refusal")).without_early_verdict();
        loop {
            if open.recv_from(&mut [0; 16]).is_ok_and(|(_, from)| from.port() == self.port()) {
                return Err(listens_at(address));
            }
            match connected.recv(&mut [0; 16]) {
                Ok(_) => return Err(listens_at(address)),
                Err(error) if not_yet(&error) => match wait.next_poll_timeout() {
                    Ok(timeout) => readiness::wait(&connected, READ, timeout.min(LOOK_AGAIN)),
                    // A firewall may keep the refusal back.
                    Err(_) => return Ok(()),
                },
                Err(_) => return Ok(()),
            }
        }
    }
}

fn connect_from(ip: IpAddr, server: SocketAddr) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(server), Type::STREAM, None)?;
    socket.bind(&SocketAddr::new(ip, 0).into())?;
    socket.connect_timeout(&server.into(), HANDSHAKE)?;
    Ok(socket.into())
}

/// Another program may have the port there: a second try has another one.
fn listens_at(address: SocketAddr) -> Failure {
    Failure::new(msg!("listens-elsewhere", address = address.to_string())).inconclusive()
}

/// An address of this grader's own with this port, if the machine has it and nobody listens at every address there.
fn free_address(port: u16) -> Option<SocketAddr> {
    free_address_in(53, port)
}

fn free_address_in(network: u8, port: u16) -> Option<SocketAddr> {
    // No two graders that run have the same number.
    let [.., high, low] = process::id().to_be_bytes();
    Some(SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, network, high, low)), port)).filter(|address| is_free(*address))
}
