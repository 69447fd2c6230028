//! Systems without /proc: only the CPU time of a process is known.

use std::collections::BTreeSet;
use std::io::{self, PipeWriter};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::ops::RangeInclusive;
use std::time::Duration;

use report::message::Value;
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

use crate::holdings::{Amounts, HeldSocket};
use crate::picture::Doing;
use crate::usage::{Thread, Usage};

pub(crate) fn doing(_pid: u32) -> Option<Value> {
    None
}

pub(crate) fn picture(_pid: u32) -> Option<Doing> {
    None
}

pub(crate) fn is_ready(_pid: u32) -> Option<bool> {
    None
}

pub(crate) fn fill(_pipe: &PipeWriter) -> io::Result<usize> {
    Ok(0)
}

pub(crate) fn listens(_pid: u32) -> Option<bool> {
    None
}

pub(crate) fn tcp_sockets_held(_pid: u32) -> Option<Vec<HeldSocket>> {
    None
}

pub(crate) fn waiting_in_its_connections(_pid: u32) -> Option<usize> {
    None
}

pub(crate) fn waiting_between(_pid: u32, _theirs: SocketAddr, _ours: SocketAddr) -> Option<usize> {
    None
}

pub(crate) fn holdings(_pid: u32) -> Option<Amounts> {
    None
}

pub(crate) fn this_thread() -> Option<i32> {
    None
}

pub(crate) fn runnable_threads(_threads: &[i32]) -> Vec<(i32, u64)> {
    Vec::new()
}

pub(crate) fn kept_waiting_here() -> Option<Duration> {
    None
}

pub(crate) fn steal_time() -> Option<Duration> {
    None
}

pub(crate) fn stalled() -> Option<Duration> {
    None
}

pub(crate) fn nothing_is_in_flight() -> Option<bool> {
    None
}

pub(crate) fn has_read(_pid: u32, _ours: SocketAddr, _theirs: SocketAddr) -> Option<bool> {
    None
}

/// The program as one thread, which is never seen asleep.
pub(crate) fn threads(pid: u32) -> Vec<Thread> {
    let id = pid.cast_signed();
    let pid = Pid::from_u32(pid);
    let mut system = System::new();
    let only_this = ProcessesToUpdate::Some(&[pid]);
    system.refresh_processes_specifics(only_this, true, ProcessRefreshKind::nothing().with_cpu());
    let process = system.process(pid).into_iter();
    let ran = |process: &sysinfo::Process| Duration::from_millis(process.accumulated_cpu_time());
    process.map(|it| Thread { id, usage: Usage { ran: ran(it), ..Usage::default() }, asleep: false }).collect()
}

/// The dynamic ports of RFC 6335, from which Windows and macOS choose, unless they are told otherwise.
pub(crate) fn ephemeral_ports() -> RangeInclusive<u16> {
    49_152..=65_535
}

/// Whether a socket has this UDP port: a socket that wants it alone, on all addresses, does not get it.
pub(crate) fn is_bound(port: u16) -> bool {
    UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).is_err()
}

pub(crate) fn members(_group: Ipv4Addr) -> Option<usize> {
    None
}

pub(crate) fn joined_groups() -> BTreeSet<Ipv4Addr> {
    BTreeSet::new()
}

pub(crate) fn other_interface(_group: Ipv4Addr) -> Option<String> {
    None
}
