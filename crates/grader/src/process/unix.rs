//! Unix: a process group for each program.
//!
//! A program's number is the grader's to signal until it has been reaped, and no longer: the system may give it to
//! another program then. So a program that ends is left unreaped until its group has been ended too.

#[cfg(target_os = "linux")]
mod memory;

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStderr, Command, ExitStatus};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use crate::sync::lock;

/// The groups that have not been reaped. Its lock is held while one is added or removed.
static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Does this while no program is being started: until it runs, such a one has all that the grader has open, too, and what is
/// closed meanwhile stays open in it.
pub(crate) fn while_none_starts(act: impl FnOnce()) {
    let _running = lock(&RUNNING);
    act();
}

/// A program and the process group that it leads.
pub(super) struct Group {
    pid: Pid,
    child: Mutex<Child>,
    /// Whether it was ended because all programs together had too much of the memory.
    took_too_much: AtomicBool,
    #[cfg(target_os = "linux")]
    mark: linux::Mark,
}

/// Something to wait for: that the program has ended.
pub(super) struct EndOfProgram(Pid);

impl Group {
    pub(super) fn start(mut command: Command) -> io::Result<(Self, ChildStderr)> {
        command.process_group(0);
        #[cfg(target_os = "linux")]
        let mark = linux::prepare(&mut command)?;
        #[cfg(target_os = "linux")]
        memory::watch(&RUNNING, linux::MEMORY);

        let mut running = lock(&RUNNING);
        let mut child = command.spawn()?;
        let pid = Pid::from_child(&child);
        running.push(pid);
        drop(running);

        let stderr = child.stderr.take().expect("it was asked for");
        let group = Self {
            pid,
            child: Mutex::new(child),
            took_too_much: AtomicBool::new(false),
            #[cfg(target_os = "linux")]
            mark,
        };
        Ok((group, stderr))
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// Whether it was ended for what it had of the memory; known when it has been ended.
    pub(super) fn took_too_much(&self) -> bool {
        self.took_too_much.load(Ordering::Relaxed)
    }

    pub(super) fn end_of_program(&self) -> EndOfProgram {
        EndOfProgram(self.pid)
    }

    /// Stops all of the group, as Ctrl-Z does.
    #[cfg(target_os = "linux")]
    pub(super) fn stop(&self) {
        self.signal(Signal::STOP);
    }

    /// Asks all of the group to end, as Ctrl-C does.
    #[cfg(target_os = "linux")]
    pub(super) fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// Asks all of the group to end, as a system does that shuts down.
    #[cfg(target_os = "linux")]
    pub(super) fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    /// Lets it go on, as `fg` does.
    #[cfg(target_os = "linux")]
    pub(super) fn go_on(&self) {
        self.signal(Signal::CONT);
    }

    #[cfg(target_os = "linux")]
    fn signal(&self, signal: Signal) {
        let running = lock(&RUNNING);
        if running.contains(&self.pid) {
            // The only error is that no process of the group is left.
            let _ = kill_process_group(self.pid, signal);
        }
    }

    /// Ends all of the group and what left it, and reaps the program. To be called once.
    pub(super) fn end(&self) -> ExitStatus {
        let mut running = lock(&RUNNING);
        #[cfg(target_os = "linux")]
        self.took_too_much.store(memory::has_ended(self.pid), Ordering::Relaxed);
        // The only error is that no process of the group is left.
        let _ = kill_process_group(self.pid, Signal::KILL);
        let status = lock(&self.child).wait().expect("a child that was not reaped can be waited for");
        running.retain(|pid| *pid != self.pid);
        drop(running);
        #[cfg(target_os = "linux")]
        self.mark.end_escaped();
        status
    }
}

impl EndOfProgram {
    pub(super) fn wait(&self) {
        // The program stays unreaped. Any error but an interruption says that it has been reaped already.
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while waitid(WaitId::Pid(self.0), options).is_err_and(|error| error == Errno::INTR) {}
    }
}

/// Ends every group. No program can be started after this.
pub(super) fn end_all() {
    let running = lock(&RUNNING);
    for pid in running.iter() {
        let _ = kill_process_group(*pid, Signal::KILL);
    }
    #[cfg(target_os = "linux")]
    linux::end_all_escaped();
    // Never released: nothing starts from here on.
    std::mem::forget(running);
}

/// The programs of this grader that have not been reaped.
#[cfg(target_os = "linux")]
pub(crate) fn all_started() -> Vec<i32> {
    lock(&RUNNING).iter().map(|pid| pid.as_raw_nonzero().get()).collect()
}

#[cfg(target_os = "linux")]
mod linux {
    //! Linux can also find a descendant that left its group (a daemon), end a program whose grader was killed, and limit
    //! what a program takes of the memory.

