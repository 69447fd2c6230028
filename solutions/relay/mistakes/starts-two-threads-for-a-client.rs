//! Misconception: whoever waits needs a thread of its own to wait in.
//! Caught by: `needs_no_thread_for_a_client`
//! Told by: `cause-a-thread-for-each`

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::str::FromStr;
use std::thread;

use anyhow::Context as _;
use clap::Parser;

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
    let mut doors = Vec::new();
    for Forward { listen, target } in &arguments.forwards {
        let listener = TcpListener::bind(listen).with_context(|| format!("cannot listen on {listen}"))?;
        doors.push((listener, *target));
    }
    for (listener, target) in &doors {
        println!("listening on {}, forwarding to {target}", listener.local_addr()?);
    }
    let threads: Vec<_> =
        doors.into_iter().map(|(listener, target)| thread::spawn(move || accept(&listener, target))).collect();
    for thread in threads {
        let _ = thread.join();
    }
    Ok(())
}

fn accept(listener: &TcpListener, target: SocketAddr) {
    for client in listener.incoming().flatten() {
        thread::spawn(move || {
            let Ok(peer) = client.peer_addr() else { return };
            match TcpStream::connect(target) {
                Ok(served) => serve(&client, &served),
                Err(error) => eprintln!("{peer}: cannot reach {target}: {error}"),
            }
        });
    }
}

fn serve(client: &TcpStream, served: &TcpStream) {
    thread::scope(|scope| {
        for (from, to) in [(client, served), (served, client)] {
            scope.spawn(move || {
                if pass(from, to).is_err() {
                    // The other direction ends as well, wherever it waits.
                    for stream in [from, to] {
                        let _ = stream.shutdown(Shutdown::Both);
                    }
                }
            });
        }
    });
}

fn pass(mut from: &TcpStream, mut to: &TcpStream) -> io::Result<()> {
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            return to.shutdown(Shutdown::Write);
        }
        to.write_all(&buffer[..count])?;
    }
}
