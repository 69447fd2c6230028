//! Linux: /proc, as described in proc(5) and in the kernel's documentation of `schedstat`.
//!
//! Every answer is `None` where the file is missing or unreadable: the program has ended, or the kernel was built
//! without it.

use std::time::Duration;

use procfs::process::{Process, Schedstat, Syscall, Task};
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

/// What the threads of the program that are still there have had of the processors.
pub(crate) fn usage(pid: u32) -> Option<Usage> {
    tasks(pid).iter().filter_map(|task| task.schedstat().ok()).map(|stat| to_usage(&stat)).reduce(|sum, one| sum + one)
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

/// The threads of a process.
pub(crate) fn tasks(pid: u32) -> Vec<Task> {
    let process = i32::try_from(pid).ok().and_then(|pid| Process::new(pid).ok());
    let tasks = process.and_then(|process| process.tasks().ok());
    tasks.into_iter().flatten().flatten().collect()
}

fn to_usage(stat: &Schedstat) -> Usage {
    Usage { ran: Duration::from_nanos(stat.sum_exec_runtime), waited: Duration::from_nanos(stat.run_delay) }
}
