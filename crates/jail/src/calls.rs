//! What a process may ask of the system, by seccomp(2): three filters, of which the strictest decides.
//!
//! A system call of another kind of processor (32 bits, say) ends the process: each filter looks at that first.

use std::collections::BTreeMap;
use std::env::consts::ARCH;
use std::ffi::CStr;

use rustix::process::getpid;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, apply_filter,
};
use syscalls::Sysno;

use crate::level::Lack;

/// What a program may do as it likes. Where a processor has no such call, it is passed over.
const ALLOWED: &str = "
    accept accept4 access arch_prctl bind brk chdir clock_getres clock_gettime clock_nanosleep close close_range connect
    copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd
    eventfd2 exit exit_group faccessat faccessat2 fadvise64 fallocate fchdir fdatasync flock fstat fstatfs fsync ftruncate
    futex futex_waitv getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups getitimer getpeername getpgid
    getpgrp getpid getppid getrandom getresgid getresuid getrlimit getrusage getsid getsockname getsockopt gettid
    gettimeofday getuid listen lseek lstat madvise membarrier mincore mkdir mkdirat mmap mprotect mremap msync munmap
    nanosleep newfstatat open openat openat2 pause pipe pipe2 poll ppoll pread64 preadv preadv2 pselect6 pwrite64 pwritev
    pwritev2 read readahead readlink readlinkat readv recvfrom recvmmsg recvmsg rename renameat renameat2 restart_syscall
    rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait sched_getaffinity
    sched_getparam sched_getscheduler sched_yield select sendfile sendmmsg sendmsg sendto set_robust_list
    set_tid_address setitimer setsockopt shutdown sigaltstack signalfd signalfd4 socketpair splice stat statfs statx
    sysinfo tee time timer_create timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create
    timerfd_gettime timerfd_settime times umask uname unlink unlinkat vmsplice wait4 waitid write writev
    alarm clone3 riscv_flush_icache riscv_hwprobe
";

/// What no program of a lesson does by mistake. One that tries ends at once, and it is seen why.
const DEADLY: &str = "
    add_key bpf chroot delete_module execveat finit_module fork fsconfig fsmount fsopen fspick init_module io_uring_enter
    io_uring_register io_uring_setup kexec_file_load kexec_load keyctl memfd_create memfd_secret mount mount_setattr
    move_mount name_to_handle_at open_by_handle_at open_tree perf_event_open pidfd_getfd pidfd_send_signal pivot_root
    process_madvise process_vm_readv process_vm_writev ptrace reboot request_key setns swapoff swapon tkill umount2
    unshare userfaultfd vfork
";

/// The same for the compiler, which starts the linker, and neither of which is the stranger's.
const KEPT_FROM_THE_COMPILER: &str = "
    add_key bpf chroot delete_module finit_module fsconfig fsmount fsopen fspick init_module io_uring_enter
    io_uring_register io_uring_setup kexec_file_load kexec_load keyctl mount mount_setattr move_mount name_to_handle_at
    open_by_handle_at open_tree perf_event_open pidfd_getfd pivot_root process_vm_readv process_vm_writev ptrace reboot
    request_key setns swapoff swapon umount2 unshare userfaultfd
";

// See linux/sched.h, asm/ioctls.h, asm/socket.h, fcntl.h and linux/prctl.h.
const CLONE_THREAD: u64 = 0x1_0000;
const AF_INET: u64 = 2;
const AF_INET6: u64 = 10;
/// Of a descriptor: is it a terminal, how much can be read, does it wait, does it stay open in another program.
const IOCTLS: [u64; 5] = [0x5401, 0x541b, 0x5421, 0x5450, 0x5451];
/// F_DUPFD to F_SETFL, F_GETLK to F_SETLKW and F_DUPFD_CLOEXEC; not those that have signals sent to another process.
const FCNTLS: [u64; 9] = [0, 1, 2, 3, 4, 5, 6, 7, 1030];
const F_SETOWN: u64 = 8;
const F_SETSIG: u64 = 10;
const F_SETOWN_EX: u64 = 15;
/// PR_SET_NAME, PR_GET_NAME and PR_SET_VMA, which names memory.
const PRCTLS: [u64; 3] = [15, 16, 0x5356_4d41];

const EPERM: u32 = 1;
const ENOSYS: u32 = 38;

type Rules = BTreeMap<i64, Vec<SeccompRule>>;
type Result<T> = std::result::Result<T, Lack>;

