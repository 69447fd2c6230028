//! What a program has had of the processors, added up thread by thread, and how far it has fallen behind what it would
//! have done on an idle machine.
//!
//! A program that is kept from running does late what it does, and a short timeout of it, or of the check, may strike
//! for that reason alone. Not all that it waits for a processor delays it: one that asks again and again, with a pause
//! or without, waits most of the time on a busy machine, and mostly with nothing to do. So what counts is how far it is
//! behind at a moment. A thread that is asleep has done all that there was to do. One that is awake is behind by what it
//! has waited since it was asleep last; or, if it never sleeps, by what it waited while it ran for as long as one step
//! may take.

use std::collections::{HashMap, VecDeque};
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// CPU time that one step of a program may take, from what it waits for to what it does then, in a behaviour that is
/// about time.
const ONE_STEP: Duration = Duration::from_millis(20);

/// What one thread of a program has had of the processors by now.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Thread {
    pub(crate) id: i32,
    pub(crate) usage: Usage,
    /// Whether it sleeps, or has ended: it has nothing to do.
    pub(crate) asleep: bool,
}

/// What was had of the processors.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// CPU time.
    pub(crate) ran: Duration,
    /// Time in which it was ready to run while no processor was free for it; zero where the system does not tell.
    pub(crate) waited: Duration,
    /// How often it has touched memory that it had not been given yet (minor page faults); 0 where the system does not
    /// tell.
    pub(crate) faults: u64,
}

impl Usage {
    /// What has come since then. `None`: it is not the same thread, but another one with its number.
    fn since(&self, before: &Self) -> Option<Self> {
        Some(Self {
            ran: self.ran.checked_sub(before.ran)?,
            waited: self.waited.checked_sub(before.waited)?,
            faults: self.faults.checked_sub(before.faults)?,
        })
    }
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        self.ran += other.ran;
        self.waited += other.waited;
        self.faults += other.faults;
    }
}

/// The account of one program and its descendants, which is brought up to date at each look at them. What happens
/// between two looks is known as a sum only; a thread that comes and goes between them is not known at all. Of one that
/// was awake at the last look and is gone now, the system does not tell any more how long it waited, and it may have done
/// nothing else: a shell that calls one small program after the other waits for a processor in them.
#[derive(Default)]
pub(crate) struct Account {
    threads: HashMap<i32, Followed>,
    total: Usage,
    stage: Stage,
    /// How far the program was behind at most while that mattered.
    behind: Duration,
}

/// Where a program is with what it is judged by.
#[derive(Default, PartialEq, Eq)]
enum Stage {
    /// It has not been heard of.
    #[default]
    Starting,
    Begun,
    /// It has had all the time that it gets.
    GivenUp,
}

/// A thread, as it was at each look since it was up to date: the first of these is that moment.
#[derive(Default)]
struct Followed {
    looks: VecDeque<Look>,
    /// Since when it has been awake without having had any more of the processors, at the looks until now.
    stands_still_since: Option<Instant>,
}

#[derive(Clone, Copy, Default)]
struct Look {
    usage: Usage,
    steal_time: Duration,
}

impl Account {
    /// All that was had of the processors until the last look, also by threads that have ended since.
    pub(crate) fn total(&self) -> Usage {
        self.total
    }

    /// How far the program was behind at most since it has been heard of, and until it was given up.
    pub(crate) fn behind(&self) -> Duration {
        self.behind
    }

    /// The program has been heard of. If this is the first time, its start is over, and was in time for all that is
    /// judged: an interpreter is slow to start, and ten of them at once are slower.
    pub(crate) fn begins(&mut self) {
        if self.stage == Stage::Starting {
            self.stage = Stage::Begun;
            self.threads.values_mut().for_each(Followed::is_up_to_date);
        }
    }

    /// The program has been given all the time that it gets, for what it did not do. Until it began with that it was so far
    /// behind; what it has waited since has changed nothing, nor does what it will wait.
    pub(crate) fn is_given_up(&mut self, behind: Duration) {
        (self.stage, self.behind) = (Stage::GivenUp, behind);
    }

    /// Takes in how the threads are `now`, and how much time a hypervisor has taken from this machine.
    pub(crate) fn look(&mut self, threads: &[Thread], steal_time: Duration, now: Instant) {
        let is_gone = |id: &i32, _: &mut Followed| !threads.iter().any(|thread| thread.id == *id);
        for (_, gone) in self.threads.extract_if(is_gone) {
            self.total.waited += gone.stands_still_since.map_or(Duration::ZERO, |since| now - since);
        }
        let (mut waited, mut missed) = (Duration::ZERO, Duration::ZERO);
        for thread in threads {
            let seen = Look { usage: thread.usage, steal_time };
            let followed = self.threads.entry(thread.id).or_default();
            // One that is new has waited since it was born.
            let born = Look { steal_time, ..Look::default() };
            let since = followed.looks.back().and_then(|last| seen.usage.since(&last.usage)).unwrap_or_else(|| {
                *followed = Followed { looks: VecDeque::from([born]), stands_still_since: None };
                seen.usage
            });
            self.total += since;
            followed.stands_still(thread.asleep, since, now);
            // What a thread needs of another one, it may have to wait for as well: the threads are added up.
            let behind = followed.behind(seen);
            waited += behind.usage.waited;
            missed = missed.max(behind.steal_time);
            if thread.asleep {
                followed.is_up_to_date();
            }
        }
        if self.stage == Stage::Begun {
            self.behind = self.behind.max(waited + missed);
        }
    }
}

