//! A socket's timeout is for one receive: whoever sends something now and then keeps a program waiting for ever. A
//! deadline is for all of them together.

use std::io::{self, ErrorKind};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;

/// How long the program means to wait.
const TIMEOUT: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    let each = with_chatter(wait_for_each)?;
    println!("a timeout of 1 s for each receive: gave up after {:.1} s", each.as_secs_f64());
    let all = with_chatter(wait_for_all)?;
    println!("a deadline of 1 s for all of them: gave up after {:.1} s", all.as_secs_f64());
    ensure!(each > TIMEOUT * 2, "the chatter has not kept it waiting");
    ensure!(all >= TIMEOUT && all < each, "the deadline was not kept");
    Ok(())
}

// ANCHOR: each
/// Waits for an answer that never comes, with the same timeout for each receive.
fn wait_for_each(socket: &UdpSocket) -> io::Result<()> {
    socket.set_read_timeout(Some(TIMEOUT))?;
    while receive(socket)? != Some(b"PING 1".to_vec()) {}
    Ok(())
}
// ANCHOR_END: each

// ANCHOR: all
/// Waits for it until a deadline: each receive gets what the ones before it have left.
fn wait_for_all(socket: &UdpSocket) -> io::Result<()> {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        socket.set_read_timeout(Some(left))?;
        if receive(socket)? == Some(b"PING 1".to_vec()) {
            return Ok(());
        }
    }
}
// ANCHOR_END: all

/// One datagram, or nothing where a signal disturbed the wait.
fn receive(socket: &UdpSocket) -> io::Result<Option<Vec<u8>>> {
    let mut buffer = [0; 1024];
    match socket.recv_from(&mut buffer) {
        Ok((count, _)) => Ok(Some(buffer[..count].to_vec())),
        Err(error) if error.kind() == ErrorKind::Interrupted => Ok(None),
        Err(error) => Err(error),
    }
}

/// How long the waiting takes, while somebody sends what is no answer, for 1.5 s.
fn with_chatter(wait: fn(&UdpSocket) -> io::Result<()>) -> anyhow::Result<Duration> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;
    let chatter = thread::spawn(move || -> io::Result<()> {
        let somebody = UdpSocket::bind("127.0.0.1:0")?;
        for _ in 0..30 {
            somebody.send_to(b"PING 0", address)?;
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    });
    let started = Instant::now();
    let outcome = wait(&socket);
    let time = started.elapsed();
    chatter.join().expect("the chatter does not panic")?;
    ensure!(outcome.is_err(), "an answer came that nobody has sent");
    Ok(time)
}
