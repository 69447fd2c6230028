//! Several peers that deliver at the same time, each by its own script.

use std::ops::Range;
use std::time::{Duration, Instant};

use report::event::Action;

use super::connection::Connection;
use crate::failure::Result;
use crate::program::Program;
use crate::stream_script::{Pause, StreamScript};

/// A piece that is due at this time, counted from the beginning.
struct Step {
    due: Duration,
    peer: usize,
    piece: Range<usize>,
}

impl Program {
    /// Sends what the scripts say on several connections at once. A client that has left gets no more. For behaviours about
    /// time only, see [`timed`](Self::timed): a pause is a time, whether the client has read or not, and no script has an
    /// end.
    ///
    /// # Errors
    /// A client does not read.
    pub fn deliver_together(&self, scripts: &mut [(&mut Connection, StreamScript)]) -> Result {
        let began = Instant::now();
        let mut gone = vec![false; scripts.len()];
        for Step { due, peer, piece } in steps(scripts) {
            if gone[peer] {
                continue;
            }
            self.attempt.pause(due.saturating_sub(began.elapsed()));
            let (connection, script) = &mut scripts[peer];
            self.attempt.step_is_late_by(began.elapsed().saturating_sub(due));
            match connection.send(&script.bytes()[piece]) {
                Err(failure) if failure.timed_out => return Err(failure),
                Err(_) => {
                    connection.note(Action::SeesProgramGone);
                    gone[peer] = true;
                }
                Ok(()) => {}
            }
        }
        Ok(())
    }
}

/// The pieces of all scripts, in the order of time.
fn steps(scripts: &[(&mut Connection, StreamScript)]) -> Vec<Step> {
    let mut steps = Vec::new();
    for (peer, (_, script)) in scripts.iter().enumerate() {
        let mut due = Duration::ZERO;
        for (piece, pause) in script.pieces() {
            steps.push(Step { due, peer, piece });
            if let Some(Pause::Stall(pause)) = pause {
                due += pause;
            }
        }
    }
    steps.sort_by_key(|step| step.due);
    steps
}
