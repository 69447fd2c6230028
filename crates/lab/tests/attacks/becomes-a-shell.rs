//! Tries: to become another program
//! Stopped by: seccomp
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

use std::os::unix::process::CommandExt as _;

pub fn comes_through() -> bool {
    std::process::Command::new("/bin/sh").exec();
    true
}
