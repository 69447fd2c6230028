//! The echo server in one thread, which waits for all sockets at once and serves those that have something.
//!
//! Graded by: tcp-server

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

/// Sends back every byte that a client sends, to many clients at once
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<5000>,
}

const LISTENER: Token = Token(0);

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let listener = std::net::TcpListener::bind(endpoint.address());
    let listener = listener.with_context(|| format!("cannot listen on {endpoint}"))?;
    listener.set_nonblocking(true)?;
    common::announce(listener.local_addr()?)?;
    let listener = TcpListener::from_std(listener);
    wait_for_all(listener)
}

// ANCHOR: loop
fn wait_for_all(mut listener: TcpListener) -> anyhow::Result<()> {
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut events = Events::with_capacity(256);
    let mut clients = HashMap::new();
    let mut next = LISTENER.0;
    loop {
        // The one place where this program sleeps.
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            outcome => outcome?,
        }
        for event in &events {
            if event.token() == LISTENER {
                accept_all(&listener, &poll, &mut clients, &mut next);
                continue;
            }
            let Some(client) = clients.get_mut(&event.token()) else { continue };
            match client.serve() {
                Ok(State::Waits) => continue,
                Ok(State::Ended) => {}
                Err(error) => eprintln!("{}: {error}", client.peer),
            }
            // Dropped here, and with it closed.
            if let Some(client) = clients.remove(&event.token()) {
                let peer = client.peer;
                drop(client);
                println!("closed: {peer}");
                // If there was no descriptor for one more, there is now, and of who waits nothing is told again.
                accept_all(&listener, &poll, &mut clients, &mut next);
            }
        }
    }
}
// ANCHOR_END: loop

/// Accepts all who wait: of those that are left, nothing would be told again.
fn accept_all(listener: &TcpListener, poll: &Poll, clients: &mut HashMap<Token, Client>, next: &mut usize) {
    loop {
        match listener.accept() {
            Ok((mut stream, peer)) => {
                *next += 1;
                let token = Token(*next);
                let interest = Interest::READABLE | Interest::WRITABLE;
                if let Err(error) = poll.registry().register(&mut stream, token, interest) {
                    eprintln!("{peer}: {error}");
                    continue;
                }
                println!("connected: {peer}");
                clients.insert(token, Client { stream, peer, owed: Vec::new() });
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => return,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                eprintln!("cannot accept a client: {error}");
                return;
            }
        }
    }
}

/// A connection, and what it is still owed.
struct Client {
    stream: TcpStream,
    peer: SocketAddr,
    owed: Vec<u8>,
}

enum State {
    /// There is nothing to do until the system says so.
    Waits,
    /// The client has nothing more to send, and is owed nothing.
    Ended,
}

impl Client {
    // ANCHOR: serve
    /// Writes what is owed, reads what has come, and so on, until one of the two would have to wait.
    fn serve(&mut self) -> io::Result<State> {
        let mut buffer = [0; 4096];
        loop {
            let step = if self.owed.is_empty() {
                match self.stream.read(&mut buffer) {
                    Ok(0) => return Ok(State::Ended),
                    Ok(count) => {
                        self.owed.extend_from_slice(&buffer[..count]);
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            } else {
                self.stream.write(&self.owed).map(|count| drop(self.owed.drain(..count)))
            };
            match step {
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(State::Waits),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                step => step?,
            }
        }
    }
    // ANCHOR_END: serve
}
