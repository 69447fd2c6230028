//! All internet sockets of the network namespace, as the kernel's tables have them, and whether any of them has
//! something on its way.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use procfs::net::TcpState;
use procfs::process::Process as Facts;

use crate::sync::lock;
use crate::system::{self, Descriptor, TcpSocket, canonical, tcp_sockets};

/// An internet socket, as the kernel's tables have it.
pub(super) struct Socket {
    local: SocketAddr,
    remote: SocketAddr,
    /// `None` for UDP.
    state: Option<TcpState>,
    /// Bytes to be read, or connections to be accepted.
    unread: u32,
    /// Bytes that the other end has not acknowledged.
    unsent: u32,
}

impl Socket {
    pub(super) fn is_quiet(&self, awaited: bool, sockets: &Sockets, ours: &HashSet<u64>) -> Option<()> {
        if awaited && self.unread != 0 {
            return None;
        }
        match &self.state {
            // What it may hear, it hears from loopback: from the grader, or from the program itself.
            None => (self.local.ip().to_canonical().is_loopback() || self.is_wildcard()).then_some(()),
            Some(TcpState::Listen) => Some(()),
            Some(state) => {
                let (inode, other) = sockets.other_end(self)?;
                let known = self.remote.ip().to_canonical().is_loopback() && ours.contains(&inode);
                let settled = [state, other.state.as_ref()?]
                    .iter()
                    .all(|state| matches!(state, TcpState::Established | TcpState::CloseWait | TcpState::FinWait2));
                (known && settled && self.unsent == 0 && other.unsent == 0).then_some(())
            }
        }
    }

    /// How much this connection has left to read, its end counted in: what has come, and what is on its way. Nothing, if it
    /// is none.
    pub(super) fn left_to_read(&self, sockets: &Sockets) -> u64 {
        match &self.state {
            None | Some(TcpState::Listen) => 0,
            Some(_) => {
                let on_its_way = sockets.other_end(self).map_or(0, |(_, other)| other.unsent);
                u64::from(self.unread) + u64::from(on_its_way)
            }
        }
    }

    fn is_wildcard(&self) -> bool {
        // A group's address is as good: nobody but the grader and the program sends to it.
        self.local.ip().is_unspecified() || self.local.ip().is_multicast()
    }
}

/// All internet sockets of the network namespace.
pub(super) struct Sockets {
    by_inode: HashMap<u64, Socket>,
    /// TCP sockets by their own address and the other end's.
    by_ends: HashMap<(SocketAddr, SocketAddr), u64>,
    /// TCP sockets that no process has any more.
    left_behind: Vec<Socket>,
}

impl Sockets {
    /// The sockets that this process may use, as they were at some time after `moment`.
    ///
    /// Linux takes milliseconds to make these tables, however few sockets there are, and the checks of a lesson mostly
    /// ask at the same time: what one has read is good for all that began to ask before.
    pub(super) fn since(moment: Instant, pid: i32) -> Option<Arc<Self>> {
        struct Read {
            began: Instant,
            namespace: PathBuf,
            sockets: Arc<Sockets>,
        }
        static LAST: Mutex<Option<Read>> = Mutex::new(None);

        let namespace = fs::read_link(format!("/proc/{pid}/ns/net")).ok()?;
        let mut last = lock(&LAST);
        if let Some(read) = last.as_ref().filter(|read| read.began > moment && read.namespace == namespace) {
            return Some(Arc::clone(&read.sockets));
        }
        let began = Instant::now();
        let sockets = Arc::new(Self::read(pid)?);
        *last = Some(Read { began, namespace, sockets: Arc::clone(&sockets) });
        Some(sockets)
    }

    fn read(pid: i32) -> Option<Self> {
        let process = Facts::new(pid).ok()?;
        let mut sockets = Self { by_inode: HashMap::new(), by_ends: HashMap::new(), left_behind: Vec::new() };
        for TcpSocket { local, remote, state, unread, unsent, inode } in tcp_sockets(pid)? {
            let socket = Socket { local, remote, state: Some(state), unread, unsent };
            if inode == 0 {
                sockets.left_behind.push(socket);
            } else {
                sockets.by_ends.insert((local, remote), inode);
                sockets.by_inode.insert(inode, socket);
            }
        }
        for entry in process.udp().ok()?.into_iter().chain(process.udp6().unwrap_or_default()) {
            let (local, remote) = (canonical(entry.local_address), canonical(entry.remote_address));
            let (unread, unsent) = (entry.rx_queue, entry.tx_queue);
            sockets.by_inode.insert(entry.inode, Socket { local, remote, state: None, unread, unsent });
        }
        Some(sockets)
    }

    /// A connection that a program has closed holds nothing that the system still has to send: what was written
    /// before is delivered after, at the pace of the one who reads.
    pub(super) fn nothing_is_left_behind(&self, ours: &HashSet<u64>) -> Option<()> {
        let mut to_us =
            self.left_behind.iter().filter(|socket| self.other_end(socket).is_some_and(|(it, _)| ours.contains(&it)));
        to_us.all(|socket| socket.unsent == 0).then_some(())
    }

    pub(super) fn find(&self, inode: u64) -> Option<&Socket> {
        self.by_inode.get(&inode)
    }

    fn other_end(&self, socket: &Socket) -> Option<(u64, &Socket)> {
        let inode = *self.by_ends.get(&(socket.remote, socket.local))?;
        Some((inode, self.find(inode)?))
    }
}

/// The sockets that a process has open.
pub(super) fn inodes(pid: i32) -> Option<HashSet<u64>> {
    // A descriptor that is closed while the list is read belongs to another check.
    Some(system::descriptors(pid)?.flatten().filter_map(|descriptor: Descriptor| descriptor.socket()).collect())
}
