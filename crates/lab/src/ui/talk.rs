//! A talk on the screen: what happens, a line for each thing, and what is to be said beside it.

use report::escape;
use report::event::{Action, Event};

use crate::msg;
use crate::talk::command::NoCommand;
use crate::talk::conversation::{Remark, Screen, Talked};
use crate::talk::peer::Refused;
use crate::talk::start::NoOtherEnd;
use crate::ui::messages::Messages;
use crate::ui::style;
use crate::ui::terminal;

/// The labels of who does something are no longer, mostly.
const WHO: usize = 14;

pub struct TalkScreen<'a> {
    pub text: &'a Messages,
    /// Whether who reads it types.
    pub is_script: bool,
}

impl Screen for TalkScreen<'_> {
    fn show(&mut self, event: &Event) {
        let (time, who) = (event.time().to_string(), event.actor.to_string());
        let what = match &event.action {
            // Lab does not ask for the TTL, which the system might tell.
            Action::ReceivesFromGroup { payload, from, ttl: None } => {
                msg!(self.text, "talk-from-group", payload = payload.shown.as_str(), from = from.to_string())
            }
            action => action.to_string(),
        };
        let line = format!("{}  {who:WHO$}  {what}", style::faint(format!("{time:>9}")));
        // Where nobody listens any more, nobody misses it, and the program has to be ended all the same.
        let _ = terminal::print(&line);
    }

    fn say(&mut self, remark: Remark<'_>) {
        // Of a script, stdout is what happened.
        if self.is_script {
            return terminal::remark(&self.words(remark));
        }
        let _ = terminal::print(&style::faint(self.words(remark)));
    }
}

impl TalkScreen<'_> {
    fn words(&self, remark: Remark<'_>) -> String {
        let text = self.text;
        match remark {
            Remark::Help => msg!(text, "talk-help"),
            Remark::NoCommand(NoCommand::Unknown(name)) => msg!(text, "talk-unknown", name = escape::line(&name)),
            Remark::NoCommand(NoCommand::NoByte(word)) => msg!(text, "talk-no-byte", word = escape::line(&word)),
            Remark::NoCommand(NoCommand::Nothing) => msg!(text, "talk-nothing-to-send"),
            Remark::Refused(why) => refused(text, why),
            Remark::Waits => msg!(text, "talk-waits"),
            Remark::NotReady => msg!(text, "talk-not-ready"),
            Remark::Elsewhere(address) => msg!(text, "talk-elsewhere", address = address.to_string()),
            Remark::Is(number, peer) => msg!(text, "talk-is", number = number.to_string(), peer = peer.to_string()),
            Remark::NoPeer(number) => msg!(text, "talk-no-peer", number = number.to_string()),
            Remark::NoClient => msg!(text, "talk-no-client"),
        }
    }
}

fn refused(text: &Messages, why: &Refused) -> String {
    match why {
        Refused::NoConnection => msg!(text, "talk-no-connection"),
        Refused::NoPieces => msg!(text, "talk-no-pieces"),
        Refused::Closed => msg!(text, "talk-closed"),
        Refused::HalfClosed => msg!(text, "talk-half-closed"),
        Refused::NobodyThere => msg!(text, "talk-waits"),
        Refused::NotRead => msg!(text, "talk-not-read"),
        Refused::System(error) => msg!(text, "talk-failed", why = escape::line(&error.to_string())),
    }
}

/// Why there is no other end.
pub fn no_other_end(text: &Messages, why: &NoOtherEnd) -> String {
    match why {
        NoOtherEnd::NoPort(port) => msg!(text, "talk-no-port", port = escape::line(port)),
        NoOtherEnd::NoGroup(group) => msg!(text, "talk-no-group", group = escape::line(group)),
        NoOtherEnd::System(error) => msg!(text, "talk-failed", why = escape::line(&error.to_string())),
    }
}

/// How the program ended.
pub fn ending(text: &Messages, talked: &Talked) -> String {
    match &talked.ending {
        Some(ending) => msg!(text, "talk-ended", how = report::message::Value::from(ending).to_string()),
        None => msg!(text, "talk-was-ended"),
    }
}
