//! The errors of sockets, each provoked: its name, what the system calls it, and what brought it about.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use book_examples::{connection, wait_until};
use socket2::{Domain, SockRef, Socket, Type};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    tell("EADDRINUSE", 98, "bind, to a port that another socket has", &taken()?)?;
    tell("EADDRNOTAVAIL", 99, "bind, to an address of another machine", &not_ours()?)?;
    tell("EACCES", 13, "send, to a broadcast address without SO_BROADCAST", &not_allowed()?)?;
    tell("EAFNOSUPPORT", 97, "send, to an address of the other family", &other_family()?)?;
    tell("ECONNREFUSED", 111, "connect, to a port where nobody listens", &refused()?)?;
    tell("ECONNRESET", 104, "read, after the peer's reset", &reset()?)?;
    tell("EPIPE", 32, "write, after the peer has gone", &gone()?)?;
    tell("ENOTCONN", 107, "shutdown, of a socket that is not connected", &not_connected()?)?;
    tell("EISCONN", 106, "connect, of a socket that is connected", &connected_twice()?)?;
    tell("EDESTADDRREQ", 89, "send, on a UDP socket that is not connected", &nowhere()?)?;
    tell("EMSGSIZE", 90, "send, of a datagram that is too long", &too_long()?)?;
    tell("EAGAIN", 11, "receive, when the socket's timeout is over", &too_late()?)?;
    tell("EINVAL", 22, "accept, on a socket that does not listen", &not_listening()?)?;
    let unknown = TcpStream::connect("no..name:5000").err().context("a name that cannot exist has an address")?;
    println!("(no number)    a name that nobody knows: {unknown}");
    ensure!(unknown.kind() != ErrorKind::NotFound || unknown.raw_os_error().is_none(), "it has a number");
    Ok(())
}

/// Says which error it is. On Linux its number has to be this one; other systems have their own.
fn tell(name: &str, number: i32, when: &str, error: &io::Error) -> anyhow::Result<()> {
    println!("{name:<14} {when}: {error}, {:?}", error.kind());
    let is_so = error.raw_os_error() == Some(number);
    ensure!(!cfg!(target_os = "linux") || is_so, "{when} failed with {error}, and not with {name}");
    Ok(())
}

/// The error of what must not succeed.
fn failure<T>(result: io::Result<T>) -> anyhow::Result<io::Error> {
    result.err().context("what must fail has succeeded")
}

fn loopback() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

fn taken() -> anyhow::Result<io::Error> {
    let first = TcpListener::bind(loopback())?;
    failure(TcpListener::bind(first.local_addr()?))
}

fn not_ours() -> anyhow::Result<io::Error> {
    // Kept for documentation: no machine has it.
    failure(TcpListener::bind("203.0.113.77:0"))
}

fn not_allowed() -> anyhow::Result<io::Error> {
    // On other systems than Linux the loopback has no such address; there this one is refused before anything is sent.
    let everybody = if cfg!(target_os = "linux") { [127, 255, 255, 255] } else { [255; 4] };
    failure(UdpSocket::bind(loopback())?.send_to(b"oi", SocketAddr::from((everybody, 9))))
}

fn other_family() -> anyhow::Result<io::Error> {
    failure(UdpSocket::bind(loopback())?.send_to(b"oi", SocketAddr::from((Ipv6Addr::LOCALHOST, 9))))
}

fn refused() -> anyhow::Result<io::Error> {
    let bound = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    bound.bind(&loopback().into())?;
    failure(TcpStream::connect(bound.local_addr()?.as_socket().context("no address of IPv4")?))
}

// ANCHOR: reset
fn reset() -> anyhow::Result<io::Error> {
    let (here, mut there) = connection()?;
    SockRef::from(&here).set_linger(Some(Duration::ZERO))?;
    drop(here);
    failure(there.read(&mut [0; 16]))
}
// ANCHOR_END: reset

fn gone() -> anyhow::Result<io::Error> {
    let (here, mut there) = connection()?;
    drop(here);
    there.read_to_end(&mut Vec::new())?;
    let mut told = None;
    wait_until(|| {
        told = there.write(b"oi").err();
        Ok(told.is_some())
    })?;
    told.context("writing to nobody succeeds")
}

fn not_connected() -> anyhow::Result<io::Error> {
    failure(Socket::new(Domain::IPV4, Type::STREAM, None)?.shutdown(std::net::Shutdown::Write))
}

fn connected_twice() -> anyhow::Result<io::Error> {
    let (here, _there) = connection()?;
    failure(SockRef::from(&here).connect(&here.peer_addr()?.into()))
}

fn nowhere() -> anyhow::Result<io::Error> {
    failure(UdpSocket::bind(loopback())?.send(b"oi"))
}

fn too_long() -> anyhow::Result<io::Error> {
    let socket = UdpSocket::bind(loopback())?;
    failure(socket.send_to(&[0; 65_508], socket.local_addr()?))
}

fn too_late() -> anyhow::Result<io::Error> {
    let socket = UdpSocket::bind(loopback())?;
    socket.set_read_timeout(Some(Duration::from_millis(50)))?;
    failure(socket.recv(&mut [0; 16]))
}

fn not_listening() -> anyhow::Result<io::Error> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&loopback().into())?;
    failure(socket.accept())
}
