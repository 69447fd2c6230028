//! Why a program failed, where what was seen of it shows that: the cause of a failure.
//!
//! Many mistakes fail a check that is about something else. A program that does not flush stdout fails every check, and the
//! hint of none of them is about flushing. So what is known of the program at the moment of a failure, its
//! [`Picture`], is compared with what each common mistake looks like. Where none fits, or the system does not tell,
//! there is no cause, and the hint of the check stands. A cause changes no verdict.
//!
//! A cause has to be true of every program that looks like this. So it says what is seen, and then which mistakes look
//! like it.

use std::net::{Ipv4Addr, SocketAddr};
use std::slice;
use std::sync::Arc;

use report::escape;
use report::event::Ending;
use report::message::{self, Message, Value, msg, rounded};

use crate::attempt::Attempt;
use crate::failure::{Awaited, Clues, Failure};
use crate::heard::Heard;
use crate::picture::{Doing, Kind, OpenSocket, Picture, is_held_twice};
use crate::process::Process;
use crate::{complaint, crash, system};

/// The failure with its cause, if it is found.
pub(crate) fn of(failure: Failure, attempt: &Attempt) -> Failure {
    let heard = attempt.heard();
    let found = cause(&failure, heard).or_else(|| crashed_before(&failure, attempt, heard));
    failure.because_of(found)
}

fn cause(failure: &Failure, heard: Heard) -> Option<Message> {
    let Clues { awaited, pictures, .. } = &*failure.clues;
    let expected_to_run = matches!(awaited, Some(Awaited::Ready { .. } | Awaited::Member(_) | Awaited::Output));
    let in_use = expected_to_run.then(|| address_in_use(pictures, *awaited)).flatten();
    // Who has crashed does nothing else wrong that could be seen, unless it says what.
    in_use
        .or_else(|| pictures.iter().find_map(|picture| complaint::cause(picture, *awaited, heard)))
        .or_else(|| pictures.iter().find_map(took_too_much))
        .or_else(|| pictures.iter().find_map(broke_out))
        .or_else(|| pictures.iter().find_map(wrote_to_nobody))
        .or_else(|| pictures.iter().find_map(crashed))
        .or_else(|| failure.clues.likely.clone())
        .or_else(|| pictures.iter().find_map(stopped_serving))
        .or_else(|| refuses_its_options(pictures.last()?))
        .or_else(|| shares_its_port(pictures))
        .or_else(|| pictures.iter().find_map(sleeps_in_milliseconds))
        .or_else(|| missing((*awaited)?, pictures))
        .or_else(|| spins_at_the_end(pictures))
        .or_else(|| spins_beside_a_datagram((*awaited)?, pictures))
        .or_else(|| made_light_of(failure))
}

/// Why this is missing.
fn missing(awaited: Awaited, pictures: &[Picture]) -> Option<Message> {
    match awaited {
        Awaited::Ready { port } => {
            not_flushed(pictures).or_else(|| announces_port_0(pictures)).or_else(|| port_ignored(pictures, port))
        }
        Awaited::Output => not_flushed(pictures),
        Awaited::Server(address) => listens_elsewhere(pictures, address, Kind::Listening),
        Awaited::Client(address) | Awaited::Request(address) => {
            held_up_by_a_connect(pictures).or_else(|| talks_to_another(pictures, address))
        }
        Awaited::Bytes { ours, theirs } => connects_anew(pictures, ours, theirs)
            .or_else(|| held_up_by_a_connect(pictures))
            .or_else(|| unread(pictures, ours)),
        Awaited::Answer { server, client } => {
            connected_to_another(pictures, client).or_else(|| listens_elsewhere(pictures, server, Kind::Udp))
        }
        Awaited::Arrival => sent_elsewhere(pictures),
        Awaited::End { ours, theirs } => connects_anew(pictures, ours, theirs)
            .or_else(|| unread(pictures, ours))
            .or_else(|| keeps_connection(pictures, ours))
            .or_else(|| leaves_it_to_a_child(pictures)),
        Awaited::GivenUp(ours) => keeps_connection(pictures, ours),
        Awaited::Member(group) => no_member(pictures, group),
    }
}

