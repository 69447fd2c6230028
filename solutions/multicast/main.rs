//! Multicast: one sender, and a group of receivers that each get every message.

use std::io::{self, ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};
use socket2::{Domain, SockRef, Socket, Type};

/// Sends messages to a multicast group, or receives them
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    role: Role,
}

#[derive(Subcommand)]
enum Role {
    Receive(Receive),
    Send(Send),
}

/// The options of both roles.
#[derive(Args)]
struct Destination {
    /// Address of the group, from 224.0.0.0 to 239.255.255.255
    #[arg(long, default_value = "239.255.42.1", value_parser = group)]
    group: Ipv4Addr,

    /// Port that the receivers share
    #[arg(long, default_value_t = 5007)]
    port: u16,

    /// Address of the network interface to use
    #[arg(long, default_value = "127.0.0.1")]
    interface: Ipv4Addr,
}

/// Joins a group and prints the messages that are sent to it
#[derive(Args)]
struct Receive {
    #[command(flatten)]
    destination: Destination,

    /// End after this many messages
    #[arg(long)]
    count: Option<u64>,

    /// End when the next message takes longer than this, in seconds
    #[arg(long, value_parser = common::seconds)]
    timeout: Option<Duration>,
}

/// Sends one message to a group
#[derive(Args)]
struct Send {
    #[command(flatten)]
    destination: Destination,

    /// Routers that the message may pass, plus one; 0 keeps it on this machine
    #[arg(long, default_value_t = 1)]
    ttl: u8,

    /// Keep the message from receivers on this machine
    #[arg(long)]
    no_loopback: bool,

    /// What to send
    message: String,
}

/// Reads a group's address. What it refuses is wrong usage, and clap exits with 2.
fn group(text: &str) -> Result<Ipv4Addr, String> {
    let address: Ipv4Addr = text.parse().map_err(|_| "not an IPv4 address".to_string())?;
    if !address.is_multicast() {
        return Err("the groups are the addresses from 224.0.0.0 to 239.255.255.255".to_string());
    }
    Ok(address)
}

fn main() -> ExitCode {
    common::exit(match Arguments::parse().role {
        Role::Receive(arguments) => receive(&arguments),
        Role::Send(arguments) => send(&arguments),
    })
}

fn receive(arguments: &Receive) -> anyhow::Result<()> {
    let Destination { group, port, interface } = arguments.destination;
    let socket = open(group, port).with_context(|| format!("cannot bind to {group}:{port}"))?;
    // A group is joined on one interface: what arrives through another one is not received.
    socket.join_multicast_v4(&group, &interface).with_context(|| format!("cannot join {group} on {interface}"))?;
    // Each receive waits for this long at most; without it, for ever.
    socket.set_read_timeout(arguments.timeout).context("cannot set the timeout")?;
    print(format_args!("joined {group}:{port} on {interface}"))?;

    let outcome = print_messages(&socket, arguments);
    // Closing the socket leaves the group as well. Saying so keeps it right in a program that goes on.
    socket.leave_multicast_v4(&group, &interface).with_context(|| format!("cannot leave {group}"))?;
    outcome
}

/// Opens a socket for what is sent to the group at this port.
fn open(group: Ipv4Addr, port: u16) -> io::Result<UdpSocket> {
    // `UdpSocket::bind` is two of the notes' calls in one, socket and bind. Here an option has to be set between them:
    // with SO_REUSEADDR, all receivers on a machine can have the same port.
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    socket.set_reuse_address(true)?;
    // The port alone does not tell the groups apart. On Linux, a socket bound to 0.0.0.0 also hears each other group
    // that any program on the machine has joined (IP_MULTICAST_ALL in ip(7)); one bound to the group hears that alone.
    // Windows binds only to addresses of the machine itself, and hands a socket no group that it has not joined.
    let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { group };
    socket.bind(&SocketAddr::from((address, port)).into())?;
    Ok(socket.into())
}

/// Prints each message until there have been enough of them.
fn print_messages(socket: &UdpSocket, arguments: &Receive) -> anyhow::Result<()> {
    // A datagram that does not fit into the buffer is cut, and the rest of it is lost. In this one, all fit.
    let mut buffer = [0; 65_536];
    let mut received = 0;
    while arguments.count.is_none_or(|count| received < count) {
        let (length, peer) = match socket.recv_from(&mut buffer) {
            Ok(message) => message,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            // The timeout struck: Unix calls it the one, Windows the other.
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                bail!("no message within the timeout, after {received} received");
            }
            Err(error) => return Err(error).context("cannot receive"),
        };
        received += 1;
        // Anybody can send to a group, and anything: quoted and escaped, it cannot write to the terminal.
        print(format_args!("{peer}: {:?}", String::from_utf8_lossy(&buffer[..length])))?;
    }
    Ok(())
}

/// Prints a line at once, also where stdout is a pipe and somebody waits at its other end.
fn print(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

fn send(arguments: &Send) -> anyhow::Result<()> {
    let Destination { group, port, interface } = arguments.destination;
    // Any socket can send to a group, from any port: only those who want to receive are members.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).context("cannot open a socket")?;
    // A group is not a place that a route leads to: without this the system chooses the interface.
    SockRef::from(&socket)
        .set_multicast_if_v4(&interface)
        .with_context(|| format!("cannot send through {interface}"))?;
    // Multicast has a TTL of its own. `set_ttl` is for what is sent to a single host.
    socket.set_multicast_ttl_v4(arguments.ttl.into()).context("cannot set the TTL")?;
    socket.set_multicast_loop_v4(!arguments.no_loopback).context("cannot set the loopback of multicast")?;
    socket
        .send_to(arguments.message.as_bytes(), (group, port))
        .with_context(|| format!("cannot send to {group}:{port}"))?;
    Ok(())
}
