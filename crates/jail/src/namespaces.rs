//! A network and a view of the file system that are this process's own, and those of what it starts.

use std::fs;
use std::path::Path;

use nix::sched::{CloneFlags, unshare};
use rustix::mount::{MountFlags, mount};
use rustix::process::{getgid, getuid};

use crate::loopback;

/// What may be written into the folder of a jail, by all that runs in it: the system takes no more.
const SCRATCH: &std::ffi::CStr = c"size=64m,nr_inodes=4096,mode=700";

/// Enters them. The user stays the same, and files are as they were but for the folder of the jail, which is empty: what is
/// written there ends with the last process in here.
///
/// See user_namespaces(7) and network_namespaces(7).
pub(crate) fn enter(scratch: &Path) -> Result<(), String> {
    let (user, group) = (getuid().as_raw(), getgid().as_raw());
    let said = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
    unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET | CloneFlags::CLONE_NEWNS)
        .map_err(|error| said("unshare", &error))?;
    let files = [
        ("setgroups", "deny".to_string()),
        ("uid_map", format!("{user} {user} 1")),
        ("gid_map", format!("{group} {group} 1")),
    ];
    for (file, text) in files {
        fs::write(Path::new("/proc/self").join(file), text).map_err(|error| said(file, &error))?;
    }
    take_a_small_table().map_err(|error| said("unshare", &error))?;
    loopback::bring_up().map_err(|error| said("loopback", &error))?;
    let quietly = MountFlags::NOSUID | MountFlags::NODEV;
    mount("jail", scratch, "tmpfs", quietly, SCRATCH).map_err(|error| said("mount", &error))
}

/// Goes on into another network, which has a table of TCP connections of its own. In the first it is the whole system's:
/// Linux walks through all of it each time that it tells which connections there are, and it is as large as the memory.
///
/// See tcp_child_ehash_entries in the kernel's documentation of `ip-sysctl`, which is there since Linux 6.1.
fn take_a_small_table() -> nix::Result<()> {
    const SIZE: &str = "/proc/sys/net/ipv4/tcp_child_ehash_entries";
    // Half as many connections may be remembered when they have been closed, which is more than all checks leave: it is by
    // that memory that a port is still taken.
    const ROOM: &str = "16384";
    match fs::write(SIZE, ROOM) {
        Ok(()) => unshare(CloneFlags::CLONE_NEWNET),
        // It is as it was, and slower.
        Err(_) => Ok(()),
    }
}
