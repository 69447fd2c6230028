//! Anybody can send a datagram to a socket; once it is connected, only its peer can.

use std::net::UdpSocket;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::ensure;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    let open = || -> std::io::Result<UdpSocket> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(socket)
    };
    let (server, stranger, client) = (open()?, open()?, open()?);
    let mut buffer = [0; 1024];

    // ANCHOR: open
    stranger.send_to(b"PING 1, says a stranger", client.local_addr()?)?;
    let (count, peer) = client.recv_from(&mut buffer)?;
    println!("not connected: {:?} from {peer}", str::from_utf8(&buffer[..count])?);
    // ANCHOR_END: open
    ensure!(peer == stranger.local_addr()?, "it came from somebody else");

    // ANCHOR: connected
    client.connect(server.local_addr()?)?;
    stranger.send_to(b"PING 2, says a stranger", client.local_addr()?)?;
    server.send_to(b"PING 2", client.local_addr()?)?;
    let count = client.recv(&mut buffer)?;
    println!("connected: {:?}", str::from_utf8(&buffer[..count])?);
    // ANCHOR_END: connected
    ensure!(buffer[..count] == *b"PING 2", "the stranger was heard");
    Ok(())
}
