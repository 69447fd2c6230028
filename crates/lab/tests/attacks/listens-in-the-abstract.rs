//! Tries: to meet another submission at an abstract socket
//! Stopped by: seccomp
//! Mark: 10

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixListener};

pub fn comes_through() -> bool {
    SocketAddr::from_abstract_name("attack").and_then(|name| UnixListener::bind_addr(&name)).is_ok()
}
