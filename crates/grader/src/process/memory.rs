//! What all programs of this grader have of the memory together. Each has a limit of its own, and many at once could still
//! have the machine stand still.

use std::fs;
use std::sync::{Mutex, Once};
use std::thread;
use std::time::Duration;

use rustix::param::page_size;
use rustix::process::{Pid, Signal, kill_process_group};

use crate::sync::lock;

/// How often it is looked at. In that time no machine gives away much more than a gibibyte.
const INTERVAL: Duration = Duration::from_millis(200);

/// The programs that were ended for it, and have not been reaped.
static ENDED: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// From now on, ends the largest of these programs whenever all of them have more than this, in bytes. Their list says
/// which have not been reaped.
pub(super) fn watch(running: &'static Mutex<Vec<Pid>>, most: u64) {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        let watch = move || {
            loop {
                thread::sleep(INTERVAL);
                look(running, most);
            }
        };
        // Where there can be no thread for it, each program still has its own limit.
        let _ = thread::Builder::new().spawn(watch);
    });
}

/// Whether a program was ended for what it had. It is asked once, when it is about to be reaped.
pub(super) fn has_ended(pid: Pid) -> bool {
    let mut ended = lock(&ENDED);
    let count = ended.len();
    ended.retain(|other| *other != pid);
    ended.len() < count
}

fn look(running: &Mutex<Vec<Pid>>, most: u64) {
    let started = lock(running).clone();
    let taken: Vec<(u64, Pid)> = started.into_iter().map(|pid| (resident(pid).unwrap_or_default(), pid)).collect();
    for pid in too_large(taken, most) {
        // As long as it is in the list, its number is nobody else's.
        let running = lock(running);
        if running.contains(&pid) {
            lock(&ENDED).push(pid);
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }
}

/// The largest, as many as have to go so that the others have no more than this.
fn too_large(mut taken: Vec<(u64, Pid)>, most: u64) -> Vec<Pid> {
    taken.sort_unstable_by_key(|(bytes, _)| *bytes);
    let mut sum: u64 = taken.iter().map(|(bytes, _)| bytes).sum();
    let mut gone = Vec::new();
    while sum > most
        && let Some((bytes, pid)) = taken.pop()
    {
        sum -= bytes;
        gone.push(pid);
    }
    gone
}

/// What a program has of the memory, in bytes: the second number of proc_pid_statm(5).
fn resident(pid: Pid) -> Option<u64> {
    let statm = fs::read_to_string(format!("/proc/{}/statm", pid.as_raw_nonzero())).ok()?;
    let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * page_size() as u64)
}

#[cfg(test)]
mod tests {
    use rustix::process::getpid;

    use super::*;

    #[test]
    fn the_largest_go_until_the_others_fit() {
        let pid = |number: i32| Pid::from_raw(number).unwrap();
        let taken = || vec![(300, pid(3)), (100, pid(1)), (500, pid(5)), (200, pid(2))];
        assert_eq!(too_large(taken(), 1100), []);
        assert_eq!(too_large(taken(), 1099), [pid(5)]);
        assert_eq!(too_large(taken(), 599), [pid(5), pid(3)]);
        assert_eq!(too_large(taken(), 0).len(), 4);
    }

    #[test]
    fn what_a_program_has_is_known() {
        let here = resident(getpid()).unwrap();
        assert!((1 << 20..1 << 40).contains(&here), "{here}");
    }
}
