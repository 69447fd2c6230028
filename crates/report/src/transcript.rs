//! What happened in a check, from its beginning to its end.

use crate::event::Event;
use crate::message::{Catalog, Message, msg};

/// What happened in a check, in order.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Transcript {
    /// The first events; all of them, mostly.
    pub first: Vec<Event>,
    /// How many were let go after those.
    pub skipped: usize,
    /// The last events, where some were let go.
    pub last: Vec<Event>,
}

impl Transcript {
    /// The words above the events.
    pub fn heading() -> Message {
        msg!("what-happened")
    }

    /// The words between the first events and the last ones, where some were let go.
    pub fn gap(&self) -> Option<Message> {
        (self.skipped > 0).then(|| msg!("events-skipped", count = self.skipped))
    }

    /// A line for each event, in order.
    pub(crate) fn lines(&self, catalog: &Catalog) -> Vec<String> {
        let all = || self.first.iter().chain(&self.last);
        let who = |event: &Event| event.actor.label().words(catalog);
        let width = all().map(|event| who(event).chars().count()).max().unwrap_or(0);
        let line = |event: &Event| {
            let (time, what) = (event.time().words(catalog), event.action.message().words(catalog));
            format!("{time:>9}  {:width$}  {what}", who(event))
        };
        let mut lines: Vec<String> = all().map(line).collect();
        if let Some(gap) = self.gap() {
            lines.insert(self.first.len(), format!("           {}", gap.words(catalog)));
        }
        lines
    }
}
