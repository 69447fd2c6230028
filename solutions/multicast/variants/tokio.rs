//! Variant: tokio: sockets that are awaited, and a timeout around each receive.

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::{Args, Parser};
use socket2::{Domain, SockRef, Socket, Type};
use tokio::net::UdpSocket;
use tokio::time;

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

#[tokio::main]
async fn receive(arguments: &Receive) -> anyhow::Result<()> {
    let Receive { group, port, interface, count, timeout } = *arguments;
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { group };
    socket.bind(&SocketAddr::from((address, port)).into())?;
    let socket = UdpSocket::from_std(socket.into())?;
    socket.join_multicast_v4(group, interface)?;
    print(format_args!("joined {group}:{port} on {interface}"))?;

    let mut buffer = vec![0; 65_536];
    let mut received = 0;
    while count.is_none_or(|count| received < count) {
        let next = socket.recv_from(&mut buffer);
        let (length, peer) = match timeout {
            Some(timeout) => time::timeout(timeout, next).await.context("no message came")??,
            None => next.await?,
        };
        print(format_args!("{peer}: {:?}", String::from_utf8_lossy(&buffer[..length])))?;
        received += 1;
    }
    Ok(())
}

fn print(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

#[tokio::main]
async fn send(arguments: &Send) -> anyhow::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0").await?;
    SockRef::from(&socket).set_multicast_if_v4(&arguments.interface)?;
    socket.set_multicast_ttl_v4(arguments.ttl.into())?;
    socket.set_multicast_loop_v4(!arguments.no_loopback)?;
    socket.send_to(arguments.message.as_bytes(), (arguments.group, arguments.port)).await?;
    Ok(())
}