/// For a program. From here on, this process can do no more than become it: it may execute what stands at this place in
/// its memory. (The program could put another path there; what may be executed at all is for the walls to say.)
pub(crate) fn of_program(path: &CStr) -> Result<()> {
    let own = u64::from(getpid().as_raw_nonzero().get().unsigned_abs());
    let place = path.as_ptr().addr() as u64;

    let mut deadly = unconditional(DEADLY);
    forbid(&mut deadly, "clone", vec![is(0, SeccompCmpOp::MaskedEq(CLONE_THREAD), 0)?])?;
    deadly.insert(number("execve")?, vec![rule(vec![whole(0, SeccompCmpOp::Ne, place)?])?]);
    for call in ["kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"] {
        forbid(&mut deadly, call, vec![is(0, SeccompCmpOp::Ne, own)?])?;
    }
    for command in [F_SETOWN, F_SETSIG, F_SETOWN_EX] {
        forbid(&mut deadly, "fcntl", vec![is(1, SeccompCmpOp::Eq, command)?])?;
    }
    let mut absent = Rules::new();
    // Its flags are out of sight: who calls it does with `clone` then, whose flags are not.
    absent.insert(number("clone3")?, Vec::new());

    let mut allowed = unconditional(ALLOWED);
    allowed.insert(number("execve")?, vec![rule(vec![whole(0, SeccompCmpOp::Eq, place)?])?]);
    allow_if(&mut allowed, "clone", 0, SeccompCmpOp::MaskedEq(CLONE_THREAD), &[CLONE_THREAD])?;
    allow_if(&mut allowed, "socket", 0, SeccompCmpOp::Eq, &[AF_INET, AF_INET6])?;
    allow_if(&mut allowed, "ioctl", 1, SeccompCmpOp::Eq, &IOCTLS)?;
    allow_if(&mut allowed, "fcntl", 1, SeccompCmpOp::Eq, &FCNTLS)?;
    allow_if(&mut allowed, "prctl", 0, SeccompCmpOp::Eq, &PRCTLS)?;
    allow_if(&mut allowed, "prlimit64", 0, SeccompCmpOp::Eq, &[0, own])?;
    for call in ["kill", "tgkill"] {
        allow_if(&mut allowed, call, 0, SeccompCmpOp::Eq, &[own])?;
    }

    let deadly = filter(deadly, SeccompAction::Allow, SeccompAction::KillProcess)?;
    let absent = filter(absent, SeccompAction::Allow, SeccompAction::Errno(ENOSYS))?;
    let allowed = filter(allowed, SeccompAction::Errno(EPERM), SeccompAction::Allow)?;
    put_up(&[deadly, absent, allowed])
}

/// For the compiler and the linker.
pub(crate) fn of_compiler() -> Result<()> {
    let rules = unconditional(KEPT_FROM_THE_COMPILER);
    put_up(&[filter(rules, SeccompAction::Allow, SeccompAction::Errno(EPERM))?])
}

fn unconditional(names: &str) -> Rules {
    names.split_whitespace().filter_map(|name| Some((number(name).ok()?, Vec::new()))).collect()
}

/// The number of a system call on this processor, which may do without it.
fn number(name: &str) -> Result<i64> {
    let call: Sysno = name.parse().map_err(|()| Lack::Calls { why: format!("{ARCH} has no {name}") })?;
    Ok(i64::from(call.id()))
}

/// A system call with arguments like these is one of the rules; where it has others already, each of them is.
fn forbid(rules: &mut Rules, name: &str, conditions: Vec<SeccompCondition>) -> Result<()> {
    rules.entry(number(name)?).or_default().push(rule(conditions)?);
    Ok(())
}

/// A system call may be made if this argument is one of these.
fn allow_if(rules: &mut Rules, name: &str, argument: u8, compare: SeccompCmpOp, values: &[u64]) -> Result<()> {
    for value in values {
        forbid(rules, name, vec![is(argument, compare.clone(), *value)?])?;
    }
    Ok(())
}

/// Of an argument, the lower half: the system looks at no more of these.
fn is(argument: u8, compare: SeccompCmpOp, value: u64) -> Result<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, compare, value).map_err(lack)
}

fn whole(argument: u8, compare: SeccompCmpOp, value: u64) -> Result<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, compare, value).map_err(lack)
}

fn rule(conditions: Vec<SeccompCondition>) -> Result<SeccompRule> {
    SeccompRule::new(conditions).map_err(lack)
}

fn filter(rules: Rules, otherwise: SeccompAction, matched: SeccompAction) -> Result<BpfProgram> {
    let processor = TargetArch::try_from(ARCH).map_err(lack)?;
    let filter = SeccompFilter::new(rules, otherwise, matched, processor).map_err(lack)?;
    filter.try_into().map_err(lack)
}

fn put_up(filters: &[BpfProgram]) -> Result<()> {
    filters.iter().try_for_each(|filter| apply_filter(filter).map_err(lack))
}

fn lack(error: impl std::error::Error) -> Lack {
    Lack::Calls { why: error.to_string() }
}