/// A program that had crashed before the failure, where nothing was awaited of it.
fn crashed_before(failure: &Failure, attempt: &Attempt, heard: Heard) -> Option<Message> {
    let before = |process: &&Arc<Process>| process.has_ended() && process.end_or_now() <= failure.clues.at;
    let pictures: Vec<Picture> = attempt.processes().iter().filter(before).map(|process| process.picture()).collect();
    let complaint = pictures.iter().find_map(|picture| complaint::cause(picture, failure.clues.awaited, heard));
    let stopped = || pictures.iter().find_map(|picture| took_too_much(picture).or_else(|| broke_out(picture)));
    complaint.or_else(stopped).or_else(|| pictures.iter().find_map(crashed))
}

fn crashed(picture: &Picture) -> Option<Message> {
    picture.ended.as_ref()?;
    let words = crash::last_words(&picture.stderr).or_else(|| crash::signal(picture.ended.as_ref()?))?;
    Some(msg!("cause-crashed", words = crash::quoted(&words)))
}

/// It was ended by the signal that comes of a write to a connection whose other end is gone.
fn wrote_to_nobody(picture: &Picture) -> Option<Message> {
    was_ended_by(picture, "SIGPIPE").then(|| msg!("cause-wrote-to-nobody"))
}

/// The grader has ended it, before it took the machine with it.
fn took_too_much(picture: &Picture) -> Option<Message> {
    picture.took_too_much_memory.then(|| msg!("cause-takes-too-much-memory"))
}

/// It was ended by the signal that comes of a system call that is forbidden to it.
fn broke_out(picture: &Picture) -> Option<Message> {
    was_ended_by(picture, "SIGSYS").then(|| msg!("cause-asks-for-what-is-forbidden"))
}

fn was_ended_by(picture: &Picture, name: &str) -> bool {
    matches!(&picture.ended, Some(Ending::Signal(signal)) if signal.contains(name))
}

/// It said where it listens, and ended by itself later. A server runs until somebody stops it.
fn stopped_serving(picture: &Picture) -> Option<Message> {
    let Some(Ending::Status(code)) = &picture.ended else { return None };
    if !picture.says_that_it_listens() {
        return None;
    }
    let stderr = String::from_utf8_lossy(&picture.stderr);
    let words = stderr.lines().rev().find(|line| !line.trim().is_empty());
    Some(match words {
        Some(words) => msg!("cause-stopped-serving", code = code.to_string(), words = crash::quoted(words)),
        None => msg!("cause-stopped-serving-in-silence", code = code.to_string()),
    })
}

/// It met something that it should have told as a failure, and saw none in it.
fn made_light_of(failure: &Failure) -> Option<Message> {
    let what = failure.clues.met.clone()?;
    if failure.clues.is_content {
        return Some(msg!("cause-takes-it-for-success", what = what));
    }
    failure.timed_out.then(|| msg!("cause-goes-on-all-the-same", what = what))
}

/// Two programs listen at one address. Only what is called SO_REUSEPORT brings that about.
fn shares_its_port(pictures: &[Picture]) -> Option<Message> {
    let is_shared = |socket: &&OpenSocket| socket.kind == Kind::Listening && is_held_twice(socket, pictures);
    let address = open(pictures).find(is_shared)?.local;
    Some(msg!("cause-shares-its-port", address = address))
}

/// It has what it was told to have, waits for what comes, and has not said so.
fn not_flushed(pictures: &[Picture]) -> Option<Message> {
    let silent = |picture: &&Picture| picture.stdout.is_empty();
    let (doing, socket) = pictures.iter().filter(silent).find_map(|picture| {
        // One that sleeps in a write has something on its way.
        let doing = picture.asleep().filter(|doing| !doing.writes())?;
        Some((doing, doing.sockets.first()?))
    })?;
    Some(msg!("cause-nothing-printed", calls = calls(doing), socket = socket.described()))
}

