//! What has to be true of the programs: see the reasons in `quiescence.rs`.

use std::collections::HashSet;
use std::fs;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

use procfs::process::{FDTarget, ProcState, Process as Facts, Syscall};
use socket2::SockRef;

use super::silence::Silence;
use super::sleep::{Sleep, Until};
use super::sockets::{Sockets, inodes};
use crate::process::{self, Process};
use crate::system::{self, Task};

/// What is certain, as long as nobody has run.
pub(crate) struct Certainty {
    silence: Silence,
    programs: Vec<i32>,
    drains: Vec<i32>,
    threads: Vec<Thread>,
}

impl Certainty {
    pub(crate) fn silence(&self) -> Silence {
        self.silence
    }

    /// Whether all that sleep have slept since then.
    pub(crate) fn still_holds(&self) -> bool {
        look(&self.programs, &self.drains).is_some_and(|threads| threads == self.threads)
    }
}

/// Everything that is missing, unreadable or not as it must be makes it `None`: it is not certain.
pub(super) fn certain(programs: &[Arc<Process>], within: Duration) -> Option<Certainty> {
    let mut drains = Vec::new();
    for program in programs {
        drains.extend(program.drained_by()?);
    }
    let (alive, now) = (alive(programs)?, Instant::now());
    let family: Vec<i32> = alive.iter().map(|(pid, _)| *pid).collect();
    let (threads, began) = (look(&family, &drains)?, Instant::now());
    // A child that was born after its parent was asked, and before that slept, is none of those. From now on none is born.
    (self::alive(programs)? == alive).then_some(())?;
    let mut silence = Silence::ForEver;
    let mut sleeps = Vec::new();
    for program in programs.iter().filter(|program| !program.has_ended()) {
        // One without a thread that sleeps is just ending, and its end will come.
        threads.iter().find(|thread| thread.pid == program.pid().cast_signed())?;
    }
    for (pid, started) in &alive {
        has_no_timers(*pid)?;
        // None of its threads has slept for longer than this.
        let lived = now - *started;
        let threads = threads.iter().filter(|thread| thread.pid == *pid);
        let mut theirs: Vec<Sleep> = threads
            .map(|thread| Sleep::of(*pid, system::name(thread.call)?, thread.arguments, lived))
            .collect::<Option<_>>()?;
        nothing_is_ready(*pid, &mut theirs, lived)?;
        theirs.iter().all(|sleep| !matches!(sleep.until, Until::Room(_))).then_some(())?;
        for left in theirs.iter().filter_map(|sleep| sleep.left) {
            (left > within).then_some(())?;
            silence = Silence::ForTooLong;
        }
        sleeps.push((*pid, theirs));
    }
    // The tables of all sockets are long to read, and are asked last.
    let sockets = Sockets::since(began, *family.first()?)?;
    let mut ours = inodes(system::this_process())?;
    for pid in &family {
        ours.extend(inodes(*pid)?);
    }
    for (pid, sleeps) in &sleeps {
        all_is_quiet(*pid, sleeps, &sockets, &ours)?;
    }
    sockets.nothing_is_left_behind(&ours)?;
    system::nothing_is_in_flight()?.then_some(())?;
    none_is_left_behind()?;
    let certainty = Certainty { silence, programs: family, drains, threads };
    certainty.still_holds().then_some(certainty)
}

/// That all threads of some programs sleep. Two that are equal are one sleep, in which nobody has run.
#[derive(PartialEq, Eq)]
pub(crate) struct Rest(Vec<Thread>);

/// The sleep of these programs. `None`: not all of them sleep, or it is not certain.
pub(crate) fn rest(programs: &[Arc<Process>]) -> Option<Rest> {
    let family: Vec<i32> = alive(programs)?.into_iter().map(|(pid, _)| pid).collect();
    look(&family, &[]).map(Rest)
}

