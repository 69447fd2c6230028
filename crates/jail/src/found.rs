//! How much of the jail a machine has. It is found by trying.

use std::env;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::level::{Lack, Level};
#[cfg(target_os = "linux")]
use crate::order::{Inmate, LAUNCHER, Order};

/// Names the best level that is wanted, to see what a lower one is like.
const VARIABLE: &str = "LAB_JAIL";

/// This program, as it finds itself on Linux, also where another file has taken its place.
pub(crate) const THIS_PROGRAM: &str = "/proc/self/exe";

/// What is there, and what is missing.
#[derive(Debug, Clone)]
pub struct Found {
    /// How much there is.
    pub level: Level,
    /// Why there is no more.
    pub lack: Option<Lack>,
}

impl Found {
    /// What this machine has; tried once, by a process that this program starts.
    pub fn here() -> Self {
        static FOUND: OnceLock<Found> = OnceLock::new();
        FOUND.get_or_init(Self::wanted).clone()
    }

    fn wanted() -> Self {
        let wanted = env::var(VARIABLE).ok();
        let best = [Level::None, Level::NoNetworkNamespace, Level::Full].into_iter();
        let best = best.rev().find(|level| wanted.as_deref().is_none_or(|wanted| level.name() == wanted));
        let unwanted = |level| Self { level, lack: Some(Lack::Unwanted) };
        match best.unwrap_or(Level::None) {
            Level::None => unwanted(Level::None),
            Level::Full => Self::tried(),
            least => {
                let found = Self::tried();
                if found.level > least { unwanted(least) } else { found }
            }
        }
    }

    #[cfg(target_os = "linux")]
    fn tried() -> Self {
        match rehearse(true) {
            Ok(()) => Self { level: Level::Full, lack: None },
            Err(lack) => match rehearse(false) {
                Ok(()) => Self { level: Level::NoNetworkNamespace, lack: Some(lack) },
                Err(worse) => Self { level: Level::None, lack: Some(worse) },
            },
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn tried() -> Self {
        Self { level: Level::None, lack: Some(Lack::System) }
    }
}

/// Tries whether a program could be confined here: with namespaces, or without them.
#[cfg(target_os = "linux")]
fn rehearse(namespaces: bool) -> Result<(), Lack> {
    let order = Order { namespaces, scratch: env::temp_dir(), inmate: Inmate::Nobody };
    let tried = Command::new(THIS_PROGRAM).arg(LAUNCHER).arg(order.written()).stdin(Stdio::null()).output();
    let tried = tried.map_err(|error| Lack::Calls { why: error.to_string() })?;
    if tried.status.success() {
        return Ok(());
    }
    let lack = serde_json::from_slice(&tried.stdout);
    Err(lack.unwrap_or_else(|_| Lack::Calls { why: tried.status.to_string() }))
}
