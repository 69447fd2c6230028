//! Two families of addresses and two types of sockets make four combinations, and all four carry a word; and one port can
//! be bound once in each family.

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::ensure;
use socket2::{Domain, Socket, Type};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    let four = IpAddr::from(Ipv4Addr::LOCALHOST);
    let six = IpAddr::from(Ipv6Addr::LOCALHOST);
    stream("AF_INET, SOCK_STREAM", four)?;
    datagram("AF_INET, SOCK_DGRAM", four)?;
    if let Err(error) = TcpListener::bind((six, 0)) {
        println!("this machine has no ::1 ({error}): the other two cannot be shown here");
        return Ok(());
    }
    stream("AF_INET6, SOCK_STREAM", six)?;
    datagram("AF_INET6, SOCK_DGRAM", six)?;
    side_by_side()
}

// ANCHOR: stream
/// A word over a stream.
fn stream(name: &str, address: IpAddr) -> anyhow::Result<()> {
    let listener = TcpListener::bind((address, 0))?;
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    let (mut server, peer) = listener.accept()?;
    client.write_all(b"oi")?;
    let mut word = [0; 2];
    server.read_exact(&mut word)?;
    println!("{name}: {:?} from {peer}", str::from_utf8(&word)?);
    ensure!(word == *b"oi" && peer == client.local_addr()?, "another word, or from somebody else");
    Ok(())
}
// ANCHOR_END: stream

// ANCHOR: datagram
/// A word in a datagram.
fn datagram(name: &str, address: IpAddr) -> anyhow::Result<()> {
    let server = UdpSocket::bind((address, 0))?;
    server.set_read_timeout(Some(Duration::from_secs(20)))?;
    let client = UdpSocket::bind((address, 0))?;
    client.send_to(b"oi", server.local_addr()?)?;
    let mut buffer = [0; 1024];
    let (count, peer) = server.recv_from(&mut buffer)?;
    println!("{name}: {:?} from {peer}", str::from_utf8(&buffer[..count])?);
    ensure!(buffer[..count] == *b"oi" && peer == client.local_addr()?, "another word, or from somebody else");
    Ok(())
}
// ANCHOR_END: datagram

// ANCHOR: v6only
/// With IPV6_V6ONLY, all addresses of IPv6 and all of IPv4 are two places, and one port is free in both.
fn side_by_side() -> anyhow::Result<()> {
    // A port that is free in one family may be somebody's in the other: then it takes another one.
    let pair = (0..20).find_map(|_| one_port_twice().ok());
    println!("[::] only for IPv6, and 0.0.0.0 with the same port: {}", said(pair.is_some()));
    ensure!(pair.is_some(), "no port can be had in both families");

    let all = Socket::new(Domain::IPV6, Type::STREAM, None)?;
    all.set_only_v6(false)?;
    all.bind(&SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)).into())?;
    all.listen(8)?;
    let port = all.local_addr()?.as_socket().expect("an address of IPv6").port();
    let client = TcpStream::connect((Ipv4Addr::LOCALHOST, port));
    println!("[::] for both families, and a client of IPv4: {}", said(client.is_ok()));
    let (_, peer) = TcpListener::from(all).accept()?;
    println!("    its address, as the server sees it: {peer}");
    ensure!(client.is_ok(), "a socket for both families takes one alone");
    Ok(())
}

fn one_port_twice() -> io::Result<(Socket, TcpListener)> {
    let six = Socket::new(Domain::IPV6, Type::STREAM, None)?;
    six.set_only_v6(true)?;
    six.bind(&SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)).into())?;
    six.listen(8)?;
    let port = six.local_addr()?.as_socket().expect("an address of IPv6").port();
    let four = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port))?;
    Ok((six, four))
}
// ANCHOR_END: v6only

fn said(well: bool) -> &'static str {
    if well { "it works" } else { "it does not" }
}
