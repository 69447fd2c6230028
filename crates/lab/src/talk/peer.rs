//! One peer of the program: a connection, or a socket for datagrams, with a thread that waits for what comes.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use report::escape;
use report::event::{Action, Actor, Role, SendMode};
use socket2::SockRef;
use thiserror::Error;

use super::group::Group;
use super::happening::{Teller, What};

/// How soon a thread that waits sees that it is to wait no longer.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// How long the program may leave unread what a peer sends.
const PATIENCE: Duration = Duration::from_secs(5);

/// The largest datagram.
const DATAGRAM: usize = 65_536;

/// What cannot be done with a peer.
#[derive(Debug, Error)]
pub enum Refused {
    #[error("a datagram has no connection")]
    NoConnection,
    #[error("a datagram goes as a whole")]
    NoPieces,
    #[error("it is closed")]
    Closed,
    #[error("it has said that it sends nothing more")]
    HalfClosed,
    #[error("nobody has sent anything yet")]
    NobodyThere,
    #[error("the program does not read")]
    NotRead,
    #[error(transparent)]
    System(#[from] io::Error),
}

pub struct Peer {
    pub actor: Actor,
    socket: Socket,
    has_half_closed: bool,
    waiting: Option<Waiting>,
}

enum Socket {
    Stream(Arc<TcpStream>),
    /// With the address to which what is typed goes.
    Datagrams(Arc<UdpSocket>, Option<SocketAddr>),
    Group(Group),
    Closed,
}

/// A thread that waits for what comes.
struct Waiting {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Peer {
    /// The peer of this number at its end of a connection.
    pub fn of_stream(number: usize, role: Role, stream: TcpStream, teller: Teller) -> io::Result<Self> {
        // Bytes that are sent one by one arrive one by one.
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LOOK_AGAIN))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let port = if role == Role::Client { Some(stream.local_addr()?.port()) } else { None };
        let stream = Arc::new(stream);
        let (theirs, told) = (Arc::clone(&stream), teller);
        let waiting = Waiting::start(move |is_over| wait_for_bytes(number, &theirs, &told, is_over));
        Ok(Self::new(Actor::Peer { role, port }, Socket::Stream(stream), Some(waiting)))
    }

    /// The peer of this number that has a socket for datagrams, and sends to this address or to who has sent last.
    pub fn of_datagrams(
        number: usize,
        role: Role,
        socket: UdpSocket,
        to: Option<SocketAddr>,
        teller: Teller,
    ) -> io::Result<Self> {
        let port = if role == Role::Client { Some(socket.local_addr()?.port()) } else { None };
        let socket = Arc::new(socket);
        let waiting = Waiting::for_datagrams(number, Arc::clone(&socket), teller)?;
        Ok(Self::new(Actor::Peer { role, port }, Socket::Datagrams(socket, to), Some(waiting)))
    }

    /// The peers of a group: one that sends to it, and a member.
    pub fn of_group(number: usize, group: Group, teller: Teller) -> io::Result<Self> {
        let waiting = Waiting::for_datagrams(number, Arc::clone(&group.member), teller)?;
        Ok(Self::new(Group::SENDER, Socket::Group(group), Some(waiting)))
    }

    fn new(actor: Actor, socket: Socket, waiting: Option<Waiting>) -> Self {
        Self { actor, socket, has_half_closed: false, waiting }
    }

    /// Whether it knows where to send to.
    pub fn can_send(&self) -> bool {
        !matches!(self.socket, Socket::Datagrams(_, None))
    }

    /// Whether its messages end with a line end.
    pub fn sends_lines(&self) -> bool {
        matches!(self.socket, Socket::Stream(_))
    }

    /// What is typed goes to who has sent last, from now on.
    pub fn answers(&mut self, from: SocketAddr) {
        if let Socket::Datagrams(_, to) = &mut self.socket {
            *to = Some(from);
        }
    }

    /// Sends bytes, and says what was done.
    ///
    /// # Errors
    /// It cannot.
    pub fn send(&mut self, bytes: &[u8]) -> Result<Action, Refused> {
        let payload = escape::payload(bytes);
        if self.has_half_closed {
            return Err(Refused::HalfClosed);
        }
        match &self.socket {
            Socket::Closed => Err(Refused::Closed),
            Socket::Stream(stream) => match (&**stream).write_all(bytes) {
                Err(error) if is_timeout(&error) => Err(Refused::NotRead),
                sent => Ok(sent.map(|()| Action::Sends { payload, mode: SendMode::Whole })?),
            },
            Socket::Datagrams(_, None) => Err(Refused::NobodyThere),
            Socket::Datagrams(socket, Some(to)) => {
                socket.send_to(bytes, to)?;
                Ok(Action::SendsDatagram { payload, to: *to })
            }
            Socket::Group(group) => {
                let from = group.send(bytes)?;
                Ok(Action::SendsToGroup { payload, from, group: group.address })
            }
        }
    }

