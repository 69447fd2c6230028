//! Variant: a single thread looks at all its clients in turn, and pauses for a moment when none of them wants anything.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;

/// Sends back every byte that a client sends
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<5000>,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

/// A client, and what it has sent that has not been sent back.
struct Client {
    stream: TcpStream,
    peer: SocketAddr,
    pending: Vec<u8>,
    has_ended: bool,
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    listener.set_nonblocking(true)?;
    let mut clients: Vec<Client> = Vec::new();
    loop {
        let mut nothing_happened = true;
        if let Some((stream, peer)) = unless_blocked(listener.accept())? {
            println!("connected: {peer}");
            stream.set_nonblocking(true)?;
            clients.push(Client { stream, peer, pending: Vec::new(), has_ended: false });
            nothing_happened = false;
        }
        clients.retain_mut(|client| {
            let step = client.step();
            match &step {
                Ok(moved) => nothing_happened &= !moved,
                Err(error) => eprintln!("{}: {error}", client.peer),
            }
            let stays = step.is_ok() && !(client.has_ended && client.pending.is_empty());
            if !stays {
                println!("closed: {}", client.peer);
            }
            stays
        });
        if nothing_happened {
            thread::sleep(Duration::from_micros(200));
        }
    }
}

impl Client {
    /// Reads and writes what goes without waiting, and says whether anything did.
    fn step(&mut self) -> io::Result<bool> {
        let mut moved = false;
        let mut buffer = [0; 4096];
        if self.pending.is_empty()
            && !self.has_ended
            && let Some(count) = unless_blocked(self.stream.read(&mut buffer))?
        {
            self.has_ended = count == 0;
            self.pending.extend_from_slice(&buffer[..count]);
            moved = true;
        }
        if !self.pending.is_empty()
            && let Some(count) = unless_blocked(self.stream.write(&self.pending))?
        {
            self.pending.drain(..count);
            moved = true;
        }
        Ok(moved)
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
