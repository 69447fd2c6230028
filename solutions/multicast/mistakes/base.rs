//! The right program that mistakes differ from: one socket, one message after the other.

use std::io::{self, ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

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
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    socket.set_reuse_address(true)?;
    // Windows binds only to addresses of the machine itself.
    let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { group };
    socket.bind(&SocketAddr::from((address, port)).into())?;
    socket.join_multicast_v4(&group, &interface)?;
    let socket = UdpSocket::from(socket);
    socket.set_read_timeout(timeout)?;
    print(format_args!("joined {group}:{port} on {interface}"))?;

    let mut buffer = [0; 65_536];
    let mut received = 0;
    while count.is_none_or(|count| received < count) {
        let (length, peer) = match socket.recv_from(&mut buffer) {
            Ok(message) => message,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                bail!("no message within the timeout");
            }
            Err(error) => return Err(error.into()),
        };
        received += 1;
        let message = String::from_utf8_lossy(&buffer[..length]);
        print(format_args!("{peer}: {message:?}"))?;
    }
    Ok(())
}

fn print(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

fn send(arguments: &Send) -> anyhow::Result<()> {
    let Send { group, port, interface, ttl, no_loopback, ref message } = *arguments;
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    SockRef::from(&socket).set_multicast_if_v4(&interface)?;
    socket.set_multicast_ttl_v4(ttl.into())?;
    socket.set_multicast_loop_v4(!no_loopback)?;
    socket.send_to(message.as_bytes(), (group, port))?;
    Ok(())
}
