//! Misconception: there is one connection at a time, the one that `accept` returned last.
//! Caught by: `serves_one_client_after_another`
//! Told by: `hint-tcp-server-serves-one-client-after-another`

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

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

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;
    let client = Arc::new(Mutex::new(None));
    loop {
        let (stream, peer) = listener.accept()?;
        println!("connected: {peer}");
        *client.lock().unwrap_or_else(PoisonError::into_inner) = Some(stream.try_clone()?);
        let client = Arc::clone(&client);
        thread::spawn(move || {
            if let Err(error) = echo(&stream, &client) {
                eprintln!("{peer}: {error}");
            }
            // A client that has gone needs no end.
            let _ = stream.shutdown(Shutdown::Both);
            println!("closed: {peer}");
        });
    }
}

fn echo(mut stream: &TcpStream, client: &Mutex<Option<TcpStream>>) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let client = client.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(TcpStream::try_clone);
        if let Some(client) = client {
            client?.write_all(&buffer[..count])?;
        }
    }
}
