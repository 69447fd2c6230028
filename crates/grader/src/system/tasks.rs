//! Processes and their threads, as proc(5) has them.
//!
//! A grading asks thousands of times. So each file is opened, read and closed, and no more is taken of it than is wanted.

use std::fs::{self, File};
use std::io::Read as _;
use std::str::FromStr as _;

use procfs::FromRead as _;
use procfs::process::{FDTarget, ProcState, Schedstat, Syscall};

/// A thread of a process.
pub(crate) struct Task {
    pub(crate) pid: i32,
    pub(crate) tid: i32,
}

/// What a thread is doing, in a word.
pub(crate) struct Stat {
    pub(crate) state: ProcState,
    /// How often it has touched memory that it had not been given yet.
    pub(crate) minor_faults: u64,
}

/// A descriptor that a process has open.
pub(crate) struct Descriptor {
    pub(crate) number: i32,
    pub(crate) target: FDTarget,
}

impl Task {
    /// The threads of a process.
    pub(crate) fn all_of(pid: i32) -> Option<Vec<Self>> {
        Some(numbers(&format!("/proc/{pid}/task"))?.into_iter().map(|tid| Self { pid, tid }).collect())
    }

    pub(crate) fn stat(&self) -> Option<Stat> {
        /// Of the words behind the name, which may hold anything.
        const STATE: usize = 0;
        const MINOR_FAULTS: usize = 7;
        let stat = self.read("stat")?;
        let (_, words) = stat.rsplit_once(')')?;
        let word = |at| words.split_ascii_whitespace().nth(at);
        Some(Stat {
            state: ProcState::from_char(word(STATE)?.chars().next()?)?,
            minor_faults: word(MINOR_FAULTS)?.parse().ok()?,
        })
    }

    pub(crate) fn schedstat(&self) -> Option<Schedstat> {
        Schedstat::from_read(self.read("schedstat")?.as_bytes()).ok()
    }

    pub(crate) fn syscall(&self) -> Option<Syscall> {
        Syscall::from_read(self.read("syscall")?.as_bytes()).ok()
    }

    /// The processes that it has started, or adopted.
    pub(crate) fn children(&self) -> Option<Vec<i32>> {
        self.read("children")?.split_ascii_whitespace().map(|child| child.parse().ok()).collect()
    }

    fn read(&self, file: &str) -> Option<String> {
        /// More than there is in most of them.
        const USUAL: usize = 1024;
        let Self { pid, tid } = self;
        let mut file = File::open(format!("/proc/{pid}/task/{tid}/{file}")).ok()?;
        let (mut bytes, mut length) = (vec![0; USUAL], 0);
        // To ask for its length would be two more calls, and the system does not know it.
        loop {
            let count = file.read(&mut bytes[length..]).ok()?;
            length += count;
            if count == 0 {
                bytes.truncate(length);
                return Some(String::from_utf8_lossy(&bytes).into_owned());
            }
            if length == bytes.len() {
                bytes.resize(2 * length, 0);
            }
        }
    }
}

impl Descriptor {
    /// The number of the socket behind it, if it is one.
    pub(crate) fn socket(&self) -> Option<u64> {
        match self.target {
            FDTarget::Socket(inode) => Some(inode),
            _ => None,
        }
    }
}

/// The descriptors that a process has open. One that is closed while they are read is `None`.
pub(crate) fn descriptors(pid: i32) -> Option<impl Iterator<Item = Option<Descriptor>>> {
    let folder = format!("/proc/{pid}/fd");
    let numbers = numbers(&folder)?;
    Some(numbers.into_iter().map(move |number| {
        let target = fs::read_link(format!("{folder}/{number}")).ok()?;
        Some(Descriptor { number, target: FDTarget::from_str(&target.to_string_lossy()).ok()? })
    }))
}

/// The names in a folder, all of which are numbers.
fn numbers(folder: &str) -> Option<Vec<i32>> {
    fs::read_dir(folder).ok()?.map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect()
}
