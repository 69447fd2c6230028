//! Variant: a socket that does not block, asked again and again with short pauses; the group is left by hand.

use std::io::{self, ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::thread;
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
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { arguments.group };
    socket.bind(&SocketAddr::from((address, arguments.port)).into())?;
    let socket: UdpSocket = socket.into();
    socket.join_multicast_v4(&arguments.group, &arguments.interface)?;
    socket.set_nonblocking(true)?;
    print(format_args!("joined {}:{} on {}", arguments.group, arguments.port, arguments.interface))?;

    let outcome = watch(&socket, arguments);
    socket.leave_multicast_v4(&arguments.group, &arguments.interface)?;
    outcome
}

fn watch(socket: &UdpSocket, arguments: &Receive) -> anyhow::Result<()> {
    let mut buffer = vec![0; 65_507];
    let (mut left, mut last) = (arguments.count, Instant::now());
    while left != Some(0) {
        match socket.recv_from(&mut buffer) {
            Ok((length, peer)) => {
                print(format_args!("{peer}: {:?}", String::from_utf8_lossy(&buffer[..length])))?;
                left = left.map(|left| left - 1);
                last = Instant::now();
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                if arguments.timeout.is_some_and(|timeout| last.elapsed() >= timeout) {
                    bail!("nothing came for {:?}", last.elapsed());
                }
                thread::sleep(Duration::from_millis(5));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn print(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

fn send(arguments: &Send) -> anyhow::Result<()> {
    // Bound to the interface's own address, so that this is the sender's as well.
    let socket = UdpSocket::bind((arguments.interface, 0))?;
    SockRef::from(&socket).set_multicast_if_v4(&arguments.interface)?;
    socket.set_multicast_ttl_v4(arguments.ttl.into())?;
    socket.set_multicast_loop_v4(!arguments.no_loopback)?;
    socket.connect((arguments.group, arguments.port))?;
    socket.send(arguments.message.as_bytes())?;
    Ok(())
}
