//! One datagram to a group, and each of its members gets it; who is no member gets nothing. All of it on loopback.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{bail, ensure};
use socket2::{Domain, SockRef, Socket, Type};

const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 42, 7);
const INTERFACE: Ipv4Addr = Ipv4Addr::LOCALHOST;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: members
    let first = member(0)?;
    let port = first.local_addr()?.port();
    let members = [first, member(port)?, member(port)?];
    // ANCHOR_END: members
    // ANCHOR: send
    let sender = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    SockRef::from(&sender).set_multicast_if_v4(&INTERFACE)?;
    sender.set_multicast_ttl_v4(0)?;
    sender.send_to(b"oi, grupo", (GROUP, port))?;
    // ANCHOR_END: send
    let mut buffer = [0; 1024];
    for (number, member) in (1..).zip(&members) {
        let (count, peer) = member.recv_from(&mut buffer)?;
        println!("member {number}: {:?} from {peer}", str::from_utf8(&buffer[..count])?);
        ensure!(buffer[..count] == *b"oi, grupo", "another message came");
    }

    // ANCHOR: leave
    members[0].leave_multicast_v4(&GROUP, &INTERFACE)?;
    sender.send_to(b"tchau", (GROUP, port))?;
    let (count, _) = members[1].recv_from(&mut buffer)?;
    println!("member 2: {:?}", str::from_utf8(&buffer[..count])?);
    // ANCHOR_END: leave
    members[0].set_read_timeout(Some(Duration::from_millis(300)))?;
    match members[0].recv_from(&mut buffer) {
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            println!("member 1 has left, and gets nothing");
        }
        // The socket is still bound to the group's address, and Linux goes by that where others are members.
        Ok(_) => {
            println!("member 1 has left, and gets it all the same: it is bound to the group, and others are members")
        }
        Err(error) => bail!("member 1: {error}"),
    }
    Ok(())
}

// ANCHOR: member
/// A socket that is a member of the group, with a port that others may have too.
fn member(port: u16) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    socket.set_reuse_address(true)?;
    // Not every system binds to a group. Where it can be, nothing of other groups comes in.
    let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { GROUP };
    socket.bind(&SocketAddr::from((address, port)).into())?;
    socket.join_multicast_v4(&GROUP, &INTERFACE)?;
    let socket = UdpSocket::from(socket);
    socket.set_read_timeout(Some(Duration::from_secs(20)))?;
    Ok(socket)
}
// ANCHOR_END: member
