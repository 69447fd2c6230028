//! Options of a socket: each is set, read back, and, where one can, seen at work.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, UdpSocket};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use book_examples::connection;
use socket2::{Domain, SockRef, Socket, Type};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    reuse_address()?;
    no_delay()?;
    receive_buffer()?;
    keep_alive()?;
    linger()?;
    broadcast()?;
    time_to_live()
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
        println!("SO_RCVBUF {size:<8}: {taken} it says, and {count} of 2000 small datagrams were kept");
        counts.push(count);
    }
    ensure!(counts[0] < counts[1], "a larger buffer keeps no more");
    Ok(())
}
// ANCHOR_END: buffer

/// Asks a silent peer now and then whether it is still there.
// ANCHOR: keepalive
fn keep_alive() -> anyhow::Result<()> {
    let (client, _server) = connection()?;
    for keep_alive in [false, true] {
        SockRef::from(&client).set_keepalive(keep_alive)?;
        ensure!(SockRef::from(&client).keepalive()? == keep_alive, "SO_KEEPALIVE was not taken");
        if !cfg!(target_os = "linux") {
            continue;
        }
        let asks = asks_in(&client)?;
        println!(
            "SO_KEEPALIVE {keep_alive:<5}: {}",
            match asks {
                Some(time) => format!("the kernel asks the peer in {} s", time.as_millis().div_ceil(1000)),
                None => "the kernel never asks".to_string(),
            }
        );
        ensure!(asks.is_some() == keep_alive, "the option makes no difference");
    }
    Ok(())
}

/// When Linux asks the peer of this connection whether it is there, as its list of connections says.
fn asks_in(stream: &TcpStream) -> anyhow::Result<Option<Duration>> {
    // Both ends tell a connection from others: the port of one that has ended may be in use again.
    let ends = [stream.local_addr()?, stream.peer_addr()?].map(|end| format!(":{:04X}", end.port()));
    let list = fs::read_to_string("/proc/net/tcp")?;
    let mut lines = list.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let ours = |line: &Vec<&str>| line[1].ends_with(&ends[0]) && line[2].ends_with(&ends[1]);
    let line = lines.find(ours).context("the connection is not in the list")?;
    // Which timer runs, 02 being this one, and for how many hundredths of a second.
    let (timer, time) = line[5].split_once(':').context("no timer is in the list")?;
    let time = Duration::from_millis(10 * u64::from_str_radix(time, 16)?);
    Ok((timer == "02").then_some(time))
}
// ANCHOR_END: keepalive

/// What `close` does with a connection that it may not take its time for.
fn linger() -> anyhow::Result<()> {
    let (client, mut server) = connection()?;
    let options = SockRef::from(&client);
    options.set_linger(Some(Duration::ZERO))?;
    ensure!(options.linger()? == Some(Duration::ZERO), "SO_LINGER was not taken");
    drop(client);
    match server.read(&mut [0; 16]) {
        Err(error) => println!("SO_LINGER 0       : after close the peer reads: {error}"),
        Ok(count) => bail!("with a linger time of 0 the peer reads {count} bytes, and no reset"),
    }
    Ok(())
}

/// Whether datagrams to everybody may be sent.
fn broadcast() -> anyhow::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    for broadcast in [false, true] {
        socket.set_broadcast(broadcast)?;
        ensure!(socket.broadcast()? == broadcast, "SO_BROADCAST was not taken");
        // Only Linux has such an address on loopback, where it bothers nobody.
        if cfg!(target_os = "linux") {
            let sent = socket.send_to(b"oi, todos", "127.255.255.255:9");
            println!(
                "SO_BROADCAST {broadcast:<5}: {}",
                match &sent {
                    Ok(_) => "it is sent".to_string(),
                    Err(error) => error.to_string(),
                }
            );
            ensure!(sent.is_ok() == broadcast, "the option makes no difference");
        }
    }
    Ok(())
}

/// How many routers a packet may meet: a byte, and another one for groups.
fn time_to_live() -> anyhow::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    println!("IP_TTL            : {} at first, for groups {}", socket.ttl()?, socket.multicast_ttl_v4()?);
    socket.set_ttl(7)?;
    socket.set_multicast_ttl_v4(3)?;
    ensure!((socket.ttl()?, socket.multicast_ttl_v4()?) == (7, 3), "a TTL was not taken");
    match socket.set_ttl(256) {
        Err(error) => println!("IP_TTL 256        : {error}"),
        Ok(()) => ensure!(socket.ttl()? < 256, "a byte holds 256"),
    }
    Ok(())
}
