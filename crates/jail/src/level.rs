//! How much of a jail there is, and what is missing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much there is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A program can do what this user can.
    None,
    /// It can talk to others, on this machine and elsewhere; all else holds.
    NoNetworkNamespace,
    /// All of it is there.
    Full,
}

/// Why there is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lack {
    /// This system has no such thing.
    System,
    /// The environment says so.
    Unwanted,
    /// The system denies a process namespaces of its own, or what it needs in them.
    Namespaces {
        /// What the system says.
        why: String,
    },
    /// The system has no Landlock, or too old a one, or none is allowed here.
    Landlock {
        /// What the system says.
        why: String,
    },
    /// The same of filters for system calls.
    Calls {
        /// What the system says.
        why: String,
    },
}

impl Level {
    /// Its name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::NoNetworkNamespace => "no-network-namespace",
            Self::Full => "full",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
