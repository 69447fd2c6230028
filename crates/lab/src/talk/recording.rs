//! What happened, kept for the ladder at the end: the beginning and the end of it, where it is much.

use std::collections::VecDeque;

use report::Transcript;
use report::event::Event;

/// What is kept of the beginning, and of the end.
const FIRST: usize = 150;
const LAST: usize = 50;

#[derive(Default)]
pub struct Recording {
    first: Vec<Event>,
    last: VecDeque<Event>,
    skipped: usize,
}

impl Recording {
    pub fn note(&mut self, event: Event) {
        if self.first.len() < FIRST {
            self.first.push(event);
            return;
        }
        self.last.push_back(event);
        if self.last.len() > LAST {
            self.last.pop_front();
            self.skipped += 1;
        }
    }

    pub fn finish(self) -> Transcript {
        Transcript { first: self.first, skipped: self.skipped, last: self.last.into() }
    }
}

#[cfg(test)]
mod tests {
    use report::event::{Action, Actor};

    use super::*;

    #[test]
    fn of_much_the_beginning_and_the_end_are_kept() {
        let mut recording = Recording::default();
        for number in 0..300_u32 {
            recording.note(Event { at: f64::from(number), actor: Actor::Program(1), action: Action::IsIdle });
        }
        let Transcript { first, skipped, last } = recording.finish();
        assert_eq!((first.len(), skipped, last.len()), (FIRST, 100, LAST));
        assert_eq!((last[0].at, last[LAST - 1].at), (250.0, 299.0));
    }
}
