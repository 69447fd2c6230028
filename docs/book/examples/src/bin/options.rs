//! Options of a socket: each is set, read back, and, where one can, seen at work.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;
use book_examples::connection;
use socket2::{Domain, SockRef, Socket, Type};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    reuse_address()?;
    no_delay()?;
    receive_buffer()?;
    keep_alive_and_linger()?;
    broadcast_and_ttl()
}

/// Lets `bind` have a port on which an old connection fades.
// ANCHOR: reuse
fn reuse_address() -> anyhow::Result<()> {
    let (client, server) = connection()?;
    let address = server.local_addr()?;
    // Who closes first is the one whose port is kept for a while, in TIME_WAIT.
    drop(server);
    drop(client);
    for reuse in [false, true] {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_reuse_address(reuse)?;
        ensure!(socket.reuse_address()? == reuse, "SO_REUSEADDR was not taken");
        let bound = socket.bind(&address.into());
        match &bound {
            Ok(()) => println!("SO_REUSEADDR {reuse:<5}: the port of a connection that has ended is bound"),
            Err(error) => println!("SO_REUSEADDR {reuse:<5}: {error}"),
        }
        ensure!(!cfg!(target_os = "linux") || bound.is_ok() == reuse, "the option makes no difference");
    }
    Ok(())
}
// ANCHOR_END: reuse

/// Sends each small piece at once, and does not wait for what was sent before to be acknowledged.
// ANCHOR: nodelay
fn no_delay() -> anyhow::Result<()> {
    let mut medians = Vec::new();
    for no_delay in [false, true] {
        let (mut client, mut server) = connection()?;
        client.set_nodelay(no_delay)?;
        ensure!(client.nodelay()? == no_delay, "TCP_NODELAY was not taken");
        let serving = thread::spawn(move || -> io::Result<()> {
            let mut message = [0; 8];
            // A message is there when both of its halves are.
            while server.read_exact(&mut message).is_ok() {
                server.write_all(b"!")?;
            }
            Ok(())
        });
        let mut times: Vec<_> = (0..21).map(|_| two_writes(&mut client)).collect::<io::Result<_>>()?;
        times.sort();
        println!("TCP_NODELAY {no_delay:<5}: two writes and an answer take {:.2} ms", times[10].as_secs_f64() * 1000.0);
        medians.push(times[10]);
        drop(client);
        serving.join().expect("the server does not panic")?;
    }
    ensure!(!cfg!(target_os = "linux") || medians[0] > medians[1], "it is no faster with TCP_NODELAY");
    Ok(())
}

fn two_writes(stream: &mut TcpStream) -> io::Result<Duration> {
    let started = Instant::now();
    stream.write_all(b"half")?;
    stream.write_all(b"half")?;
    stream.read_exact(&mut [0; 1])?;
    Ok(started.elapsed())
}
// ANCHOR_END: nodelay

/// How much waits for a program that does not read.
// ANCHOR: buffer
fn receive_buffer() -> anyhow::Result<()> {
    let mut counts = Vec::new();
    for size in [4096, 65_536] {
        let receiver = UdpSocket::bind("127.0.0.1:0")?;
        SockRef::from(&receiver).set_recv_buffer_size(size)?;
        let sender = UdpSocket::bind("127.0.0.1:0")?;
        for _ in 0..2000 {
            sender.send_to(b"0123456789", receiver.local_addr()?)?;
        }
        receiver.set_read_timeout(Some(Duration::from_millis(200)))?;
        let mut count = 0;
        while receiver.recv(&mut [0; 16]).is_ok() {
            count += 1;
        }
        let taken = SockRef::from(&receiver).recv_buffer_size()?;
        println!("SO_RCVBUF {size:<7}: {taken} it says, and {count} of 2000 small datagrams were kept");
        counts.push(count);
    }
    ensure!(counts[0] < counts[1], "a larger buffer keeps no more");
    Ok(())
}
// ANCHOR_END: buffer

/// Asking now and then whether a silent peer is still there; and what `close` does with what is not sent yet.
fn keep_alive_and_linger() -> anyhow::Result<()> {
    let (client, mut server) = connection()?;
    let options = SockRef::from(&client);
    options.set_keepalive(true)?;
    println!("SO_KEEPALIVE     : {}", options.keepalive()?);
    options.set_linger(Some(Duration::ZERO))?;
    println!("SO_LINGER 0      : {:?}", options.linger()?);
    drop(client);
    let seen = server.read(&mut [0; 16]);
    ensure!(seen.is_err(), "a linger time of 0 is no reset here");
    println!(
        "                   and after close the peer reads: {}",
        seen.err().map_or(String::new(), |it| it.to_string())
    );
    Ok(())
}

fn broadcast_and_ttl() -> anyhow::Result<()> {
    let socket = UdpSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    println!("SO_BROADCAST     : {} at first", socket.broadcast()?);
    socket.set_broadcast(true)?;
    ensure!(socket.broadcast()?, "SO_BROADCAST was not taken");
    println!("IP_TTL           : {} at first", socket.ttl()?);
    socket.set_ttl(1)?;
    ensure!(socket.ttl()? == 1, "IP_TTL was not taken");
    println!("IP_MULTICAST_TTL : {} at first, another number than that", socket.multicast_ttl_v4()?);
    match socket.set_ttl(256) {
        Err(error) => println!("IP_TTL 256       : {error}"),
        Ok(()) => ensure!(socket.ttl()? < 256, "a byte holds 256"),
    }
    Ok(())
}
