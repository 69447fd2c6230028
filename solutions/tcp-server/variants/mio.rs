//! Variant: readiness with mio: one thread, many clients, each woken by what its socket is ready for.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

/// Sends back every byte that a client sends
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<5000>,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

const SERVER: Token = Token(0);

struct Client {
    stream: TcpStream,
    peer: SocketAddr,
    pending: Vec<u8>,
    has_ended: bool,
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let listener =
        std::net::TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    listener.set_nonblocking(true)?;
    let mut listener = TcpListener::from_std(listener);
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(64);
    poll.registry().register(&mut listener, SERVER, Interest::READABLE)?;
    let mut clients: HashMap<Token, Client> = HashMap::new();
    let mut next = 0;
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            polled => polled?,
        }
        for event in &events {
            if event.token() == SERVER {
                // An event tells of a change: there may be more than one client, and there will be no second event.
                while let Some((mut stream, peer)) = unless_blocked(listener.accept())? {
                    println!("connected: {peer}");
                    next += 1;
                    let both = Interest::READABLE | Interest::WRITABLE;
                    poll.registry().register(&mut stream, Token(next), both)?;
                    clients.insert(Token(next), Client { stream, peer, pending: Vec::new(), has_ended: false });
                }
            } else if let Some(client) = clients.get_mut(&event.token()) {
                let moved = client.go_on();
                if let Err(error) = &moved {
                    eprintln!("{}: {error}", client.peer);
                }
                if moved.is_err() || (client.has_ended && client.pending.is_empty()) {
                    println!("closed: {}", client.peer);
                    clients.remove(&event.token());
                }
            }
        }
    }
}

impl Client {
    /// Reads and writes until both would have to wait, or the client has ended.
    fn go_on(&mut self) -> io::Result<()> {
        let mut buffer = [0; 4096];
        loop {
            while !self.pending.is_empty() {
                let Some(count) = unless_blocked(self.stream.write(&self.pending))? else { return Ok(()) };
                self.pending.drain(..count);
            }
            if self.has_ended {
                return Ok(());
            }
            let Some(count) = unless_blocked(self.stream.read(&mut buffer))? else { return Ok(()) };
            self.has_ended = count == 0;
            self.pending.extend_from_slice(&buffer[..count]);
        }
    }
}

/// `None` where the call would have had to wait.
fn unless_blocked<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}
