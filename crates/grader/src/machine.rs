//! Whether this machine can grade: what every right program rests on, tried by the grader itself.
//!
//! It is asked only where a check has failed. Then a machine that cannot do this is the reason, or may be, and there is no
//! mark.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _, UdpSocket};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use report::event::{Action, Actor};
use report::message::{Message, Value, msg};
use socket2::{Domain, Socket, Type};

use crate::attempt::Needs;
use crate::program::Program;

/// How long the loopback interface may take for a byte.
const TIMEOUT: Duration = Duration::from_secs(5);

/// This number of threads can be started beside those that run already.
const THREADS: usize = 256;

/// The least that a right program, and the grader, have to be allowed.
#[cfg(unix)]
const OPEN_FILES: u64 = 128;
#[cfg(unix)]
const ADDRESS_SPACE: u64 = 4 << 30;

/// What this machine cannot do, and what to do about it; nothing, where it can do all that a check needed.
pub(crate) fn defect(needs: Needs) -> Option<Message> {
    static GENERAL: OnceLock<Option<Message>> = OnceLock::new();
    static MULTICAST: OnceLock<Option<Message>> = OnceLock::new();
    let general = GENERAL.get_or_init(|| {
        let tests: [fn() -> Option<Message>; 5] = [limits, threads, processes, tcp, udp];
        tests.into_iter().find_map(|test| test())
    });
    let multicast = || MULTICAST.get_or_init(multicast).clone();
    let special = || needs.multicast.then(multicast).flatten();
    let named = || needs.localhost.then(localhost).flatten();
    general.clone().or_else(special).or_else(named)
}

/// A limit of the process that is too low.
#[cfg(unix)]
fn limits() -> Option<Message> {
    use rustix::process::{Resource, getrlimit};

    let is_below = |resource, least| getrlimit(resource).current.filter(|most| *most < least);
    if let Some(most) = is_below(Resource::Nofile, OPEN_FILES) {
        return Some(msg!("machine-open-files", most = most.to_string(), least = OPEN_FILES.to_string()));
    }
    let most = is_below(Resource::As, ADDRESS_SPACE)?;
    Some(msg!("machine-address-space", most = (most >> 20).to_string(), least = (ADDRESS_SPACE >> 20).to_string()))
}

#[cfg(not(unix))]
fn limits() -> Option<Message> {
    None
}

/// A thread counts as a process for what limits these.
fn threads() -> Option<Message> {
    const STACK: usize = 64 << 10;
    let mut started = Vec::new();
    let mut failed = None;
    for _ in 0..THREADS {
        let (end, wait) = mpsc::channel::<()>();
        match thread::Builder::new().stack_size(STACK).spawn(move || wait.recv().is_ok()) {
            Ok(thread) => started.push((end, thread)),
            Err(error) => {
                failed = Some(msg!("machine-threads", count = started.len(), error = error.to_string()));
                break;
            }
        }
    }
    for (end, thread) in started {
        drop(end);
        let _ = thread.join();
    }
    failed
}

/// Without /proc the grader does not know whether a program had its chance to run.
fn processes() -> Option<Message> {
    let is_blind = cfg!(target_os = "linux") && !Path::new("/proc/self/stat").exists();
    is_blind.then(|| msg!("machine-proc"))
}

fn tcp() -> Option<Message> {
    let talk = || {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let mut client = TcpStream::connect_timeout(&listener.local_addr()?, TIMEOUT)?;
        let (mut server, _) = listener.accept()?;
        client.write_all(b"?")?;
        server.set_read_timeout(Some(TIMEOUT))?;
        server.read_exact(&mut [0])
    };
    cannot_talk("TCP", talk())
}

fn udp() -> Option<Message> {
    let talk = || {
        let [one, other] = [UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?, UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?];
        one.send_to(b"?", other.local_addr()?)?;
        other.set_read_timeout(Some(TIMEOUT))?;
        other.recv(&mut [0]).map(drop)
    };
    cannot_talk("UDP", talk())
}

fn cannot_talk(protocol: &str, talked: io::Result<()>) -> Option<Message> {
    let error = talked.err()?;
    Some(msg!("machine-loopback", protocol = protocol.to_string(), error = error.to_string()))
}

fn multicast() -> Option<Message> {
    let talk = || -> io::Result<()> {
        let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
        socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)).into())?;
        let socket = UdpSocket::from(socket);
        // A group of the scope of one organisation (RFC 2365) that no check uses.
        let group = Ipv4Addr::new(239, 253, 0, 1);
        socket.join_multicast_v4(&group, &Ipv4Addr::LOCALHOST)?;
        socket2::SockRef::from(&socket).set_multicast_if_v4(&Ipv4Addr::LOCALHOST)?;
        socket.send_to(b"?", (group, socket.local_addr()?.port()))?;
        socket.set_read_timeout(Some(TIMEOUT))?;
        socket.recv(&mut [0]).map(drop)
    };
    let error = talk().err()?;
    Some(msg!("machine-multicast", error = error.to_string()))
}

fn localhost() -> Option<Message> {
    let why: Value = match ("localhost", 0).to_socket_addrs() {
        Ok(addresses) if addresses.clone().any(|address| address.ip().is_loopback()) => return None,
        Ok(_) => msg!("no-loopback-address").into(),
        Err(error) => error.to_string().into(),
    };
    Some(msg!("machine-localhost", why = why))
}

impl Program {
    /// An address that no machine has, of those that are kept for examples (RFC 5737): a program that is told to use it has
    /// to fail. Nothing, where this machine lets a program have any address (`ip_nonlocal_bind` in ip(7)): the transcript
    /// says that the check does without it.
    pub fn address_of_nobody(&self) -> Option<&'static str> {
        const NOBODY: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
        const WRITTEN: &str = "192.0.2.1";
        if UdpSocket::bind((NOBODY, 0)).is_err() {
            return Some(WRITTEN);
        }
        self.attempt.note(&Actor::Grader, Action::LeavesOut { address: NOBODY.into() });
        None
    }
}