/// How many bytes the connections of the programs, and of who they have started, hold unread or are about to: those that
/// have left the other end count, too. `None`: it is not known, or not certain that there are none.
pub(crate) fn unread(programs: &[Arc<Process>]) -> Option<u64> {
    let mut theirs = HashSet::new();
    for program in programs.iter().filter(|program| !program.has_ended()) {
        for pid in family(program.pid().cast_signed())? {
            theirs.extend(inodes(pid)?);
        }
    }
    let sockets = Sockets::since(Instant::now(), programs.first()?.pid().cast_signed())?;
    let unread: u64 = theirs.iter().filter_map(|inode| sockets.find(*inode)).map(|it| it.left_to_read(&sockets)).sum();
    (unread > 0 || system::nothing_is_in_flight()?).then_some(unread)
}

/// The longest of this program's sleeps that end by themselves, from its beginning: nothing where there is none. `None`:
/// it is not asleep, or sleeps in a call that is not understood here. No verdict comes sooner for that.
pub(crate) fn longest_sleep(program: &Process) -> Option<Duration> {
    let mut longest = Duration::ZERO;
    let main = program.pid().cast_signed();
    for pid in family(main)? {
        let threads = look(&[pid], &[])?;
        // It has just ended, and sleeps no more, also where nobody has asked after it yet.
        if pid == main && threads.is_empty() {
            return None;
        }
        let from_its_beginning = Duration::ZERO;
        let asleep = |thread: &Thread| Sleep::of(pid, system::name(thread.call)?, thread.arguments, from_its_beginning);
        let mut sleeps: Vec<Sleep> = threads.iter().map(asleep).collect::<Option<_>>()?;
        nothing_is_ready(pid, &mut sleeps, from_its_beginning)?;
        for sleep in &mut sleeps {
            if let (Until::Room(descriptors), None) = (&sleep.until, sleep.left) {
                sleep.left = descriptors.iter().find_map(|it| system::dup_socket_of(pid, *it).and_then(write_timeout));
            }
        }
        longest = sleeps.iter().filter_map(|sleep| sleep.left).fold(longest, Duration::max);
    }
    Some(longest)
}

/// How long a socket lets its writer wait, which does not show in the call. See SO_SNDTIMEO in socket(7).
fn write_timeout(socket: impl AsFd) -> Option<Duration> {
    SockRef::from(&socket).write_timeout().ok()?
}

/// A thread that is asleep in a call.
#[derive(PartialEq, Eq)]
struct Thread {
    pid: i32,
    tid: i32,
    call: i64,
    arguments: [u64; 6],
    /// How often it has been given a processor.
    runs: u64,
}

/// All threads of the programs and the threads that drain their output, all of which must be asleep.
fn look(programs: &[i32], drains: &[i32]) -> Option<Vec<Thread>> {
    let mut threads = Vec::new();
    let mut add = |pid: i32, task: &Task| {
        let state = task.stat()?.state;
        // What has ended, and has not been asked after, does nothing more.
        if state == ProcState::Zombie {
            return Some(());
        }
        let Syscall::Blocked { syscall_number: call, argument_registers: arguments, .. } = task.syscall()? else {
            return None;
        };
        threads.push(Thread { pid, tid: task.tid, call, arguments, runs: task.schedstat()?.pcount });
        (state == ProcState::Sleeping).then_some(())
    };
    for pid in programs {
        for task in Task::all_of(*pid)? {
            add(*pid, &task)?;
        }
    }
    let grader = system::this_process();
    for tid in drains {
        add(grader, &Task { pid: grader, tid: *tid })?;
    }
    // What a draining thread has read, it has handed on before it reads again.
    let reads = |thread: &Thread| thread.pid != grader || system::name(thread.call) == Some("read");
    threads.iter().all(reads).then_some(threads)
}

/// No timer of the program can go off, other than those that its calls and descriptors would show.
fn has_no_timers(pid: i32) -> Option<()> {
    const FIRST_REAL_TIME: u32 = 34;
    // SIGALRM, SIGVTALRM, SIGPROF and SIGIO, which timers and sockets may send, and the signals for anybody's use.
    let named =
        [14, 26, 27, 29].into_iter().chain(FIRST_REAL_TIME..=64).fold(0_u64, |set, signal| set | 1 << (signal - 1));
    let caught = Facts::new(pid).ok()?.status().ok()?.sigcgt;
    let timers = fs::read_to_string(format!("/proc/{pid}/timers")).ok()?;
    (caught & named == 0 && timers.trim().is_empty()).then_some(())
}

