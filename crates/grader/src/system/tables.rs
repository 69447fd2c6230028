//! All TCP sockets that the kernel knows.

use std::fs;

use procfs::net::{TcpNetEntries, TcpState};
use procfs::{FromBufReadSI as _, current_system_info};
use rustix::net::AddressFamily;

use super::sock_diag;
use super::socket::{TcpSocket, canonical};

/// The TCP sockets in the network namespace of this process, without those that only remember that they were closed.
pub(crate) fn tcp_sockets(pid: i32) -> Option<Vec<TcpSocket>> {
    if let Some(sockets) = asked(pid) {
        return Some(sockets);
    }
    let mut sockets = read(&format!("/proc/{pid}/net/tcp"))?;
    // There is no table of IPv6 where the system has none.
    sockets.extend(read(&format!("/proc/{pid}/net/tcp6")).unwrap_or_default());
    Some(sockets)
}

/// The same, as the kernel says it to who asks. `None`: the process has another network, or the kernel is one that is not
/// asked, as in some containers.
fn asked(pid: i32) -> Option<Vec<TcpSocket>> {
    let network = |pid: &str| fs::read_link(format!("/proc/{pid}/ns/net")).ok();
    if network(&pid.to_string())? != network("self")? {
        return None;
    }
    let mut sockets = sock_diag::tcp_sockets(AddressFamily::INET).ok()?;
    if may_have_ipv6() {
        sockets.extend(sock_diag::tcp_sockets(AddressFamily::INET6).ok()?);
    }
    Some(sockets)
}

/// Whether there may be a TCP socket of IPv6. The kernel goes through all places where one could be, for each family anew;
/// how many there are it knows.
fn may_have_ipv6() -> bool {
    let counts = fs::read_to_string("/proc/self/net/sockstat6").unwrap_or_default();
    !counts.lines().any(|line| line == "TCP6: inuse 0")
}

/// The same, as proc_net(5) has it.
fn read(path: &str) -> Option<Vec<TcpSocket>> {
    let table = fs::read_to_string(path).ok()?;
    let TcpNetEntries(entries) = TcpNetEntries::from_buf_read(table.as_bytes(), current_system_info()).ok()?;
    let open = entries.into_iter().filter(|entry| entry.state != TcpState::TimeWait);
    Some(
        open.map(|entry| TcpSocket {
            local: canonical(entry.local_address),
            remote: canonical(entry.remote_address),
            state: entry.state,
            unread: entry.rx_queue,
            unsent: entry.tx_queue,
            inode: entry.inode,
        })
        .collect(),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::{TcpListener, TcpStream};
    use std::process;

    use super::*;

    #[test]
    fn who_asks_is_told_what_the_table_has() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (mut client, _queued) = (TcpStream::connect(address).unwrap(), TcpStream::connect(address).unwrap());
        let (server, _) = listener.accept().unwrap();
        client.write_all(b"unread").unwrap();
        // There may be no IPv6.
        let both_families = TcpListener::bind("[::]:0").ok();
        let mut ports = vec![address.port()];
        ports.extend(both_families.as_ref().map(|listener| listener.local_addr().unwrap().port()));

        let ours = |sockets: Vec<TcpSocket>| {
            let is_ours = |it: &TcpSocket| [it.local, it.remote].iter().any(|end| ports.contains(&end.port()));
            let mut ours: Vec<_> = sockets.into_iter().filter(is_ours).collect();
            ours.sort_by_key(|socket| (socket.local, socket.remote, socket.inode));
            ours
        };
        let Some(asked) = asked(process::id().cast_signed()).map(ours) else {
            println!("NOT RUN: this kernel cannot be asked for its sockets");
            return;
        };
        let mut table = read("/proc/self/net/tcp").unwrap();
        table.extend(read("/proc/self/net/tcp6").unwrap_or_default());
        assert_eq!(asked, ours(table));
        let received = asked.iter().find(|socket| Some(socket.remote) == client.local_addr().ok());
        assert_eq!(received.map(|socket| (socket.state.clone(), socket.unread)), Some((TcpState::Established, 6)));
        drop(server);
    }
}
