//! Four ways to leave a connection, and what the other end sees of each.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{bail, ensure};
use book_examples::{connection, wait_until};
use socket2::SockRef;

fn main() -> ExitCode {
    common::exit(half_close().and_then(|()| close()).and_then(|()| close_with_unread_input()).and_then(|()| reset()))
}

// ANCHOR: half-close
/// "I send no more, and still read."
fn half_close() -> anyhow::Result<()> {
    let (mut here, mut there) = connection()?;
    here.write_all(b"Bom dia")?;
    here.shutdown(Shutdown::Write)?;

    let mut received = String::new();
    there.read_to_string(&mut received)?;
    println!("half-close: the other end reads {received:?}, and then the end");
    there.write_all(b"ate logo")?;
    drop(there);

    received.clear();
    here.read_to_string(&mut received)?;
    println!("            and its answer still arrives: {received:?}");
    ensure!(received == "ate logo", "the answer is another one");
    Ok(())
}
// ANCHOR_END: half-close

// ANCHOR: close
/// "I send no more, and read no more."
fn close() -> anyhow::Result<()> {
    let (here, mut there) = connection()?;
    drop(here);

    let count = there.read(&mut [0; 16])?;
    println!("close:      the other end reads {count} bytes, the end");
    ensure!(count == 0, "there is something after the end");
    // Nothing says yet that nobody reads here any more. The first write finds that out, a later one is told.
    there.write_all(b"is anybody there?")?;
    let mut told = None;
    wait_until(|| {
        told = there.write(b"hello?").err();
        Ok(told.is_some())
    })?;
    println!("            it writes once: taken; it writes again: {}", told.expect("an error"));
    Ok(())
}
// ANCHOR_END: close

// ANCHOR: unread
/// A close before everything has been read.
fn close_with_unread_input() -> anyhow::Result<()> {
    let (here, mut there) = connection()?;
    there.write_all(b"Bom dia")?;
    let mut buffer = [0; 16];
    wait_until(|| Ok(here.peek(&mut buffer)? == 7))?;
    drop(here);

    let seen = what_comes(&mut there);
    println!("unread:     close, 7 bytes unread: the other end reads {seen}");
    ensure!(!cfg!(target_os = "linux") || seen != "the end", "Linux closes without a reset");
    Ok(())
}
// ANCHOR_END: unread

// ANCHOR: reset
/// Away, and all that is under way with it.
fn reset() -> anyhow::Result<()> {
    let (here, mut there) = connection()?;
    SockRef::from(&here).set_linger(Some(Duration::ZERO))?;
    drop(here);

    let seen = what_comes(&mut there);
    println!("reset:      close, linger time 0: the other end reads {seen}");
    if seen == "the end" {
        bail!("a linger time of 0 is no reset here");
    }
    Ok(())
}
// ANCHOR_END: reset

/// What a read says: that the stream has ended, or why there is no stream any more.
fn what_comes(stream: &mut TcpStream) -> String {
    loop {
        match stream.read(&mut [0; 16]) {
            Ok(0) => return "the end".to_string(),
            Ok(count) => return format!("{count} bytes"),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return format!("an error: {error}"),
        }
    }
}
