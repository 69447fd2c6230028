//! Linux: /proc, as described in proc(5) and in the kernel's documentation of `schedstat`.
//!
//! Every answer is `None` where the file is missing or unreadable: the program has ended, or the kernel was built
//! without it.

use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{self, PipeWriter, Write as _};
use std::iter;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::os::fd::OwnedFd;
use std::time::Duration;

use procfs::net::TcpState;
use procfs::process::{ProcState, Process, Schedstat, Syscall};
use procfs::{CpuPressure, Current as _, CurrentSI as _, IoPressure, KernelStats, MemoryPressure, ticks_per_second};
use report::message::{self, Message, Value, msg};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pipe::fcntl_getpipe_size;
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
use socket2::{Domain, SockRef, Type};
use syscalls::Sysno;

use super::socket::{TcpSocket, canonical};
use super::tables::tcp_sockets;
use super::tasks::{Descriptor, Task, descriptors};
use crate::holdings::{Amounts, HeldSocket};
use crate::picture::{Doing, Kind, OpenSocket};
use crate::usage::{Thread, Usage};

/// The name of the loopback interface.
const LOOPBACK: &str = "lo";

/// What the program is doing, for a verdict: "asleep in `recvfrom`", "busy on the CPU".
pub(crate) fn doing(pid: u32) -> Option<Value> {
    let mut all: Vec<Message> = Vec::new();
    for task in tasks(pid).iter().filter(|task| state(task) != Some(ProcState::Zombie)) {
        let one = match task.syscall() {
            Some(Syscall::Blocked { syscall_number: call, .. }) => match name(call) {
                Some(name) => msg!("asleep-in", call = name),
                None => msg!("asleep-in-number", number = call.to_string()),
            },
            Some(_) => msg!("busy-on-the-cpu"),
            None => continue,
        };
        if !all.contains(&one) {
            all.push(one);
        }
    }
    (!all.is_empty()).then(|| message::joined(all, msg!("and")))
}

/// The same for a diagnosis, with the sockets.
pub(crate) fn picture(pid: u32) -> Option<Doing> {
    let process = Process::new(pid.cast_signed()).ok()?;
    let mut doing = Doing::default();
    for task in tasks(pid).iter().filter(|task| state(task) != Some(ProcState::Zombie)) {
        match task.syscall() {
            Some(Syscall::Blocked { syscall_number, .. }) => doing.asleep_in.extend(name(syscall_number)),
            Some(_) => doing.is_busy = true,
            None => {}
        }
    }
    let theirs: HashSet<u64> = all_descriptors(pid).iter().filter_map(Descriptor::socket).collect();
    let mut add = |kind, inode, local: SocketAddr, remote: SocketAddr, unread| {
        if theirs.contains(&inode) {
            doing.sockets.push(OpenSocket { kind, local: canonical(local), remote: canonical(remote), unread });
        }
    };
    for socket in tcp_sockets(process.pid)? {
        let kind = match socket.state {
            TcpState::Listen => Kind::Listening,
            TcpState::CloseWait => Kind::HalfClosedByPeer,
            _ => Kind::Connection,
        };
        add(kind, socket.inode, socket.local, socket.remote, socket.unread);
    }
    for entry in process.udp().ok()?.into_iter().chain(process.udp6().unwrap_or_default()) {
        add(Kind::Udp, entry.inode, entry.local_address, entry.remote_address, entry.rx_queue);
    }
    Some(doing)
}

/// The name of a system call on this processor, as in its manual page; none, where it is too new to be known here.
pub(crate) fn name(call: i64) -> Option<&'static str> {
    usize::try_from(call).ok().and_then(Sysno::new).map(|call| call.name())
}

/// Whether a thread of the program runs, or would if a processor were free for it, or has ended without the grader
/// having been told.
pub(crate) fn is_ready(pid: u32) -> Option<bool> {
    let is_ready = |task: &Task| match state(task)? {
        ProcState::Running => Some(true),
        // A child that has ended may never be asked after.
        ProcState::Zombie | ProcState::Dead => Some(task.pid == pid.cast_signed()),
        _ => Some(false),
    };
    let own = Task::all_of(pid.cast_signed()).unwrap_or_default();
    // While a thread of its own is, nobody asks for its descendants.
    if own.iter().any(|task| is_ready(task) == Some(true)) {
        return Some(true);
    }
    let descendants = of_its_children(&own);
    own.iter().chain(&descendants).filter_map(is_ready).reduce(|one, other| one || other)
}

