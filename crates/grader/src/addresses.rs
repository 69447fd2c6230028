//! The addresses that this machine has.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};

/// A loopback address of which the system remembers nothing, where the machine has more than one. Linux keeps for each how
/// much was once on its way to it, and gives a program as much room from the beginning on: see ip-tcp_metrics(8).
pub(crate) fn unremembered() -> Ipv4Addr {
    let [high, low] = fastrand::u16(..).to_be_bytes();
    let address = Ipv4Addr::new(127, 55, high, low);
    if is_ours(address.into()) { address } else { Ipv4Addr::LOCALHOST }
}

/// Whether this machine has the address.
pub(crate) fn is_ours(address: IpAddr) -> bool {
    is_free(SocketAddr::new(address, 0))
}

/// Whether a program could have this address.
pub(crate) fn is_free(address: SocketAddr) -> bool {
    TcpListener::bind(address).is_ok() && UdpSocket::bind(address).is_ok()
}
