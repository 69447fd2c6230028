//! The one process that lab has running, cargo or a lesson's checks, so that a signal, a save or a key can end it.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::process::{ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
#[cfg(windows)]
use process_wrap::std::JobObject;
#[cfg(unix)]
use process_wrap::std::ProcessGroup;
use process_wrap::std::{ChildWrapper, CommandWrap};
#[cfg(unix)]
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
use thiserror::Error;

/// How long the checks may take to end their programs, once they have been told to.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

/// As much is kept of what a process says on stderr, in bytes. What comes after it is read, and let go.
const STDERR_CAP: usize = 16 << 20;

/// One build or grading, with the process that runs for it. Clones are the same job.
#[derive(Clone, Default)]
pub struct Job(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    is_cancelled: bool,
    running: Option<Box<dyn ChildWrapper>>,
    /// Since when it has waited for what another process holds, and for how long before that.
    blocked_since: Option<Instant>,
    time_blocked: Duration,
    /// What is to be done when it begins to wait.
    on_block: Option<Box<dyn Fn() + Send>>,
}

/// The jobs that are on their way: one in each slot.
#[derive(Clone, Default)]
pub struct CurrentJob(Arc<Mutex<BTreeMap<usize, Job>>>);

impl CurrentJob {
    /// A new job in a slot. The one before it is over.
    pub fn begin_in(&self, slot: usize) -> Job {
        let job = Job::default();
        let before = self.lock().insert(slot, job.clone());
        before.iter().for_each(Job::cancel);
        job
    }

    /// Cancels what is on its way.
    pub fn cancel(&self) {
        self.lock().values().for_each(Job::cancel);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<usize, Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A process of a job. Its stdout is to be read to the end, and then [`Job::finish`] to be called.
pub struct Started {
    pub stdout: ChildStdout,
    stderr: JoinHandle<String>,
}

/// What is an error only because the job was cancelled.
#[derive(Debug, Error)]
#[error("cancelled")]
pub struct Cancelled;

impl Job {
    /// Starts a process. One that is given a line to read ends by itself when its stdin does, which is held open.
    pub fn start(&self, command: Command, line: Option<&str>) -> Result<Started> {
        let (stdout, stderr) = self.spawn(command, line)?;
        let job = self.clone();
        let stderr = thread::spawn(move || {
            let (mut stderr, mut bytes) = (BufReader::new(stderr), Vec::new());
            loop {
                let begin = bytes.len();
                let room = (STDERR_CAP - begin) as u64;
                match stderr.by_ref().take(room).read_until(b'\n', &mut bytes) {
                    Ok(0) | Err(_) => break,
                    Ok(_) => job.set_blocked(is_wait_of_cargo(&bytes[begin..])),
                }
            }
            let _ = io::copy(&mut stderr, &mut io::sink());
            job.set_blocked(false);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        Ok(Started { stdout, stderr })
    }

    /// Starts a student's program, which reads nothing. What it prints is to be read all the time; [`Job::try_wait`] tells
    /// when it has ended.
    pub fn start_program(&self, command: Command) -> Result<(ChildStdout, ChildStderr)> {
        self.spawn(command, None)
    }

    /// How the program has ended, if it has. Then what it has started and left behind has ended too.
    pub fn try_wait(&self) -> Result<Option<ExitStatus>> {
        let mut state = self.lock();
        let Some(child) = &mut state.running else { bail!(Cancelled) };
        if !has_ended(&mut **child)? {
            return Ok(None);
        }
        // As long as nobody has waited for it, its group is nobody else's. The only error is that there is none.
        let _ = child.start_kill();
        let status = child.wait()?;
        state.running = None;
        Ok(Some(status))
    }

    fn spawn(&self, mut command: Command, line: Option<&str>) -> Result<(ChildStdout, ChildStderr)> {
        command.stdin(if line.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let what = command.get_program().display().to_string();
        let mut command = CommandWrap::from(command);
        #[cfg(unix)]
        command.wrap(ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(JobObject);

        let mut state = self.lock();
        if state.is_cancelled {
            bail!(Cancelled);
        }
        let mut child = command.spawn().with_context(|| format!("cannot start {what}"))?;
        let stdout = child.stdout().take().context("stdout was asked for")?;
        let stderr = child.stderr().take().context("stderr was asked for")?;
        if let Some((stdin, line)) = child.stdin().as_mut().zip(line) {
            // If it has ended already, its exit status tells more than this error would.
            let _ = stdin.write_all(line.as_bytes());
        }
        state.running = Some(child);
        Ok((stdout, stderr))
    }

    /// Waits for the end of a process whose output has ended, and returns what it printed on stderr.
    pub fn finish(&self, started: Started) -> Result<(ExitStatus, String)> {
        drop(started.stdout);
        let child = self.lock().running.take();
        let Some(mut child) = child else { bail!(Cancelled) };
        let status = child.wait()?;
        let stderr = started.stderr.join().unwrap_or_default();
        if self.lock().is_cancelled {
            bail!(Cancelled);
        }
        Ok((status, stderr))
    }

    /// Fails once the job has been cancelled.
    pub fn fail_if_cancelled(&self) -> Result<()> {
        if self.lock().is_cancelled { bail!(Cancelled) } else { Ok(()) }
    }

    /// What is to be done when the job has to wait for what another process holds: another grading, another cargo.
    pub fn on_block(&self, tell: impl Fn() + Send + 'static) {
        self.lock().on_block = Some(Box::new(tell));
    }

    /// Says that the job waits for what another process holds, or does no longer.
    pub fn set_blocked(&self, is_blocked: bool) {
        let mut state = self.lock();
        match state.blocked_since {
            None if is_blocked => {
                state.blocked_since = Some(Instant::now());
                state.on_block.iter().for_each(|tell| tell());
            }
            Some(since) if !is_blocked => {
                state.blocked_since = None;
                state.time_blocked += since.elapsed();
            }
            _ => {}
        }
    }

    /// How long the job has waited for what another process held.
    pub fn time_blocked(&self) -> Duration {
        let state = self.lock();
        state.time_blocked + state.blocked_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Ends what runs, and lets nothing be started any more.
    pub fn cancel(&self) {
        let mut state = self.lock();
        state.is_cancelled = true;
        let Some(mut child) = state.running.take() else { return };
        if child.stdin().take().is_some() {
            let told = Instant::now();
            while told.elapsed() < SHUTDOWN_GRACE {
                if !matches!(child.try_wait(), Ok(None)) {
                    return;
                }
                thread::sleep(Duration::from_millis(5));
            }
        }
        // The only error is that it has ended.
        let _ = child.kill();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a process has ended, of which it can still be waited for how.
#[cfg(unix)]
fn has_ended(child: &mut dyn ChildWrapper) -> Result<bool> {
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("a process has a number")?;
    let peeks = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(id), peeks)?.is_some())
}

/// Whether a process has ended.
#[cfg(not(unix))]
fn has_ended(child: &mut dyn ChildWrapper) -> Result<bool> {
    Ok(child.try_wait()?.is_some())
}

/// Whether a line of cargo's stderr says that it waits for another cargo to have built. Whatever it says next, it waits no
/// longer. What cargo keeps of packages is locked too, but for no longer than it takes to look.
fn is_wait_of_cargo(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    line.contains("Blocking waiting for file lock") && !line.contains("package cache")
}
