//! Linux: /proc, as described in proc(5) and in the kernel's documentation of `schedstat`.
//!
//! Every answer is `None` where the file is missing or unreadable: the program has ended, or the kernel was built
//! without it.

use std::fs;
use std::net::Ipv4Addr;
use std::time::Duration;

use procfs::net::{self, TcpNetEntry};
use procfs::process::{ProcState, Process, Schedstat, Syscall, Task, all_processes};
use procfs::{CurrentSI as _, KernelStats, ticks_per_second};
use syscalls::Sysno;

use super::Usage;

/// What the program is doing, for a verdict: `asleep in recvfrom`, `busy on the CPU`.
pub(crate) fn doing(pid: u32) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for task in tasks(pid) {
        let one = match task.syscall() {
            Ok(Syscall::Blocked { syscall_number, .. }) => format!("asleep in {}", name(syscall_number)),
            Ok(_) => "busy on the CPU".to_string(),
            Err(_) => continue,
        };
        if !all.contains(&one) {
            all.push(one);
        }
    }
    (!all.is_empty()).then(|| all.join(" and "))
}

/// The name of a system call on this processor, as in its manual page.
pub(crate) fn name(call: i64) -> String {
    let known = usize::try_from(call).ok().and_then(Sysno::new);
    known.map_or_else(|| format!("system call {call}"), |call| call.name().to_string())
}

/// Whether a thread of the program runs, or would if a processor were free for it.
pub(crate) fn is_ready(pid: u32) -> Option<bool> {
    let is_ready = |task: &Task| Some(task.stat().ok()?.state().ok()? == ProcState::Running);
    tasks(pid).iter().filter_map(is_ready).reduce(|one, other| one || other)
}

/// What the threads of the program that are still there, and of the programs that it waits for, have had of the
/// processors.
///
/// What is started as `python3`, say, may be a script that starts other programs and waits for them: it needs no
/// processor itself while they get none.
pub(crate) fn usage(pid: u32) -> Option<Usage> {
    let tasks = tasks(pid);
    let own = tasks.iter().filter_map(task_usage).reduce(|sum, one| sum + one)?;
    // Looking at all processes takes its time: only where the program sleeps as one does that waits for another's end,
    // or for what it prints.
    let waits = |task: &Task| match task.syscall() {
        Ok(Syscall::Blocked { syscall_number, .. }) => ["wait4", "waitid", "read"].contains(&&*name(syscall_number)),
        _ => false,
    };
    Some(if tasks.iter().any(waits) { own + usage_of_others_in_group(pid) } else { own })
}

/// The same for the other processes of the group that the program leads.
fn usage_of_others_in_group(leader: u32) -> Usage {
    let leader = leader.cast_signed();
    let others = all_processes().into_iter().flatten().flatten();
    others
        .filter(|other| other.pid != leader && other.stat().is_ok_and(|stat| stat.pgrp == leader))
        .flat_map(|other| other.tasks().into_iter().flatten().flatten())
        .filter_map(|task| task_usage(&task))
        .fold(Usage::default(), |sum, one| sum + one)
}

fn task_usage(task: &Task) -> Option<Usage> {
    Some(to_usage(&task.schedstat().ok()?))
}

/// How long the calling thread of the grader was ready to run while no processor was free for it.
pub(crate) fn kept_waiting_here() -> Option<Duration> {
    let task = Process::myself().ok()?.task_from_tid(rustix::thread::gettid().as_raw_nonzero().get()).ok()?;
    Some(to_usage(&task.schedstat().ok()?).waited)
}

/// Time that a hypervisor gave to somebody else while this machine wanted to run, all processors added up.
pub(crate) fn stolen() -> Option<Duration> {
    let ticks = KernelStats::current().ok()?.total.steal?;
    Some(Duration::from_secs_f64(ticks as f64 / ticks_per_second() as f64))
}

/// Bytes that were sent through a connection over loopback and that the program has not read: still on their way, or in
/// its receive queue. `program` and `grader` are the ports of the two ends.
pub(crate) fn unread(program: u16, grader: u16) -> Option<u64> {
    // One after the other: a byte that arrives between the two looks is counted twice, and none is missed.
    let on_its_way = connection(grader, program)?.tx_queue;
    let not_read = connection(program, grader)?.rx_queue;
    Some(u64::from(on_its_way) + u64::from(not_read))
}

/// How many sockets have joined this multicast group on the loopback interface.
pub(crate) fn members(group: Ipv4Addr) -> Option<usize> {
    // A line for each interface, "1\tlo        :     1      V3", and below it, indented, one for each of its groups:
    // the address in the byte order of the machine, and the number of its members.
    let igmp = fs::read_to_string("/proc/net/igmp").ok()?;
    let address = format!("{:08X}", u32::from_ne_bytes(group.octets()));
    let loopback = igmp.lines().skip_while(|line| line.split_whitespace().nth(1) != Some("lo")).skip(1);
    let groups = loopback.take_while(|line| line.starts_with(char::is_whitespace)).map(str::split_whitespace);
    for mut words in groups {
        if words.next() == Some(&address) {
            return words.next()?.parse().ok();
        }
    }
    Some(0)
}

/// The socket that has these ports, as the kernel's tables have it.
fn connection(local: u16, remote: u16) -> Option<TcpNetEntry> {
    // A program may have an IPv6 socket that takes IPv4, too; and there is no table of IPv6 where the system has none.
    let mut sockets = net::tcp().ok()?.into_iter().chain(net::tcp6().unwrap_or_default());
    sockets.find(|socket| socket.local_address.port() == local && socket.remote_address.port() == remote)
}

/// The threads of a process.
pub(crate) fn tasks(pid: u32) -> Vec<Task> {
    let process = i32::try_from(pid).ok().and_then(|pid| Process::new(pid).ok());
    let tasks = process.and_then(|process| process.tasks().ok());
    tasks.into_iter().flatten().flatten().collect()
}

fn to_usage(stat: &Schedstat) -> Usage {
    Usage { ran: Duration::from_nanos(stat.sum_exec_runtime), waited: Duration::from_nanos(stat.run_delay) }
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
    }
}
