//! Multicast: one sender, and a group of receivers that each get every message.

use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::{Args, Parser, Subcommand};

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

/// Reads a group's address. What it refuses is wrong usage: clap prints the sentence and exits with 2.
fn group(text: &str) -> Result<Ipv4Addr, String> {
    // TODO: refuse an address that is no group, with a sentence that states the range.
    text.parse().map_err(|_| "not an IPv4 address".to_string())
}

fn main() -> ExitCode {
    common::exit(match Arguments::parse().role {
        Role::Receive(arguments) => receive(&arguments),
        Role::Send(arguments) => send(&arguments),
    })
}

fn receive(arguments: &Receive) -> anyhow::Result<()> {
    let Destination { group: _group, port: _port, interface: _interface } = arguments.destination;
    let (_count, _timeout) = (arguments.count, arguments.timeout);
    // TODO: open a socket that shares its port with other receivers, and join the group on the interface.
    // - Once it is a member, print `joined <group>:<port> on <interface>`, and flush.
    // - Print `<peer>: <message>` for each message, the message quoted and escaped as `{:?}` does.
    // - End after `count` messages; fail when the next one takes longer than `timeout`.
    // README.md beside this file (em português: LEIAME.md) says it in full. Once you have begun, delete the line below.
    bail!("exercises/multicast/main.rs is not written yet")
}

fn send(arguments: &Send) -> anyhow::Result<()> {
    let Destination { group: _group, port: _port, interface: _interface } = arguments.destination;
    let (_ttl, _no_loopback, _message) = (arguments.ttl, arguments.no_loopback, &arguments.message);
    // TODO: send the message to the group, through the interface, with the TTL, and looped back to receivers on this
    // machine unless that is not wanted. When you have begun, delete the line below.
    bail!("exercises/multicast/main.rs is not written yet")
}
