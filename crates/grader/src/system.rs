//! What the operating system tells about a program: what it is doing, and whether it had its chance to run.
//!
//! Linux tells all of it, in /proc and, of sockets, to who asks it. Elsewhere the answers are fewer, and a verdict waits for
//! its deadline instead.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod sock_diag;
#[cfg(target_os = "linux")]
mod socket;
#[cfg(target_os = "linux")]
mod tables;
#[cfg(target_os = "linux")]
mod tasks;
#[cfg(target_os = "linux")]
pub(crate) use linux::{
    doing, dup_socket_of, ephemeral_ports, fill, has_read, holdings, is_bound, is_readable, is_ready, is_stopped,
    is_writing, joined_groups, kept_waiting_here, listens, members, name, nothing_is_in_flight, other_interface,
    picture, runnable_threads, stalled, steal_time, tcp_sockets_held, this_process, this_thread, threads,
    waiting_between, waiting_in_its_connections, writes_without_waiting,
};
#[cfg(target_os = "linux")]
pub(crate) use socket::{TcpSocket, canonical};
#[cfg(target_os = "linux")]
pub(crate) use tables::tcp_sockets;
#[cfg(target_os = "linux")]
pub(crate) use tasks::{Descriptor, Task, descriptors};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{
    doing, ephemeral_ports, fill, has_read, holdings, is_bound, is_ready, joined_groups, kept_waiting_here, listens,
    members, nothing_is_in_flight, other_interface, picture, runnable_threads, stalled, steal_time, tcp_sockets_held,
    this_thread, threads, waiting_between, waiting_in_its_connections,
};
