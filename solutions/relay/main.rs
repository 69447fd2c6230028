//! A relay: for each client it opens a connection of its own to a target, and passes bytes both ways. One thread waits for
//! all of them.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::Context as _;
use clap::Parser;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use socket2::{Domain, Socket, Type};

/// Passes bytes on between clients and targets
#[derive(Parser)]
struct Arguments {
    /// Where to listen, and where to connect to for each client; may be given several times
    #[arg(long = "forward", value_name = "LISTEN=TARGET", required = true)]
    forwards: Vec<Forward>,
}

/// Two addresses, each an IP address and a port.
#[derive(Clone, Copy)]
struct Forward {
    listen: SocketAddr,
    target: SocketAddr,
}

impl FromStr for Forward {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (listen, target) = text.split_once('=').ok_or("there is no = between two addresses")?;
        // An address of IPv6 is full of colons, and stands in brackets before that of its port.
        let address = |text: &str| text.parse().map_err(|_| format!("{text} is not <address>:<port>"));
        Ok(Self { listen: address(listen)?, target: address(target)? })
    }
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    // First all of them, then the lines: who reads the first line may connect to any of them.
    let doors = arguments.forwards.iter().map(Door::open).collect::<anyhow::Result<Vec<_>>>()?;
    let mut stdout = io::stdout().lock();
    for Door { listener, target } in &doors {
        writeln!(stdout, "listening on {}, forwarding to {target}", listener.local_addr()?)?;
    }
    stdout.flush()?;

    let mut pairs: Vec<Pair> = Vec::new();
    loop {
        let (open_doors, moved) = wait(&doors, &pairs)?;
        let mut moved = moved.into_iter();
        pairs.retain_mut(|pair| moved.next() != Some(true) || pair.goes_on());
        for door in open_doors {
            pairs.extend(door.accept());
        }
    }
}

/// Sleeps until something can be done, and says what: the doors at which somebody waits, and for each pair whether one of its
/// sockets is ready. The one place where this program sleeps.
fn wait<'a>(doors: &'a [Door], pairs: &[Pair]) -> io::Result<(Vec<&'a Door>, Vec<bool>)> {
    let mut asked: Vec<PollFd> = doors.iter().map(|door| PollFd::new(&door.listener, PollFlags::IN)).collect();
    let mut asked_for = Vec::new();
    for (number, pair) in pairs.iter().enumerate() {
        for (stream, flags) in pair.interests() {
            // A socket of which nothing is wanted is left out: poll would tell of its end all the same, again and again.
            if !flags.is_empty() {
                asked.push(PollFd::new(stream, flags));
                asked_for.push(number);
            }
        }
    }
    while let Err(error) = poll(&mut asked, None) {
        if error != Errno::INTR {
            return Err(error.into());
        }
    }
    let (at_doors, at_pairs) = asked.split_at(doors.len());
    let is_ready = |asked: &PollFd| !asked.revents().is_empty();
    let mut moved = vec![false; pairs.len()];
    for (number, _) in asked_for.into_iter().zip(at_pairs).filter(|(_, asked)| is_ready(asked)) {
        moved[number] = true;
    }
    Ok((doors.iter().zip(at_doors).filter(|(_, asked)| is_ready(asked)).map(|(door, _)| door).collect(), moved))
}

/// Where clients come in, and where they want to get to.
struct Door {
    listener: TcpListener,
    target: SocketAddr,
}

impl Door {
    fn open(forward: &Forward) -> anyhow::Result<Self> {
        let Forward { listen, target } = *forward;
        // On Unix this also sets SO_REUSEADDR, without which the port of a relay that was stopped stays taken for a while.
        let open = || {
            let listener = TcpListener::bind(listen)?;
            listener.set_nonblocking(true)?;
            io::Result::Ok(Self { listener, target })
        };
        open().with_context(|| format!("cannot listen on {listen}"))
    }

    /// Takes one client, and begins to connect to its target. Of the next one poll tells again.
    fn accept(&self) -> Option<Pair> {
        let (client, peer) = match self.listener.accept() {
            Ok(accepted) => accepted,
            // It may be gone before it is accepted.
            Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
            Err(error) => {
                eprintln!("cannot accept a client: {error}");
                return None;
            }
        };
        match Pair::begin(client, peer, self.target) {
            Ok(pair) => Some(pair),
            Err(error) => {
                eprintln!("{peer}: cannot reach {}: {error}", self.target);
                None
            }
        }
    }
}

/// A client, the connection to the target that was opened for it, and the two ways between them. Both are closed when it is
/// dropped.
struct Pair {
    client: TcpStream,
    peer: SocketAddr,
    target: TcpStream,
    target_address: SocketAddr,
    is_connected: bool,
    there: Way,
    back: Way,
}

