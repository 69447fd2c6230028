//! A verdict without waiting: knowing that what a check waits for will never come.
//!
//! Where the programs of a check sleep in calls that only an event can end, and no such event is on its way, they sleep
//! for ever, and the deadline would tell nothing new. The oracle speaks only where that is certain. Where anything is
//! in doubt, or the system does not tell, it is silent and the deadline decides; so it may make a verdict faster, and
//! never another one. Its word is asked for twice, with a last look at the awaited event between.
//!
//! # Why its word is certain
//!
//! A sleeping thread is woken by a timer, a signal, another process, its own process, or the network.
//!
//! - **Timers.** Each thread sleeps in a call of a short list, and without a timeout: none in the arguments, and no
//!   SO_RCVTIMEO on the socket, which is asked of the socket itself. No descriptor of the program is anything but a
//!   socket, a pipe, an eventfd, an epoll instance or a plain file: no timerfd, no io_uring. It has no POSIX timer, and
//!   catches none of the signals that timers send. (An alarm whose signal is not caught ends the program; what a check
//!   waits for does not come of that.)
//! - **Signals and other processes.** The grader sends no signals while it waits. The program has no descendants, nor
//!   has it left any.
//! - **Its own process.** All of its threads sleep, in the sense above.
//! - **The network.** The sockets that a thread may be waiting for hold nothing unread, and no connection to be
//!   accepted. A connection has its other end in the grader or in a program of the same check, all of whose data has
//!   been acknowledged, and neither end is in the middle of a handshake or of closing. What is sent on loopback is
//!   delivered before the call that sends it returns, or stands in the backlog of a processor: all backlogs are empty.
//!   The grader sends nothing while it waits; a wait in which it does is not the oracle's, see
//!   [`Wait::by_deadline_only`](crate::deadline::Wait::by_deadline_only).
//! - **What the program has done already.** Nothing that it sent is unacknowledged or in a backlog, also of a
//!   connection that it has closed; and the grader's threads that drain its output are asleep, so all that it printed
//!   has been looked at.
//!
//! All this is read in one go between two looks at every thread involved: each must be asleep in the same call at both,
//! and must not have run between them. So all of it was true at one moment.

use std::sync::{Arc, LazyLock};

use crate::process::Process;

/// Whether nothing will ever come of these programs, unless the grader does something. `false`: it is not certain.
pub(crate) fn nothing_will_come(programs: &[Arc<Process>]) -> bool {
    /// Unless somebody wants to see what deadlines alone make of a program.
    static ASKED: LazyLock<bool> = LazyLock::new(|| std::env::var("LAB_ORACLE").as_deref() != Ok("off"));
    *ASKED && certain(programs).is_some()
}

#[cfg(not(target_os = "linux"))]
fn certain(_: &[Arc<Process>]) -> Option<()> {
    None
}

