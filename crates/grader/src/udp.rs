//! UDP peers: the grader as the client of a server, and as the server of a client.

mod peer;

use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};

use report::escape;
use report::event::{Action, Actor, Role};
use report::message::{Value, msg};
use socket2::{Domain, SockRef, Socket, Type};

use crate::answer::{Past, wrong_answer};
use crate::failure::{Awaited, Failure, Result};
use crate::program::Program;
use crate::readiness::{self, READ};
use crate::server::Server;

pub use peer::Datagram;
use peer::{Peer, from, shown};

/// A client of the program, with a socket of its own.
pub struct UdpClient {
    peer: Peer,
    server: SocketAddr,
    past: Past,
}

impl Server {
    /// A new client of this UDP server.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn udp_client(&self) -> Result<UdpClient> {
        let peer = Peer::bind(&self.running.attempt, Role::Client)?;
        Ok(UdpClient { peer, server: self.address(), past: Past::default() })
    }
}

impl UdpClient {
    /// The client's address, as the program sees it.
    pub fn address(&self) -> SocketAddr {
        self.peer.address
    }

    /// Another client, which has the same port on another host. Where this machine has no second loopback address, it is
    /// on the same host, with another port.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn neighbour(&self) -> Result<Self> {
        let peer = self.peer.neighbour(Role::Client, Role::Client)?;
        Ok(Self { peer, server: self.server, past: Past::default() })
    }

    /// Sends one datagram to the server.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn send(&self, payload: impl AsRef<[u8]>) -> Result {
        self.past.sends(payload.as_ref());
        self.peer.send(payload.as_ref(), self.server)
    }

    /// Expects this payload in the next datagram, whichever socket it comes from.
    ///
    /// # Errors
    /// Another one comes, or none.
    pub fn expect(&self, payload: impl AsRef<[u8]>) -> Result {
        self.receive(payload.as_ref()).map(drop)
    }

    /// Expects one of these payloads, where more than one is right, in the next datagram.
    ///
    /// # Errors
    /// Another one comes, or none.
    ///
    /// # Panics
    /// There is none that is right.
    pub fn expect_one_of(&self, payloads: &[impl AsRef<str>]) -> Result {
        let [usual, ..] = payloads else { panic!("some answer is right") };
        let received = self.next(usual.as_ref().as_bytes())?.payload;
        let is_right = payloads.iter().any(|payload| payload.as_ref().as_bytes() == received);
        if is_right { Ok(()) } else { Err(wrong_answer(usual.as_ref().as_bytes(), &received)) }
    }

    /// Expects these payloads, each in a datagram of its own, in whatever order: UDP keeps none.
    ///
    /// # Errors
    /// One that is none of them comes, or one comes again, or none.
    pub fn expect_each(&self, payloads: impl IntoIterator<Item = String>) -> Result {
        let mut missing: Vec<String> = payloads.into_iter().collect();
        while let Some(next) = missing.first() {
            let received = self.next(next.as_bytes())?.payload;
            let Some(place) = missing.iter().position(|payload| payload.as_bytes() == received) else {
                return Err(wrong_answer(next.as_bytes(), &received));
            };
            missing.remove(place);
        }
        Ok(())
    }

    /// Expects this payload in the next datagram, and that it comes from the address that the server listens on.
    ///
    /// A connected client takes no other. One behaviour is enough to be lost by it, so the others use
    /// [`expect`](Self::expect).
    ///
    /// # Errors
    /// Another one comes, or none, or it comes from elsewhere.
    pub fn expect_from_server(&self, payload: impl AsRef<[u8]>) -> Result {
        let datagram = self.receive(payload.as_ref())?;
        if datagram.from != self.server {
            return Err(Failure::new(msg!("answer-from-elsewhere"))
                .with(msg!("expected"), msg!("answer-from", address = self.server.to_string()))
                .with(msg!("received"), from(shown(&datagram.payload), datagram.from)));
        }
        Ok(())
    }

    fn receive(&self, expected: &[u8]) -> Result<Datagram> {
        let datagram = self.next(expected)?;
        if datagram.payload != expected {
            let cause = self.past.why_wrong(expected, &datagram.payload);
            return Err(wrong_answer(expected, &datagram.payload).likely_because(cause));
        }
        self.past.hears(expected);
        Ok(datagram)
    }

    /// The next datagram, which should be this answer.
    fn next(&self, expected: &[u8]) -> Result<Datagram> {
        let answer =
            if expected.is_empty() { msg!("the-empty-answer") } else { msg!("the-answer", payload = shown(expected)) };
        let awaited = Awaited::Answer { server: self.server, client: self.peer.address };
        let next = self.peer.receive(&mut self.peer.attempt.wait(answer));
        next.map_err(|failure| failure.awaiting(awaited).likely_because(self.past.why_none(expected)))
    }

    /// Sends one datagram and is gone before the answer comes: the answer finds the port closed.
    ///
    /// As long as the client is not dropped, the port stays its own, where the system allows that: nobody else gets the
    /// answer.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn send_and_leave(&self, payload: impl AsRef<[u8]>) -> Result {
        let payload = payload.as_ref();
        // A socket that is connected to another address, here its own, takes nothing from the server: to the server's
        // system its port is closed, from the start. Where a connected socket may not send elsewhere, closing it has to
        // be quick enough.
        let actor =
            if self.peer.socket.connect(self.peer.address).is_ok() && self.peer.send(payload, self.server).is_ok() {
                &self.peer.actor
            } else {
                let again = Peer::bind(&self.peer.attempt, Role::Client)?;
                again.send(payload, self.server)?;
                &again.actor.clone()
            };
        self.peer.attempt.note(actor, Action::IsGone);
        Ok(())
    }
}

