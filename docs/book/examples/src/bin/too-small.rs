//! A datagram arrives whole or not at all, also an empty one; what does not fit into the buffer is lost, and what does not
//! fit into a datagram is not sent.

use std::net::UdpSocket;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{bail, ensure};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    let server = UdpSocket::bind("127.0.0.1:0")?;
    server.set_read_timeout(Some(Duration::from_secs(20)))?;
    let address = server.local_addr()?;
    let client = UdpSocket::bind("127.0.0.1:0")?;

    // ANCHOR: messages
    let mut buffer = [0; 1024];
    for message in ["ping 1", "", "ping 2"] {
        client.send_to(message.as_bytes(), address)?;
    }
    for expected in ["ping 1", "", "ping 2"] {
        let (count, _) = server.recv_from(&mut buffer)?;
        let message = str::from_utf8(&buffer[..count])?;
        println!("one receive, one datagram: {message:?}");
        ensure!(message == expected, "{expected:?} was sent");
    }
    // ANCHOR_END: messages

    // ANCHOR: small
    client.send_to(b"ping 3", address)?;
    client.send_to(b"ping 4", address)?;
    let mut small = [0; 5];
    match server.recv_from(&mut small) {
        Ok((count, _)) => println!("a buffer of 5 bytes: {:?}", str::from_utf8(&small[..count])?),
        // Windows says that there was more.
        Err(error) => println!("a buffer of 5 bytes: {error}"),
    }
    let (count, _) = server.recv_from(&mut buffer)?;
    println!("the next receive: {:?}, and not the sixth byte", str::from_utf8(&buffer[..count])?);
    // ANCHOR_END: small
    ensure!(buffer[..count] == *b"ping 4", "something was left of the datagram before");

    // ANCHOR: large
    for size in [65_507, 65_508] {
        match client.send_to(&vec![b'x'; size], address) {
            Ok(count) => println!("a datagram of {count} bytes is sent"),
            Err(error) => println!("a datagram of {size} bytes: {error}"),
        }
    }
    // ANCHOR_END: large
    if client.send_to(&[b'x'; 65_508], address).is_ok() {
        bail!("a datagram has 65,507 bytes at most");
    }
    Ok(())
}
