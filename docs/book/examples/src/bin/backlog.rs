//! How many clients can wait to be accepted: with `listen(2)`, on Linux, three; the next one gets in when one is accepted.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::ensure;
use socket2::{Domain, Socket, Type};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: listen
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.listen(2)?;
    let listener = TcpListener::from(socket);
    let address = listener.local_addr()?;

    let mut waiting = Vec::new();
    let failure = loop {
        match TcpStream::connect_timeout(&address, Duration::from_secs(1)) {
            Ok(client) => waiting.push(client),
            Err(error) => break error,
        }
        // A queue of 2 may hold a few more, but on no system so many.
        ensure!(waiting.len() < 100, "a queue of 2 holds {} clients", waiting.len());
    };
    println!("listen(2), and nobody accepts: {} clients are connected", waiting.len());
    println!("the next one: {failure}");
    // ANCHOR_END: listen
    if !cfg!(target_os = "linux") {
        println!("(another system than Linux: its own numbers, and its own way to say no)");
        return Ok(());
    }
    ensure!(waiting.len() == 3, "on Linux a queue of 2 holds 3");
    ensure!(failure.kind() == ErrorKind::TimedOut, "it was not left to wait");

    // ANCHOR: accept
    let late = thread::spawn(move || TcpStream::connect_timeout(&address, Duration::from_secs(30)));
    let (_first, _) = listener.accept()?;
    let late: io::Result<TcpStream> = late.join().expect("the client does not panic");
    println!("one is accepted: the next one is connected");
    // ANCHOR_END: accept
    late?;
    Ok(())
}
