//! A datagram to everybody on a network, for which a socket has to ask first. Loopback is the network here.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{bail, ensure};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    if !cfg!(target_os = "linux") {
        println!("only Linux has a broadcast address on loopback, and this stays there");
        return Ok(());
    }
    // ANCHOR: broadcast
    let everybody = Ipv4Addr::new(127, 255, 255, 255);
    let receiver = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    receiver.set_read_timeout(Some(Duration::from_secs(20)))?;
    let port = receiver.local_addr()?.port();

    let sender = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    match sender.send_to(b"oi, todos", (everybody, port)) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => println!("without SO_BROADCAST: {error}"),
        Err(error) => bail!("without SO_BROADCAST: {error}"),
        Ok(_) => bail!("it was sent without SO_BROADCAST"),
    }
    sender.set_broadcast(true)?;
    sender.send_to(b"oi, todos", (everybody, port))?;
    let mut buffer = [0; 1024];
    let (count, peer) = receiver.recv_from(&mut buffer)?;
    println!("with SO_BROADCAST: {:?} from {peer}", str::from_utf8(&buffer[..count])?);
    // ANCHOR_END: broadcast
    ensure!(buffer[..count] == *b"oi, todos", "another message came");
    Ok(())
}
