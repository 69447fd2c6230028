//! The relay, beside `socat` and beside no relay at all.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::started::Started;
use crate::{ROUNDS, middle};

/// Cargo builds it for this.
const RELAY: &str = env!("CARGO_BIN_EXE_relay-solution");

/// What goes through the relay, in bytes, and how much of it in one write.
const STREAM: usize = 256 << 20;
const PIECE: usize = 64 << 10;

/// How many round trips are timed.
const TRIPS: u32 = 5_000;

pub fn measure() -> Result<()> {
    let target = TcpListener::bind("127.0.0.1:0")?;
    let address = target.local_addr()?;
    let relay = Started::new(Command::new(RELAY).args(["--forward", &format!("127.0.0.1:0={address}")]))?;
    let socat = Started::new(Command::new("socat").args([
        "-d",
        "-d",
        "TCP-LISTEN:0,bind=127.0.0.1,fork,nodelay",
        &format!("TCP:{address},nodelay"),
    ]));
    let mut ways = vec![("no relay", address), ("relay", relay.address)];
    match &socat {
        Ok(socat) => ways.push(("socat", socat.address)),
        Err(error) => println!("not measured: {error:#}"),
    }
    let mut rates = vec![Vec::new(); ways.len()];
    let mut trips = vec![Vec::new(); ways.len()];
    for _ in 0..ROUNDS {
        for (way, (_, address)) in ways.iter().enumerate() {
            rates[way].push(STREAM as f64 / stream_through(*address, &target)?.as_secs_f64());
            trips[way].push(round_trips(*address, &target)?.as_secs_f64() / f64::from(TRIPS));
        }
    }
    println!("{:10} {:>10} {:>14}", "", "MiB/s", "round trip, us");
    for (((name, _), rates), trips) in ways.iter().zip(&mut rates).zip(&mut trips) {
        println!("{name:10} {:10.0} {:14.1}", middle(rates) / f64::from(1 << 20), middle(trips) * 1e6);
    }
    Ok(())
}

/// How long it takes until all of a stream is at the other end.
fn stream_through(address: SocketAddr, target: &TcpListener) -> Result<Duration> {
    let began = Instant::now();
    let mut client = TcpStream::connect(address)?;
    let sender = thread::spawn(move || {
        let piece = vec![b'x'; PIECE];
        for _ in 0..STREAM / PIECE {
            client.write_all(&piece)?;
        }
        client.shutdown(Shutdown::Write)?;
        // It ends when the other side has ended, too.
        client.read(&mut [0]).map(drop)
    });
    let (mut served, _) = target.accept()?;
    let mut buffer = vec![0; PIECE];
    let mut came = 0;
    loop {
        match served.read(&mut buffer)? {
            0 => break,
            count => came += count,
        }
    }
    let took = began.elapsed();
    ensure!(came == STREAM, "of {STREAM} bytes {came} came");
    drop(served);
    sender.join().expect("the sender does not panic")?;
    Ok(took)
}

/// How long it takes to send one byte there and back, one after the other.
fn round_trips(address: SocketAddr, target: &TcpListener) -> Result<Duration> {
    let mut client = TcpStream::connect(address)?;
    let (mut served, _) = target.accept()?;
    client.set_nodelay(true)?;
    served.set_nodelay(true)?;
    let echo = thread::spawn(move || {
        let mut byte = [0];
        while served.read(&mut byte)? > 0 {
            served.write_all(&byte)?;
        }
        Ok::<_, std::io::Error>(())
    });
    let began = Instant::now();
    for _ in 0..TRIPS {
        client.write_all(b"x")?;
        client.read_exact(&mut [0])?;
    }
    let took = began.elapsed();
    drop(client);
    echo.join().expect("the echo does not panic")?;
    Ok(took)
}
