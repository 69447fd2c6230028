//! Misconception: the order of prints does not matter: a socket that is bound is as good as one that listens.
//! Caught by: `says_where_it_listens`
//! Told by: `says-too-soon`

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

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
    let listener = listen(endpoint).with_context(|| format!("cannot listen on {endpoint}"))?;
    loop {
        let (stream, peer) = listener.accept()?;
        println!("connected: {peer}");
        if let Err(error) = echo(stream) {
            eprintln!("{peer}: {error}");
        }
        println!("closed: {peer}");
    }
}

fn listen(endpoint: &Endpoint<5000>) -> anyhow::Result<TcpListener> {
    let address = endpoint.address().to_socket_addrs()?.next().context("the host has no address")?;
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    let address = socket.local_addr()?.as_socket().context("the socket has no address")?;
    common::announce(address)?;
    // What else a server does before it is ready: it reads its configuration, opens its files.
    thread::sleep(Duration::from_secs(2));
    socket.listen(128)?;
    Ok(socket.into())
}

fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
}
