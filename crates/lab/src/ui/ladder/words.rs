//! The words of a ladder, as few as it has room for.

use report::escape::Payload;
use report::event::{Action, SendMode};

use crate::msg;
use crate::ui::messages::Messages;

/// What happened, in the few words that a diagram has room for.
pub(super) fn of(text: &Messages, what: &Action) -> String {
    match what {
        Action::Starts { command, .. } => msg!(text, "ladder-starts", command = command.as_str()),
        Action::Kills { .. } => msg!(text, "ladder-killed"),
        Action::StopsAndContinues { .. } => msg!(text, "ladder-stopped-and-continued"),
        Action::Interrupts { by_the_system: false, .. } => msg!(text, "ladder-interrupted"),
        Action::Interrupts { by_the_system: true, .. } => msg!(text, "ladder-terminated"),
        Action::Types { text: keys, .. } => msg!(text, "ladder-typed", bytes = keys.bytes, text = keys.shown.as_str()),
        Action::ChoosesAtRandom { seed, .. } => msg!(text, "ladder-random", seed = seed.to_string()),
        Action::TriesAgain => msg!(text, "ladder-again"),
        Action::LeavesOut { address } => msg!(text, "ladder-leaves-out", address = address.to_string()),
        Action::Resolves { name, addresses } => {
            let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            msg!(text, "ladder-resolves", name = name.as_str(), addresses = addresses.join(", "))
        }
        // As a transcript tells it.
        Action::Prints { .. }
        | Action::PrintsOnStderr { .. }
        | Action::PrintsMore { .. }
        | Action::HasPrinted { .. }
        | Action::IsIdle
        | Action::Ends { .. }
        | Action::HoldsBack { .. }
        | Action::IsGone
        | Action::Joins { .. } => what.to_string(),
        Action::HasPrintedEscaped { beginning } => {
            msg!(text, "ladder-prints-escaped", beginning = beginning.shown.as_str())
        }
        Action::HasPrintedDiagnostic { about } => msg!(text, "ladder-diagnostic", about = about.clone()),
        Action::Connects { .. } | Action::Accepts { .. } => msg!(text, "ladder-connects"),
        Action::Sends { payload, mode } => of_sent(text, payload, *mode),
        Action::Receives { payload }
        | Action::SendsDatagram { payload, .. }
        | Action::ReceivesDatagram { payload, .. } => of_payload(text, payload),
        Action::ReceivesLast { .. } | Action::ReceivesEnd => msg!(text, "ladder-fin"),
        Action::ReceivesReset | Action::Resets => msg!(text, "ladder-reset"),
        Action::SeesEnd | Action::SeesNothingMore => msg!(text, "ladder-end"),
        Action::SeesAllRead => msg!(text, "ladder-all-read"),
        Action::SeesProgramGone => msg!(text, "ladder-program-gone"),
        Action::HalfCloses => msg!(text, "ladder-half-closes"),
        Action::Closes => msg!(text, "ladder-closes"),
        Action::SendsDatagrams { payload, every, .. } => {
            let milliseconds = (every * 1e3).round();
            msg!(text, "ladder-every", payload = of_payload(text, payload), milliseconds = milliseconds)
        }
        Action::DoesNotAnswer { datagram } => msg!(text, "ladder-no-answer", number = *datagram),
        Action::Waits { seconds } => msg!(text, "ladder-waits", milliseconds = (seconds * 1e3).round()),
        Action::SendsToGroup { payload, group, .. } => {
            msg!(text, "ladder-to-group", payload = of_payload(text, payload), group = group.to_string())
        }
        Action::ReceivesFromGroup { payload, ttl: Some(ttl), .. } => {
            msg!(text, "ladder-ttl", payload = of_payload(text, payload), ttl = *ttl)
        }
        Action::ReceivesFromGroup { payload, ttl: None, .. } => of_payload(text, payload),
    }
}

/// What is sent in a stream.
fn of_sent(text: &Messages, payload: &Payload, mode: SendMode) -> String {
    let payload = of_payload(text, payload);
    match mode {
        SendMode::Whole => payload,
        SendMode::WhileRead => msg!(text, "ladder-while-read", payload = payload),
        SendMode::Reading => msg!(text, "ladder-reading", payload = payload),
        SendMode::Endlessly => msg!(text, "ladder-endlessly", payload = payload),
        SendMode::UntilItStops => msg!(text, "ladder-until-it-stops", payload = payload),
    }
}

/// The bytes that go over the wire.
pub(super) fn of_payload(text: &Messages, payload: &Payload) -> String {
    match payload.bytes {
        0 => msg!(text, "ladder-empty"),
        bytes => msg!(text, "ladder-payload", payload = payload.shown.as_str(), bytes = bytes),
    }
}