/// It says that its address is taken.
fn address_in_use(pictures: &[Picture], awaited: Option<Awaited>) -> Option<Message> {
    pictures.iter().find(|picture| complaint::address_in_use(picture))?;
    // The port of a group is that of whoever receives from it: the grader is one, and no connection keeps it.
    let of_a_group = matches!(awaited, Some(Awaited::Member(_)));
    let others = of_a_group || pictures.iter().any(|picture| picture.doing.is_some());
    Some(if others { msg!("cause-address-is-shared") } else { msg!("cause-address-in-use") })
}

/// It was started to do its work, and ended as if it had been called wrongly.
fn refuses_its_options(picture: &Picture) -> Option<Message> {
    let Some(Ending::Status(2)) = &picture.ended else { return None };
    let stderr = String::from_utf8_lossy(&picture.stderr);
    let words = stderr.lines().find(|line| line.contains("error")).filter(|_| picture.stdout.is_empty())?;
    Some(msg!("cause-refuses-its-options", words = crash::quoted(words)))
}

/// It was to choose a port, and names none.
fn announces_port_0(pictures: &[Picture]) -> Option<Message> {
    let says_so = |picture: &Picture| {
        let stdout = String::from_utf8_lossy(&picture.stdout).to_lowercase();
        let is_0 = |line: &str| line.trim_end().ends_with(":0") || line.contains(":0,");
        stdout.lines().any(|line| line.contains("listening") && is_0(line))
    };
    pictures.iter().any(says_so).then(|| msg!("cause-announces-port-0"))
}

/// It listens, but not on the port that it was told.
fn port_ignored(pictures: &[Picture], port: u16) -> Option<Message> {
    let mut bound = open(pictures).filter(|socket| matches!(socket.kind, Kind::Listening | Kind::Udp));
    let other = bound.find(|socket| port != 0 && socket.local.port() != port)?;
    Some(msg!("cause-port-ignored", port = port.to_string(), socket = other.described()))
}

/// Its socket is not where it says that it is.
fn listens_elsewhere(pictures: &[Picture], address: SocketAddr, kind: Kind) -> Option<Message> {
    let there = |socket: &OpenSocket| {
        let local = socket.local;
        socket.kind == kind
            && local.port() == address.port()
            && (local.ip() == address.ip() || local.ip().is_unspecified())
    };
    if open(pictures).any(there) {
        return None;
    }
    let of_the_other_kind = |socket: &&OpenSocket| {
        socket.local == address && matches!(socket.kind, Kind::Listening | Kind::Udp) && socket.kind != kind
    };
    if let Some(socket) = open(pictures).find(of_the_other_kind) {
        return Some(msg!("cause-other-protocol", socket = socket.described()));
    }
    let other = open(pictures).find(|socket| matches!(socket.kind, Kind::Listening | Kind::Udp))?;
    Some(msg!("cause-listens-elsewhere", address = address, socket = other.described()))
}

/// It talks to somebody else than it was told: the one that was started last, as others of the check may still be at work
/// with peers of their own. One that listens has clients, and may talk to several.
fn talks_to_another(pictures: &[Picture], address: SocketAddr) -> Option<Message> {
    let asked = pictures.last().filter(|picture| !picture.says_that_it_listens())?;
    let other = open(slice::from_ref(asked)).find(|socket| socket.remote.port() != 0 && socket.remote != address);
    match other {
        Some(other) => Some(msg!("cause-talks-to-another", address = address, other = other.remote)),
        // So it has asked elsewhere than where the grader listens.
        None => complaint::was_refused(asked).then(|| msg!("cause-was-refused-elsewhere", address = address)),
    }
}

/// It ended as one that has sent its message, which has not come to where it should.
fn sent_elsewhere(pictures: &[Picture]) -> Option<Message> {
    let sent = |picture: &&Picture| picture.ended == Some(Ending::Status(0));
    // Those before have sent what has come.
    pictures.last().filter(sent).map(|_| msg!("cause-sent-elsewhere"))
}

/// It does something else, and has not closed its end of the connection.
fn keeps_connection(pictures: &[Picture], ours: SocketAddr) -> Option<Message> {
    let keeps = |doing: &&Doing| doing.cannot_read() && doing.end_of(ours).is_some();
    let doing = pictures.iter().filter_map(Picture::asleep).find(keeps)?;
    Some(msg!("cause-keeps-the-connection", calls = calls(doing)))
}

