//! A port that does not answer: who connects to it is neither accepted nor refused, and waits.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use report::message::msg;
use socket2::{Domain, Socket, Type};

use crate::failure::{Failure, Result};
use crate::program::Program;
use crate::readiness::{self, WRITE};

/// A port with a full queue. See `backlog` in listen(2).
pub struct SilentPort {
    address: SocketAddr,
    _listener: Socket,
    /// Those that fill the queue, and those that wait for a place in it.
    _waiting: Vec<Socket>,
}

impl Program {
    /// A port that does not answer. `None`: this system makes none, since it refuses who finds the queue full, or has a queue
    /// of another length.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn silent_port(&self) -> Result<Option<SilentPort>> {
        silent_port().map_err(|error| Failure::grader(msg!("listen-on-loopback"), error))
    }
}

fn silent_port() -> io::Result<Option<SilentPort>> {
    /// Linux lets one more in than the queue has places, and it has none.
    const MORE_THAN_ENOUGH: usize = 4;
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    listener.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    listener.listen(0)?;
    let address = listener.local_addr()?;
    let mut waiting = Vec::new();
    for _ in 0..MORE_THAN_ENOUGH {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_nonblocking(true)?;
        // It says that it has only begun.
        let _ = socket.connect(&address);
        waiting.push(socket);
    }
    let is_silent = waiting.last().is_some_and(|last| !readiness::is_ready_within(last, WRITE, Duration::ZERO));
    let address = address.as_socket().expect("an internet socket has an internet address");
    Ok(is_silent.then_some(SilentPort { address, _listener: listener, _waiting: waiting }))
}

impl SilentPort {
    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}
