//! How long an exchange takes, and how much goes through, over TCP and over UDP, on the loopback of this machine.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

/// Exchanges of each kind. Of their times the median is told, which a few slow ones do not change.
const EXCHANGES: usize = 1000;
/// Bytes sent in bulk.
const BULK: usize = 64 * 1024 * 1024;
/// What fits into one packet of Ethernet.
const DATAGRAM: usize = 1472;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    println!("a small message and its echo, the median of {EXCHANGES}:");
    println!("  UDP                        {:>8.1} µs", microseconds(over_udp()?));
    println!("  TCP, one connection        {:>8.1} µs", microseconds(over_one_connection()?));
    println!("  TCP, a new one each time   {:>8.1} µs", microseconds(over_new_connections()?));
    println!("{} MiB, as fast as it goes:", BULK / 1024 / 1024);
    let (rate, share) = bulk_over_tcp()?;
    println!("  TCP   {rate:>6.0} MB/s arrive, {share:.0}% of what was sent");
    ensure!(share >= 100.0, "TCP has lost something");
    let (rate, share) = bulk_over_udp()?;
    println!("  UDP   {rate:>6.0} MB/s arrive, {share:.0}% of what was sent");
    Ok(())
}

// ANCHOR: udp
fn over_udp() -> anyhow::Result<Duration> {
    let server = UdpSocket::bind("127.0.0.1:0")?;
    let client = UdpSocket::bind("127.0.0.1:0")?;
    client.connect(server.local_addr()?)?;
    client.set_read_timeout(Some(Duration::from_secs(20)))?;
    thread::spawn(move || -> io::Result<()> {
        let mut buffer = [0; 64];
        loop {
            let (count, peer) = server.recv_from(&mut buffer)?;
            server.send_to(&buffer[..count], peer)?;
        }
    });
    let mut buffer = [0; 64];
    median(|| {
        client.send(b"ping")?;
        client.recv(&mut buffer).map(|_| ())
    })
}
// ANCHOR_END: udp

fn over_one_connection() -> anyhow::Result<Duration> {
    let mut client = TcpStream::connect(echo()?)?;
    client.set_nodelay(true)?;
    median(|| {
        client.write_all(b"ping")?;
        client.read_exact(&mut [0; 4])
    })
}

fn over_new_connections() -> anyhow::Result<Duration> {
    let address = echo()?;
    median(|| {
        let mut client = TcpStream::connect(address)?;
        client.write_all(b"ping")?;
        client.read_exact(&mut [0; 4])
    })
}

/// The address of an echo server that takes one client after another.
fn echo() -> io::Result<std::net::SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || -> io::Result<()> {
        loop {
            let (mut stream, _) = listener.accept()?;
            stream.set_nodelay(true)?;
            let mut buffer = [0; 64];
            while let count @ 1.. = stream.read(&mut buffer)? {
                stream.write_all(&buffer[..count])?;
            }
        }
    });
    Ok(address)
}

/// Megabytes each second, and how many per cent of them arrived.
fn bulk_over_tcp() -> anyhow::Result<(f64, f64)> {
    let (mut writer, mut reader) = book_examples::connection()?;
    let started = Instant::now();
    let writing = thread::spawn(move || -> io::Result<()> {
        let piece = vec![b'x'; 64 * 1024];
        for _ in 0..BULK / piece.len() {
            writer.write_all(&piece)?;
        }
        Ok(())
    });
    let mut arrived = 0;
    let mut buffer = vec![0; 64 * 1024];
    while let count @ 1.. = reader.read(&mut buffer)? {
        arrived += count;
    }
    writing.join().expect("the writer does not panic")?;
    Ok(rate(arrived, BULK, started.elapsed()))
}

fn bulk_over_udp() -> anyhow::Result<(f64, f64)> {
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    let sender = UdpSocket::bind("127.0.0.1:0")?;
    sender.connect(receiver.local_addr()?)?;
    receiver.set_read_timeout(Some(Duration::from_millis(500)))?;
    let sent = BULK / DATAGRAM * DATAGRAM;
    let started = Instant::now();
    let sending = thread::spawn(move || -> io::Result<()> {
        for _ in 0..sent / DATAGRAM {
            sender.send(&[b'x'; DATAGRAM])?;
        }
        Ok(())
    });
    let (mut arrived, mut last) = (0, started);
    let mut buffer = [0; DATAGRAM];
    loop {
        match receiver.recv(&mut buffer) {
            Ok(count) => {
                arrived += count;
                last = Instant::now();
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
            Err(error) => return Err(error.into()),
        }
    }
    sending.join().expect("the sender does not panic")?;
    Ok(rate(arrived, sent, last - started))
}

fn rate(arrived: usize, sent: usize, time: Duration) -> (f64, f64) {
    (arrived as f64 / 1e6 / time.as_secs_f64(), 100.0 * arrived as f64 / sent as f64)
}

/// The middle one of the times that an exchange takes.
fn median(mut exchange: impl FnMut() -> io::Result<()>) -> anyhow::Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..EXCHANGES {
        let started = Instant::now();
        exchange()?;
        times.push(started.elapsed());
    }
    times.sort();
    times.get(EXCHANGES / 2).copied().context("there are no times")
}

fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
