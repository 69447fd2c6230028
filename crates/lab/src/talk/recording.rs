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

    /// In the order of time. Events come from several threads: one may be told after another that happened later.
    pub fn finish(self) -> Transcript {
        let (mut first, mut last) = (self.first, Vec::from(self.last));
        for events in [&mut first, &mut last] {
            events.sort_by(|one, other| one.at.total_cmp(&other.at));
        }
        Transcript { first, skipped: self.skipped, last }
    }
}

#[cfg(test)]
mod tests {
    use report::event::{Action, Actor};

    use super::*;

    fn at(at: f64) -> Event {
        Event { at, actor: Actor::Program(1), action: Action::IsIdle }
    }

    #[test]
    fn what_was_told_late_stands_where_it_happened() {
        let mut recording = Recording::default();
        [0.1, 0.3, 0.2].into_iter().for_each(|time| recording.note(at(time)));
        let times: Vec<f64> = recording.finish().first.iter().map(|event| event.at).collect();
        assert_eq!(times, [0.1, 0.2, 0.3]);
    }

    #[test]
    fn of_much_the_beginning_and_the_end_are_kept() {
        let mut recording = Recording::default();
        for number in 0..300_u32 {
            recording.note(at(f64::from(number)));
        }
        let Transcript { first, skipped, last } = recording.finish();
        assert_eq!((first.len(), skipped, last.len()), (FIRST, 100, LAST));
        assert_eq!((last[0].at, last[LAST - 1].at), (250.0, 299.0));
    }
}
