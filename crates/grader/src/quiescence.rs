//! Quiescence: knowing that what a check waits for will not come, for an early verdict, without waiting.
//!
//! Where the programs of a check sleep in calls that only an event can end, and no such event is on its way, they sleep
//! for ever, or until a time that they have set, and if that is long after the deadline, the deadline would tell
//! nothing new: the programs are quiescent. That is found only where it is certain. Where anything is in doubt, or the
//! system does not tell, the deadline decides; so an early verdict comes sooner, and is never another one. Before it is
//! given, there is a last look at the awaited event; and no thread may have run by then.
//!
//! # Why it is certain
//!
//! A sleeping thread is woken by a timer, a signal, another process, its own process, or the network.
//!
//! - **Timers.** Each thread sleeps in a call of a short list. How long it sleeps at most, the call tells in its
//!   arguments or in memory that they point to; a socket's own timeout (SO_RCVTIMEO) is asked of the socket. A time
//!   that is not given by a clock begins when the program was started, at the earliest. No descriptor of the program is
//!   anything but a socket, a pipe, an eventfd, an epoll instance or a plain file: no timerfd, no io_uring. It has no
//!   POSIX timer, and catches none of the signals that timers send. (An alarm whose signal is not caught ends the
//!   program; what a check waits for does not come of that.)
//! - **Signals and other processes.** The grader sends no signals while it waits. All descendants of the program sleep
//!   as well, in the same sense, and it has left none.
//! - **Its own process.** All of its threads sleep, in the sense above.
//! - **The network.** The sockets that a thread may be waiting for hold nothing unread, and no connection to be
//!   accepted. A connection has its other end in the grader or in a program of the same check, all of whose data has
//!   been acknowledged, and neither end is in the middle of a handshake or of closing. What is sent on loopback is
//!   delivered before the call that sends it returns, or stands in the backlog of a processor: all backlogs are empty.
//!   The grader sends nothing while it waits; a wait in which it does has no early verdict, see
//!   [`Wait::without_early_verdict`](crate::deadline::Wait::without_early_verdict).
//! - **What the program has done already.** Nothing that it sent is unacknowledged or in a backlog, also of a
//!   connection that it has closed; and the grader's threads that drain its output are asleep, so all that it printed
//!   has been looked at.
//!
//! All this is read in one go between two looks at every thread involved: each must be asleep in the same call at both,
//! and must not have run between them. So all of it was true at one moment.

#[cfg(target_os = "linux")]
mod linux;
mod silence;
#[cfg(target_os = "linux")]
mod sleep;
#[cfg(target_os = "linux")]
mod sockets;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crate::process::Process;

pub(crate) use silence::Silence;

/// Whether nothing will come of these programs within this time, unless the grader does something. `None`: it is not
/// certain.
pub(crate) fn nothing_will_come(programs: &[Arc<Process>], within: Duration) -> Option<Certainty> {
    certain(programs, within).filter(may_decide)
}

/// Whether programs that have [so much left to read](unread) have read all that they were sent in streams, so that nothing
/// of it can still keep them busy but what they have. `None`: it is not certain.
pub(crate) fn all_is_read(unread: Option<u64>) -> Option<()> {
    (unread == Some(0)).then_some(()).filter(may_decide)
}

/// Whether what was found may decide: not where `LAB_EARLY_VERDICT` leaves all verdicts to deadlines. It asks, too, to
/// be told of what was found.
fn may_decide<T>(_: &T) -> bool {
    static SETTING: LazyLock<String> = LazyLock::new(|| std::env::var("LAB_EARLY_VERDICT").unwrap_or_default());
    if *SETTING == "told" {
        println!("{}", report::EARLY_VERDICT);
    }
    *SETTING != "off"
}

#[cfg(target_os = "linux")]
use linux::certain;
#[cfg(target_os = "linux")]
pub(crate) use linux::{Certainty, Rest, longest_sleep, rest, unread};

#[cfg(not(target_os = "linux"))]
use elsewhere::certain;
#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{Certainty, Rest, longest_sleep, rest, unread};

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    //! Other systems tell too little.

    use std::sync::Arc;
    use std::time::Duration;

    use super::Silence;
    use crate::process::Process;

    /// There is none.
    pub(crate) enum Certainty {}

    impl Certainty {
        pub(crate) fn silence(&self) -> Silence {
            match *self {}
        }

        pub(crate) fn still_holds(&self) -> bool {
            match *self {}
        }
    }

    /// There is none.
    #[derive(PartialEq, Eq)]
    pub(crate) enum Rest {}

    pub(crate) fn rest(_: &[Arc<Process>]) -> Option<Rest> {
        None
    }

    pub(super) fn certain(_: &[Arc<Process>], _: Duration) -> Option<Certainty> {
        None
    }

    pub(crate) fn unread(_: &[Arc<Process>]) -> Option<u64> {
        None
    }

    pub(crate) fn longest_sleep(_: &Process) -> Option<Duration> {
        Some(Duration::ZERO)
    }
}
