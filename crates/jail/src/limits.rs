//! What a process in the jail may take, of what is counted for each process: see getrlimit(2).

use std::io;

use nix::unistd::alarm;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

const MIB: u64 = 1 << 20;

/// The memory of a program: more than a thread for each of hundreds of clients needs.
const PROGRAM: u64 = 1024 * MIB;

/// What a program may write into one file.
const WRITTEN: u64 = 16 * MIB;

/// Open files and sockets.
const FILES: u64 = 1024;

/// The threads of all that runs in one network, where they are counted for it alone.
const THREADS: u64 = 4096;

/// The memory of the compiler, and of the linker: a right program needs a fifth.
const COMPILER: u64 = 2048 * MIB;

/// What either may write into one file.
const COMPILED: u64 = 256 * MIB;

/// The time that each of them may have of the processors, in seconds: it does not depend on how busy these are.
const SECONDS: u64 = 30;

/// The time after which the compiler is ended even so, in seconds.
const PATIENCE: u32 = 300;

pub(crate) fn of_program(threads_are_its_own: bool) -> io::Result<()> {
    limit(Resource::Data, PROGRAM)?;
    limit(Resource::Fsize, WRITTEN)?;
    limit(Resource::Nofile, FILES)?;
    if threads_are_its_own {
        limit(Resource::Nproc, THREADS)?;
    }
    limit(Resource::Core, 0)
}

pub(crate) fn of_compiler() -> io::Result<()> {
    limit(Resource::Data, COMPILER)?;
    limit(Resource::Fsize, COMPILED)?;
    limit(Resource::Core, 0)?;
    // Beyond the first it is told, beyond the second it is ended.
    setrlimit(Resource::Cpu, Rlimit { current: Some(SECONDS), maximum: Some(SECONDS + 5) })?;
    // A timer goes on in the program that this process becomes: see alarm(2).
    alarm::set(PATIENCE);
    Ok(())
}

/// Sets a limit, unless there is a lower one.
fn limit(resource: Resource, most: u64) -> io::Result<()> {
    let now = getrlimit(resource);
    let least = |limit: Option<u64>| Some(limit.map_or(most, |limit| limit.min(most)));
    Ok(setrlimit(resource, Rlimit { current: least(now.current), maximum: least(now.maximum) })?)
}
