//! The jail in which a stranger's program is compiled and run, on Linux, by any user.
//!
//! Lab starts itself as a launcher: it puts up what confines a process, and then becomes the checks, the program or the
//! compiler. So nothing has to be installed, and what is confined inherits nothing of lab but its three streams.
//!
//! - The *checks* stand in a network of their own, with a loopback interface and nothing else, for themselves and what they
//!   start. They are trusted.
//! - A *program* may open its own file, what every program needs to start, and a folder that is gone afterwards. It may have
//!   threads and internet sockets; no other process, no signal to another, nothing that runs but itself.
//! - The *compiler* may open its toolchain, what was compiled before, and the program's sources; it may write one folder.

mod found;
mod jail;
mod level;
mod order;

#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod launch;
#[cfg(target_os = "linux")]
mod limits;
#[cfg(target_os = "linux")]
mod loopback;
#[cfg(target_os = "linux")]
mod namespaces;
#[cfg(target_os = "linux")]
mod walls;

pub use found::Found;
pub use jail::{Jail, make_anew};
#[cfg(target_os = "linux")]
pub use launch::become_what_was_asked;
pub use level::{Lack, Level};
pub use order::Compiler;