/// Whether a thread may be waiting for this descriptor.
fn is_awaited(sleeps: &[Sleep], descriptor: i32) -> bool {
    sleeps.iter().any(|sleep| match &sleep.until {
        Until::Woken | Until::Room(_) => false,
        Until::Ready(some) => some.contains(&descriptor),
        Until::AnyReady => true,
    })
}

/// Nothing is there to be read or accepted where a thread may wait for it. Adds how long a socket lets its reader wait.
fn nothing_is_ready(pid: i32, sleeps: &mut [Sleep], lived: Duration) -> Option<()> {
    for descriptor in system::descriptors(pid)? {
        let descriptor = descriptor?;
        if !matches!(descriptor.target, FDTarget::Socket(_)) || !is_awaited(sleeps, descriptor.number) {
            continue;
        }
        let socket = system::dup_socket_of(pid, descriptor.number)?;
        if system::is_readable(&socket) {
            return None;
        }
        // A socket's own timeout does not show in the call. See SO_RCVTIMEO in socket(7).
        let Some(timeout) = SockRef::from(&socket).read_timeout().ok()? else { continue };
        let reads = |sleep: &&mut Sleep| sleep.until == Until::Ready(vec![descriptor.number]);
        for sleep in sleeps.iter_mut().filter(reads) {
            let left = timeout.saturating_sub(lived);
            sleep.left = Some(sleep.left.map_or(left, |other| other.min(left)));
        }
    }
    Some(())
}

/// Nothing is half sent, and nothing is open that is not understood here.
fn all_is_quiet(pid: i32, sleeps: &[Sleep], sockets: &Sockets, ours: &HashSet<u64>) -> Option<()> {
    for descriptor in system::descriptors(pid)? {
        let descriptor = descriptor?;
        let awaited = is_awaited(sleeps, descriptor.number);
        match &descriptor.target {
            FDTarget::Socket(inode) => match sockets.find(*inode) {
                Some(socket) => socket.is_quiet(awaited, sockets, ours)?,
                // It has been reset, or is bound to nothing, or is no internet socket.
                None if awaited => return None,
                None => {}
            },
            FDTarget::Pipe(_) => {}
            FDTarget::AnonInode(kind) if ["[eventfd]", "[eventpoll]"].contains(&kind.as_str()) => {}
            FDTarget::Path(_) if !awaited || is_plain(pid, descriptor.number)? => {}
            _ => return None,
        }
    }
    Some(())
}

/// Whether a descriptor is a file that is always ready: a regular file, or the null device.
fn is_plain(pid: i32, descriptor: i32) -> Option<bool> {
    let path = format!("/proc/{pid}/fd/{descriptor}");
    Some(fs::metadata(&path).ok()?.is_file() || fs::read_link(&path).ok()?.as_os_str() == "/dev/null")
}

/// The programs that have not ended and their descendants, each with the time at which its program was started.
fn alive(programs: &[Arc<Process>]) -> Option<Vec<(i32, Instant)>> {
    let mut alive = Vec::new();
    for program in programs.iter().filter(|program| !program.has_ended()) {
        alive.extend(family(program.pid().cast_signed())?.into_iter().map(|pid| (pid, program.started())));
    }
    Some(alive)
}

/// A process and its descendants.
fn family(pid: i32) -> Option<Vec<i32>> {
    let mut processes = vec![pid];
    for child in children(pid)? {
        processes.extend(family(child)?);
    }
    Some(processes)
}

fn children(pid: i32) -> Option<Vec<i32>> {
    let mut children = Vec::new();
    for task in Task::all_of(pid)? {
        children.extend(task.children()?);
    }
    Some(children)
}

/// The programs have left no process behind: it would have become a child of the grader.
fn none_is_left_behind() -> Option<()> {
    let started = process::all_started();
    let mut orphans = children(system::this_process())?.into_iter().filter(|child| !started.contains(child));
    // One that has ended is nobody's hope.
    let has_ended = |pid| Facts::new(pid).and_then(|orphan| orphan.stat()).is_ok_and(|stat| stat.state == 'Z');
    orphans.all(has_ended).then_some(())
}
