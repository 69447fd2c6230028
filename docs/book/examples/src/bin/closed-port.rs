//! What becomes of a datagram to a port where nobody is: a socket that is not connected hears nothing, one that is
//! connected hears of it at its next call.

use std::io::ErrorKind;
use std::net::UdpSocket;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{bail, ensure};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // A port that stays closed to us: who has it takes datagrams from one address only, which is not ours.
    let keeper = UdpSocket::bind("127.0.0.1:0")?;
    keeper.connect(keeper.local_addr()?)?;
    let closed = keeper.local_addr()?;
    let mut buffer = [0; 1024];

    // ANCHOR: open
    let client = UdpSocket::bind("127.0.0.1:0")?;
    client.set_read_timeout(Some(Duration::from_millis(200)))?;
    client.send_to(b"ping 1", closed)?;
    let started = Instant::now();
    match client.recv_from(&mut buffer) {
        Err(error) => println!("not connected: {error}, after {} ms", started.elapsed().as_millis()),
        Ok((count, peer)) => bail!("{count} bytes from {peer}"),
    }
    // ANCHOR_END: open

    // ANCHOR: connected
    let client = UdpSocket::bind("127.0.0.1:0")?;
    client.set_read_timeout(Some(Duration::from_secs(20)))?;
    client.connect(closed)?;
    client.send(b"ping 2")?;
    let started = Instant::now();
    match client.recv(&mut buffer) {
        // Windows says "reset" where others say "refused".
        Err(error) if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) => {
            println!("connected: {error}, after {} ms", started.elapsed().as_millis());
        }
        Err(error) => bail!("connected: {error}"),
        Ok(count) => bail!("{count} bytes came from a closed port"),
    }
    client.send(b"ping 3")?;
    println!("and it can be used as before: the next datagram is sent");
    // ANCHOR_END: connected
    ensure!(started.elapsed() < Duration::from_secs(20), "it was the time that was over");
    Ok(())
}
