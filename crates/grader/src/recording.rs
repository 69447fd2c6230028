//! What happened in a check, as it is recorded: the first events and the last ones, in the order of their times.

use report::event::Event;

/// Events that a transcript keeps: a program that floods the grader fills a terminal no more than any other.
const FIRST_EVENTS: usize = 16;
const LAST_EVENTS: usize = 24;

#[derive(Clone, Default)]
pub(crate) struct Recording {
    events: Vec<Event>,
    /// Events between the first and the last ones that were let go.
    skipped: usize,
}

impl Recording {
    /// Adds an event, which may be earlier than the one that was added last.
    pub(crate) fn add(&mut self, event: Event) {
        if self.events.len() == FIRST_EVENTS + LAST_EVENTS {
            self.events.remove(FIRST_EVENTS);
            self.skipped += 1;
        }
        // What is earlier than events that were let go is told after them: the first ones stay as they are.
        let fixed = if self.skipped > 0 { FIRST_EVENTS } else { 0 };
        let later = self.events[fixed..].partition_point(|earlier| earlier.at <= event.at);
        self.events.insert(fixed + later, event);
    }

    /// The transcript until now.
    pub(crate) fn transcript(&self) -> report::Transcript {
        let first = if self.skipped > 0 { FIRST_EVENTS } else { self.events.len() };
        let (first, last) = self.events.split_at(first);
        report::Transcript { first: first.to_vec(), skipped: self.skipped, last: last.to_vec() }
    }
}