/// Whether a thread of the program sleeps in a write to a pipe: it has no room for more.
pub(crate) fn is_writing(pid: u32) -> bool {
    tasks(pid).iter().any(|task| {
        let Some(Syscall::Blocked { syscall_number, argument_registers: [descriptor, ..], .. }) = task.syscall() else {
            return false;
        };
        let to_a_pipe = || {
            let path = format!("/proc/{}/fd/{descriptor}", task.tid);
            fs::read_link(path).is_ok_and(|target| target.to_string_lossy().starts_with("pipe:"))
        };
        state(task) == Some(ProcState::Sleeping)
            && matches!(name(syscall_number), Some("write" | "writev"))
            && to_a_pipe()
    })
}

/// Whether the program's stdout is such that a write to it never sleeps: it is told that there is no room, and does
/// something else meanwhile. See proc_pid_fdinfo(5), and O_NONBLOCK in open(2).
pub(crate) fn writes_without_waiting(pid: u32) -> bool {
    const O_NONBLOCK: u32 = 0o4000;
    tasks(pid).iter().any(|task| {
        let facts = fs::read_to_string(format!("/proc/{}/fdinfo/1", task.tid)).unwrap_or_default();
        let flags = facts.lines().find_map(|line| line.strip_prefix("flags:"));
        flags.and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok()).is_some_and(|flags| flags & O_NONBLOCK != 0)
    })
}

/// Whether all threads of the program have been stopped by a signal.
pub(crate) fn is_stopped(pid: u32) -> Option<bool> {
    let states = tasks(pid).iter().map(state).collect::<Option<Vec<_>>>()?;
    Some(states.iter().all(|state| matches!(state, ProcState::Stopped | ProcState::Zombie | ProcState::Dead)))
}

/// Fills a pipe, so that the next write to it has to wait. Returns the number of bytes.
pub(crate) fn fill(pipe: &PipeWriter) -> io::Result<usize> {
    let room = fcntl_getpipe_size(pipe)?;
    (&*pipe).write_all(&vec![b'.'; room])?;
    Ok(room)
}

/// Whether the program or one of its descendants has a TCP socket that listens.
pub(crate) fn listens(pid: u32) -> Option<bool> {
    let process = Process::new(pid.cast_signed()).ok()?;
    let sockets = tcp_sockets(process.pid)?.into_iter();
    let listening: Vec<u64> =
        sockets.filter(|socket| socket.state == TcpState::Listen).map(|socket| socket.inode).collect();
    Some(all_descriptors(pid).iter().filter_map(Descriptor::socket).any(|inode| listening.contains(&inode)))
}

/// The open descriptors of the program and of its descendants.
fn all_descriptors(pid: u32) -> Vec<Descriptor> {
    family(pid).into_iter().filter_map(descriptors).flatten().flatten().collect()
}

/// The program and its descendants.
fn family(pid: u32) -> Vec<i32> {
    let mut processes: Vec<i32> = tasks(pid).iter().map(|task| task.pid).collect();
    processes.dedup();
    processes
}

/// How much the program and its descendants hold of what a system has a limited number of.
pub(crate) fn holdings(pid: u32) -> Option<Amounts> {
    Process::new(pid.cast_signed()).ok()?;
    let mappings = |pid: i32| fs::read_to_string(format!("/proc/{pid}/maps")).map_or(0, |maps| maps.lines().count());
    Some(Amounts {
        descriptors: all_descriptors(pid).len(),
        tasks: tasks(pid).len(),
        mappings: family(pid).into_iter().map(mappings).sum(),
    })
}

