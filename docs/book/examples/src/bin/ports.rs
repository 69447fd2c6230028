//! Ports: the system finds a free one, keeps TCP's and UDP's apart, gives none to two programs, and those below 1024 not
//! to everybody.

use std::io::ErrorKind;
use std::net::{TcpListener, UdpSocket};
use std::process::ExitCode;

use anyhow::{bail, ensure};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: any
    let first = TcpListener::bind("127.0.0.1:0")?;
    let second = TcpListener::bind("127.0.0.1:0")?;
    let (one, other) = (first.local_addr()?, second.local_addr()?);
    println!("asked for port 0 twice: the system chose {one} and {other}");
    // ANCHOR_END: any
    ensure!(one.port() != 0 && one.port() != other.port(), "the system chose no port, or one port twice");

    // ANCHOR: taken
    match TcpListener::bind(one) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => println!("{one} a second time: {error}"),
        Err(error) => bail!("{one} a second time failed for another reason: {error}"),
        Ok(_) => bail!("two sockets listen on {one}"),
    }
    // ANCHOR_END: taken

    // UDP's ports are others, with the same numbers.
    match UdpSocket::bind(one) {
        Ok(_) => println!("{one} over UDP: bound, beside the TCP socket of that number"),
        // By chance another program has it over UDP, which has nothing to do with ours over TCP.
        Err(error) if error.kind() == ErrorKind::AddrInUse => println!("{one} over UDP: {error}"),
        Err(error) => bail!("{one} over UDP failed: {error}"),
    }

    reserved()
}

/// Asks for a port that is kept for the system's own services.
fn reserved() -> anyhow::Result<()> {
    let address = "127.0.0.1:80";
    match TcpListener::bind(address) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => println!("{address}: {error}"),
        // Some other program is a web server here, which says nothing about this one's rights.
        Err(error) if error.kind() == ErrorKind::AddrInUse => println!("{address}: {error}"),
        Err(error) => bail!("{address} failed for another reason: {error}"),
        Ok(_) => {
            ensure!(!is_kept_from_us(), "{address} was given to a program that has no right to it");
            println!("{address}: bound, for this program may (or this system lets everybody)");
        }
    }
    Ok(())
}

/// Whether Linux keeps port 80 for programs with more rights than this one has.
#[cfg(target_os = "linux")]
fn is_kept_from_us() -> bool {
    /// The right to bind reserved ports is this bit of the capabilities: see capabilities(7).
    const NET_BIND_SERVICE: u64 = 1 << 10;
    let first_free = std::fs::read_to_string("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    let first_free: u16 = first_free.ok().and_then(|text| text.trim().parse().ok()).unwrap_or(1024);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let rights = status.lines().find_map(|line| line.strip_prefix("CapEff:\t"));
    let rights = rights.and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(u64::MAX);
    first_free > 80 && rights & NET_BIND_SERVICE == 0
}

/// macOS and Windows have rules of their own: here what happens is only told.
#[cfg(not(target_os = "linux"))]
fn is_kept_from_us() -> bool {
    false
}
