//! What a process may open, by Landlock: see landlock(7). What is not named here, it cannot open, and not run.

use std::fs;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access as _, AccessFs, BitFlags, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _, RulesetCreated,
    RulesetCreatedAttr as _, RulesetError, Scope, path_beneath_rules,
};

use crate::level::Lack;
use crate::order::Compiler;

/// The version that has to be there (Linux 6.2): with it, a file that may not be written cannot be cut either.
const LEAST: ABI = ABI::V3;

/// The version whose rights are withheld too where the system knows them.
const NEWEST: ABI = ABI::V5;

/// What is asked of a system by almost every program: names of hosts, the time of day, random numbers, nothing.
const READ_BY_PROGRAMS: [&str; 11] = [
    "/dev/null",
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
    "/etc/gai.conf",
    "/etc/host.conf",
    "/etc/hosts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/resolv.conf",
];

/// Where a system has the linker and what it links with.
const SYSTEM: [&str; 8] =
    ["/bin", "/lib", "/lib64", "/usr/bin", "/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/local/bin"];

/// Around a program of a stranger's, which may write into a folder of its own, if it has one, and read in these folders.
pub(crate) fn around_program(program: &Path, own: Option<&Path>, reads: &[PathBuf]) -> Result<(), Lack> {
    let (folders, loader) = libraries();
    put_up(|walls| {
        walls
            .add_rules(path_beneath_rules([program], AccessFs::Execute | AccessFs::ReadFile))?
            .add_rules(path_beneath_rules(loader, AccessFs::Execute | AccessFs::ReadFile))?
            .add_rules(path_beneath_rules(folders, AccessFs::ReadFile))?
            .add_rules(path_beneath_rules(READ_BY_PROGRAMS, AccessFs::ReadFile))?
            .add_rules(path_beneath_rules(["/dev/null"], AccessFs::WriteFile))?
            .add_rules(path_beneath_rules(reads, AccessFs::ReadFile | AccessFs::ReadDir))?
            .add_rules(path_beneath_rules(own, written()))
    })
}

/// Around the compiler.
pub(crate) fn around_compiler(needs: &Compiler, scratch: &Path) -> Result<(), Lack> {
    let (folders, loader) = libraries();
    let reads = AccessFs::ReadFile | AccessFs::ReadDir;
    put_up(|walls| {
        walls
            .add_rules(path_beneath_rules(SYSTEM, reads | AccessFs::Execute))?
            .add_rules(path_beneath_rules(&needs.runs, reads | AccessFs::Execute))?
            .add_rules(path_beneath_rules(loader, reads | AccessFs::Execute))?
            .add_rules(path_beneath_rules(folders, reads))?
            .add_rules(path_beneath_rules(&needs.reads, reads))?
            .add_rules(path_beneath_rules(&needs.lists, AccessFs::ReadDir))?
            .add_rules(path_beneath_rules(READ_BY_PROGRAMS, reads))?
            .add_rules(path_beneath_rules(["/dev/null"], AccessFs::WriteFile))?
            .add_rules(path_beneath_rules([scratch, &needs.writes], written()))
    })
}

/// What may be done in a folder of one's own. No link is made in it, no device and no socket: what comes across it
/// afterwards is files and folders.
fn written() -> BitFlags<AccessFs> {
    AccessFs::ReadFile
        | AccessFs::ReadDir
        | AccessFs::WriteFile
        | AccessFs::Truncate
        | AccessFs::MakeReg
        | AccessFs::MakeDir
        | AccessFs::RemoveFile
        | AccessFs::RemoveDir
        | AccessFs::Refer
}

fn put_up(open: impl FnOnce(RulesetCreated) -> Result<RulesetCreated, RulesetError>) -> Result<(), Lack> {
    let walls = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(LEAST))
        .map(|walls| walls.set_compatibility(CompatLevel::BestEffort))
        .and_then(|walls| walls.handle_access(AccessFs::from_all(NEWEST)))
        .and_then(|walls| walls.scope(Scope::Signal | Scope::AbstractUnixSocket))
        .and_then(Ruleset::create)
        .and_then(open)
        .and_then(RulesetCreated::restrict_self);
    walls.map(drop).map_err(|error| Lack::Landlock { why: error.to_string() })
}

/// The folders of the libraries that this very process has been loaded with, which a program is too, and the loader.
fn libraries() -> (Vec<PathBuf>, Option<PathBuf>) {
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mapped = maps.lines().filter_map(|line| line.find('/').map(|at| PathBuf::from(&line[at..])));
    let name = |file: &Path| file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut libraries: Vec<PathBuf> = mapped.filter(|file| name(file).contains(".so")).collect();
    libraries.dedup();
    let loader = libraries.iter().find(|file| name(file).starts_with("ld")).cloned();
    let mut folders: Vec<PathBuf> = libraries.iter().filter_map(|file| Some(file.parent()?.to_path_buf())).collect();
    folders.dedup();
    (folders, loader)
}
