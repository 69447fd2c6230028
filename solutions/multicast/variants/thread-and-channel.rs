//! Variant: a thread receives, and the main thread prints what comes through a channel; wrong usage is told by hand.

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::{self, ExitCode};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
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
    #[arg(long, default_value = "239.255.42.1")]
    group: String,
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
    #[arg(long, default_value = "239.255.42.1")]
    group: String,
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

fn main() -> ExitCode {
    common::exit(match Arguments::parse() {
        Arguments::Receive(arguments) => receive(&arguments),
        Arguments::Send(arguments) => send(&arguments),
    })
}

/// Ends the program with a sentence for the user, if the text is no group's address.
fn group_or_exit(text: &str) -> Ipv4Addr {
    match text.parse::<Ipv4Addr>() {
        Ok(address) if (224..=239).contains(&address.octets()[0]) => address,
        _ => {
            eprintln!("{text:?} is no group: they are 224.0.0.0 ... 239.255.255.255");
            process::exit(2);
        }
    }
}

fn receive(arguments: &Receive) -> anyhow::Result<()> {
    let (group, port, interface) = (group_or_exit(&arguments.group), arguments.port, arguments.interface);
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    socket.set_reuse_address(true)?;
    let address = if cfg!(windows) { Ipv4Addr::UNSPECIFIED } else { group };
    socket.bind(&SocketAddr::from((address, port)).into())?;
    socket.join_multicast_v4(&group, &interface).context("join")?;
    let socket = UdpSocket::from(socket);

    let (sender, messages) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok((length, peer)) = socket.recv_from(&mut buffer) {
            if sender.send((buffer[..length].to_vec(), peer)).is_err() {
                break;
            }
        }
    });
    print(format_args!("joined {group}:{port} on {interface}"))?;
    let mut count = 0;
    while arguments.count != Some(count) {
        let (message, peer) = match arguments.timeout {
            None => messages.recv()?,
            Some(timeout) => match messages.recv_timeout(timeout) {
                Err(RecvTimeoutError::Timeout) => anyhow::bail!("no message for {} s", timeout.as_secs_f64()),
                received => received?,
            },
        };
        match str::from_utf8(&message) {
            Ok(text) => print(format_args!("{peer}: \"{}\"", text.escape_debug()))?,
            Err(error) => eprintln!("{peer}: not text: {error}"),
        }
        count += 1;
    }
    Ok(())
}

fn print(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

fn send(arguments: &Send) -> anyhow::Result<()> {
    let group = group_or_exit(&arguments.group);
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    SockRef::from(&socket).set_multicast_if_v4(&arguments.interface).context("interface")?;
    socket.set_multicast_ttl_v4(arguments.ttl.into())?;
    if arguments.no_loopback {
        socket.set_multicast_loop_v4(false)?;
    }
    // A sender may be a member too: it does no harm.
    socket.join_multicast_v4(&group, &arguments.interface)?;
    socket.send_to(arguments.message.as_bytes(), (group, arguments.port))?;
    Ok(())
}