/// All programs have ended, and the connection goes on.
fn leaves_it_to_a_child(pictures: &[Picture]) -> Option<Message> {
    let over = !pictures.is_empty() && pictures.iter().all(|picture| picture.ended.is_some());
    over.then(|| msg!("cause-leaves-its-connection-to-a-child"))
}

/// Its UDP socket takes datagrams from one peer only, which is not this one.
fn connected_to_another(pictures: &[Picture], client: SocketAddr) -> Option<Message> {
    let mut connected = open(pictures).filter(|socket| socket.kind == Kind::Udp && socket.remote.port() != 0);
    let socket = connected.find(|socket| socket.remote != client)?;
    Some(msg!("cause-connected-to-another", other = socket.remote))
}

/// What was sent on a connection still waits in the program's socket, while it sleeps in something else. What one in the
/// middle should send comes from another connection.
fn unread(pictures: &[Picture], peer: SocketAddr) -> Option<Message> {
    let (doing, socket) = pictures.iter().find_map(|picture| {
        let doing = picture.asleep().filter(|doing| !doing.is_in_the_middle())?;
        Some((doing, doing.end_of(peer)?))
    })?;
    // The system counts a FIN as a byte.
    let count = socket.unread.saturating_sub(u32::from(socket.kind == Kind::HalfClosedByPeer));
    (count > 0).then(|| msg!("cause-leaves-unread", count = count, calls = calls(doing)))
}

/// It has another connection to the grader than this one. One that listens connects once for each of its clients.
fn connects_anew(pictures: &[Picture], ours: SocketAddr, theirs: SocketAddr) -> Option<Message> {
    let another = |socket: &&OpenSocket| {
        matches!(socket.kind, Kind::Connection | Kind::HalfClosedByPeer)
            && socket.remote == ours
            && socket.local != theirs
    };
    let mut clients = pictures.iter().filter(|picture| !picture.says_that_it_listens());
    clients.any(|client| open(slice::from_ref(client)).any(|it| another(&it))).then(|| msg!("cause-connects-anew"))
}

/// It serves clients, and all of it waits until one connection is there.
fn held_up_by_a_connect(pictures: &[Picture]) -> Option<Message> {
    pictures.iter().any(Picture::serves_and_connects).then(|| msg!("cause-waits-for-a-connection"))
}

/// The other end of a connection has said that it sends no more; the program knows it, and asks on.
fn spins_at_the_end(pictures: &[Picture]) -> Option<Message> {
    let is_over = |socket: &OpenSocket| socket.kind == Kind::HalfClosedByPeer && socket.unread <= 1;
    let busy = |picture: &Picture| picture.busy().is_some_and(|doing| doing.sockets.iter().any(is_over));
    pictures.iter().any(busy).then(|| msg!("cause-takes-the-end-for-nothing-yet"))
}

/// It sleeps a thousand times as long as one of its options says.
fn sleeps_in_milliseconds(picture: &Picture) -> Option<Message> {
    /// What is left of a time is shorter than all of it, and no sleep is exact.
    const THOUSAND: std::ops::RangeInclusive<f64> = 900.0..=1001.0;
    let sleep = picture.asleep().and(picture.longest_sleep)?.as_secs_f64();
    let words: Vec<&str> = picture.command.split(' ').collect();
    let options = words.windows(2).filter(|pair| pair[0].starts_with("--"));
    let mut seconds =
        options.filter_map(|pair| Some((pair, pair[1].parse::<f64>().ok().filter(|value| *value > 0.0)?)));
    let (option, _) = seconds.find(|(_, value)| THOUSAND.contains(&(sleep / value)))?;
    Some(msg!("cause-sleeps-in-milliseconds", option = option.join(" "), sleep = rounded(sleep, 0)))
}