impl Pair {
    fn begin(client: TcpStream, peer: SocketAddr, target_address: SocketAddr) -> io::Result<Self> {
        let target = begin_to_connect(target_address)?;
        client.set_nonblocking(true)?;
        for stream in [&client, &target] {
            // What comes is passed on as it comes, and not kept until there is more of it.
            stream.set_nodelay(true)?;
        }
        let (there, back) = (Way::default(), Way::default());
        Ok(Self { client, peer, target, target_address, is_connected: false, there, back })
    }

    /// What there is to wait for. To ask for room to write where there is nothing to write would be to ask without a pause.
    fn interests(&self) -> [(&TcpStream, PollFlags); 2] {
        let read = |way: &Way| if way.is_empty() && !way.has_ended { PollFlags::IN } else { PollFlags::empty() };
        let write = |way: &Way| if way.is_empty() { PollFlags::empty() } else { PollFlags::OUT };
        let at_target = if self.is_connected { read(&self.back) | write(&self.there) } else { PollFlags::OUT };
        [(&self.client, read(&self.there) | write(&self.back)), (&self.target, at_target)]
    }

    /// Moves what can be moved. Whether there is more to come.
    fn goes_on(&mut self) -> bool {
        if !self.is_connected {
            match is_connected(&self.target) {
                Ok(is_connected) => self.is_connected = is_connected,
                Err(error) => {
                    eprintln!("{}: cannot reach {}: {error}", self.peer, self.target_address);
                    return false;
                }
            }
        }
        if let Err(error) = self.go_on() {
            eprintln!("{}: {error}", self.peer);
            return false;
        }
        !(self.there.is_over && self.back.is_over)
    }

    fn go_on(&mut self) -> io::Result<()> {
        self.there.read(&self.client)?;
        if self.is_connected {
            self.there.write(&self.target)?;
            self.back.read(&self.target)?;
            self.back.write(&self.client)?;
        }
        Ok(())
    }
}

/// One of the two directions: what has been read at one end and not been written at the other.
struct Way {
    buffer: Box<[u8]>,
    /// The part of the buffer that is on its way.
    from: usize,
    to: usize,
    /// The reading end has nothing more to say.
    has_ended: bool,
    /// The writing end has been told so.
    is_over: bool,
}

impl Default for Way {
    fn default() -> Self {
        Self { buffer: vec![0; 16 * 1024].into(), from: 0, to: 0, has_ended: false, is_over: false }
    }
}

impl Way {
    fn is_empty(&self) -> bool {
        self.from == self.to
    }

    /// Reads once, if all that was read before has been written. Who writes faster than the other end reads has to wait: the
    /// system does not take more for us than it has room for.
    fn read(&mut self, mut stream: &TcpStream) -> io::Result<()> {
        if self.has_ended || !self.is_empty() {
            return Ok(());
        }
        if let Some(count) = unless_it_waits(stream.read(&mut self.buffer))? {
            (self.from, self.to) = (0, count);
            self.has_ended = count == 0;
        }
        Ok(())
    }

    /// Writes as much as is taken, and passes the end on when all is written.
    fn write(&mut self, mut stream: &TcpStream) -> io::Result<()> {
        if !self.is_empty() {
            self.from += unless_it_waits(stream.write(&self.buffer[self.from..self.to]))?.unwrap_or(0);
        }
        if self.is_empty() && self.has_ended && !self.is_over {
            // This direction ends, and the other one goes on.
            stream.shutdown(Shutdown::Write)?;
            self.is_over = true;
        }
        Ok(())
    }
}

/// Begins to connect, which may take as long as the target likes to.
fn begin_to_connect(target: SocketAddr) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(target), Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    match socket.connect(&target.into()) {
        Err(error) if !is_under_way(&error) => Err(error),
        _ => Ok(socket.into()),
    }
}

/// Whether a connect that does not wait says that it has only begun.
fn is_under_way(error: &io::Error) -> bool {
    // The second is what Windows says.
    Errno::from_io_error(error) == Some(Errno::INPROGRESS) || error.kind() == ErrorKind::WouldBlock
}

/// Whether a connect that was under way has come to its end. An error is what became of it.
fn is_connected(stream: &TcpStream) -> io::Result<bool> {
    if let Some(error) = stream.take_error()? {
        return Err(error);
    }
    match stream.peer_addr() {
        Err(error) if error.kind() == ErrorKind::NotConnected => Ok(false),
        peer => peer.map(|_| true),
    }
}

/// `None` where the call would have had to wait, or was interrupted: poll tells when to try again.
fn unless_it_waits<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(None),
        Err(error) => Err(error),
    }
}
