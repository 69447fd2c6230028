//! TCP peers: the grader as the client of a server, and as the server of a client.

mod connect;
mod connection;
mod crowd;
mod deliver;
mod echo;
mod expect;
mod framed;
mod held_back;
mod lines;
mod listener;
mod silent;
mod through;
mod together;
mod unwanted;

pub(crate) use connect::{HANDSHAKE, plainly, with_small_window};
pub use connection::Connection;
pub use crowd::Talker;
pub use echo::Found;
pub use listener::{Listener, ReservedPort};
pub use silent::SilentPort;
