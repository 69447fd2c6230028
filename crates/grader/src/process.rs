//! A program that a check started: its output is drained all the time, and capped; its end is noticed; and it is ended,
//! with its descendants, whatever becomes of the check.

#[cfg(unix)]
#[path = "process/unix.rs"]
mod group;
#[cfg(windows)]
#[path = "process/windows.rs"]
mod group;

use std::io::{self, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, Once, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use group::Group;
#[cfg(target_os = "linux")]
pub(crate) use group::all_started;
pub(crate) use group::while_none_starts;
use report::event::Ending;
use report::message::{Value, msg};

use crate::picture::Picture;
use crate::scratch;
use crate::sync::lock;
use crate::system;
use crate::usage::{Account, Usage};

/// Output that is kept of each stream, in bytes. What comes after it is read, so that the program can go on, and let go.
pub(crate) const OUTPUT_CAP: usize = 1 << 20;

/// Of more than that, so much of the end is kept beside it, in bytes: the last words of a program.
const END_KEPT: usize = 1 << 16;

/// Lines of each stream that a transcript can tell, each at its time.
const LINES_TIMED: usize = 20;

/// How long the pipes of a program that has been ended may stay open. Nothing of it runs by then.
const PIPES_CLOSE: Duration = Duration::from_secs(2);

/// What becomes of a program's stdout.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stdout {
    /// It is read from the start.
    Drained,
    /// It takes nothing until [`Process::release`]: what the program writes first has to wait, and all that it would do
    /// after that.
    #[cfg(target_os = "linux")]
    Held,
}

/// One started program. It is ended when this is dropped, at the latest.
pub(crate) struct Process {
    name: String,
    group: Group,
    watched: Arc<Watched>,
    status: Mutex<Option<ExitStatus>>,
    started: Instant,
    /// Whether it has been asked to end: what it says of that is no crash.
    is_interrupted: AtomicBool,
}

#[derive(Default)]
struct Watched {
    state: Mutex<State>,
    changed: Condvar,
    account: Mutex<Account>,
}

/// What is known of a program by now.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) stdout: Stream,
    pub(crate) stderr: Stream,
    pub(crate) ended: bool,
    /// Nothing is read of stdout for now.
    holds_stdout: bool,
    ended_at: Option<Instant>,
}

/// One output stream of a program.
#[derive(Default)]
pub(crate) struct Stream {
    pub(crate) kept: Vec<u8>,
    /// The end of what came when that was full, [`END_KEPT`] bytes or more.
    end: Vec<u8>,
    /// When the first lines ended, up to [`LINES_TIMED`] of them.
    pub(crate) line_ends: Vec<Instant>,
    /// More than [`OUTPUT_CAP`] bytes came.
    pub(crate) flooded: bool,
    /// Nothing more will come.
    pub(crate) closed: bool,
    /// The number of the thread that drains it, where threads have numbers.
    drained_by: Option<i32>,
}

impl Stream {
    /// What came: all of it, or, of too much, the beginning and the end.
    pub(crate) fn beginning_and_end(&self) -> Vec<u8> {
        if self.end.is_empty() { self.kept.clone() } else { [&self.kept, &b"\n"[..], &self.end].concat() }
    }

    /// Takes in what came next.
    fn take_in(&mut self, came: &[u8]) {
        let (kept, more) = came.split_at(came.len().min(OUTPUT_CAP - self.kept.len()));
        self.kept.extend_from_slice(kept);
        let untimed = LINES_TIMED - self.line_ends.len();
        self.line_ends.extend(kept.iter().filter(|byte| **byte == b'\n').take(untimed).map(|_| Instant::now()));
        if !more.is_empty() {
            self.flooded = true;
            self.end.extend_from_slice(more);
            if self.end.len() > 2 * END_KEPT {
                self.end.drain(..self.end.len() - END_KEPT);
            }
        }
    }
}

impl Process {
    /// Starts the command, which knows its stdin, in a process group of its own.
    pub(crate) fn start(name: String, mut command: Command, stdout: Stdout) -> io::Result<Self> {
        end_all_on_interrupt();
        let (read, write) = io::pipe()?;
        let watched = Arc::new(Watched::default());
        let filled = if stdout == Stdout::Drained { 0 } else { system::fill(&write)? };
        watched.change(|state| state.holds_stdout = filled > 0);
        command.stdout(write).stderr(Stdio::piped());
        let started = Instant::now();
        let (group, stderr) = Group::start(command)?;
        drain(read, Arc::clone(&watched), |state| &mut state.stdout, filled);
        drain(stderr, Arc::clone(&watched), |state| &mut state.stderr, 0);
        let (pid, end, there) = (group.pid(), group.end_of_program(), Arc::clone(&watched));
        thread::spawn(move || {
            end.wait();
            let ended_at = Some(Instant::now());
            lock(&there.account).look(&system::threads(pid), Duration::ZERO, Instant::now());
            there.change(|state| (state.ended, state.ended_at) = (true, ended_at));
        });
        Ok(Self { name, group, watched, status: Mutex::default(), started, is_interrupted: AtomicBool::new(false) })
    }

