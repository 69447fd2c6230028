//! What a program looks like at the moment at which something of it is missing. A [diagnosis](crate::diagnosis) rests on
//! it.

use std::net::SocketAddr;
use std::time::Duration;

use report::event::Ending;
use report::message::{Message, msg};

/// One program at one moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Picture {
    /// How it was started.
    pub(crate) command: String,
    /// How it had ended by itself.
    pub(crate) ended: Option<Ending>,
    /// Whether it was ended because all programs together had too much of the memory, and it had most of that.
    pub(crate) took_too_much_memory: bool,
    /// What it had printed.
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    /// What it was doing, and what it had open; nothing, where the system does not tell.
    pub(crate) doing: Option<Doing>,
    /// The longest of its sleeps that end by themselves, where that is known.
    pub(crate) longest_sleep: Option<Duration>,
}

/// What a program that is running does, with all its descendants.
#[derive(Debug, Clone, Default)]
pub(crate) struct Doing {
    /// The calls that its threads sleep in. None of them runs.
    pub(crate) asleep_in: Vec<&'static str>,
    /// Whether one of its threads runs.
    pub(crate) is_busy: bool,
    pub(crate) sockets: Vec<OpenSocket>,
}

/// An internet socket of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenSocket {
    pub(crate) kind: Kind,
    pub(crate) local: SocketAddr,
    pub(crate) remote: SocketAddr,
    /// Bytes that came and have not been read, or connections that have not been accepted.
    pub(crate) unread: u32,
}

/// What a socket is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "elsewhere nobody tells of sockets"))]
pub(crate) enum Kind {
    Udp,
    /// It takes connections.
    Listening,
    Connection,
    /// A connection whose other end has said that it sends no more.
    HalfClosedByPeer,
}

impl OpenSocket {
    /// The socket, in words.
    pub(crate) fn described(&self) -> Message {
        let address = self.local;
        match self.kind {
            Kind::Listening => msg!("socket-listening", address = address),
            Kind::Udp => msg!("socket-udp", address = address),
            Kind::Connection | Kind::HalfClosedByPeer => msg!("socket-connected", address = self.remote),
        }
    }
}

impl Picture {
    /// Whether it has said that it is a server.
    pub(crate) fn says_that_it_listens(&self) -> bool {
        String::from_utf8_lossy(&self.stdout).to_lowercase().contains("listening")
    }

    /// Whether it serves clients, and does nothing for them while it sleeps in a `connect`.
    pub(crate) fn serves_and_connects(&self) -> bool {
        self.says_that_it_listens() && self.asleep().is_some_and(|doing| doing.asleep_in == ["connect"])
    }

    /// What it does, if it is running, and asleep.
    pub(crate) fn asleep(&self) -> Option<&Doing> {
        self.doing.as_ref().filter(|doing| !doing.is_busy && !doing.asleep_in.is_empty())
    }

    /// How many connections it holds whose other end has said that it sends no more.
    pub(crate) fn connections_without_peer(&self) -> usize {
        let sockets = self.doing.iter().flat_map(|doing| &doing.sockets);
        sockets.filter(|socket| socket.kind == Kind::HalfClosedByPeer).count()
    }

    /// What it does, if it is running, and does not sleep.
    pub(crate) fn busy(&self) -> Option<&Doing> {
        self.doing.as_ref().filter(|doing| doing.is_busy)
    }
}

/// Whether more than one of these programs has a socket of this kind at this address.
pub(crate) fn is_held_twice(socket: &OpenSocket, pictures: &[Picture]) -> bool {
    let is_such = |other: &OpenSocket| (other.kind, other.local) == (socket.kind, socket.local);
    let holds = |picture: &&Picture| picture.doing.as_ref().is_some_and(|doing| doing.sockets.iter().any(is_such));
    pictures.iter().filter(holds).count() > 1
}

impl Doing {
    /// Whether one of its threads waits for what comes on a connection, or for a datagram.
    pub(crate) fn reads(&self) -> bool {
        self.asleep_in.iter().any(|call| ["read", "readv", "recvfrom", "recvmsg"].contains(call))
    }

    /// Whether all of its threads wait for something else than what comes on a connection.
    pub(crate) fn cannot_read(&self) -> bool {
        let others = ["accept", "accept4", "futex", "wait4", "nanosleep", "clock_nanosleep", "pause"];
        self.asleep_in.iter().all(|call| others.contains(call))
    }

    /// Whether one of its threads waits until what it writes is taken.
    pub(crate) fn writes(&self) -> bool {
        self.asleep_in.iter().any(|call| ["write", "writev", "sendto", "sendmsg"].contains(call))
    }

    /// Whether it has clients, and connections of its own beside theirs.
    pub(crate) fn is_in_the_middle(&self) -> bool {
        let ports = |kind| self.sockets.iter().filter(move |socket| socket.kind == kind).map(|it| it.local.port());
        let doors: Vec<u16> = ports(Kind::Listening).collect();
        let mut connections = ports(Kind::Connection).chain(ports(Kind::HalfClosedByPeer));
        !doors.is_empty() && connections.any(|port| !doors.contains(&port))
    }

    /// Its end of the connection whose other end has this address.
    pub(crate) fn end_of(&self, peer: SocketAddr) -> Option<&OpenSocket> {
        self.sockets.iter().find(|socket| socket.kind != Kind::Udp && socket.remote == peer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_in_the_middle_has_connections_of_its_own() {
        let socket = |kind, port| {
            let (local, remote) = (SocketAddr::from(([127, 0, 0, 1], port)), SocketAddr::from(([127, 0, 0, 1], 7001)));
            OpenSocket { kind, local, remote, unread: 0 }
        };
        let (door, served) = (socket(Kind::Listening, 5000), socket(Kind::HalfClosedByPeer, 5000));
        let own = socket(Kind::Connection, 50_000);
        let doing = |sockets| Doing { asleep_in: vec!["connect"], is_busy: false, sockets };
        assert!(doing(vec![door.clone(), served.clone(), own.clone()]).is_in_the_middle());
        assert!(!doing(vec![door.clone(), served]).is_in_the_middle());
        assert!(!doing(vec![own]).is_in_the_middle());
        let mut relay = Picture { doing: Some(doing(vec![door])), ..Picture::default() };
        assert!(!relay.serves_and_connects());
        relay.stdout = b"listening on 127.0.0.1:5000\n".to_vec();
        assert!(relay.serves_and_connects());
    }
}