/// A server that the program talks to.
pub struct UdpServer {
    peer: Peer,
}

impl Drop for UdpServer {
    fn drop(&mut self) {
        self.peer.keep_closed();
    }
}

impl Program {
    /// Opens a UDP socket for the program to talk to, on 127.0.0.1, at a port that the system chooses.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn udp_server(&self) -> Result<UdpServer> {
        Ok(UdpServer { peer: Peer::bind(&self.attempt, Role::Server)? })
    }

    /// Opens a UDP socket at this address. There is none where this machine does not have it.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn udp_server_at(&self, address: IpAddr) -> Result<Option<UdpServer>> {
        self.udp_server_on((address, 0).into())
    }

    /// Opens a UDP socket at this address and port. There is none where this machine does not have it.
    ///
    /// # Errors
    /// The system does not allow it.
    pub(crate) fn udp_server_on(&self, address: SocketAddr) -> Result<Option<UdpServer>> {
        let peer = Peer::bind_if_it_is_ours(&self.attempt, Role::Server, address)?;
        Ok(peer.map(|peer| UdpServer { peer }))
    }

    /// Takes a UDP port that is closed to the program: what is sent there is answered with "port unreachable".
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn closed_udp_port(&self) -> Result<UdpServer> {
        let peer = Peer::bind(&self.attempt, Role::ClosedPort)?;
        peer.close()?;
        Ok(UdpServer { peer })
    }
}

impl UdpServer {
    /// The port, as an argument.
    pub fn port(&self) -> String {
        self.peer.address.port().to_string()
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.peer.address
    }

    /// Waits for the next datagram, whatever it says. `what` it should be is told if it does not come.
    ///
    /// # Errors
    /// None comes.
    pub fn receive(&self, what: &str) -> Result<Datagram> {
        self.receive_any(msg!("the-datagram", payload = format!("{what:?}")))
    }

    /// Waits for the next datagram, whatever it says; in a failure it is called `what`.
    pub(crate) fn receive_any(&self, what: impl Into<Value>) -> Result<Datagram> {
        let datagram = self.peer.receive(&mut self.peer.attempt.wait(what));
        datagram.map_err(|failure| failure.awaiting(Awaited::Request(self.peer.address)))
    }

    /// Another socket on the same host, which the program has not been told of.
    pub(crate) fn stranger(&self) -> Result<Self> {
        Ok(Self { peer: Peer::bind(&self.peer.attempt, Role::Stranger)? })
    }

    /// A socket with the same port on another host, which the program has not been told of.
    pub(crate) fn neighbour(&self) -> Result<Self> {
        Ok(Self { peer: self.peer.neighbour(Role::Neighbour, Role::Stranger)? })
    }

    /// Lets this time pass, and no more.
    pub(crate) fn delay(&self, delay: Duration) {
        self.peer.attempt.delay(delay);
    }

