//! TCP peers: the grader as the client of a server, and as the server of a client.

mod connect;
mod echo;
mod together;

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use report::escape;
use report::event::{Manner, Role, What, Who};
use report::message::{self, Phrase, say};
use socket2::{Domain, SockRef, Socket, Type};

use crate::deadline::Wait;
use crate::delivery::{Delivery, End, Pause};
use crate::failure::{Failure, Result, reason};
use crate::program::Program;
use crate::readiness::{self, NOTHING, READ, WRITE, not_yet};
use crate::scene::Scene;
use crate::system;

pub(crate) use connect::HANDSHAKE;
pub use echo::Found;

/// A narrow link: the receive buffer, in bytes.
const NARROW_ROOM: usize = 4096;

/// Bytes that earn a program a new deadline: one that echoes byte by byte is slow, but it does not hang.
const PROGRESS: usize = 1 << 13;

/// How soon to look again whether the program has read: there is no event to wait for.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// How long a program gets to read what was sent: all of it where the system does not tell whether it has.
const CHANCE_TO_READ: Duration = Duration::from_millis(100);

/// One end of a connection whose other end is the program.
pub struct Connection {
    scene: Arc<Scene>,
    /// `None` once the grader has closed it.
    stream: Option<TcpStream>,
    /// How a transcript names this end.
    who: Who,
    local: SocketAddr,
    /// Bytes that came and have not been asked for.
    received: Vec<u8>,
    /// When something came last.
    arrived: Instant,
}

impl Wait<'_> {
    /// Begins the wait anew when what has come, in bytes, has passed the next of the steps that count as progress.
    fn progress(&mut self, before: usize, now: usize) {
        self.gets_on();
        if before / PROGRESS < now / PROGRESS {
            self.renew();
        }
    }
}

/// What a read came to.
enum Came {
    Bytes,
    End,
    Reset,
}

impl Connection {
    fn new(scene: &Arc<Scene>, stream: TcpStream, role: Role) -> Result<Self> {
        let prepare = || {
            stream.set_nonblocking(true)?;
            // Each write is to be a segment of its own, when it is written.
            stream.set_nodelay(true)?;
            Ok((stream.local_addr()?, stream.peer_addr()?))
        };
        let (local, remote) = prepare().map_err(|error: io::Error| Failure::grader(say!("use-a-connection"), error))?;
        let (port, what) = match role {
            Role::Client => (Some(local.port()), What::Connects { to: remote }),
            _ => (None, What::Accepts { from: remote }),
        };
        let who = Who::Peer { role, port };
        scene.note(&who, what);
        Ok(Self {
            scene: Arc::clone(scene),
            stream: Some(stream),
            who,
            local,
            received: Vec::new(),
            arrived: Instant::now(),
        })
    }

    /// The address of the grader's end: the peer, as the program sees it.
    pub fn address(&self) -> SocketAddr {
        self.local
    }

