//! TCP peers: the grader as the client of a server, and as the server of a client.

mod connect;
mod connection;
mod deliver;
mod echo;
mod expect;
mod held_back;
mod lines;
mod listener;
mod together;
mod unwanted;

pub(crate) use connect::HANDSHAKE;
pub use connection::Connection;
pub use echo::Found;
pub use lines::Talker;
pub use listener::{Listener, ReservedPort};