/// The TCP sockets that the program and its descendants hold, each once: ends of connections, also of those that are over,
/// and sockets that listen.
pub(crate) fn tcp_sockets_held(pid: u32) -> Option<Vec<HeldSocket>> {
    Process::new(pid.cast_signed()).ok()?;
    let held = |socket: OwnedFd| {
        let socket = SockRef::from(&socket);
        let is_tcp =
            matches!(socket.domain(), Ok(Domain::IPV4 | Domain::IPV6)) && matches!(socket.r#type(), Ok(Type::STREAM));
        let local = socket.local_addr().ok()?.as_socket()?;
        is_tcp.then_some(HeldSocket { local: canonical(local), listens: socket.is_listener().ok()? })
    };
    let sockets = family(pid).into_iter().flat_map(dup_sockets_of);
    let mut known = HashSet::new();
    Some(sockets.filter(|(inode, _)| known.insert(*inode)).filter_map(|(_, socket)| held(socket)).collect())
}

/// How many bytes the system holds for the connections of the program and of its descendants, on both sides of them: what
/// nobody has read, and what has not got there. See proc_net(5).
pub(crate) fn waiting_in_its_connections(pid: u32) -> Option<usize> {
    let process = Process::new(pid.cast_signed()).ok()?;
    let inodes: HashSet<u64> = all_descriptors(pid).iter().filter_map(Descriptor::socket).collect();
    let mut sockets = tcp_sockets(process.pid)?;
    sockets.retain(|socket| socket.state != TcpState::Listen);
    let theirs = sockets.iter().filter(|socket| inodes.contains(&socket.inode));
    let theirs: HashSet<_> = theirs.map(|socket| (socket.local, socket.remote)).collect();
    let is_one_of_them = |socket: &&TcpSocket| {
        theirs.contains(&(socket.local, socket.remote)) || theirs.contains(&(socket.remote, socket.local))
    };
    Some(sockets.iter().filter(is_one_of_them).map(|socket| (socket.unread + socket.unsent) as usize).sum())
}

/// The same for one connection of the program's, from its end to the other. `None`: it has ended it.
pub(crate) fn waiting_between(pid: u32, theirs: SocketAddr, ours: SocketAddr) -> Option<usize> {
    let sockets = tcp_sockets(pid.cast_signed())?;
    let end = |local, remote| sockets.iter().find(|socket| socket.local == local && socket.remote == remote);
    let (theirs, ours) = (end(canonical(theirs), canonical(ours))?, end(canonical(ours), canonical(theirs))?);
    (theirs.state == TcpState::Established).then_some((theirs.unsent + ours.unread) as usize)
}

/// What the threads of the program and its descendants that are still there have had of the processors.
pub(crate) fn threads(pid: u32) -> Vec<Thread> {
    let thread = |task: &Task| {
        // First what it has had: what comes after it is asleep belongs to what comes next.
        let (schedstat, stat) = (task.schedstat()?, task.stat()?);
        let ran = Duration::from_nanos(schedstat.sum_exec_runtime);
        let usage = Usage { ran, waited: waited(&schedstat), faults: stat.minor_faults };
        Some(Thread { id: task.tid, usage, asleep: !matches!(stat.state, ProcState::Running | ProcState::Waiting) })
    };
    tasks(pid).iter().filter_map(thread).collect()
}

/// Those of the grader's threads that are ready to run, each with how often it has been given a processor: the same
/// pair twice is a thread that has been kept waiting since.
pub(crate) fn runnable_threads(threads: &[i32]) -> Vec<(i32, u64)> {
    let tasks = threads.iter().map(|tid| Task { pid: this_process(), tid: *tid });
    let ready = tasks.filter(|task| state(task) == Some(ProcState::Running));
    ready.filter_map(|task| Some((task.tid, task.schedstat()?.pcount))).collect()
}

/// The number of the grader.
pub(crate) fn this_process() -> i32 {
    getpid().as_raw_nonzero().get()
}

/// The number of the calling thread.
pub(crate) fn this_thread() -> Option<i32> {
    Some(rustix::thread::gettid().as_raw_nonzero().get())
}

/// How long the calling thread of the grader was ready to run while no processor was free for it.
pub(crate) fn kept_waiting_here() -> Option<Duration> {
    Some(waited(&Task { pid: this_process(), tid: this_thread()? }.schedstat()?))
}

/// Time that a hypervisor gave to another machine while this machine wanted to run, all processors added up.
pub(crate) fn steal_time() -> Option<Duration> {
    let ticks = KernelStats::current().ok()?.total.steal?;
    Some(Duration::from_secs_f64(ticks as f64 / ticks_per_second() as f64))
}

/// Time in which anything on this machine was delayed: for want of a processor, of memory, or by a disk. `None`: the
/// system was built without "pressure stall information".
pub(crate) fn stalled() -> Option<Duration> {
    let stalled = [
        CpuPressure::current().ok()?.some.total,
        MemoryPressure::current().ok()?.some.total,
        IoPressure::current().ok()?.some.total,
    ];
    Some(Duration::from_micros(stalled.iter().sum()))
}

/// Whether the program has read all that was sent to it through the connection between these addresses of the grader and
/// of the program. A child may have it.
///
/// `None` also where it has no such connection any more.
pub(crate) fn has_read(pid: u32, ours: SocketAddr, theirs: SocketAddr) -> Option<bool> {
    let is_unread = || Some(is_readable(&dup_connection_of(pid, ours, theirs)?));
    // What was in flight before may be there to be read now.
    Some(!is_unread()? && nothing_is_in_flight()? && !is_unread()?)
}

/// The connection between these addresses of the grader and of the program. As for [`dup_socket_of`].
fn dup_connection_of(pid: u32, ours: SocketAddr, theirs: SocketAddr) -> Option<OwnedFd> {
    thread_local! {
        /// Where the last one was found that this check has asked for: it is asked for again and again.
        static LAST: Cell<Option<(i32, i32)>> = const { Cell::new(None) };
    }
    let dup = |(pid, number)| {
        let socket = dup_socket_of(pid, number)?;
        let ends = [SockRef::from(&socket).peer_addr(), SockRef::from(&socket).local_addr()];
        let ends = ends.map(|end| end.ok()?.as_socket().map(canonical));
        (ends == [Some(ours), Some(theirs)]).then_some(socket)
    };
    let program = pid.cast_signed();
    if let Some(socket) = LAST.get().filter(|(last, _)| *last == program).and_then(dup) {
        return Some(socket);
    }
    // Mostly the program has it itself, and nobody asks for its descendants.
    let descendants = iter::once_with(|| family(pid)).flatten().filter(|it| *it != program);
    let mut places = iter::once(program).chain(descendants).flat_map(|pid| {
        let sockets = descriptors(pid).into_iter().flatten().flatten().filter(|it| it.socket().is_some());
        sockets.map(move |descriptor| (pid, descriptor.number))
    });
    let (place, socket) = places.find_map(|place| Some((place, dup(place)?)))?;
    LAST.set(Some(place));
    Some(socket)
}

/// All sockets of a process, each with its number, one after the other. As for [`dup_socket_of`].
fn dup_sockets_of(pid: i32) -> impl Iterator<Item = (u64, OwnedFd)> {
    let descriptors = descriptors(pid).into_iter().flatten().flatten();
    descriptors.filter_map(move |descriptor| Some((descriptor.socket()?, dup_socket_of(pid, descriptor.number)?)))
}

/// A socket of the program, for a question about it. See pidfd_getfd(2). It must be dropped at once: as long as it is
/// held, the program cannot close it.
pub(crate) fn dup_socket_of(pid: i32, descriptor: i32) -> Option<OwnedFd> {
    let process = pidfd_open(Pid::from_raw(pid)?, PidfdFlags::empty()).ok()?;
    pidfd_getfd(&process, descriptor, PidfdGetfdFlags::empty()).ok()
}

/// Whether a read or an accept on this socket would not block.
pub(crate) fn is_readable(socket: &OwnedFd) -> bool {
    let mut asked = [PollFd::new(socket, PollFlags::IN)];
    poll(&mut asked, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_err() || asked[0].revents().contains(PollFlags::IN)
}

/// Whether no packet stands in the backlog of a processor. What is sent on loopback is delivered before the call that
/// sends it returns, or stands there. See `softnet_seq_show` in the kernel's net/core/net-procfs.c.
pub(crate) fn nothing_is_in_flight() -> Option<bool> {
    const BACKLOG: usize = 11;
    let processors = fs::read_to_string("/proc/net/softnet_stat").ok()?;
    let backlog = |processor: &str| u32::from_str_radix(processor.split_whitespace().nth(BACKLOG)?, 16).ok();
    let backlogs: Vec<u32> = processors.lines().map(backlog).collect::<Option<_>>()?;
    Some(backlogs.iter().all(|backlog| *backlog == 0))
}

/// How many sockets have joined this multicast group on the loopback interface.
pub(crate) fn members(group: Ipv4Addr) -> Option<usize> {
    let of_group = |(joined, members)| (joined == group).then_some(members);
    Some(memberships()?.into_iter().filter(is_on_loopback).find_map(|(_, group)| of_group(group)).unwrap_or(0))
}

/// Another interface than loopback on which a socket is a member of the group, if there is one.
pub(crate) fn other_interface(group: Ipv4Addr) -> Option<String> {
    let elsewhere = memberships()?.into_iter().filter(|membership| !is_on_loopback(membership));
    elsewhere.filter(|(_, (joined, _))| *joined == group).map(|(interface, _)| interface).next()
}

/// The groups that somebody has joined on the loopback interface.
pub(crate) fn joined_groups() -> BTreeSet<Ipv4Addr> {
    memberships().unwrap_or_default().into_iter().filter(is_on_loopback).map(|(_, (group, _))| group).collect()
}

fn is_on_loopback((interface, _): &(String, (Ipv4Addr, usize))) -> bool {
    interface == LOOPBACK
}

/// The groups that have members, each with the interface that it has them on, and how many.
fn memberships() -> Option<Vec<(String, (Ipv4Addr, usize))>> {
    // A line for each interface, "1\tlo        :     1      V3", and below it, indented, one for each of its groups:
    // the address in the byte order of the machine, and the number of its members.
    let igmp = fs::read_to_string("/proc/net/igmp").ok()?;
    let (mut interface, mut found) = ("", Vec::new());
    for line in igmp.lines().skip(1) {
        let mut words = line.split_whitespace();
        if !line.starts_with(char::is_whitespace) {
            interface = words.nth(1)?;
        } else if let Some(address) = words.next().filter(|word| word.len() == 8) {
            let group = u32::from_str_radix(address, 16).ok()?.to_ne_bytes().into();
            found.push((interface.to_string(), (group, words.next()?.parse().ok()?)));
        }
    }
    Some(found)
}

/// The ports that the system chooses from. See ip_local_port_range in ip(7).
pub(crate) fn ephemeral_ports() -> RangeInclusive<u16> {
    let told = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
    let ends: Vec<u16> = told.split_whitespace().filter_map(|end| end.parse().ok()).collect();
    if let [first, last] = ends[..] { first..=last } else { 32_768..=60_999 }
}

/// Whether a socket has this UDP port, on whatever address. To try it by binding a socket to it would be in the way: a
/// program that another thread of the grader starts just then has that socket too, for as long as it takes to start.
pub(crate) fn is_bound(port: u16) -> bool {
    // There is no table of IPv6 where the system has none.
    let sockets = procfs::net::udp().unwrap_or_default().into_iter().chain(procfs::net::udp6().unwrap_or_default());
    sockets.map(|socket| socket.local_address.port()).any(|bound| bound == port)
}

/// The threads of a program and of its descendants: a server may serve each client in a process of its own, and what is
/// started as `python3`, say, may be a script that starts other programs and waits for them.
fn tasks(pid: u32) -> Vec<Task> {
    let mut tasks = Task::all_of(pid.cast_signed()).unwrap_or_default();
    tasks.extend(of_its_children(&tasks));
    tasks
}

/// The same, without those of the program itself, which these are.
fn of_its_children(own: &[Task]) -> Vec<Task> {
    let children = own.iter().flat_map(|task| task.children().unwrap_or_default());
    children.flat_map(|child| tasks(child.cast_unsigned())).collect()
}

fn state(task: &Task) -> Option<ProcState> {
    Some(task.stat()?.state)
}

fn waited(stat: &Schedstat) -> Duration {
    Duration::from_nanos(stat.run_delay)
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;

    use super::*;

    #[test]
    fn the_members_of_a_group_are_counted() {
        let (group, nobodys) = (Ipv4Addr::new(239, 253, 42, 1), Ipv4Addr::new(239, 253, 42, 2));
        let join = || {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            socket.join_multicast_v4(&group, &Ipv4Addr::LOCALHOST).unwrap();
            socket
        };
        let _members = (join(), join());
        assert_eq!(members(group), Some(2));
        assert_eq!(members(nobodys), Some(0));
        assert!(joined_groups().contains(&group) && !joined_groups().contains(&nobodys));
    }
}
