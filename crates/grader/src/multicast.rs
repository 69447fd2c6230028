//! Multicast peers: the grader as a sender to a group, and as a member of it. See RFC 1112 and ip(7).
//!
//! All of it stays on the loopback interface: memberships and egress are pinned to it, and the TTL is 0 or 1.

mod arrival;
mod group;
mod member;
mod port;
mod receiver;

pub use arrival::GroupDatagram;
pub use group::Group;
pub use member::{Bystander, Member};
