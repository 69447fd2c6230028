//! The socket that `accept` returns is a new one, and has the same port as the one that listens: what tells two
//! connections apart is the client's address.

use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use anyhow::ensure;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: accept
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    println!("listener:         {address}");
    let mut peers = Vec::new();
    for number in 1..=2 {
        let client = TcpStream::connect(address)?;
        let (accepted, peer) = listener.accept()?;
        println!("connection {number}: here {}, there {peer}", accepted.local_addr()?);
        ensure!(accepted.local_addr()? == address, "the accepted socket has another address than the listener");
        ensure!(peer == client.local_addr()?, "the peer is not the client");
        peers.push((peer, client, accepted));
    }
    // ANCHOR_END: accept
    ensure!(peers[0].0 != peers[1].0, "two clients have one address");
    Ok(())
}
