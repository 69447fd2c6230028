//! A server and a client in one program: the client speaks first, the server answers, and each is an end of the same
//! connection.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;

use anyhow::ensure;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // The server's socket is there before the client looks for it.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    println!("server: waits at {address}");
    let server = thread::spawn(move || serve(&listener));

    // ANCHOR: client
    let mut stream = TcpStream::connect(address)?;
    println!("client: has an address too, {}", stream.local_addr()?);
    stream.write_all(b"Bom dia")?;
    let mut buffer = [0; 1024];
    let count = stream.read(&mut buffer)?;
    println!("client: received {:?}", str::from_utf8(&buffer[..count])?);
    // ANCHOR_END: client

    ensure!(buffer[..count] == *b"BOM DIA", "the answer is not the word in upper case");
    let seen = server.join().expect("the server does not panic")?;
    ensure!(seen == stream.local_addr()?, "the server has seen {seen}");
    println!("the address that the server saw is the client's");
    Ok(())
}

/// Answers one client in upper case, and returns that client's address.
// ANCHOR: server
fn serve(listener: &TcpListener) -> anyhow::Result<std::net::SocketAddr> {
    let (mut stream, peer) = listener.accept()?;
    println!("server: accepted {peer}");
    let mut buffer = [0; 1024];
    let count = stream.read(&mut buffer)?;
    stream.write_all(&buffer[..count].to_ascii_uppercase())?;
    Ok(peer)
}
// ANCHOR_END: server
