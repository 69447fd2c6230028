//! Windows: a job object for each program, which ends all of its processes when it is closed, also when the grader is
//! killed.

use std::io;
use std::os::windows::io::AsRawHandle as _;
use std::process::{Child, ChildStderr, Command, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use win32job::{ExtendedLimitInfo, Job};

use crate::sync::lock;

/// Does this. A program that is being started has nothing here that the grader has not given it.
pub(crate) fn while_none_starts(act: impl FnOnce()) {
    act();
}

/// A program and the job that holds it.
pub(super) struct Group {
    child: Arc<Mutex<Child>>,
    pid: u32,
    job: Mutex<Option<Job>>,
}

/// Something to wait for: that the program has ended.
pub(super) struct EndOfProgram(Arc<Mutex<Child>>);

impl Group {
    pub(super) fn start(mut command: Command) -> io::Result<(Self, ChildStderr)> {
        let job = Job::create_with_limit_info(ExtendedLimitInfo::new().limit_kill_on_job_close())
            .map_err(io::Error::other)?;
        let mut child = command.spawn()?;
        job.assign_process(child.as_raw_handle() as isize).map_err(io::Error::other)?;
        let stderr = child.stderr.take().expect("it was asked for");
        let pid = child.id();
        Ok((Self { child: Arc::new(Mutex::new(child)), pid, job: Mutex::new(Some(job)) }, stderr))
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether it was ended for what it had of the memory: nobody looks at that here.
    pub(super) fn took_too_much(&self) -> bool {
        false
    }

    pub(super) fn end_of_program(&self) -> EndOfProgram {
        EndOfProgram(Arc::clone(&self.child))
    }

    /// Ends all of the job. To be called once.
    pub(super) fn end(&self) -> ExitStatus {
        let ended = lock(&self.child).try_wait().ok().flatten();
        drop(lock(&self.job).take());
        ended.unwrap_or_else(|| lock(&self.child).wait().expect("a child can be waited for"))
    }
}

impl EndOfProgram {
    pub(super) fn wait(&self) {
        // The child cannot be waited for and ended at the same time; looking often is the price.
        while matches!(lock(&self.0).try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Nothing to do: the system closes the jobs of a grader that ends, and so ends the programs.
pub(super) fn end_all() {}
