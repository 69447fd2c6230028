//! Predicates that are chosen by more than what was done.

use std::net::IpAddr;

use crate::escape::Payload;
use crate::message::{self, Message, Value, msg};

/// A program is asked to end, as Ctrl-C asks, or as a system that shuts down.
pub(super) fn interrupts(by_the_system: bool) -> Message {
    if by_the_system { msg!("terminates") } else { msg!("interrupts") }
}

/// What a name stands for: one address, or several.
pub(super) fn resolves(name: &str, addresses: &[IpAddr]) -> Message {
    let all = message::joined(addresses.iter().map(IpAddr::to_string), msg!("and"));
    match addresses {
        [_] => msg!("resolves-to-one", name = name, address = all),
        _ => msg!("resolves", name = name, addresses = all),
    }
}

/// What is in a datagram, which may be nothing.
pub(super) fn datagram(payload: &Payload) -> Value {
    if payload.bytes == 0 { msg!("empty-datagram").into() } else { payload.into() }
}
