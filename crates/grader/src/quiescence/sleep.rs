//! What a sleeping thread waits for, and how long it will wait at most: what its system call tells, as it stands in
//! `/proc/[pid]/syscall`. See the manual page of each call.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What ends a sleep.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// Another thread or process of the program, by a lock or by its end; or nothing at all.
    Woken,
    /// Something to read, or a connection to accept, on one of these descriptors.
    Ready(Vec<i32>),
    /// The same on any of the program's descriptors.
    AnyReady,
    /// Room for what it writes, on one of these: nobody knows when the other end reads.
    Room(Vec<i32>),
}

/// How a thread sleeps.
#[derive(Debug)]
pub(super) struct Sleep {
    pub(super) until: Until,
    /// How long it will go on at least, if nothing ends it; `None`: for ever.
    pub(super) left: Option<Duration>,
}

impl Sleep {
    /// The sleep of a thread in this call. It began after the start of the program, which is so long ago. `None`: this
    /// is another call, or does not tell.
    pub(super) fn of(pid: i32, call: &str, arguments: [u64; 6], lived: Duration) -> Option<Self> {
        let [first, second, third, fourth, fifth, _] = arguments;
        let memory = Memory(pid);
        let since_start = |time: Duration| time.saturating_sub(lived);
        let milliseconds =
            |argument: u64| u64::try_from(int(argument)).ok().map(Duration::from_millis).map(since_start);
        // Where there is no limit, there is no pointer.
        let in_memory = |address: u64, fraction: Fraction| match address {
            0 => Some(None),
            address => Some(Some(since_start(memory.time(address, fraction)?))),
        };
        let (until, left) = match call {
            "read" | "readv" | "recvfrom" | "recvmsg" | "accept" | "accept4" => (Until::Ready(vec![int(first)]), None),
            "write" | "writev" | "sendto" | "sendmsg" => (Until::Room(vec![int(first)]), None),
            "poll" => (memory.polled(first, second)?, milliseconds(third)),
            "ppoll" => (memory.polled(first, second)?, in_memory(third, Fraction::Nanoseconds)?),
            "select" => (Until::AnyReady, in_memory(fifth, Fraction::Microseconds)?),
            "pselect6" => (Until::AnyReady, in_memory(fifth, Fraction::Nanoseconds)?),
            "epoll_wait" | "epoll_pwait" => (Until::AnyReady, milliseconds(fourth)),
            "epoll_pwait2" => (Until::AnyReady, in_memory(fourth, Fraction::Nanoseconds)?),
            "nanosleep" => (Until::Woken, in_memory(first, Fraction::Nanoseconds)?),
            "clock_nanosleep" if int(second) == 0 => (Until::Woken, in_memory(third, Fraction::Nanoseconds)?),
            "clock_nanosleep" => (Until::Woken, Some(memory.time_until(third, clock(int(first))?)?)),
            "futex" => (Until::Woken, futex(memory, second, fourth, in_memory)?),
            "pause" | "wait4" | "waitid" => (Until::Woken, None),
            _ => return None,
        };
        Some(Self { until, left })
    }
}

/// An int in a register: what is above its 32 bits means nothing.
fn int(argument: u64) -> i32 {
    argument as u32 as i32
}

/// How long a thread will wait for a futex, if not for ever. One of the two calls counts its time from its beginning,
/// and the other has a clock.
fn futex(
    memory: Memory,
    operation: u64,
    timeout: u64,
    since_start: impl Fn(u64, Fraction) -> Option<Option<Duration>>,
) -> Option<Option<Duration>> {
    const COMMAND: u64 = 0x7f;
    const WAIT: u64 = 0;
    const WAIT_BITSET: u64 = 9;
    const CLOCK_REALTIME: u64 = 0x100;
    match operation & COMMAND {
        WAIT => since_start(timeout, Fraction::Nanoseconds),
        WAIT_BITSET if timeout == 0 => Some(None),
        WAIT_BITSET if operation & CLOCK_REALTIME != 0 => memory.time_until(timeout, ClockId::Realtime).map(Some),
        WAIT_BITSET => memory.time_until(timeout, ClockId::Monotonic).map(Some),
        _ => None,
    }
}

fn clock(number: i32) -> Option<ClockId> {
    [ClockId::Realtime, ClockId::Monotonic, ClockId::Boottime].into_iter().find(|clock| *clock as i32 == number)
}

/// The memory of a process.
#[derive(Clone, Copy)]
struct Memory(i32);

/// What the second number of a time counts.
#[derive(Clone, Copy)]
enum Fraction {
    Microseconds,
    Nanoseconds,
}

impl Memory {
    /// What ends a poll of this number of `pollfd` at this address. See poll(2).
    fn polled(self, address: u64, count: u64) -> Option<Until> {
        /// Who asks for more of them at once is left to the deadline.
        const MOST: u64 = 1000;
        const SIZE: usize = 8;
        const POLLOUT: i16 = 4;
        let mut bytes = vec![0; SIZE * usize::try_from(count).ok().filter(|_| count <= MOST)?];
        self.read(address, &mut bytes)?;
        let descriptors = bytes.chunks_exact(SIZE).map(|polled| Some(i32::from_ne_bytes(polled[..4].try_into().ok()?)));
        let descriptors = descriptors.collect::<Option<Vec<i32>>>()?;
        let mut events = bytes.chunks_exact(SIZE).map(|polled| i16::from_ne_bytes([polled[4], polled[5]]));
        let is_room = !descriptors.is_empty() && events.all(|events| events == POLLOUT);
        Some(if is_room { Until::Room(descriptors) } else { Until::Ready(descriptors) })
    }

    fn read(self, address: u64, bytes: &mut [u8]) -> Option<()> {
        File::open(format!("/proc/{}/mem", self.0)).ok()?.read_exact_at(bytes, address).ok()
    }

    /// The time at this address: a `timespec`, or a `timeval`, of a program with words of 64 bits.
    fn time(self, address: u64, fraction: Fraction) -> Option<Duration> {
        let mut bytes = [0; 16];
        self.read(address, &mut bytes)?;
        let (whole, part) = bytes.split_at(8);
        let number = |bytes: &[u8]| u64::try_from(i64::from_ne_bytes(bytes.try_into().ok()?)).ok();
        let (whole, part) = (number(whole)?, number(part)?);
        let part = match fraction {
            Fraction::Microseconds => Duration::from_micros(part),
            Fraction::Nanoseconds => Duration::from_nanos(part),
        };
        Duration::from_secs(whole).checked_add(part)
    }

    /// How long it is until the time at this address, by this clock.
    fn time_until(self, address: u64, clock: ClockId) -> Option<Duration> {
        let now = Duration::try_from(clock_gettime(clock)).ok()?;
        Some(self.time(address, Fraction::Nanoseconds)?.saturating_sub(now))
    }
}