#[cfg(target_os = "linux")]
use linux::certain;

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::{HashMap, HashSet};
    use std::fs;
    use std::net::SocketAddr;
    use std::sync::Arc;

    use procfs::net::TcpState;
    use procfs::process::{FDTarget, ProcState, Process as Facts, Syscall, all_processes};
    use socket2::SockRef;

    use crate::process::{self, Process};
    use crate::system;

    /// `Some` if it is certain. Everything that is missing, unreadable or not as it must be makes it `None`.
    pub(super) fn certain(programs: &[Arc<Process>]) -> Option<()> {
        let alive: Vec<i32> =
            programs.iter().filter(|one| !one.has_ended()).map(|one| one.pid().cast_signed()).collect();
        if alive.is_empty() {
            return None;
        }
        let mut drains = Vec::new();
        for program in programs {
            drains.extend(program.drained_by()?);
        }
        let before = look(&alive, &drains)?;
        let mut sleeps = Vec::new();
        for pid in &alive {
            has_no_timers(*pid)?;
            let threads = before.iter().filter(|thread| thread.pid == *pid);
            let theirs: Vec<Sleep> = threads.map(sleep).collect::<Option<_>>()?;
            nothing_is_ready(*pid, &theirs)?;
            sleeps.push((*pid, theirs));
        }
        // The tables of all sockets are long to read, and are asked last.
        let sockets = Sockets::read(*alive.first()?)?;
        let mut ours = socket_inodes(&Facts::myself().ok()?)?;
        for pid in &alive {
            ours.extend(socket_inodes(&Facts::new(*pid).ok()?)?);
        }
        for (pid, sleeps) in &sleeps {
            all_is_quiet(*pid, sleeps, &sockets, &ours)?;
        }
        sockets.nothing_is_left_behind(&ours)?;
        system::nothing_is_in_flight()?.then_some(())?;
        has_no_descendants(&alive)?;
        (look(&alive, &drains)? == before).then_some(())
    }

    /// A thread that is asleep in a call.
    #[derive(PartialEq, Eq)]
    struct Thread {
        pid: i32,
        tid: i32,
        call: i64,
        arguments: [u64; 6],
        /// How often it has been given a processor.
        runs: u64,
    }

    /// All threads of the programs and the threads that drain their output, all of which must be asleep.
    fn look(programs: &[i32], drains: &[i32]) -> Option<Vec<Thread>> {
        let mut threads = Vec::new();
        let mut add = |pid: i32, task: &procfs::process::Task| {
            let asleep = task.stat().ok()?.state().ok()? == ProcState::Sleeping;
            let Syscall::Blocked { syscall_number: call, argument_registers: arguments, .. } = task.syscall().ok()?
            else {
                return None;
            };
            threads.push(Thread { pid, tid: task.tid, call, arguments, runs: task.schedstat().ok()?.pcount });
            asleep.then_some(())
        };
        for pid in programs {
            for task in Facts::new(*pid).ok()?.tasks().ok()? {
                add(*pid, &task.ok()?)?;
            }
        }
        let grader = Facts::myself().ok()?;
        for tid in drains {
            add(grader.pid(), &grader.task_from_tid(*tid).ok()?)?;
        }
        // What a draining thread has read, it has handed on before it reads again.
        let reads = |thread: &Thread| thread.pid != grader.pid() || system::name(thread.call) == "read";
        threads.iter().all(reads).then_some(threads)
    }

    /// What a thread sleeps for.
    enum Sleep {
        /// Its own process, by a lock or a condition.
        Lock,
        /// Something to read, or a connection to accept, on this descriptor.
        Descriptor(i32),
        /// Any of the program's descriptors.
        AnyDescriptor,
    }

    /// What this thread sleeps for, if only that can wake it.
    fn sleep(thread: &Thread) -> Option<Sleep> {
        const FUTEX_COMMAND: u64 = 0x7f;
        const FUTEX_WAIT: u64 = 0;
        const FUTEX_WAIT_BITSET: u64 = 9;
        let [first, second, _, fourth, fifth, _] = thread.arguments;
        // An int in a register: what is above its 32 bits means nothing.
        let int = |argument: u64| argument as u32 as i32;
        match system::name(thread.call).as_str() {
            "read" | "readv" | "recvfrom" | "recvmsg" | "accept" | "accept4" => Some(Sleep::Descriptor(int(first))),
            "poll" if int(thread.arguments[2]) < 0 => Some(Sleep::AnyDescriptor),
            "ppoll" if thread.arguments[2] == 0 => Some(Sleep::AnyDescriptor),
            "select" if fifth == 0 => Some(Sleep::AnyDescriptor),
            "pselect6" if fifth == 0 => Some(Sleep::AnyDescriptor),
            "epoll_wait" | "epoll_pwait" if int(fourth) < 0 => Some(Sleep::AnyDescriptor),
            "epoll_pwait2" if fourth == 0 => Some(Sleep::AnyDescriptor),
            "futex" if fourth == 0 && [FUTEX_WAIT, FUTEX_WAIT_BITSET].contains(&(second & FUTEX_COMMAND)) => {
                Some(Sleep::Lock)
            }
            _ => None,
        }
    }

    /// No timer of the program can go off, other than those that its calls and descriptors would show.
    fn has_no_timers(pid: i32) -> Option<()> {
        const FIRST_REAL_TIME: u32 = 34;
        // SIGALRM, SIGVTALRM, SIGPROF and SIGIO, which timers and sockets may send, and the signals for anybody's use.
        let named =
            [14, 26, 27, 29].into_iter().chain(FIRST_REAL_TIME..=64).fold(0_u64, |set, signal| set | 1 << (signal - 1));
        let caught = Facts::new(pid).ok()?.status().ok()?.sigcgt;
        let timers = fs::read_to_string(format!("/proc/{pid}/timers")).ok()?;
        (caught & named == 0 && timers.trim().is_empty()).then_some(())
    }

    /// Whether a thread may be waiting for this descriptor.
    fn is_awaited(sleeps: &[Sleep], descriptor: i32) -> bool {
        sleeps.iter().any(|sleep| match sleep {
            Sleep::Lock => false,
            Sleep::Descriptor(one) => *one == descriptor,
            Sleep::AnyDescriptor => true,
        })
    }

    /// Nothing is there to be read or accepted where a thread may wait for it, and the wait has no timeout.
    fn nothing_is_ready(pid: i32, sleeps: &[Sleep]) -> Option<()> {
        for descriptor in Facts::new(pid).ok()?.fd().ok()? {
            let descriptor = descriptor.ok()?;
            if !matches!(descriptor.target, FDTarget::Socket(_)) || !is_awaited(sleeps, descriptor.fd) {
                continue;
            }
            let socket = system::borrow(pid, descriptor.fd)?;
            // A socket's own timeout does not show in the call. See SO_RCVTIMEO in socket(7).
            let has_no_timeout = SockRef::from(&socket).read_timeout().ok()?.is_none();
            if !has_no_timeout || system::is_readable(&socket) {
                return None;
            }
        }
        Some(())
    }

    /// Nothing is half sent, and nothing is open that the oracle does not understand.
    fn all_is_quiet(pid: i32, sleeps: &[Sleep], sockets: &Sockets, ours: &HashSet<u64>) -> Option<()> {
        for descriptor in Facts::new(pid).ok()?.fd().ok()? {
            let descriptor = descriptor.ok()?;
            let awaited = is_awaited(sleeps, descriptor.fd);
            match &descriptor.target {
                FDTarget::Socket(inode) => match sockets.find(*inode) {
                    Some(socket) => socket.is_quiet(awaited, sockets, ours)?,
                    // It has been reset, or is bound to nothing, or is no internet socket.
                    None if awaited => return None,
                    None => {}
                },
                FDTarget::Pipe(_) => {}
                FDTarget::AnonInode(kind) if ["[eventfd]", "[eventpoll]"].contains(&kind.as_str()) => {}
                FDTarget::Path(_) if !awaited || is_plain(pid, descriptor.fd)? => {}
                _ => return None,
            }
        }
        Some(())
    }

    /// Whether a descriptor is a file that is always ready: a regular file, or the null device.
    fn is_plain(pid: i32, descriptor: i32) -> Option<bool> {
        let path = format!("/proc/{pid}/fd/{descriptor}");
        Some(fs::metadata(&path).ok()?.is_file() || fs::read_link(&path).ok()?.as_os_str() == "/dev/null")
    }

    /// An internet socket, as the kernel's tables have it.
    struct Socket {
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
        fn is_quiet(&self, awaited: bool, sockets: &Sockets, ours: &HashSet<u64>) -> Option<()> {
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

        fn is_wildcard(&self) -> bool {
            // A group's address is as good: nobody but the grader and the program sends to it.
            self.local.ip().is_unspecified() || self.local.ip().is_multicast()
        }
    }

    /// All internet sockets of the network namespace.
    struct Sockets {
        by_inode: HashMap<u64, Socket>,
        /// TCP sockets by their own address and the other end's.
        by_ends: HashMap<(SocketAddr, SocketAddr), u64>,
        /// TCP sockets that no process has any more.
        left_behind: Vec<Socket>,
    }

    impl Sockets {
        fn read(pid: i32) -> Option<Self> {
            let process = Facts::new(pid).ok()?;
            let mut sockets = Self { by_inode: HashMap::new(), by_ends: HashMap::new(), left_behind: Vec::new() };
            // There is no table of IPv6 where the system has none.
            for entry in process.tcp().ok()?.into_iter().chain(process.tcp6().unwrap_or_default()) {
                let (local, remote) = (canonical(entry.local_address), canonical(entry.remote_address));
                let (unread, unsent) = (entry.rx_queue, entry.tx_queue);
                let socket = Socket { local, remote, state: Some(entry.state), unread, unsent };
                if entry.inode == 0 {
                    sockets.left_behind.push(socket);
                } else {
                    sockets.by_ends.insert((local, remote), entry.inode);
                    sockets.by_inode.insert(entry.inode, socket);
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
        fn nothing_is_left_behind(&self, ours: &HashSet<u64>) -> Option<()> {
            let mut to_us = self
                .left_behind
                .iter()
                .filter(|socket| self.other_end(socket).is_some_and(|(it, _)| ours.contains(&it)));
            to_us.all(|socket| socket.unsent == 0).then_some(())
        }

        fn find(&self, inode: u64) -> Option<&Socket> {
            self.by_inode.get(&inode)
        }

        fn other_end(&self, socket: &Socket) -> Option<(u64, &Socket)> {
            let inode = *self.by_ends.get(&(socket.remote, socket.local))?;
            Some((inode, self.find(inode)?))
        }
    }

    /// IPv4 as IPv4, also where a socket for both holds it.
    fn canonical(address: SocketAddr) -> SocketAddr {
        SocketAddr::new(address.ip().to_canonical(), address.port())
    }

    /// The sockets that a process has open.
    fn socket_inodes(process: &Facts) -> Option<HashSet<u64>> {
        let mut inodes = HashSet::new();
        // A descriptor that is closed while the list is read belongs to another check.
        for descriptor in process.fd().ok()?.flatten() {
            if let FDTarget::Socket(inode) = descriptor.target {
                inodes.insert(inode);
            }
        }
        Some(inodes)
    }

    /// The programs are all that there is of them: they have started no other process that is still there.
    fn has_no_descendants(programs: &[i32]) -> Option<()> {
        let grader = std::process::id().cast_signed();
        let started = process::all_started();
        for process in all_processes().ok()?.flatten() {
            // One that ends just now is nobody's hope either.
            let Ok(stat) = process.stat() else { continue };
            let theirs = programs.contains(&stat.ppid) || programs.contains(&stat.pgrp);
            let left_to_the_grader = stat.ppid == grader && !started.contains(&stat.pid);
            if stat.state != 'Z' && (theirs || left_to_the_grader) && !programs.contains(&stat.pid) {
                return None;
            }
        }
        Some(())
    }
}
