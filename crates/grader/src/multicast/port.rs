//! A port for a group: kept for one check, and in nobody's way.
//!
//! The programs of a check have to find it free: one that does not share it is right wherever it is alone. So no socket
//! of the grader is bound to it. Another program that wants it is kept away by other means: the system gives it to
//! nobody who lets it choose, and another grader on the same machine sees that it is in use.

use std::net::{Ipv4Addr, SocketAddr};
use std::{io, iter};

use socket2::{Domain, Socket, Type};

use crate::system;

/// The ports to choose from: below are those that services are known by.
const FIRST: u16 = 10_000;

/// How many are looked at before it is given up.
const TRIES: usize = 1000;

/// A UDP port that is nobody's as long as this is not dropped.
pub(super) struct Port {
    number: u16,
    /// A TCP socket with the same number: TCP and UDP share nothing, but graders agree to ask for this one first.
    _claim: Socket,
}

impl Port {
    /// Takes a port.
    ///
    /// # Errors
    /// The last one of many that could not be had.
    pub(super) fn take() -> io::Result<Self> {
        let given_away = system::ephemeral_ports();
        // Where the system gives away all of them, there is no better choice.
        let is_no_choice = *given_away.start() <= FIRST && *given_away.end() == u16::MAX;
        let any = || Some(fastrand::u16(FIRST..)).filter(|port| is_no_choice || !given_away.contains(port));
        let mut refused = io::Error::from(io::ErrorKind::AddrInUse);
        for number in iter::repeat_with(any).flatten().take(TRIES) {
            match Self::claim(number) {
                Ok(port) => return Ok(port),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    fn claim(number: u16) -> io::Result<Self> {
        let claim = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        claim.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, number)).into())?;
        if system::is_bound(number) {
            return Err(io::ErrorKind::AddrInUse.into());
        }
        Ok(Self { number, _claim: claim })
    }

    /// Its number.
    pub(super) fn number(&self) -> u16 {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;

    use super::*;

    #[test]
    fn a_port_is_taken_once_and_is_free_for_a_program_that_wants_it_alone() {
        let port = Port::take().unwrap();
        assert!(!system::ephemeral_ports().contains(&port.number()));
        assert!(Port::claim(port.number()).is_err(), "two checks have the same port");
        UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port.number())).expect("the grader is not in the way");
        let number = port.number();
        drop(port);
        Port::claim(number).expect("it is given back");
    }

    #[test]
    fn a_port_that_somebody_has_is_not_taken() {
        let somebodys = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        assert!(Port::claim(somebodys.local_addr().unwrap().port()).is_err());
    }
}
