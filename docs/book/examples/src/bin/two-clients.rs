//! Two clients at once: a server that serves one after the other lets the second one wait; one with a thread for each
//! serves both.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::{bail, ensure};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    println!("one after another:");
    visit(one_after_another, false)?;
    println!("a thread for each:");
    visit(a_thread_for_each, true)
}

// ANCHOR: servers
fn one_after_another(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept()?;
        // An error of one client ends that client.
        answer(stream).ok();
    }
}

fn a_thread_for_each(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept()?;
        thread::spawn(move || answer(stream));
    }
}
// ANCHOR_END: servers

/// Answers in upper case until the client has no more to say.
fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 64];
    while let count @ 1.. = stream.read(&mut buffer)? {
        stream.write_all(&buffer[..count].to_ascii_uppercase())?;
    }
    Ok(())
}

/// Two clients visit a server. The first one says nothing.
fn visit(server: fn(&TcpListener) -> io::Result<()>, serves_both: bool) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || server(&listener));

    // ANCHOR: clients
    let silent = TcpStream::connect(address)?;
    let mut second = TcpStream::connect(address)?;
    println!("  two clients are connected, and the second one sends");
    second.write_all(b"oi")?;
    let mut buffer = [0; 2];
    second.set_read_timeout(Some(if serves_both { Duration::from_secs(20) } else { Duration::from_millis(300) }))?;
    match second.read_exact(&mut buffer) {
        Ok(()) => println!("  it is answered, while the first one says nothing"),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            println!("  it is not answered");
            ensure!(!serves_both, "a thread for each client does not serve both");
            drop(silent);
            second.set_read_timeout(Some(Duration::from_secs(20)))?;
            second.read_exact(&mut buffer)?;
            println!("  the first one leaves: now it is answered");
        }
        Err(error) => bail!("the second client: {error}"),
    }
    // ANCHOR_END: clients
    ensure!(buffer == *b"OI", "the answer is another one");
    Ok(())
}
