//! Variant: tokio, with all tasks in one thread.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::Context as _;
use clap::Parser;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

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

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()).await)
}

async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut listeners = Vec::new();
    for Forward { listen, target } in &arguments.forwards {
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        listeners.push((listener, *target));
    }
    let mut stdout = io::stdout().lock();
    for (listener, target) in &listeners {
        writeln!(stdout, "listening on {}, forwarding to {target}", listener.local_addr()?)?;
    }
    stdout.flush()?;
    drop(stdout);
    let mut doors = JoinSet::new();
    for (listener, target) in listeners {
        doors.spawn(accept(listener, target));
    }
    doors.join_all().await;
    Ok(())
}

async fn accept(listener: TcpListener, target: SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((client, peer)) => _ = tokio::spawn(serve(client, peer, target)),
            Err(error) => eprintln!("cannot accept a client: {error}"),
        }
    }
}

async fn serve(client: TcpStream, peer: SocketAddr, target: SocketAddr) {
    let served = match TcpStream::connect(target).await {
        Ok(served) => served,
        Err(error) => return eprintln!("{peer}: cannot reach {target}: {error}"),
    };
    let ((from_client, to_client), (from_target, to_target)) = (client.into_split(), served.into_split());
    // The first error ends both directions.
    if let Err(error) = tokio::try_join!(pass(from_client, to_target), pass(from_target, to_client)) {
        eprintln!("{peer}: {error}");
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let count = from.read(&mut buffer).await?;
        if count == 0 {
            return to.shutdown().await;
        }
        to.write_all(&buffer[..count]).await?;
    }
}