/// It runs, and has not taken a datagram that came before what was waited for.
fn spins_beside_a_datagram(awaited: Awaited, pictures: &[Picture]) -> Option<Message> {
    let is_next = matches!(awaited, Awaited::Request(_) | Awaited::Answer { .. });
    let lies = |socket: &OpenSocket| socket.kind == Kind::Udp && socket.unread > 0;
    let spins = |picture: &Picture| picture.busy().is_some_and(|doing| doing.sockets.iter().any(lies));
    (is_next && pictures.iter().any(spins)).then(|| msg!("cause-leaves-a-datagram-where-it-is"))
}

/// It is no member of the group, on the loopback interface.
fn no_member(pictures: &[Picture], group: Ipv4Addr) -> Option<Message> {
    if let Some(interface) = system::other_interface(group) {
        return Some(msg!("cause-joined-elsewhere", interface = format!("`{}`", escape::line(&interface))));
    }
    let doing = pictures.iter().find_map(Picture::asleep)?;
    let socket = doing.sockets.iter().find(|socket| socket.kind == Kind::Udp)?;
    Some(msg!("cause-not-joined", group = group.to_string(), socket = socket.described(), calls = calls(doing)))
}

/// The sockets that the programs have open.
fn open(pictures: &[Picture]) -> impl Iterator<Item = &OpenSocket> {
    pictures.iter().filter_map(|picture| picture.doing.as_ref()).flat_map(|doing| &doing.sockets)
}

