//! What is ready when: between `bind` and `listen` a client is refused, between `listen` and `accept` it is connected.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;

use anyhow::{bail, ensure};
use socket2::{Domain, Socket, Type};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: steps
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    let address = socket.local_addr()?.as_socket().expect("an address of IPv4");
    match TcpStream::connect(address) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => println!("after bind:   {error}"),
        Err(error) => bail!("after bind: not refused, but {error}"),
        Ok(_) => bail!("a socket that does not listen was connected to"),
    }

    socket.listen(128)?;
    let mut client = TcpStream::connect(address)?;
    client.write_all(b"Bom dia")?;
    println!("after listen: connected, and 7 bytes sent, though nobody has accepted");

    let (mut accepted, _) = TcpListener::from(socket).accept()?;
    let mut buffer = [0; 7];
    accepted.read_exact(&mut buffer)?;
    println!("after accept: received {:?}", str::from_utf8(&buffer)?);
    // ANCHOR_END: steps
    ensure!(buffer == *b"Bom dia", "other bytes came than were sent");
    Ok(())
}
