//! Datagrams are lost without a word: a receiver that does not read keeps what its buffer holds, and the sender is told
//! nothing.

use std::io::ErrorKind;
use std::net::UdpSocket;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::ensure;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: send
    const SENT: u32 = 20_000;
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    let sender = UdpSocket::bind("127.0.0.1:0")?;
    let mut message = [0; 1000];
    for number in 0..SENT {
        message[..4].copy_from_slice(&number.to_be_bytes());
        sender.send_to(&message, receiver.local_addr()?)?;
    }
    println!("{SENT} datagrams sent, each without an error");
    // ANCHOR_END: send

    // ANCHOR: receive
    receiver.set_read_timeout(Some(Duration::from_millis(300)))?;
    let mut numbers = Vec::new();
    loop {
        match receiver.recv_from(&mut message) {
            Ok(_) => numbers.push(u32::from_be_bytes([message[0], message[1], message[2], message[3]])),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
            Err(error) => return Err(error.into()),
        }
    }
    println!("{} of them came, the others are nowhere", numbers.len());
    // ANCHOR_END: receive
    ensure!(!numbers.is_empty() && numbers.len() < SENT as usize, "all or nothing came");
    Ok(())
}
