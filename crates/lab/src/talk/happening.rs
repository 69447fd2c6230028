//! What can happen while one talks, told by the threads that wait for it, with the time at which it did.

use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::Instant;

/// One thing that happened.
pub struct Happening {
    /// When, in seconds since the program was started.
    pub at: f64,
    pub what: What,
}

pub enum What {
    /// The student has typed a line; its line end is left out.
    Typed(Vec<u8>),
    /// There is nothing more to come from the student.
    TypedAll,
    /// The program has printed a line on stdout.
    Printed(Vec<u8>),
    /// The program has printed a line on stderr.
    Complained(Vec<u8>),
    /// The program has connected.
    Accepted(TcpStream, SocketAddr),
    /// A peer has received bytes of a stream.
    Received(usize, Vec<u8>),
    /// A peer has received the end of a stream.
    ReceivedEnd(usize),
    /// The connection of a peer was reset.
    ReceivedReset(usize),
    /// A peer has received a datagram.
    ReceivedDatagram(usize, Vec<u8>, SocketAddr),
}

/// As many things may have happened that nobody has looked at: then who waits for more has to wait.
const WAITING: usize = 256;

/// Tells what happens. Clones tell the same.
#[derive(Clone)]
pub struct Teller {
    begun: Instant,
    to: SyncSender<Happening>,
}

impl Teller {
    /// One whose time begins now, and what hears it.
    pub fn new() -> (Self, Receiver<Happening>) {
        let (to, heard) = mpsc::sync_channel(WAITING);
        (Self { begun: Instant::now(), to }, heard)
    }

    /// Seconds since the beginning.
    pub fn now(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Tells something. `false`: nobody listens any more.
    pub fn tell(&self, what: What) -> bool {
        self.to.send(Happening { at: self.now(), what }).is_ok()
    }
}
