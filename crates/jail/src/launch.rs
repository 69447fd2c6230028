//! The launcher: it puts up what confines a process, step by step, and then becomes that process.

use std::env;
use std::ffi::{CString, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::{fs, io};

use nix::unistd::execve;
use rustix::process::{Signal, getpid, set_parent_process_death_signal};
use rustix::thread::{CapabilitySet, CapabilitySets, set_capabilities, set_no_new_privs};

use crate::calls;
use crate::level::Lack;
use crate::limits;
use crate::namespaces;
use crate::order::{Compiler, Inmate, LAUNCHER, Order};
use crate::walls;

/// How a launcher ends that could not do what it was asked.
const FAILED: i32 = 125;

/// In the environment of a launcher: the folders that the checks have made for a program to read, as PATH lists folders.
const FOLDERS: &str = "LAB_FOLDERS";

/// Where the compiler looks for the linker.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// Does what a launcher does, if this program was started as one, and does not return then.
///
/// It has to come first in `main`: a process with threads cannot enter another user namespace.
pub fn become_what_was_asked() {
    let mut arguments = env::args_os().skip(1);
    if arguments.next().as_deref() != Some(LAUNCHER.as_ref()) {
        return;
    }
    let order = arguments.next().and_then(|order| serde_json::from_slice(order.as_bytes()).ok());
    let Some(order) = order else { process::exit(FAILED) };
    let Err(lack) = launch(order, arguments.collect()) else { process::exit(0) };
    // Whoever asked reads it; a person may, too.
    println!("{}", serde_json::to_string(&lack).unwrap_or_default());
    eprintln!("the jail: {lack:?}");
    process::exit(FAILED)
}

fn launch(order: Order, command: Vec<OsString>) -> Result<(), Lack> {
    let Order { namespaces, scratch, inmate } = order;
    // A program is started by the checks, which are in them already.
    if namespaces && !matches!(inmate, Inmate::Program) {
        namespaces::enter(&scratch).map_err(|why| Lack::Namespaces { why })?;
    }
    match inmate {
        Inmate::Checks => Err(start(&command).into()),
        Inmate::Program => run(&scratch, &command, namespaces),
        Inmate::Compiler(needs) => compile(&scratch, &needs, &command),
        Inmate::Nobody => {
            give_up_capabilities()?;
            walls::around_program(Path::new("/proc/self/exe"), Some(&scratch), &[])?;
            calls::of_program(c"")
        }
    }
}

/// Becomes a command, with the environment and the folder of this process.
fn start(command: &[OsString]) -> Failed {
    let Some((program, arguments)) = command.split_first() else { return Failed::from(io::ErrorKind::InvalidInput) };
    Failed(Command::new(program).args(arguments).exec().to_string())
}

/// Becomes a stranger's program.
fn run(scratch: &Path, command: &[OsString], namespaces: bool) -> Result<(), Lack> {
    let program = command.first().map(PathBuf::from).unwrap_or_default();
    let own = own_folder(scratch).map_err(Failed::from)?;
    env::set_current_dir(own.as_deref().unwrap_or(scratch)).map_err(Failed::from)?;
    let c_string = |word: &OsString| CString::new(word.clone().into_vec()).map_err(|error| Failed(error.to_string()));
    let words = command.iter().map(c_string).collect::<Result<Vec<_>, _>>()?;
    let path = words.first().ok_or(Failed::from(io::ErrorKind::InvalidInput))?;

    limits::of_program(namespaces).map_err(Failed::from)?;
    give_up_capabilities()?;
    let reads: Vec<PathBuf> = env::var_os(FOLDERS).iter().flat_map(env::split_paths).collect();
    walls::around_program(&program, own.as_deref(), &reads)?;
    // Where the first filter stands, nothing may be asked for any more but to become the program.
    calls::of_program(path)?;
    let Err(error) = execve(path, &words, &[c"RUST_BACKTRACE=0"]);
    Err(Failed(error.to_string()).into())
}

/// A folder for a program: one that runs at the same time has another. Where others of the same student have taken all the
/// room that there is, it has none, and may write nowhere.
fn own_folder(scratch: &Path) -> io::Result<Option<PathBuf>> {
    let own = scratch.join(getpid().as_raw_nonzero().to_string());
    match fs::create_dir(&own) {
        Ok(()) => Ok(Some(own)),
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Ok(None),
        Err(error) => Err(error),
    }
}

/// Becomes the compiler.
fn compile(scratch: &Path, needs: &Compiler, command: &[OsString]) -> Result<(), Lack> {
    env::set_current_dir(&needs.folder).map_err(Failed::from)?;
    limits::of_compiler().map_err(Failed::from)?;
    give_up_capabilities()?;
    walls::around_compiler(needs, scratch)?;
    calls::of_compiler()?;
    let Some((program, arguments)) = command.split_first() else {
        return Err(Failed::from(io::ErrorKind::InvalidInput).into());
    };
    let mut compiler = Command::new(program);
    compiler.args(arguments).env_clear().env("PATH", PATH).env("TMPDIR", scratch);
    compiler.envs(needs.variables.iter().map(|(name, value)| (name, value)));
    Err(Failed(compiler.exec().to_string()).into())
}

/// From here on this process has no more rights than a user without any, also where it has root's, and never will have. It
/// ends with the thread that has started it.
fn give_up_capabilities() -> Result<(), Failed> {
    let none = CapabilitySet::empty();
    set_capabilities(None, CapabilitySets { effective: none, permitted: none, inheritable: none })?;
    set_no_new_privs(true)?;
    // Giving up rights has made the system forget it.
    Ok(set_parent_process_death_signal(Some(Signal::KILL))?)
}

/// What could not be done, in the system's words, beside what a level depends on.
struct Failed(String);

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<io::ErrorKind> for Failed {
    fn from(kind: io::ErrorKind) -> Self {
        Self(io::Error::from(kind).to_string())
    }
}

impl From<rustix::io::Errno> for Failed {
    fn from(error: rustix::io::Errno) -> Self {
        Self(error.to_string())
    }
}

impl From<Failed> for Lack {
    fn from(failed: Failed) -> Self {
        Self::Calls { why: failed.0 }
    }
}
