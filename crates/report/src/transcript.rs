//! What happened in a check, from its beginning to its end.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::message::msg;

/// What happened in a check, in order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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
    pub fn heading() -> String {
        msg!("what-happened").to_string()
    }

    /// The words between the first events and the last ones, where some were let go.
    pub fn gap(&self) -> Option<String> {
        (self.skipped > 0).then(|| msg!("events-skipped", count = self.skipped).to_string())
    }

    /// A line for each event, in order.
    pub(crate) fn lines(&self) -> Vec<String> {
        let all = || self.first.iter().chain(&self.last);
        let width = all().map(|event| event.actor.to_string().chars().count()).max().unwrap_or(0);
        let line = |event: &Event| format!("{:>9}  {:width$}  {}", event.time(), event.actor, event.action);
        let mut lines: Vec<String> = all().map(line).collect();
        if let Some(gap) = self.gap() {
            lines.insert(self.first.len(), format!("           {gap}"));
        }
        lines
    }
}
