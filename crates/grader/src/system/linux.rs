//! Linux: /proc, as described in proc(5) and in the kernel's documentation of `schedstat`.
//!
//! Every answer is `None` where the file is missing or unreadable: the program has ended, or the kernel was built
//! without it.

use std::fs;
use std::time::Duration;

use syscalls::Sysno;

use super::Usage;

/// What the program is doing, for a verdict: `asleep in recvfrom`, `busy on the CPU`.
pub(crate) fn doing(pid: u32) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for task in tasks(pid) {
        if let Some(one) = task_doing(&task).filter(|one| !all.contains(one)) {
            all.push(one);
        }
    }
    (!all.is_empty()).then(|| all.join(" and "))
}

fn task_doing(task: &str) -> Option<String> {
    // "running", or the number of the system call and its six arguments.
    let call = fs::read_to_string(format!("{task}/syscall")).ok()?;
    let Some(number) = call.split_whitespace().next()?.parse::<usize>().ok() else {
        return Some("busy on the CPU".to_string());
    };
    let name = Sysno::new(number).map_or_else(|| format!("system call {number}"), |call| call.name().to_string());
    Some(format!("asleep in {name}"))
}

/// What the threads of the program that are still there have had of the processors.
pub(crate) fn usage(pid: u32) -> Option<Usage> {
    tasks(pid).iter().filter_map(|task| schedstat(task)).reduce(|sum, usage| sum + usage)
}

/// How long the calling thread of the grader was ready to run while no processor was free for it.
pub(crate) fn kept_waiting_here() -> Option<Duration> {
    schedstat("/proc/thread-self").map(|usage| usage.waited)
}

/// Time that a hypervisor gave to somebody else while this machine wanted to run, all processors added up.
pub(crate) fn stolen() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/stat").ok()?;
    // "cpu  user nice system idle iowait irq softirq steal …", in hundredths of a second.
    let steal = stat.lines().next()?.split_whitespace().nth(8)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(steal * 10))
}

/// The folders of a process's threads.
fn tasks(pid: u32) -> Vec<String> {
    let Ok(entries) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path().to_string_lossy().into_owned()).collect()
}

/// "<nanoseconds on a processor> <nanoseconds on a run queue> <time slices>"
fn schedstat(task: &str) -> Option<Usage> {
    let text = fs::read_to_string(format!("{task}/schedstat")).ok()?;
    let mut numbers = text.split_whitespace().map(|number| number.parse().map(Duration::from_nanos));
    Some(Usage { ran: numbers.next()?.ok()?, waited: numbers.next()?.ok()? })
}
