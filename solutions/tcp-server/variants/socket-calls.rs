//! Variant: the calls of the notes one by one, with socket2: socket, bind, listen, accept, recv, send, close.

use std::io::{self, Read as _};
use std::net::{Shutdown, ToSocketAddrs as _};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;
use socket2::{Domain, Socket, Type};

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
    let server = listen(endpoint).with_context(|| format!("cannot listen on {endpoint}"))?;
    let address = server.local_addr()?.as_socket().context("not an internet address")?;
    println!("listening on {address}");
    loop {
        let (client, peer) = server.accept()?;
        let peer = peer.as_socket().context("not an internet address")?;
        println!("connected: {peer}");
        if let Err(error) = echo(&client) {
            eprintln!("{peer}: {error}");
        }
        // The peer may have gone before: then there is nothing to shut down.
        let _ = client.shutdown(Shutdown::Both);
        drop(client);
        println!("closed: {peer}");
    }
}

fn listen(endpoint: &Endpoint<5000>) -> io::Result<Socket> {
    let address = endpoint.address().to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
    let server = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    server.set_reuse_address(cfg!(unix))?;
    server.bind(&address.into())?;
    server.listen(1)?;
    Ok(server)
}

fn echo(mut client: &Socket) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        // `Socket::recv` fills memory that was never written to, which takes unsafe code; `read` is the same call.
        let count = client.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let mut sent = 0;
        while sent < count {
            sent += client.send(&buffer[sent..count])?;
        }
    }
}