    /// The command, as a person would type it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn pid(&self) -> u32 {
        self.group.pid()
    }

    /// The threads that drain its output; `None` where one of them has not begun, or has no number.
    pub(crate) fn drained_by(&self) -> Option<Vec<i32>> {
        self.with_state(|state| {
            let open = [&state.stdout, &state.stderr].into_iter().filter(|stream| !stream.closed);
            open.map(|stream| stream.drained_by).collect()
        })
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.with_state(|state| state.ended)
    }

    /// When it was started.
    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    /// When it ended, or now.
    pub(crate) fn end_or_now(&self) -> Instant {
        self.with_state(|state| state.ended_at).unwrap_or_else(Instant::now)
    }

    /// What it has had of the processors until now, or until it ended.
    pub(crate) fn usage(&self) -> Usage {
        self.look_at_usage(Duration::ZERO)
    }

    /// The same, when a hypervisor has taken this time from this machine.
    pub(crate) fn look_at_usage(&self, steal_time: Duration) -> Usage {
        let mut account = lock(&self.watched.account);
        if !self.has_ended() {
            account.look(&system::threads(self.group.pid()), steal_time, Instant::now());
        }
        account.total()
    }

    /// How far it was behind at most, since it has been heard of, at the looks until now.
    pub(crate) fn behind(&self) -> Duration {
        lock(&self.watched.account).behind()
    }

    /// It has been waited for in vain; before that, it was so far behind.
    pub(crate) fn is_given_up(&self, behind: Duration) {
        lock(&self.watched.account).is_given_up(behind);
    }

    /// It has been heard of.
    pub(crate) fn begins(&self, steal_time: Duration) {
        self.look_at_usage(steal_time);
        lock(&self.watched.account).begins();
    }

    /// Whether it would run if a processor were free for it; not, where the system does not tell.
    pub(crate) fn is_ready(&self) -> bool {
        !self.has_ended() && system::is_ready(self.group.pid()) == Some(true)
    }

    /// Whether something that it has printed is just being taken in; not, where the system does not tell.
    pub(crate) fn is_drained_from(&self) -> bool {
        !system::runnable_threads(&self.drained_by().unwrap_or_default()).is_empty()
    }

    /// What it is doing, or how it ended, in a sentence with its command.
    pub(crate) fn doing(&self) -> Value {
        let predicate = match system::doing(self.group.pid()) {
            _ if self.has_ended() => msg!("has-ended", how = &Ending::from(self.end())),
            Some(what) => msg!("is-running-and", what = what),
            None => msg!("is-running"),
        };
        Value::list([Value::from(format!("`{}`", self.name())), predicate.into()], " ")
    }

    /// What it looks like now.
    pub(crate) fn picture(&self) -> Picture {
        let has_ended = self.has_ended();
        let ended = has_ended.then(|| Ending::from(self.end()));
        let (stdout, stderr) = self.with_state(|state| (state.stdout.kept.clone(), state.stderr.beginning_and_end()));
        Picture {
            command: self.name().to_string(),
            ended: ended.filter(|_| !self.is_interrupted.load(Ordering::Relaxed)),
            took_too_much_memory: self.group.took_too_much(),
            stdout,
            stderr,
            doing: if has_ended { None } else { system::picture(self.group.pid()) },
            longest_sleep: None,
        }
    }

    /// What `find` finds in the state of this moment.
    pub(crate) fn with_state<T>(&self, find: impl FnOnce(&State) -> T) -> T {
        find(&lock(&self.watched.state))
    }

    /// Reads what the program writes to a stdout that was held until now.
    #[cfg(target_os = "linux")]
    pub(crate) fn release(&self) {
        self.watched.change(|state| state.holds_stdout = false);
    }

    /// Asks it to end, as Ctrl-C does.
    #[cfg(target_os = "linux")]
    pub(crate) fn interrupt(&self) {
        self.is_interrupted.store(true, Ordering::Relaxed);
        self.group.interrupt();
    }

    /// Asks it to end, as a system does that shuts down.
    #[cfg(target_os = "linux")]
    pub(crate) fn terminate(&self) {
        self.is_interrupted.store(true, Ordering::Relaxed);
        self.group.terminate();
    }

    /// Stops it, as Ctrl-Z does, and lets it go on, as `fg` does. Linux interrupts a call that has a timeout by this. See
    /// signal(7).
    #[cfg(target_os = "linux")]
    pub(crate) fn stop_and_continue(&self) {
        /// A process that is stopped is so at once, unless it is in the middle of something.
        const AT_MOST: Duration = Duration::from_millis(100);
        self.group.stop();
        let stopped = Instant::now();
        while system::is_stopped(self.pid()) == Some(false) && stopped.elapsed() < AT_MOST {
            thread::sleep(Duration::from_micros(200));
        }
        self.group.go_on();
    }

    /// What `find` finds in the state of this moment. If it finds nothing, it may after the next change, or after this
    /// time: it is to be asked again then. Where there is no time, that is what is returned.
    pub(crate) fn look_or_wait<T, E>(
        &self,
        find: impl FnOnce(&State) -> Option<T>,
        time: Result<Duration, E>,
    ) -> Result<Option<T>, E> {
        let state = lock(&self.watched.state);
        let found = find(&state);
        if found.is_none() {
            drop(self.watched.changed.wait_timeout(state, time?));
        }
        Ok(found)
    }

    /// Whether it has ended when this time has passed, or sooner.
    pub(crate) fn ends_within(&self, time: Duration) -> bool {
        let state = lock(&self.watched.state);
        let (state, _) = self
            .watched
            .changed
            .wait_timeout_while(state, time, |state| !state.ended)
            .unwrap_or_else(PoisonError::into_inner);
        state.ended
    }

    /// Ends the program, if it has not ended by itself, and all that it started. Returns how it ended.
    ///
    /// All that it printed is known when this returns.
    pub(crate) fn end(&self) -> ExitStatus {
        let mut status = lock(&self.status);
        *status.get_or_insert_with(|| {
            let status = self.group.end();
            // The thread that drains what was held sees the end.
            self.watched.change(|state| state.holds_stdout = false);
            let is_open = |state: &mut State| !(state.stdout.closed && state.stderr.closed && state.ended);
            let state = lock(&self.watched.state);
            drop(self.watched.changed.wait_timeout_while(state, PIPES_CLOSE, is_open));
            status
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

impl Watched {
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut lock(&self.state));
        self.changed.notify_all();
    }
}

/// Reads a stream to its end, whatever comes and whether it is looked at. Of what comes, the first bytes, `filled`, are
/// not the program's.
fn drain(
    mut pipe: impl Read + Send + 'static,
    watched: Arc<Watched>,
    stream: fn(&mut State) -> &mut Stream,
    filled: usize,
) {
    thread::spawn(move || {
        watched.change(|state| stream(state).drained_by = system::this_thread());
        if filled > 0 {
            drop(watched.changed.wait_while(lock(&watched.state), |state| state.holds_stdout));
            let _ = pipe.read_exact(&mut vec![0; filled]);
        }
        let mut buffer = [0; 8192];
        loop {
            match pipe.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => break,
                Ok(count) => watched.change(|state| stream(state).take_in(&buffer[..count])),
            }
        }
        watched.change(|state| stream(state).closed = true);
    });
}

/// Ctrl-C, a closed terminal or a polite kill of the grader ends what its checks started; then the grader ends too.
fn end_all_on_interrupt() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Where another handler is installed, ending the programs on an interrupt is its task.
        drop(ctrlc::set_handler(|| end_everything()));
    });
}

/// Ends all programs that were started, and then the grader, as one that was interrupted.
pub(crate) fn end_everything() -> ! {
    group::end_all();
    scratch::remove_all();
    std::process::exit(130);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_much_the_beginning_and_the_end_are_kept() {
        let mut stream = Stream::default();
        for came in [&b"first\n"[..], &vec![b'.'; OUTPUT_CAP - 7], b"!"] {
            stream.take_in(came);
        }
        assert!(!stream.flooded && stream.beginning_and_end().ends_with(b".!"));
        for _ in 0..100 {
            stream.take_in(&[b'-'; 8192]);
        }
        stream.take_in(b"\nerror: last\n");
        let kept = stream.beginning_and_end();
        assert!(stream.flooded && kept.starts_with(b"first\n.") && kept.ends_with(b"-\nerror: last\n"));
        assert!(kept.len() <= OUTPUT_CAP + 1 + 2 * END_KEPT);
    }
}
