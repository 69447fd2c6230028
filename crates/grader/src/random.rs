//! What is random in a check: the same each time, unless another seed is asked for.
//!
//! A mark must not depend on luck, so a check makes the same choices for everybody. `LAB_SEED` makes it choose others,
//! to show that the choice does not matter; the transcript says which seed it was, and how to repeat it.

use std::env;
use std::ops::RangeInclusive;

use report::escape;
use report::event::{Action, Actor};
use report::message::msg;

use crate::failure::{Failure, Result};
use crate::program::Program;

/// The seed where none is asked for.
const SEED: u64 = 1;

/// Random choices that are the same for the same seed.
pub struct RandomChoices(fastrand::Rng);

impl Program {
    /// What is random in this check, from its seed.
    ///
    /// # Errors
    /// `LAB_SEED` is not a number.
    pub fn random_choices(&self) -> Result<RandomChoices> {
        let seed = match env::var("LAB_SEED") {
            Ok(text) => text.parse().map_err(|_| {
                Failure::new(msg!("not-a-seed", most = u64::MAX.to_string(), seed = escape::line(&text)))
            })?,
            Err(_) => SEED,
        };
        self.attempt.note(&Actor::Grader, Action::ChoosesAtRandom { seed, repeat: self.repeat.clone() });
        Ok(RandomChoices(fastrand::Rng::with_seed(seed)))
    }
}

impl RandomChoices {
    /// `count` of these numbers, none of them twice.
    pub fn pick_several(&mut self, count: usize, numbers: RangeInclusive<usize>) -> Vec<usize> {
        self.0.choose_multiple(numbers, count)
    }
}