    /// Sends these bytes, in one piece, and reads nothing until the program takes no more of them.
    ///
    /// # Errors
    /// The program has closed the connection, or does not read.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> Result {
        let bytes = bytes.as_ref();
        if bytes.is_empty() {
            return Ok(());
        }
        self.note(What::Sends { payload: escape::payload(bytes), manner: Manner::Whole });
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("program-to-read", bytes = escape::bytes(bytes)));
        let mut sent = 0;
        while sent < bytes.len() {
            match self.write(&bytes[sent..]).map_err(|error| self.gone(&error))? {
                Some(count) => {
                    wait.progress(sent, sent + count);
                    sent += count;
                }
                // It may read no more before it has been read from. How much it takes until then depends on the system.
                None => match self.read()? {
                    Some(Came::Reset) => return Err(self.gone(&io::ErrorKind::ConnectionReset.into())),
                    Some(Came::Bytes) => {}
                    _ => readiness::wait(self.stream(), WRITE, wait.tick()?),
                },
            }
        }
        Ok(())
    }

    /// Sends these bytes after a silence. For behaviours about time only: see [`Program::timed`].
    ///
    /// # Errors
    /// As for [`send`](Self::send).
    pub fn send_after(&mut self, silence: Duration, bytes: impl AsRef<[u8]>) -> Result {
        if !silence.is_zero() {
            self.note(What::Waits { seconds: silence.as_secs_f64() });
            self.scene.delay(silence);
        }
        self.send(bytes)
    }

    /// Sends these bytes one at a time, with this pause after each, until the program sends something or there are no
    /// more; returns how many it has sent. What the program sends is still to be asked for.
    ///
    /// # Errors
    /// The program has closed the connection, or does not read.
    pub fn drip_until_it_sends(&mut self, bytes: impl AsRef<[u8]>, pause: Duration) -> Result<usize> {
        let bytes = bytes.as_ref();
        for (sent, byte) in bytes.iter().enumerate() {
            self.send([*byte])?;
            if self.received.is_empty() {
                self.scene.pause_until(pause, |tick| readiness::is_ready_within(self.stream(), READ, tick));
            }
            if let Some(Came::End | Came::Reset) = self.read()? {
                return Err(self.gone(&io::ErrorKind::ConnectionReset.into()));
            }
            if !self.received.is_empty() {
                return Ok(sent + 1);
            }
        }
        Ok(bytes.len())
    }

    /// Expects exactly these bytes next, in however many pieces.
    ///
    /// # Errors
    /// Others come, the connection ends, or they do not come.
    pub fn expect(&mut self, bytes: impl AsRef<[u8]>) -> Result {
        let expected = bytes.as_ref();
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(escape::bytes(expected));
        self.compare(expected, 0)?;
        loop {
            if self.received.len() >= expected.len() {
                self.take(expected.len());
                return Ok(());
            }
            let before = self.received.len();
            match self.next(&mut wait).map_err(|failure| self.so_far(failure))? {
                Came::Bytes => {
                    self.compare(expected, before)?;
                    wait.progress(before, self.received.len());
                }
                ended => return Err(self.ended_early(ended, expected)),
            }
        }
    }

    /// Sends these bytes and that there are no more of them, and expects them back, reading while it writes.
    ///
    /// # Errors
    /// Others come back, the connection ends, or they do not come.
    pub fn exchange(&mut self, bytes: impl AsRef<[u8]>) -> Result {
        let bytes = bytes.as_ref();
        self.note(What::Sends { payload: escape::payload(bytes), manner: Manner::Reading });
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("echo-of", bytes = escape::bytes(bytes)));
        let mut sent = 0;
        loop {
            while sent < bytes.len() {
                let Some(count) = self.write(&bytes[sent..]).map_err(|error| self.gone(&error))? else { break };
                sent += count;
                if sent == bytes.len() {
                    self.half_close()?;
                }
            }
            let before = self.received.len();
            match self.read()? {
                Some(Came::Bytes) => {
                    self.compare(bytes, before)?;
                    wait.progress(before, self.received.len());
                }
                _ if sent == bytes.len() && self.received.len() >= sent => break,
                Some(ended) => return Err(self.ended_early(ended, bytes)),
                None => {
                    let tick = wait.tick().map_err(|failure| self.so_far(failure))?;
                    readiness::wait(self.stream(), if sent < bytes.len() { READ | WRITE } else { READ }, tick);
                }
            }
        }
        self.take(bytes.len());
        Ok(())
    }

    /// Expects one of these next, and then that the program has nothing more to send (its FIN).
    ///
    /// # Errors
    /// Something else comes, the connection is reset, or stays open.
    pub fn expect_last(&mut self, choices: &[&str]) -> Result {
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("end-of-connection-by-fin"));
        let ended = loop {
            match self.next(&mut wait).map_err(|failure| self.so_far(failure))? {
                Came::Bytes => {}
                ended => break ended,
            }
        };
        let expected: Vec<String> = choices.iter().map(|choice| escape::bytes(choice.as_bytes())).collect();
        let expected = message::joined(&expected, say!("or"));
        let failure = if let Came::Reset = ended {
            self.note(What::ReceivesReset);
            Failure::new(say!("reset-instead-of-closing"))
        } else if choices.iter().any(|choice| choice.as_bytes() == self.received) {
            self.note(What::ReceivesLast { payload: escape::payload(&self.received) });
            self.received.clear();
            return Ok(());
        } else {
            self.note(What::ReceivesEnd);
            Failure::new(say!("last-words-are-wrong"))
        };
        Err(self.so_far(failure.with(say!("expected"), expected)))
    }

    /// Waits until the program has read all that was sent: what is sent next comes to it with another read.
    ///
    /// This never fails, and takes 100 ms at most, on an idle machine. A program may let bytes lie until it wants them;
    /// and where the system does not tell what was read, a pause has to do. It never tells after a half-close: a stream at
    /// its end is readable for ever.
    pub fn let_it_read(&self) {
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("program-to-read-all")).at_most(CHANCE_TO_READ);
        while let Ok(tick) = wait.tick() {
            let processes = scene.processes();
            if processes.iter().any(|process| system::has_read(process.pid(), self.local) == Some(true)) {
                return self.note(What::SeesAllRead);
            }
            thread::sleep(tick.min(LOOK_AGAIN));
        }
    }

    /// Sends what the script says. A program that leaves before the last piece gets no more; what it printed tells why.
    ///
    /// # Errors
    /// The program does not read.
    pub fn deliver(&mut self, delivery: &Delivery) -> Result {
        for (range, pause) in delivery.pieces() {
            if let Err(failure) = self.send(&delivery.bytes()[range]) {
                if failure.timed_out {
                    return Err(failure);
                }
                self.note(What::SeesProgramGone);
                return Ok(());
            }
            match pause {
                Some(Pause::UntilRead) => self.let_it_read(),
                // Unless the program is gone before that.
                Some(Pause::Stall(pause)) => {
                    self.scene.pause_until(pause, |tick| readiness::is_ready_within(self.stream(), NOTHING, tick));
                }
                None => {}
            }
        }
        match delivery.end() {
            Some(End::HalfClose) => self.half_close(),
            Some(End::Close) => {
                self.leave();
                Ok(())
            }
            Some(End::Reset) => self.cut_off(),
            None => Ok(()),
        }
    }

    /// Expects this line next, given without its end.
    ///
    /// # Errors
    /// Another one comes, the connection ends before the line does, or the line does not come.
    pub fn expect_line(&mut self, expected: &str) -> Result {
        let whole = format!("{expected}\n");
        let line = self.next_line(say!("the-line", line = escape::bytes(whole.as_bytes())), whole.as_bytes())?;
        if line == expected {
            return Ok(());
        }
        Err(Failure::new(say!("sent-another-line"))
            .with(say!("expected"), escape::bytes(expected.as_bytes()))
            .with(say!("received"), escape::bytes(line.as_bytes())))
    }

    /// Says that nothing more will be sent: a half-close. See shutdown(2) and RFC 9293, section 3.6.
    ///
    /// # Errors
    /// The connection is gone.
    pub fn half_close(&mut self) -> Result {
        self.note(What::HalfCloses);
        match self.stream().shutdown(Shutdown::Write) {
            // The program has left first, by a reset. Whether it may, is for the next step to say.
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
            result => result.map_err(|error| self.gone(&error)),
        }
    }

    /// Expects that the program has nothing more to send: its FIN, and nothing before it.
    ///
    /// # Errors
    /// Bytes come, the connection is reset, or stays open.
    pub fn expect_end(&mut self) -> Result {
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("end-of-connection-by-fin"));
        loop {
            if !self.received.is_empty() {
                return Err(self.so_far(Failure::new(say!("sent-more"))));
            }
            match self.next(&mut wait)? {
                Came::Bytes => {}
                Came::End => {
                    self.note(What::ReceivesEnd);
                    return Ok(());
                }
                Came::Reset => {
                    self.note(What::ReceivesReset);
                    return Err(Failure::new(say!("reset-instead-of-closing")));
                }
            }
        }
    }

    /// Expects that the program sends nothing more until it gives the connection up, politely or not.
    ///
    /// # Errors
    /// Bytes come, or the connection stays open.
    pub fn expect_nothing_more(&mut self) -> Result {
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("end-of-connection"));
        loop {
            if !self.received.is_empty() {
                return Err(self.so_far(Failure::new(say!("sent-more"))));
            }
            match self.next(&mut wait)? {
                Came::Bytes => {}
                Came::End | Came::Reset => {
                    self.note(What::SeesNothingMore);
                    return Ok(());
                }
            }
        }
    }

    /// Half-closes, and expects nothing more: what has been asked for until now was all that the program sends. Whether it
    /// closes the connection in its turn is the subject of another check.
    ///
    /// # Errors
    /// More comes.
    pub fn finish(mut self) -> Result {
        self.half_close()?;
        self.expect_only_the_end()
    }

    /// After a half-close, expects nothing more: the second half of [`finish`](Self::finish).
    ///
    /// # Errors
    /// More comes.
    pub fn expect_only_the_end(&mut self) -> Result {
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("end-of-connection"));
        loop {
            if !self.received.is_empty() {
                return Err(self.so_far(Failure::new(say!("sent-more"))));
            }
            match self.next(&mut wait) {
                Ok(Came::Bytes) => {}
                Ok(Came::End | Came::Reset) => {
                    self.note(What::SeesNothingMore);
                    return Ok(());
                }
                // It keeps the connection open, and silent.
                Err(failure) if failure.timed_out => return Ok(()),
                Err(failure) => return Err(failure),
            }
        }
    }

    /// Expects that the program gives this connection up, politely or not, whatever it sent before.
    ///
    /// # Errors
    /// It stays open.
    pub fn expect_gone(&mut self) -> Result {
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("end-of-connection"));
        while let Came::Bytes = self.next(&mut wait)? {
            self.received.clear();
        }
        self.note(What::SeesEnd);
        Ok(())
    }

    /// Sends as much as the program takes of endlessly repeated `bytes`, until it gives the connection up.
    ///
    /// # Errors
    /// It took `most` bytes, or does neither read nor close.
    pub fn send_until_gone(&mut self, bytes: &[u8], most: usize) -> Result {
        self.note(What::Sends { payload: escape::payload(bytes), manner: Manner::Endlessly });
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(say!("end-of-connection")).by_deadline_only();
        // With little room for what the program has not read, each write shows that it reads on.
        let _ = SockRef::from(self.stream()).set_send_buffer_size(NARROW_ROOM);
        let mut sent = 0;
        while sent < most {
            match self.write(bytes) {
                Ok(Some(count)) => {
                    wait.progress(sent, sent + count);
                    sent += count;
                }
                Ok(None) => readiness::wait(self.stream(), WRITE, wait.tick()?),
                Err(_) => {
                    self.note(What::SeesEnd);
                    return Ok(());
                }
            }
        }
        self.expect_gone()
    }

    /// Leaves at once and without a word: the program sees a reset. See SO_LINGER in socket(7).
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn reset(mut self) -> Result {
        self.cut_off()
    }

    /// Closes the connection.
    pub fn close(mut self) {
        self.leave();
    }

    fn cut_off(&mut self) -> Result {
        self.note(What::Resets);
        SockRef::from(self.stream())
            .set_linger(Some(Duration::ZERO))
            .map_err(|error| Failure::grader(say!("reset-a-connection"), error))?;
        self.stream = None;
        Ok(())
    }

    fn leave(&mut self) {
        self.note(What::Closes);
        self.stream = None;
    }

    fn stream(&self) -> &TcpStream {
        self.stream.as_ref().expect("a check does nothing with a connection that it has closed")
    }

    fn note(&self, what: What) {
        self.scene.note(&self.who, what);
    }

    /// The next line, whatever it is, without its end. `what` and `expected` are for a failure.
    fn next_line(&mut self, what: Phrase, expected: &[u8]) -> Result<String> {
        let scene = Arc::clone(&self.scene);
        let mut wait = scene.wait(what);
        loop {
            if let Some(end) = self.received.iter().position(|byte| *byte == b'\n') {
                let line = self.take(end + 1);
                return Ok(String::from_utf8_lossy(&line[..end]).into_owned());
            }
            match self.next(&mut wait).map_err(|failure| self.so_far(failure))? {
                Came::Bytes => {}
                ended => return Err(self.ended_early(ended, expected)),
            }
        }
    }

    /// Waits for what comes next.
    fn next(&mut self, wait: &mut Wait<'_>) -> Result<Came> {
        loop {
            if let Some(came) = self.read()? {
                return Ok(came);
            }
            readiness::wait(self.stream(), READ, wait.tick()?);
        }
    }

    /// What has come, if anything has.
    fn read(&mut self) -> Result<Option<Came>> {
        let mut buffer = [0; 1 << 14];
        match self.stream().read(&mut buffer) {
            Ok(0) => Ok(Some(Came::End)),
            Ok(count) => {
                self.received.extend_from_slice(&buffer[..count]);
                self.arrived = Instant::now();
                Ok(Some(Came::Bytes))
            }
            Err(error) if not_yet(&error) => Ok(None),
            Err(error) if matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted) => {
                Ok(Some(Came::Reset))
            }
            Err(error) => Err(Failure::grader(say!("read-from-a-connection"), error)),
        }
    }

    /// Takes the first of the bytes that have come, as those that were asked for.
    fn take(&mut self, count: usize) -> Vec<u8> {
        let taken: Vec<u8> = self.received.drain(..count).collect();
        self.note(What::Receives { payload: escape::payload(&taken) });
        // What came with them is told after them.
        self.arrived = Instant::now();
        taken
    }

    /// How many of the bytes the system has taken, if it takes any now.
    fn write(&self, bytes: &[u8]) -> io::Result<Option<usize>> {
        match self.stream().write(bytes) {
            Ok(count) => {
                self.scene.has_streamed(count);
                Ok(Some(count))
            }
            Err(error) if not_yet(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Compares what has come so far with the beginning of what should. Its first bytes, `known`, have been compared.
    fn compare(&self, expected: &[u8], known: usize) -> Result {
        let both = expected.len().min(self.received.len());
        // A megabyte may come byte by byte.
        let new = known.min(both)..both;
        if expected[new.clone()] == self.received[new] {
            return Ok(());
        }
        let failure = Failure::new(say!("sent-something-else")).with(say!("expected"), escape::bytes(expected));
        Err(self.so_far(failure).with_first_difference(expected, &self.received))
    }

    /// Adds to a failure, and to the transcript, what has come and is not what was asked for.
    fn so_far(&self, failure: Failure) -> Failure {
        if !self.received.is_empty() {
            let what = What::Receives { payload: escape::payload(&self.received) };
            self.scene.note_at(self.arrived, &self.who, what);
        }
        failure.with(say!("received"), received(&self.received))
    }

    fn gone(&self, error: &io::Error) -> Failure {
        // A write to a connection that has been reset before is a broken pipe.
        self.note(What::ReceivesReset);
        let failure = Failure::new(say!("gave-the-connection-up", reason = reason(error)));
        if self.received.is_empty() { failure } else { self.so_far(failure) }
    }

    fn ended_early(&self, ended: Came, expected: &[u8]) -> Failure {
        let (sentence, what) = match ended {
            Came::Reset => (say!("reset-too-early"), What::ReceivesReset),
            _ => (say!("closed-too-early"), What::ReceivesEnd),
        };
        self.note(what);
        let failure = Failure::new(sentence);
        self.scene.with_programs_that_may_end(self.so_far(failure.with(say!("expected"), escape::bytes(expected))))
    }
}

fn received(bytes: &[u8]) -> String {
    if bytes.is_empty() { say!("nothing").to_string() } else { escape::bytes(bytes) }
}

/// A port at which the grader waits for the program.
pub struct Listener {
    scene: Arc<Scene>,
    listener: TcpListener,
    address: SocketAddr,
    /// The same port at other addresses, where it stays closed.
    elsewhere: Vec<Taken>,
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
        let listen = || {
            let listener = TcpListener::bind((address, 0))?;
            listener.set_nonblocking(true)?;
            let address = listener.local_addr()?;
            Ok(Listener { scene: Arc::clone(&self.scene), listener, address, elsewhere: Vec::new() })
        };
        listen().map_err(|error: io::Error| Failure::grader(say!("listen-on-loopback"), error))
    }

    /// For each loopback address that the name stands for, listens at that one alone: at the others, whoever connects to
    /// the same port is refused.
    ///
    /// # Errors
    /// The name stands for no address that this machine has, or the system does not allow it.
    pub fn listen_at_each(&self, name: &str) -> Result<Vec<Listener>> {
        self.scene.need(|needs| needs.localhost |= name == "localhost");
        let resolved = (name, 0)
            .to_socket_addrs()
            .map_err(|error| Failure::grader(say!("resolve", name = name.to_string()), error))?;
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in resolved.map(|address| address.ip()).filter(IpAddr::is_loopback) {
            // A hosts file may name addresses that the machine does not have, those of IPv6 above all.
            if !addresses.contains(&address) && self.listen_at(address).is_ok() {
                addresses.push(address);
            }
        }
        if addresses.is_empty() {
            return Err(Failure::grader(say!("listen-at", name = name.to_string()), say!("no-loopback-address")));
        }
        self.scene.note(&Who::Grader, What::Resolves { name: name.to_string(), addresses: addresses.clone() });
        let listen = |address: &IpAddr| {
            let mut listener = self.listen_at(*address)?;
            for other in addresses.iter().filter(|other| *other != address) {
                let other = SocketAddr::new(*other, listener.address.port());
                // Somebody else may have the port there: another try gets another port.
                let taken = self.take(other).map_err(Failure::inconclusive)?;
                listener.elsewhere.push(taken);
            }
            Ok(listener)
        };
        addresses.iter().map(listen).collect()
    }

    /// Takes a TCP port, without listening on it: whoever connects is refused.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn closed_port(&self) -> Result<Taken> {
        self.take(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0))
    }

    /// Takes this address, without listening on it: whoever connects is refused.
    ///
    /// # Errors
    /// Somebody else has it.
    pub fn take(&self, address: SocketAddr) -> Result<Taken> {
        let take = || {
            let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
            socket.bind(&address.into())?;
            let address = socket.local_addr()?.as_socket().expect("an internet socket has an internet address");
            Ok(Taken { _socket: socket, address })
        };
        take().map_err(|error: io::Error| Failure::grader(say!("take-a-port"), error))
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

    /// Waits until the program connects.
    ///
    /// # Errors
    /// It does not.
    pub fn accept(&self) -> Result<Connection> {
        let mut wait = self.scene.wait(say!("connection-to", address = self.address.to_string()));
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    self.scene.programs_have_begun();
                    return Connection::new(&self.scene, stream, Role::Server);
                }
                Err(error) if not_yet(&error) => readiness::wait(&self.listener, READ, wait.tick()?),
                Err(error) => return Err(Failure::grader(say!("accept-a-connection"), error)),
            }
        }
    }
}

/// A TCP port that nobody listens on, and that nobody else can take.
pub struct Taken {
    _socket: Socket,
    address: SocketAddr,
}

impl Taken {
    /// The port, as an argument.
    pub fn port(&self) -> String {
        self.address.port().to_string()
    }
}
