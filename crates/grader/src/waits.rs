//! What a check waits for in a program: what it prints, its end, and that it has nothing to do.

use std::process::Output;
use std::time::{Duration, Instant};

use report::message::msg;

use crate::attempt::Attempt;
use crate::deadline::Wait;
use crate::failure::{Failure, Result};
use crate::process::{Process, State};
use crate::quiescence;

impl Process {
    /// Waits until `find` finds something in the state.
    pub(crate) fn wait_until<T>(&self, mut wait: Wait<'_>, mut find: impl FnMut(&State) -> Option<T>) -> Result<T> {
        loop {
            let timeout = wait.next_poll_timeout();
            if let Some(found) = self.look_or_wait(&mut find, timeout)? {
                return Ok(found);
            }
        }
    }

    /// Waits until the program has ended by itself, and returns all that it printed.
    pub(crate) fn output(&self, wait: Wait<'_>) -> Result<Output> {
        self.wait_until(wait, |state| state.ended.then_some(()))?;
        let status = self.end();
        self.with_state(|state| {
            // What else it says on stderr is the program's own affair, however much that is.
            if state.stdout.flooded {
                return Err(Failure::new(msg!("printed-too-much")));
            }
            for (name, stream) in [("stdout", &state.stdout), ("stderr", &state.stderr)] {
                if !stream.closed {
                    return Err(Failure::new(msg!("stream-is-held", stream = name)));
                }
            }
            Ok(Output { status, stdout: state.stdout.kept.clone(), stderr: state.stderr.beginning_and_end() })
        })
    }

    /// Waits until the program has slept most of the time for a while, or it is certain that it will.
    ///
    /// One that polls now and then, with a pause, is idle too. Only the time counts in which the program could choose,
    /// to run or to sleep: on a busy machine a busy program waits for a processor, and is not idle. That waiting is
    /// booked when it is over, so the while does not end before the program sleeps.
    pub(crate) fn wait_until_idle(&self, attempt: &Attempt) -> Result {
        const SAMPLE_INTERVAL: Duration = Duration::from_millis(if cfg!(target_os = "linux") { 10 } else { 100 });
        const WHILE: Duration = Duration::from_millis(3 * SAMPLE_INTERVAL.as_millis() as u64);
        let mut wait = attempt.wait(msg!("moment-of-rest")).without_early_verdict();
        if quiescence::nothing_will_come(&attempt.processes(), wait.timeout()).is_some() {
            return Ok(());
        }
        loop {
            // Both readings err on the side of too much use: the grader may be interrupted between any two lines.
            let (before, from) = (self.usage(), Instant::now());
            loop {
                wait.next_poll_timeout()?;
                if self.ends_within(SAMPLE_INTERVAL) {
                    let failure = Failure::new(msg!("ended-instead-of-waiting"));
                    return Err(failure.with(msg!("program"), self.doing()));
                }
                let (elapsed, now) = (from.elapsed(), self.usage());
                let chosen = elapsed.saturating_sub(now.waited.saturating_sub(before.waited));
                if chosen < WHILE || self.is_ready() {
                    continue;
                }
                if now.ran.saturating_sub(before.ran) * 2 < chosen {
                    return Ok(());
                }
                break;
            }
        }
    }
}
