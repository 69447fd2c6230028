//! The one process that lab has running, cargo or a lesson's checks, so that a signal, a save or a key can end it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
#[cfg(windows)]
use process_wrap::std::JobObject;
#[cfg(unix)]
use process_wrap::std::ProcessGroup;
use process_wrap::std::{ChildWrapper, CommandWrap};

/// How long the checks may take to end their programs, once they have been told to.
const FAREWELL: Duration = Duration::from_secs(2);

/// What runs for one errand. Clones are the same errand.
#[derive(Clone, Default)]
pub struct Errand(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    ended: bool,
    running: Option<Box<dyn ChildWrapper>>,
    /// Since when it has waited for what somebody else holds, and for how long before that.
    waits_since: Option<Instant>,
    waited: Duration,
    /// What is to be done when it begins to wait.
    on_wait: Option<Box<dyn Fn() + Send>>,
}

/// The errand that is on its way, whichever that is.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<Errand>>);

impl Running {
    /// A new errand. The one before it is over.
    pub fn begin(&self) -> Errand {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        current.end();
        *current = Errand::default();
        current.clone()
    }

    /// Ends the errand that is on its way.
    pub fn end(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).end();
    }
}

/// A process of an errand. Its stdout is to be read to the end, and then [`Errand::finish`] to be called.
pub struct Started {
    pub stdout: ChildStdout,
    stderr: JoinHandle<String>,
}

/// What is an error only because somebody ended the errand.
#[derive(Debug)]
pub struct Ended;

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ended")
    }
}

impl std::error::Error for Ended {}

impl Errand {
    /// Starts a process. One that is given a line to read ends by itself when its stdin does, which is held open.
    pub fn start(&self, mut command: Command, line: Option<&str>) -> Result<Started> {
        command.stdin(if line.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let what = command.get_program().display().to_string();
        let mut command = CommandWrap::from(command);
        #[cfg(unix)]
        command.wrap(ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(JobObject);

        let mut state = self.lock();
        if state.ended {
            bail!(Ended);
        }
        let mut child = command.spawn().with_context(|| format!("cannot start {what}"))?;
        let stdout = child.stdout().take().context("stdout was asked for")?;
        let stderr = child.stderr().take().context("stderr was asked for")?;
        if let Some((stdin, line)) = child.stdin().as_mut().zip(line) {
            // If it has ended already, its exit status tells more than this error would.
            let _ = stdin.write_all(line.as_bytes());
        }
        state.running = Some(child);
        drop(state);

        let errand = self.clone();
        let stderr = thread::spawn(move || {
            let (mut stderr, mut bytes) = (BufReader::new(stderr), Vec::new());
            loop {
                let begin = bytes.len();
                match stderr.read_until(b'\n', &mut bytes) {
                    Ok(0) | Err(_) => break,
                    Ok(_) => errand.set_waits(is_wait_of_cargo(&bytes[begin..])),
                }
            }
            errand.set_waits(false);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        Ok(Started { stdout, stderr })
    }

    /// Waits for the end of a process whose output has ended, and returns what it printed on stderr.
    pub fn finish(&self, started: Started) -> Result<(ExitStatus, String)> {
        drop(started.stdout);
        let child = self.lock().running.take();
        let Some(mut child) = child else { bail!(Ended) };
        let status = child.wait()?;
        let stderr = started.stderr.join().unwrap_or_default();
        if self.lock().ended {
            bail!(Ended);
        }
        Ok((status, stderr))
    }

    /// Fails once the errand has been ended.
    pub fn is_on_its_way(&self) -> Result<()> {
        if self.lock().ended { bail!(Ended) } else { Ok(()) }
    }

    /// What is to be done when the errand has to wait for what somebody else holds: another grading, another cargo.
    pub fn on_wait(&self, tell: impl Fn() + Send + 'static) {
        self.lock().on_wait = Some(Box::new(tell));
    }

    /// Says that the errand waits for what somebody else holds, or does no longer.
    pub fn set_waits(&self, waits: bool) {
        let mut state = self.lock();
        match state.waits_since {
            None if waits => {
                state.waits_since = Some(Instant::now());
                state.on_wait.iter().for_each(|tell| tell());
            }
            Some(since) if !waits => {
                state.waits_since = None;
                state.waited += since.elapsed();
            }
            _ => {}
        }
    }

    /// How long the errand has waited for what somebody else held.
    pub fn waited(&self) -> Duration {
        let state = self.lock();
        state.waited + state.waits_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Ends what runs, and lets nothing be started any more.
    pub fn end(&self) {
        let mut state = self.lock();
        state.ended = true;
        let Some(mut child) = state.running.take() else { return };
        if child.stdin().take().is_some() {
            let told = Instant::now();
            while told.elapsed() < FAREWELL {
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

/// Whether a line of cargo's stderr says that it waits for another cargo to have built. Whatever it says next, it waits no
/// longer. What cargo keeps of packages is locked too, but for no longer than it takes to look.
fn is_wait_of_cargo(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    line.contains("Blocking waiting for file lock") && !line.contains("package cache")
}