    /// Closes the port for so long, and returns a server that is there again, at the same address. `None`: the system does
    /// not let two sockets share an address, which keeps it from everybody else meanwhile.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn close_for(self, time: Duration) -> Result<Option<Self>> {
        let Peer { attempt, address, .. } = &self.peer;
        let closed = Actor::Peer { role: Role::ClosedPort, port: Some(address.port()) };
        self.peer.close()?;
        attempt.note(&closed, Action::Waits { seconds: time.as_secs_f64() });
        attempt.delay(time);
        let open_again = || {
            SockRef::from(&self.peer.socket).set_reuse_address(true)?;
            let socket = Socket::new(Domain::for_address(*address), Type::DGRAM, None)?;
            socket.set_reuse_address(true)?;
            socket.bind(&(*address).into())?;
            socket.set_nonblocking(true)?;
            io::Result::Ok(UdpSocket::from(socket))
        };
        Ok(open_again().ok().map(|socket| {
            let peer = Peer { attempt: Arc::clone(attempt), socket, address: *address, actor: self.peer.actor.clone() };
            Self { peer }
        }))
    }

    /// Adds what this server does, beside what it sends and receives, to the transcript.
    pub(crate) fn note(&self, action: Action) {
        self.peer.attempt.note(&self.peer.actor, action);
    }

    /// Expects this payload in the next datagram, and returns the address that it was sent from.
    ///
    /// # Errors
    /// Another one comes, or none.
    pub fn expect(&self, payload: &str) -> Result<SocketAddr> {
        let datagram = self.receive(payload)?;
        datagram.expect(payload)?;
        Ok(datagram.from)
    }

    /// Expects this payload in the next datagram, sent from the same address as those before it.
    ///
    /// # Errors
    /// Another one comes, or none, or it is sent from another address.
    pub fn expect_from(&self, payload: &str, client: SocketAddr) -> Result {
        let datagram = self.receive(payload)?;
        datagram.expect(payload)?;
        datagram.expect_from(client)
    }

    /// Expects that all that the program has sent until now comes from this address.
    ///
    /// # Errors
    /// Something of it comes from another one.
    pub fn expect_only_from(&self, client: SocketAddr) -> Result {
        while let Some(datagram) = self.peer.look()? {
            datagram.expect_from(client)?;
        }
        Ok(())
    }

    /// Expects nothing: whatever the program has sent until now is one too many.
    ///
    /// # Errors
    /// Something has come.
    pub fn expect_nothing_more(&self) -> Result {
        match self.peer.look()? {
            None => Ok(()),
            Some(datagram) => Err(Failure::new(msg!("sent-more")).with(msg!("received"), shown(&datagram.payload))),
        }
    }

    /// Sends one datagram.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn send(&self, payload: impl AsRef<[u8]>, to: SocketAddr) -> Result {
        self.peer.send(payload.as_ref(), to)
    }

    /// Sends all of these datagrams over and over, and a stranger sends his, with this pause between, until the program
    /// sends something; returns that.
    ///
    /// # Errors
    /// The program sends nothing.
    pub fn send_until_datagram(
        &self,
        payloads: &[&[u8]],
        strangers: &[u8],
        to: SocketAddr,
        pause: Duration,
    ) -> Result<Datagram> {
        let mut wait = self.peer.attempt.wait(msg!("next-datagram")).without_early_verdict();
        let stranger = self.stranger()?;
        let own = payloads.iter().map(|payload| (self, *payload));
        let all: Vec<_> = own.chain([(&stranger, strangers)]).collect();
        for (sender, payload) in &all {
            let payload = escape::payload(payload);
            sender.note(Action::SendsDatagrams { payload, to, every: pause.as_secs_f64() });
        }
        loop {
            all.iter().try_for_each(|(sender, payload)| sender.peer.send_unnoted(payload, to))?;
            let sent = Instant::now();
            // In polls, however long the pause is: of a wait that is longer, the deadline counts only a part.
            while let Some(left) = pause.checked_sub(sent.elapsed()).filter(|left| !left.is_zero()) {
                readiness::wait(&self.peer.socket, READ, wait.next_poll_timeout()?.min(left));
                if let Some(datagram) = self.peer.look()? {
                    return Ok(datagram);
                }
            }
        }
    }
}
