//! Variant: the bare socket calls one by one, with socket2; bound to every address, and deaf to other groups.

use std::io::{self, ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::{Args, Parser};
use socket2::{Domain, Protocol, SockAddr, Socket, Type};

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
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP)).context("socket")?;
    socket.set_reuse_address(true).context("SO_REUSEADDR")?;
    // Elsewhere a socket hears no group that it has not joined itself.
    #[cfg(target_os = "linux")]
    socket.set_multicast_all_v4(false).context("IP_MULTICAST_ALL")?;
    socket.bind(&SockAddr::from(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, arguments.port))).context("bind")?;
    socket.join_multicast_v4(&arguments.group, &arguments.interface).context("IP_ADD_MEMBERSHIP")?;
    socket.set_read_timeout(arguments.timeout).context("SO_RCVTIMEO")?;
    println!("joined {}:{} on {}", arguments.group, arguments.port, arguments.interface);
    io::stdout().flush()?;

    // socket2 receives into memory that was never written to, which takes unsafe code; the standard library does not.
    let socket = UdpSocket::from(socket);
    let mut buffer = vec![0; 65_536];
    for _ in 0..arguments.count.unwrap_or(u64::MAX) {
        let (length, peer) = match socket.recv_from(&mut buffer) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => bail!("timed out"),
            received => received.context("recvfrom")?,
        };
        println!("{peer}: \"{}\"", escaped(&buffer[..length]));
        io::stdout().flush()?;
    }
    Ok(())
}

/// The bytes as they are, where they are printable text, and the rest as escapes of C.
fn escaped(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '"' | '\\' => text.extend(['\\', char]),
                _ if char.is_control() => text.push_str(&format!("\\x{:02x}", u32::from(char))),
                _ => text.push(char),
            }
        }
        text.push_str(&chunk.invalid().escape_ascii().to_string());
    }
    text
}

fn send(arguments: &Send) -> anyhow::Result<()> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP)).context("socket")?;
    socket.set_multicast_if_v4(&arguments.interface).context("IP_MULTICAST_IF")?;
    socket.set_multicast_ttl_v4(arguments.ttl.into()).context("IP_MULTICAST_TTL")?;
    socket.set_multicast_loop_v4(!arguments.no_loopback).context("IP_MULTICAST_LOOP")?;
    let group = SockAddr::from(SocketAddrV4::new(arguments.group, arguments.port));
    socket.send_to(arguments.message.as_bytes(), &group).context("sendto")?;
    Ok(())
}
