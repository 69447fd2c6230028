//! How `connect` fails, and that it tries one address after another.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{bail, ensure};
use socket2::{Domain, Socket, Type};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: refused
    // A port that is nobody's, and stays so: it is bound, and nobody listens.
    let bound = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    bound.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    let closed = bound.local_addr()?.as_socket().expect("an address of IPv4");
    let started = Instant::now();
    match TcpStream::connect(closed) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
            println!("nobody listens:   {error}, after {:.1} ms", started.elapsed().as_secs_f64() * 1000.0);
        }
        Err(error) => bail!("not refused, but {error}"),
        Ok(_) => bail!("nobody listens there, and yet it is connected"),
    }
    // ANCHOR_END: refused

    // ANCHOR: several
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let open = listener.local_addr()?;
    let stream = TcpStream::connect(&[closed, open][..])?;
    println!("two addresses:    {closed} is refused, {open} is tried next: connected");
    // ANCHOR_END: several
    ensure!(stream.peer_addr()? == open, "it is connected to {}", stream.peer_addr()?);

    // ANCHOR: full
    let full = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    full.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    full.listen(0)?;
    let address = full.local_addr()?.as_socket().expect("an address of IPv4");
    let mut clients = Vec::new();
    let failure = loop {
        match TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
            Ok(client) => clients.push(client),
            Err(error) => break error,
        }
        ensure!(clients.len() < 100, "the queue holds {} clients", clients.len());
    };
    println!("nobody answers:   {failure}");
    // ANCHOR_END: full
    ensure!(!cfg!(target_os = "linux") || failure.kind() == ErrorKind::TimedOut, "it was not the time that was over");

    // ANCHOR: name
    // Two dots in a row are in no name: nobody on the network is asked.
    match TcpStream::connect("no..name:5000") {
        Err(error) => println!("an unknown name:  {error}"),
        Ok(_) => bail!("somebody answers to a name that cannot exist"),
    }
    // ANCHOR_END: name
    Ok(())
}
