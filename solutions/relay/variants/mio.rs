//! Variant: mio, which tells of a change once: what it tells of is done until nothing is left of it.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr};
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::Context as _;
use clap::Parser;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

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
        let address = |text: &str| text.parse().map_err(|_| format!("{text} is not <address>:<port>"));
        Ok(Self { listen: address(listen)?, target: address(target)? })
    }
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let forwards = &arguments.forwards;
    let mut poll = Poll::new()?;
    let mut listeners = Vec::new();
    for (number, Forward { listen, .. }) in forwards.iter().enumerate() {
        let mut listener = TcpListener::bind(*listen).with_context(|| format!("cannot listen on {listen}"))?;
        poll.registry().register(&mut listener, Token(number), Interest::READABLE)?;
        listeners.push(listener);
    }
    let mut stdout = io::stdout().lock();
    for (listener, Forward { target, .. }) in listeners.iter().zip(forwards) {
        writeln!(stdout, "listening on {}, forwarding to {target}", listener.local_addr()?)?;
    }
    stdout.flush()?;

    let mut events = Events::with_capacity(64);
    let mut pairs: HashMap<usize, Pair> = HashMap::new();
    let mut next = 0;
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            polled => polled?,
        }
        for event in &events {
            let Token(number) = event.token();
            if let Some(listener) = listeners.get(number) {
                // There may be more than one, and of the others nothing would be told again.
                while let Some((client, peer)) = accept(listener) {
                    match Pair::begin(client, peer, forwards[number].target, &poll, listeners.len() + 2 * next) {
                        Ok(pair) => _ = pairs.insert(next, pair),
                        Err(error) => eprintln!("{peer}: cannot reach {}: {error}", forwards[number].target),
                    }
                    next += 1;
                }
                continue;
            }
            let number = (number - listeners.len()) / 2;
            if pairs.get_mut(&number).is_some_and(|pair| !pair.goes_on()) {
                pairs.remove(&number);
            }
        }
    }
}

fn accept(listener: &TcpListener) -> Option<(TcpStream, SocketAddr)> {
    loop {
        match listener.accept() {
            Ok(accepted) => return Some(accepted),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            Err(error) => {
                eprintln!("cannot accept a client: {error}");
                return None;
            }
        }
    }
}

/// A client and its target. Each has a number of its own, which no later one gets.
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
    fn begin(
        mut client: TcpStream,
        peer: SocketAddr,
        target_address: SocketAddr,
        poll: &Poll,
        number: usize,
    ) -> io::Result<Self> {
        let mut target = TcpStream::connect(target_address)?;
        let both = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(&mut client, Token(number), both)?;
        poll.registry().register(&mut target, Token(number + 1), both)?;
        let (there, back) = (Way::default(), Way::default());
        Ok(Self { client, peer, target, target_address, is_connected: false, there, back })
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
        if !self.is_connected {
            return true;
        }
        let moved = self.there.go_on(&self.client, &self.target);
        if let Err(error) = moved.and_then(|()| self.back.go_on(&self.target, &self.client)) {
            eprintln!("{}: {error}", self.peer);
            return false;
        }
        !(self.there.is_over && self.back.is_over)
    }
}

fn is_connected(target: &TcpStream) -> io::Result<bool> {
    if let Some(error) = target.take_error()? {
        return Err(error);
    }
    match target.peer_addr() {
        Err(error) if error.kind() == ErrorKind::NotConnected => Ok(false),
        peer => peer.map(|_| true),
    }
}

/// One of the two directions.
struct Way {
    buffer: Box<[u8]>,
    from: usize,
    to: usize,
    has_ended: bool,
    is_over: bool,
}

impl Default for Way {
    fn default() -> Self {
        Self { buffer: vec![0; 16 * 1024].into(), from: 0, to: 0, has_ended: false, is_over: false }
    }
}

impl Way {
    /// Reads and writes until one of them would have to wait.
    fn go_on(&mut self, mut source: &TcpStream, mut sink: &TcpStream) -> io::Result<()> {
        while !self.is_over {
            if self.from < self.to {
                let Some(count) = unless_it_waits(sink.write(&self.buffer[self.from..self.to]))? else { break };
                self.from += count;
            } else if self.has_ended {
                sink.shutdown(Shutdown::Write)?;
                self.is_over = true;
            } else {
                let Some(count) = unless_it_waits(source.read(&mut self.buffer))? else { break };
                (self.from, self.to) = (0, count);
                self.has_ended = count == 0;
            }
        }
        Ok(())
    }
}

/// `None` where the call would have had to wait.
fn unless_it_waits<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}