/// The calls that it sleeps in, each once.
fn calls(doing: &Doing) -> Value {
    let mut calls: Vec<String> = doing.asleep_in.iter().map(|call| format!("`{call}`")).collect();
    calls.sort();
    calls.dedup();
    message::joined(calls, msg!("and"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const GRADER: &str = "127.0.0.1:40000";

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    fn socket(kind: Kind, local: &str, remote: &str, unread: u32) -> OpenSocket {
        OpenSocket { kind, local: address(local), remote: address(remote), unread }
    }

    fn asleep(call: &'static str, sockets: Vec<OpenSocket>) -> Picture {
        Picture { doing: Some(Doing { asleep_in: vec![call], is_busy: false, sockets }), ..Picture::default() }
    }

    fn ended(stderr: &str) -> Picture {
        Picture { ended: Some(Ending::Status(101)), stderr: stderr.into(), ..Picture::default() }
    }

    /// The cause of this having been missing, when the program looked like this.
    fn cause_of(awaited: Awaited, picture: Picture) -> Option<String> {
        let mut failure = Failure::new("it did not come").awaiting(awaited);
        failure.clues.pictures = vec![picture];
        cause(&failure, Heard::default()).map(|cause| cause.id().to_string())
    }

    const READY: Awaited = Awaited::Ready { port: 5000 };

    fn listening(port: u16) -> OpenSocket {
        socket(Kind::Listening, &format!("127.0.0.1:{port}"), "0.0.0.0:0", 0)
    }

    #[test]
    fn a_server_that_says_nothing_is_told_what_it_looks_like() {
        assert_eq!(cause_of(READY, asleep("accept4", vec![listening(5000)])).unwrap(), "cause-nothing-printed");
        let said = Picture { stdout: b"hello\n".to_vec(), ..asleep("accept4", vec![listening(5000)]) };
        assert_eq!(cause_of(READY, said.clone()), None);
        let ignores = asleep("accept4", vec![listening(6000)]);
        assert_eq!(cause_of(READY, Picture { stdout: said.stdout, ..ignores }).unwrap(), "cause-port-ignored");
        // Without a socket it has not come as far as that.
        assert_eq!(cause_of(READY, asleep("read", Vec::new())), None);
        assert_eq!(
            cause_of(READY, ended("OSError: [Errno 98] Address already in use")).unwrap(),
            "cause-address-in-use"
        );
        let member = Awaited::Member(Ipv4Addr::new(239, 1, 2, 3));
        assert_eq!(cause_of(member, ended("error: Address already in use")).unwrap(), "cause-address-is-shared");
        assert_eq!(cause_of(READY, ended("thread 'main' panicked at a.rs:1:1:\nno")).unwrap(), "cause-crashed");
        assert_eq!(cause_of(READY, ended("error: no")), None);
        let by = |signal: &str| Picture { ended: Some(Ending::Signal(signal.to_string())), ..Picture::default() };
        assert_eq!(cause_of(READY, by("11 (SIGSEGV) (core dumped)")).unwrap(), "cause-crashed");
        assert_eq!(cause_of(READY, by("13 (SIGPIPE)")).unwrap(), "cause-wrote-to-nobody");
        assert_eq!(cause_of(READY, by("31 (SIGSYS)")).unwrap(), "cause-asks-for-what-is-forbidden");
        let large = Picture { took_too_much_memory: true, ..by("9 (SIGKILL)") };
        assert_eq!(cause_of(READY, large).unwrap(), "cause-takes-too-much-memory");
        let served = |stderr| Picture { stdout: b"listening on 127.0.0.1:5000\n".to_vec(), ..ended(stderr) };
        assert_eq!(cause_of(Awaited::Output, served("error: reset\n")).unwrap(), "cause-stopped-serving");
        assert_eq!(cause_of(Awaited::Output, served("")).unwrap(), "cause-stopped-serving-in-silence");
    }

    #[test]
    fn a_program_that_takes_its_options_otherwise_is_told() {
        let said = |line: &str| Picture { stdout: line.into(), ..asleep("recvfrom", Vec::new()) };
        assert_eq!(
            cause_of(Awaited::Ready { port: 0 }, said("listening on 127.0.0.1:0\n")).unwrap(),
            "cause-announces-port-0"
        );
        let usage = Picture { ended: Some(Ending::Status(2)), ..ended("error: invalid value '1000'\n") };
        assert_eq!(cause_of(Awaited::Output, usage).unwrap(), "cause-refuses-its-options");
    }

    #[test]
    fn a_connection_is_told_by_what_lies_in_it() {
        let (ours, theirs) = (address(GRADER), address("127.0.0.1:5000"));
        let awaited = Awaited::Bytes { ours, theirs };
        let connection = |unread| socket(Kind::Connection, "127.0.0.1:5000", GRADER, unread);
        assert_eq!(cause_of(awaited, asleep("recvfrom", vec![connection(0)])), None);
        assert_eq!(cause_of(awaited, asleep("accept4", vec![connection(9)])).unwrap(), "cause-leaves-unread");
        let again = vec![connection(0), socket(Kind::Connection, "127.0.0.1:5001", GRADER, 0)];
        assert_eq!(cause_of(awaited, asleep("recvfrom", again)).unwrap(), "cause-connects-anew");
        let end = Awaited::End { ours, theirs };
        assert_eq!(cause_of(end, asleep("accept4", vec![connection(9)])).unwrap(), "cause-leaves-unread");
        assert_eq!(cause_of(end, asleep("accept4", vec![connection(0)])).unwrap(), "cause-keeps-the-connection");
        assert_eq!(cause_of(end, asleep("recvfrom", vec![connection(0)])), None);
        let given_up = Awaited::GivenUp(ours);
        assert_eq!(cause_of(given_up, asleep("accept4", vec![connection(9)])).unwrap(), "cause-keeps-the-connection");
        for may_read in ["recvfrom", "poll", "epoll_wait"] {
            assert_eq!(cause_of(given_up, asleep(may_read, vec![connection(9)])), None);
        }
        let refused = ended("error: cannot connect to 127.0.0.1:9: Connection refused (os error 111)");
        assert_eq!(cause_of(Awaited::Client(ours), refused).unwrap(), "cause-was-refused-elsewhere");
        assert_eq!(cause_of(Awaited::Client(ours), ended("error: no")), None);
        let mut spins = asleep("read", vec![socket(Kind::HalfClosedByPeer, "127.0.0.1:5000", GRADER, 0)]);
        spins.doing.as_mut().unwrap().is_busy = true;
        assert_eq!(cause_of(awaited, spins).unwrap(), "cause-takes-the-end-for-nothing-yet");
    }

    #[test]
    fn what_a_program_makes_light_of_is_told() {
        let met = || Failure::new("it did not tell").where_it_met(msg!("connection-reset"));
        let told = |failure: &Failure| cause(failure, Heard::default()).map(|cause| cause.id().to_string());
        assert_eq!(told(&met()), None);
        let mut content = met();
        content.clues.is_content = true;
        assert_eq!(told(&content).unwrap(), "cause-takes-it-for-success");
        assert_eq!(told(&Failure { timed_out: true, ..met() }).unwrap(), "cause-goes-on-all-the-same");
    }

    #[test]
    fn a_time_that_is_a_thousand_times_as_long_is_told() {
        let sleeps = |command: &str, seconds| Picture {
            command: command.to_string(),
            longest_sleep: Some(Duration::from_secs_f64(seconds)),
            ..asleep("poll", Vec::new())
        };
        let told = |command, seconds| cause_of(Awaited::Output, sleeps(command, seconds));
        let command = "udp-client --port 35072 --count 3 --timeout 0.16 --interval 0";
        assert_eq!(told(command, 160.0).unwrap(), "cause-sleeps-in-milliseconds");
        assert_eq!(told("tcp-client --timeout 30 oi", 29_999.5).unwrap(), "cause-sleeps-in-milliseconds");
        for seconds in [0.0, 0.16, 10.0, 3600.0, f64::from(u32::MAX)] {
            assert_eq!(told(command, seconds), None, "{seconds}");
        }
    }

    #[test]
    fn two_that_listen_at_one_address_share_it() {
        let at = |port| asleep("accept4", vec![listening(port)]);
        let mut failure = Failure::new("it did not end");
        failure.clues.pictures = vec![at(5000), at(5001)];
        assert!(cause(&failure, Heard::default()).is_none());
        failure.clues.pictures.push(at(5000));
        assert_eq!(cause(&failure, Heard::default()).unwrap().id(), "cause-shares-its-port");
    }

    #[test]
    fn a_datagram_is_told_by_where_the_sockets_are() {
        let (server, client) = (address("127.0.0.1:5000"), address(GRADER));
        let awaited = Awaited::Answer { server, client };
        let udp = |local: &str, remote: &str| asleep("recvfrom", vec![socket(Kind::Udp, local, remote, 0)]);
        for right in ["127.0.0.1:5000", "0.0.0.0:5000"] {
            assert_eq!(cause_of(awaited, udp(right, "0.0.0.0:0")), None);
        }
        assert_eq!(cause_of(awaited, udp("127.0.0.1:5001", "0.0.0.0:0")).unwrap(), "cause-listens-elsewhere");
        let to_another = udp("127.0.0.1:5000", "127.0.0.1:40001");
        assert_eq!(cause_of(awaited, to_another).unwrap(), "cause-connected-to-another");
        assert_eq!(cause_of(awaited, asleep("accept4", vec![listening(5000)])).unwrap(), "cause-other-protocol");
        assert_eq!(cause_of(awaited, asleep("accept4", vec![listening(5001)])).unwrap(), "cause-listens-elsewhere");
        let sent = Picture { ended: Some(Ending::Status(0)), ..Picture::default() };
        assert_eq!(cause_of(Awaited::Arrival, sent).unwrap(), "cause-sent-elsewhere");
        assert_eq!(cause_of(Awaited::Arrival, ended("error: no")), None);
        let mut spins = asleep("recvfrom", vec![socket(Kind::Udp, "127.0.0.1:5000", GRADER, 768)]);
        assert_eq!(cause_of(Awaited::Request(client), spins.clone()), None);
        spins.doing.as_mut().unwrap().is_busy = true;
        assert_eq!(cause_of(Awaited::Request(client), spins.clone()).unwrap(), "cause-leaves-a-datagram-where-it-is");
        assert_eq!(cause_of(Awaited::Output, spins), None);
        let elsewhere = udp("127.0.0.1:5000", "127.0.0.1:40001");
        assert_eq!(cause_of(Awaited::Request(client), elsewhere.clone()).unwrap(), "cause-talks-to-another");
        // An earlier program of the check, which goes on with its own peer, is not the one that is waited for.
        assert_eq!(talks_to_another(&[elsewhere, asleep("clock_nanosleep", vec![])], client), None);
    }
}