impl Followed {
    /// Adds a look, and returns what has come since the thread was up to date last.
    fn behind(&mut self, now: Look) -> Look {
        self.looks.push_back(now);
        let long_ago = |look: &Look| look.usage.ran + ONE_STEP <= now.usage.ran;
        while self.looks.get(1).is_some_and(long_ago) {
            self.looks.pop_front();
        }
        let then = self.looks.front().copied().unwrap_or_default();
        let usage = now.usage.since(&then.usage).unwrap_or_default();
        Look { usage, steal_time: now.steal_time.saturating_sub(then.steal_time) }
    }

    /// Takes in that it has had this since the last look.
    fn stands_still(&mut self, asleep: bool, since: Usage, now: Instant) {
        let has_had_more = !since.ran.is_zero() || !since.waited.is_zero();
        let before = self.stands_still_since.filter(|_| !has_had_more);
        self.stands_still_since = (!asleep).then_some(before.unwrap_or(now));
    }

    /// All looks but the last are of no interest any more.
    fn is_up_to_date(&mut self) {
        self.looks.drain(..self.looks.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program of one thread, looked at again and again.
    #[derive(Default)]
    struct OneThread {
        account: Account,
        thread: Thread,
    }

    impl OneThread {
        fn that_has_begun() -> Self {
            let mut program = Self::default();
            program.account.begins();
            program
        }

        /// Later it has run and waited for this many more milliseconds, and is asleep or not.
        fn look(&mut self, ran: u64, waited: u64, asleep: bool) -> Duration {
            self.thread.usage.ran += Duration::from_millis(ran);
            self.thread.usage.waited += Duration::from_millis(waited);
            self.thread.asleep = asleep;
            self.account.look(&[self.thread], Duration::ZERO, Instant::now());
            self.account.behind()
        }
    }

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn one_that_sleeps_in_between_is_behind_by_what_it_waited_since() {
        let mut program = OneThread::that_has_begun();
        for _ in 0..100 {
            assert_eq!(program.look(1, 9, true), ms(9));
        }
        assert_eq!(program.account.total().waited, ms(900));
        // Kept from running over several looks.
        program.look(0, 0, false);
        program.look(0, 0, false);
        assert_eq!(program.look(1, 50, true), ms(50));
    }

    #[test]
    fn one_that_never_sleeps_is_behind_by_what_it_waited_during_one_step() {
        let mut program = OneThread::that_has_begun();
        for _ in 0..100 {
            program.look(10, 40, false);
        }
        // A step is two looks here.
        assert_eq!(program.account.behind(), ms(80));
    }

    #[test]
    fn a_slow_start_is_forgiven() {
        let mut program = OneThread::default();
        assert_eq!(program.look(10, 500, false), Duration::ZERO);
        program.account.begins();
        assert_eq!(program.look(1, 5, false), ms(5));
        program.account.begins();
        assert_eq!(program.look(1, 5, false), ms(10));
    }

    #[test]
    fn what_a_program_waits_that_was_given_up_changes_nothing() {
        let mut program = OneThread::that_has_begun();
        let before = program.look(1, 5, true);
        program.look(10, 500, false);
        program.account.is_given_up(before);
        program.account.begins();
        assert_eq!(program.look(10, 500, false), before);
    }

    #[test]
    fn threads_are_added_up_and_remembered() {
        let mut account = Account { stage: Stage::Begun, ..Account::default() };
        let thread = |id, ran, waited| Thread {
            id,
            usage: Usage { ran: ms(ran), waited: ms(waited), faults: 1 },
            asleep: false,
        };
        let now = Instant::now();
        account.look(&[thread(1, 1, 10), thread(2, 2, 20)], Duration::ZERO, now);
        assert_eq!(account.behind(), ms(30));
        account.look(&[thread(1, 2, 11)], Duration::ZERO, now);
        assert_eq!((account.total().ran, account.total().waited, account.total().faults), (ms(4), ms(31), 2));
        // Another thread has the number of one that has ended.
        account.look(&[thread(1, 1, 1)], Duration::ZERO, now);
        assert_eq!(account.total().waited, ms(32));
    }

    #[test]
    fn one_that_was_awake_when_it_was_seen_last_has_waited_until_it_was_gone() {
        let thread = |ran, asleep| Thread { id: 1, usage: Usage { ran: ms(ran), ..Usage::default() }, asleep };
        let began = Instant::now();
        // It runs until the second look, and waits from then on.
        for (asleep, waited) in [(false, 50), (true, 0)] {
            let mut account = Account::default();
            for (at, ran) in [(0, 1), (10, 2), (40, 2)] {
                account.look(&[thread(ran, asleep)], Duration::ZERO, began + ms(at));
            }
            assert_eq!(account.total().waited, Duration::ZERO);
            account.look(&[], Duration::ZERO, began + ms(60));
            assert_eq!(account.total().waited, ms(waited));
        }
    }

    #[test]
    fn steal_time_is_no_ones_fault() {
        let mut account = Account { stage: Stage::Begun, ..Account::default() };
        let asleep = Thread { id: 1, usage: Usage::default(), asleep: true };
        for steal_time in [10, 20, 50] {
            account.look(&[asleep], ms(steal_time), Instant::now());
        }
        assert_eq!(account.behind(), ms(30));
    }
}
