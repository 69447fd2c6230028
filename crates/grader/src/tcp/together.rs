//! Several peers that deliver at the same time, each by its own script.

use std::ops::Range;
use std::time::{Duration, Instant};

use report::event::Action;

use super::connection::Connection;
use crate::delivery::{Delivery, Pause};
use crate::failure::Result;
use crate::program::Program;

/// A piece that is due at this time, counted from the beginning.
struct Step {
    due: Duration,
    script: usize,
    piece: Range<usize>,
}

impl Program {
    /// Sends what the scripts say on several connections at once. A client that has left gets no more. For behaviours about
    /// time only, see [`timed`](Self::timed): a pause is a time, whether the client has read or not, and no script has an
    /// end.
    ///
    /// # Errors
    /// A client does not read.
    pub fn deliver_together(&self, scripts: &mut [(&mut Connection, Delivery)]) -> Result {
        let began = Instant::now();
        let mut gone = vec![false; scripts.len()];
        for Step { due, script, piece } in steps(scripts) {
            if gone[script] {
                continue;
            }
            self.attempt.pause(due.saturating_sub(began.elapsed()));
            let (connection, delivery) = &mut scripts[script];
            self.attempt.step_is_late_by(began.elapsed().saturating_sub(due));
            match connection.send(&delivery.bytes()[piece]) {
                Err(failure) if failure.timed_out => return Err(failure),
                Err(_) => {
                    connection.note(Action::SeesProgramGone);
                    gone[script] = true;
                }
                Ok(()) => {}
            }
        }
        Ok(())
    }
}

/// The pieces of all scripts, in the order of time.
fn steps(scripts: &[(&mut Connection, Delivery)]) -> Vec<Step> {
    let mut steps = Vec::new();
    for (script, (_, delivery)) in scripts.iter().enumerate() {
        let mut due = Duration::ZERO;
        for (piece, pause) in delivery.pieces() {
            steps.push(Step { due, script, piece });
            if let Some(Pause::Stall(pause)) = pause {
                due += pause;
            }
        }
    }
    steps.sort_by_key(|step| step.due);
    steps
}
