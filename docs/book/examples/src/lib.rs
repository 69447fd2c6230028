//! What several programs of the book begin with: a connection whose both ends they hold.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// Two ends of one connection over loopback: the one that connected, and the one that was accepted.
///
/// # Errors
/// Where the system has no port or no socket left.
pub fn connection() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (server, _) = listener.accept()?;
    Ok((client, server))
}

/// Waits until something is true of the other end, looking again and again: what has been sent needs a moment to arrive.
///
/// # Errors
/// Where it is not true in a long time, or the question itself fails.
pub fn wait_until(mut is_true: impl FnMut() -> io::Result<bool>) -> io::Result<()> {
    let started = Instant::now();
    while !is_true()? {
        if started.elapsed() > Duration::from_secs(20) {
            return Err(io::Error::other("what was waited for has not come in 20 s"));
        }
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}