    /// Whether bytes can be sent one by one.
    ///
    /// # Errors
    /// Here they go as a whole.
    pub fn can_send_pieces(&self) -> Result<(), Refused> {
        match self.socket {
            Socket::Closed => Err(Refused::Closed),
            Socket::Stream(_) if self.has_half_closed => Err(Refused::HalfClosed),
            Socket::Stream(_) => Ok(()),
            Socket::Datagrams(..) | Socket::Group(_) => Err(Refused::NoPieces),
        }
    }

    /// Says that it sends nothing more, and still receives.
    ///
    /// # Errors
    /// It cannot.
    pub fn half_close(&mut self) -> Result<Action, Refused> {
        self.stream()?.shutdown(std::net::Shutdown::Write)?;
        self.has_half_closed = true;
        Ok(Action::HalfCloses)
    }

    /// Gives the connection up.
    ///
    /// # Errors
    /// It cannot.
    pub fn reset(&mut self) -> Result<Action, Refused> {
        // Closing a socket that lingers for no time sends RST instead of FIN: SO_LINGER in socket(7).
        SockRef::from(self.stream()?).set_linger(Some(Duration::ZERO))?;
        self.leave();
        Ok(Action::Resets)
    }

    /// Closes its socket.
    ///
    /// # Errors
    /// It is closed.
    pub fn close(&mut self) -> Result<Action, Refused> {
        let action = match self.socket {
            Socket::Closed => return Err(Refused::Closed),
            Socket::Stream(_) => Action::Closes,
            Socket::Datagrams(..) | Socket::Group(_) => Action::IsGone,
        };
        self.leave();
        Ok(action)
    }

    fn stream(&self) -> Result<&TcpStream, Refused> {
        match &self.socket {
            Socket::Stream(stream) => Ok(stream),
            Socket::Closed => Err(Refused::Closed),
            Socket::Datagrams(..) | Socket::Group(_) => Err(Refused::NoConnection),
        }
    }

    /// Closes the socket: it is closed when nobody has it any more, the thread that waits neither.
    fn leave(&mut self) {
        if let Some(Waiting { is_over, thread }) = self.waiting.take() {
            is_over.store(true, Ordering::Relaxed);
            // Where much comes at once, it may be about to tell something to who waits here: then it goes a little later.
            let told = Instant::now();
            while !thread.is_finished() && told.elapsed() < 10 * LOOK_AGAIN {
                thread::sleep(LOOK_AGAIN / 4);
            }
        }
        self.socket = Socket::Closed;
    }
}

impl Waiting {
    fn start(wait: impl FnOnce(&AtomicBool) + Send + 'static) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&is_over);
        Self { is_over, thread: thread::spawn(move || wait(&theirs)) }
    }

    fn for_datagrams(number: usize, socket: Arc<UdpSocket>, teller: Teller) -> io::Result<Self> {
        socket.set_read_timeout(Some(LOOK_AGAIN))?;
        Ok(Self::start(move |is_over| wait_for_datagrams(number, &socket, &teller, is_over)))
    }
}

fn wait_for_bytes(number: usize, mut stream: &TcpStream, teller: &Teller, is_over: &AtomicBool) {
    const PIECE: usize = 64 * 1024;
    let mut buffer = vec![0; PIECE];
    while !is_over.load(Ordering::Relaxed) {
        let what = match stream.read(&mut buffer) {
            Ok(0) => What::ReceivedEnd(number),
            Ok(count) => What::Received(number, buffer[..count].to_vec()),
            Err(error) if is_timeout(&error) || error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => What::ReceivedReset(number),
        };
        let is_last = !matches!(what, What::Received(..));
        if !teller.tell(what) || is_last {
            return;
        }
    }
}

fn wait_for_datagrams(number: usize, socket: &UdpSocket, teller: &Teller, is_over: &AtomicBool) {
    let mut buffer = vec![0; DATAGRAM];
    while !is_over.load(Ordering::Relaxed) {
        // An error is the timeout, or Windows' way to say that nobody took an earlier datagram. There may be another.
        let Ok((count, from)) = socket.recv_from(&mut buffer) else { continue };
        if !teller.tell(What::ReceivedDatagram(number, buffer[..count].to_vec(), from)) {
            return;
        }
    }
}

/// Whether it took too long: Unix calls it the one, Windows the other.
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
