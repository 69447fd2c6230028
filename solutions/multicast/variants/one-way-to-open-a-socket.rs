//! Variant: both ends have one way to open a socket: a member of the group, on its port. The sender need be neither, but
//! it does no harm; and it connects before it sends.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::{Args, Parser};
use socket2::{Domain, SockRef, Socket, Type};

/// Sends messages to a multicast group, or receives them
#[derive(Parser)]
enum Arguments {
    /// Joins a group and prints the messages that are sent to it
    Receive(Receive),
    /// Sends one message to a group
    Send(Send),
}

#[derive(Args)]
struct Receive {
    #[arg(long, default_value = "239.255.42.1", value_parser = group)]
    group: Ipv4Addr,
    #[arg(long, default_value_t = 5007)]
    port: u16,
    #[arg(long, default_value = "127.0.0.1")]
    interface: Ipv4Addr,
    #[arg(long)]
    count: Option<u64>,
    #[arg(long, value_parser = common::seconds)]
    timeout: Option<Duration>,
}

#[derive(Args)]
struct Send {
    #[arg(long, default_value = "239.255.42.1", value_parser = group)]
    group: Ipv4Addr,
    #[arg(long, default_value_t = 5007)]
    port: u16,
    #[arg(long, default_value = "127.0.0.1")]
    interface: Ipv4Addr,
    #[arg(long, default_value_t = 1)]
    ttl: u8,
    #[arg(long)]
    no_loopback: bool,
    message: String,
}

fn group(text: &str) -> Result<Ipv4Addr, String> {
    let address: Ipv4Addr = text.parse().map_err(|_| "not an IPv4 address".to_string())?;
    if !address.is_multicast() {
        return Err("a group is an address from 224.0.0.0 to 239.255.255.255".to_string());
    }
    Ok(address)
}

fn main() -> ExitCode {
    common::exit(match Arguments::parse() {
        Arguments::Receive(arguments) => receive(&arguments),
        Arguments::Send(arguments) => send(&arguments),
    })
}

fn receive(arguments: &Receive) -> anyhow::Result<()> {
    let Receive { group, port, interface, count, timeout } = *arguments;
    let socket = open(group, port, interface)?;
    println!("joined {group}:{port} on {interface}");

    let mut buffer = vec![0; 2048];
    let mut last = Instant::now();
    let mut received = 0;
    while count != Some(received) {
        let left = timeout.map(|timeout| timeout.saturating_sub(last.elapsed()));
        // A socket takes no timeout of 0 for one.
        if left.is_some_and(|left| left.is_zero()) {
            bail!("no message within the timeout");
        }
        socket.set_read_timeout(left)?;
        match socket.recv_from(&mut buffer) {
            Ok((length, peer)) => {
                let text: String = buffer[..length].utf8_chunks().map(|chunk| chunk.valid()).collect();
                println!("{peer}: {text:?}");
                received += 1;
                last = Instant::now();
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// A member of the group, on its port, which others may have too. It joins first: it receives what comes later.
fn open(group: Ipv4Addr, port: u16, interface: Ipv4Addr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    socket.join_multicast_v4(&group, &interface)?;
    socket.set_reuse_address(true)?;
    // Windows binds only to addresses of the machine itself.
    let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { group };
    socket.bind(&SocketAddr::from((address, port)).into())?;
    Ok(socket.into())
}

fn send(arguments: &Send) -> anyhow::Result<()> {
    let Send { group, port, interface, ttl, no_loopback, ref message } = *arguments;
    let socket = open(group, port, interface)?;
    SockRef::from(&socket).set_multicast_if_v4(&interface)?;
    socket.set_multicast_ttl_v4(ttl.into())?;
    socket.set_multicast_loop_v4(!no_loopback)?;
    socket.connect((group, port))?;
    socket.send(message.as_bytes())?;
    Ok(())
}
