//! Tries: to write another program and become it
//! Stopped by: seccomp and Landlock
//! Mark: 0
//! Seen: SIGSYS
//! Reported: system-call

use std::os::unix::process::CommandExt as _;

pub fn comes_through() -> bool {
    std::fs::write("program", "#!/bin/sh\n").is_ok()
        && std::process::Command::new("./program").exec().raw_os_error() == Some(8)
}
