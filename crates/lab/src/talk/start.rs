//! The beginning of a talk: the other end is there before the program, where the program comes to it, and the program is
//! started.

use std::ffi::OsString;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use report::event::Role;
use thiserror::Error;

use super::group::{self, Group};
use super::happening::{Teller, What};
use super::lines;
use super::peer::Peer;
use crate::course::other_end::{OtherEnd, Talk};
use crate::engine::job::Job;

/// How long a program that listens may take to be there.
const CONNECTING: Duration = Duration::from_secs(5);

/// Why there is no other end.
#[derive(Debug, Error)]
pub enum NoOtherEnd {
    /// This is no port.
    #[error("{0} is no port")]
    NoPort(String),
    /// This is no group.
    #[error("{0} is no multicast group")]
    NoGroup(String),
    /// The system does not allow it.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// The other end, as it is before the program is started.
pub struct Opened {
    pub other_end: OtherEnd,
    /// What is there already.
    pub peer: Option<Peer>,
    /// The group, if it is one.
    pub group: Option<std::net::SocketAddrV4>,
    pub arguments: Vec<OsString>,
}

/// Opens the other end, where the program comes to it.
///
/// # Errors
/// The student wants it to be where it cannot.
pub fn open(talk: &Talk, given: &[OsString], teller: &Teller) -> Result<Opened, NoOtherEnd> {
    let port = match talk.wanted("{port}", given) {
        Some(text) => text.parse().map_err(|_| NoOtherEnd::NoPort(text))?,
        None => 0,
    };
    let (mut peer, mut group) = (None, None);
    let places = match talk.other_end {
        OtherEnd::TcpClient | OtherEnd::UdpClient => Vec::new(),
        OtherEnd::TcpServer => {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
            let address = listener.local_addr()?;
            accept(listener, teller.clone());
            vec![("{port}", address.port().to_string())]
        }
        OtherEnd::UdpServer => {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, port))?;
            let address = socket.local_addr()?;
            peer = Some(Peer::of_datagrams(0, Role::Server, socket, None, teller.clone())?);
            vec![("{port}", address.port().to_string())]
        }
        OtherEnd::Group => {
            let wanted = talk.wanted("{group}", given);
            let wanted = wanted.map(|text| group::address(&text).ok_or(NoOtherEnd::NoGroup(text))).transpose()?;
            let joined = Group::join(wanted, port)?;
            let address = *group.insert(joined.address);
            peer = Some(Peer::of_group(0, joined, teller.clone())?);
            vec![("{group}", address.ip().to_string()), ("{port}", address.port().to_string())]
        }
    };
    Ok(Opened { other_end: talk.other_end, peer, group, arguments: talk.arguments(given, &places) })
}

/// Tells each connection that the program makes.
fn accept(listener: TcpListener, teller: Teller) {
    thread::spawn(move || {
        while let Ok((stream, from)) = listener.accept() {
            if !teller.tell(What::Accepted(stream, from)) {
                return;
            }
        }
    });
}

/// Starts the program, in the student's folder, and tells what it prints.
///
/// # Errors
/// It cannot be started, or the job was cancelled.
pub fn program(program: &Path, arguments: &[OsString], job: &Job, teller: &Teller) -> Result<()> {
    let mut command = Command::new(program);
    command.args(arguments);
    let (stdout, stderr) = job.start_program(command)?;
    lines::of_program(stdout, teller.clone(), What::Printed);
    lines::of_program(stderr, teller.clone(), What::Complained);
    Ok(())
}

/// The client of this number of a program that listens there.
///
/// # Errors
/// The program is not there.
pub fn client(other_end: OtherEnd, number: usize, to: SocketAddr, teller: &Teller) -> io::Result<Peer> {
    if other_end == OtherEnd::UdpClient {
        let any: IpAddr = if to.is_ipv6() { std::net::Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
        return Peer::of_datagrams(number, Role::Client, UdpSocket::bind((any, 0))?, Some(to), teller.clone());
    }
    Peer::of_stream(number, Role::Client, TcpStream::connect_timeout(&to, CONNECTING)?, teller.clone())
}

/// Where a program listens that prints this line, and how it is reached on this machine.
pub fn ready(line: &[u8]) -> Option<SocketAddr> {
    let address = str::from_utf8(line).ok()?.strip_prefix("listening on ")?;
    let mut address: SocketAddr = address.trim_end().parse().ok()?;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv6() {
            std::net::Ipv6Addr::LOCALHOST.into()
        } else {
            Ipv4Addr::LOCALHOST.into()
        });
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_line_says_where_a_program_is_reached() {
        for (line, address) in [
            ("listening on 127.0.0.1:5000", Some("127.0.0.1:5000")),
            ("listening on 0.0.0.0:5000", Some("127.0.0.1:5000")),
            ("listening on [::]:5000", Some("[::1]:5000")),
            ("listening on port 5000", None),
            ("Listening on 127.0.0.1:5000", None),
        ] {
            assert_eq!(ready(line.as_bytes()), address.map(|it| it.parse().unwrap()), "{line}");
        }
    }
}