    use std::fs;
    use std::io;
    use std::os::unix::process::CommandExt as _;
    use std::process::{self, Command};
    use std::sync::Once;
    use std::sync::atomic::{AtomicU64, Ordering};

    use rustix::process::{
        Pid, Resource, Rlimit, Signal, WaitOptions, getpid, getrlimit, kill_process, set_child_subreaper,
        set_parent_process_death_signal, setrlimit, waitpid,
    };

    /// In the environment of a program, and so of its descendants: who started it.
    const VARIABLE: &str = "LAB_STARTED_BY";

    /// The memory that each process of a program may take, in bytes: more than any right one needs, also one with a thread
    /// for each of many clients, and less than what has a machine stand still. What is only reserved does not count: see
    /// RLIMIT_DATA in getrlimit(2). All programs of a grader together may have as much.
    pub(super) const MEMORY: u64 = 4 << 30;

    /// The value of the variable for one program.
    pub(super) struct Mark(String);

    /// Marks the program-to-be, ties its life to the grader's thread that starts it, and limits its memory.
    pub(super) fn prepare(command: &mut Command) -> io::Result<Mark> {
        static ORPHANS_COME_HERE: Once = Once::new();
        // See PR_SET_CHILD_SUBREAPER(2const): a descendant whose parent ends becomes a child of the grader.
        ORPHANS_COME_HERE.call_once(|| {
            let _ = set_child_subreaper(Some(getpid()));
        });

        static COUNT: AtomicU64 = AtomicU64::new(0);
        let mark = Mark(format!("grader {} {}.", process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        command.env(VARIABLE, &mark.0);

        // See PR_SET_PDEATHSIG(2const): the program ends when the thread that started it does, even if that is killed.
        let allowed = getrlimit(Resource::Data);
        let least = |limit: Option<u64>| Some(limit.map_or(MEMORY, |limit| limit.min(MEMORY)));
        let limit = Rlimit { current: least(allowed.current), maximum: least(allowed.maximum) };
        let tie = move || {
            set_parent_process_death_signal(Some(Signal::KILL))?;
            setrlimit(Resource::Data, limit)?;
            Ok(())
        };
        // SAFETY: between fork and exec only system calls are made; nothing is allocated and no lock is taken.
        #[expect(unsafe_code, reason = "the standard library has no other way to ask for the signal and the limit")]
        unsafe {
            command.pre_exec(tie);
        }
        Ok(mark)
    }

    impl Mark {
        /// Ends the descendants that left the program's group. They have become children of the grader.
        pub(super) fn end_escaped(&self) {
            end_children(&self.0);
        }
    }

    /// The same for all programs of this grader, and with them the programs that are left.
    pub(super) fn end_all_escaped() {
        end_children(&format!("grader {} ", process::id()));
    }

    fn end_children(mark: &str) {
        let mark = format!("{VARIABLE}={mark}");
        loop {
            let mut ended = false;
            for pid in children() {
                let environment = fs::read(format!("/proc/{}/environ", pid.as_raw_nonzero())).unwrap_or_default();
                if environment.split(|byte| *byte == 0).any(|variable| variable.starts_with(mark.as_bytes())) {
                    let _ = kill_process(pid, Signal::KILL);
                    let _ = waitpid(Some(pid), WaitOptions::empty());
                    ended = true;
                }
            }
            // A child that ends may leave children of its own, which become the grader's.
            if !ended {
                return;
            }
        }
    }

    /// The processes that have become children of the grader because their parent has ended, among others.
    fn children() -> Vec<Pid> {
        // The main thread adopts them: see proc_pid_task_tid_children(5). Linux can be built without that file.
        let adopted = fs::read_to_string(format!("/proc/self/task/{}/children", process::id()));
        match adopted {
            Ok(pids) => pids.split_whitespace().filter_map(|pid| Pid::from_raw(pid.parse().ok()?)).collect(),
            Err(_) => children_among_all(),
        }
    }

    /// The processes whose parent is the grader, found by looking at every process of the system.
    fn children_among_all() -> Vec<Pid> {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter_map(|entry| {
                let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
                // "<pid> (<name>) <state> <parent> …", where the name may hold anything. See proc_pid_stat(5).
                let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
                let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?;
                (parent.parse() == Ok(process::id())).then(|| Pid::from_raw(pid))?
            })
            .collect()
    }
}
