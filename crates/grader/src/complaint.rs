//! Why a program failed, where the error that it tells shows that: in words of its language or of the system that say
//! more to those who know them than to who reads them for the first time.

use std::net::SocketAddr;

use report::event::Ending;
use report::message::{Message, msg};

use crate::crash;
use crate::failure::Awaited;
use crate::heard::Heard;
use crate::picture::Picture;

/// How EADDRINUSE is told.
const IN_USE: [&str; 7] =
    ["address already in use", "address in use", "eaddrinuse", "os error 98", "errno 98", "os error 48", "10048"];

/// How ECONNREFUSED is told.
const REFUSED: [&str; 4] = ["connection refused", "econnrefused", "connectionrefused", "os error 111"];

/// How EINVAL is told.
const INVALID: [&str; 5] = ["invalid argument", "invalid input parameter", "einval", "os error 22", "errno 22"];

/// How EAGAIN is told.
const WOULD_BLOCK: [&str; 8] = [
    "resource temporarily unavailable",
    "would block",
    "wouldblock",
    "eagain",
    "os error 11)",
    "errno 11]",
    "os error 35)",
    "os error 10035)",
];

/// How it is told that bytes are no UTF-8.
const NO_UTF8: [&str; 4] = [
    "'utf-8' codec can't decode",
    "invalid utf-8 sequence",
    "incomplete utf-8 byte sequence",
    "not contain valid utf-8",
];

/// Why this is missing of the program, which has said this and has been sent this.
pub(crate) fn cause(picture: &Picture, awaited: Option<Awaited>, heard: Heard) -> Option<Message> {
    let anywhere = no_text(picture, heard)
        .or_else(|| nothing_yet(picture, heard))
        .or_else(|| refused_over_udp(picture, awaited, heard));
    anywhere.or_else(|| match awaited? {
        Awaited::Request(address) | Awaited::Client(address) => {
            in_a_client(picture, address).or_else(|| for_ipv6(picture, address))
        }
        Awaited::Member(_) => join_refused(picture),
        Awaited::Arrival => ttl_refused(picture),
        _ => None,
    })
}

/// It has ended, and says that its address is taken.
pub(crate) fn address_in_use(picture: &Picture) -> bool {
    ended_saying(picture, &IN_USE).is_some()
}

/// It has ended, and says that nobody listens where it asked.
pub(crate) fn was_refused(picture: &Picture) -> bool {
    ended_saying(picture, &REFUSED).is_some()
}

/// It says that what it made text of is none, and all that it was sent is.
fn no_text(picture: &Picture, heard: Heard) -> Option<Message> {
    let line = says(picture, &NO_UTF8).filter(|_| heard.streams && !heard.no_text)?;
    Some(msg!("cause-decodes-a-piece", words = crash::quoted(&line)))
}

/// It serves, and says of a call that it would have to wait. To a client that is how it learns that its time is over.
fn nothing_yet(picture: &Picture, heard: Heard) -> Option<Message> {
    let serves = picture.says_that_it_listens() && heard.streams;
    let line = says(picture, &WOULD_BLOCK).filter(|_| serves)?;
    Some(msg!("cause-takes-nothing-yet-for-a-failure", words = crash::quoted(&line)))
}

/// It ended because a UDP port is closed. Where the first datagram of all is missing, it has asked elsewhere; and what
/// ends a server is another matter.
fn refused_over_udp(picture: &Picture, awaited: Option<Awaited>, heard: Heard) -> Option<Message> {
    let asks = !matches!(awaited, Some(Awaited::Request(_))) && !picture.says_that_it_listens();
    let asked_here = asks && heard.datagrams && !heard.streams;
    let line = ended_saying(picture, &REFUSED).filter(|_| asked_here)?;
    Some(msg!("cause-refused-over-udp", words = crash::quoted(&line)))
}

/// It was to talk to this address, and has asked for one of its own that is taken.
fn in_a_client(picture: &Picture, address: SocketAddr) -> Option<Message> {
    ended_saying(picture, &IN_USE).map(|_| msg!("cause-binds-the-servers-port", address = address))
}

/// It was to talk to this address, has asked nobody, and failed.
fn for_ipv6(picture: &Picture, address: SocketAddr) -> Option<Message> {
    let failed = matches!(&picture.ended, Some(Ending::Status(code)) if ![0, 2].contains(code));
    if !address.is_ipv6() || !failed || was_refused(picture) {
        return None;
    }
    let stderr = String::from_utf8_lossy(&picture.stderr);
    let words = stderr.lines().rev().find(|line| !line.trim().is_empty())?;
    Some(msg!("cause-knows-ipv4-only", host = address.ip().to_string(), words = crash::quoted(words)))
}

/// It was to join a group, and the system takes it for nonsense.
fn join_refused(picture: &Picture) -> Option<Message> {
    ended_saying(picture, &INVALID).map(|line| msg!("cause-join-is-refused", words = crash::quoted(&line)))
}

/// It was to send with a TTL of 0, and the system takes it for nonsense.
fn ttl_refused(picture: &Picture) -> Option<Message> {
    let line = ended_saying(picture, &INVALID).filter(|_| picture.command.contains("--ttl 0"))?;
    Some(msg!("cause-ttl-is-refused", words = crash::quoted(&line)))
}

fn ended_saying(picture: &Picture, words: &[&str]) -> Option<String> {
    picture.ended.as_ref().and_then(|_| says(picture, words))
}

/// The last line on stderr that has one of these words, which are lower case.
fn says(picture: &Picture, words: &[&str]) -> Option<String> {
    let stderr = String::from_utf8_lossy(&picture.stderr);
    let has_one = |line: &&str| {
        let line = line.to_lowercase();
        words.iter().any(|words| line.contains(words))
    };
    stderr.lines().rev().find(has_one).map(|line| line.trim().to_string())
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const TEXT: Heard = Heard { streams: true, no_text: false, datagrams: false };
    const DATAGRAMS: Heard = Heard { streams: false, no_text: false, datagrams: true };

    fn ended(stderr: &str) -> Picture {
        Picture { ended: Some(Ending::Status(1)), stderr: stderr.into(), ..Picture::default() }
    }

    fn told(stderr: &str, awaited: Option<Awaited>, heard: Heard) -> Option<String> {
        cause(&ended(stderr), awaited, heard).map(|cause| cause.id().to_string())
    }

    #[test]
    fn what_cannot_be_decoded_is_told_where_only_text_was_sent() {
        for stderr in [
            "Traceback (most recent call last):\nUnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 0",
            "panicked at\ncalled `Result::unwrap()`: Utf8Error { .. }: incomplete utf-8 byte sequence from index 8",
            "error: not text: invalid utf-8 sequence of 1 bytes from index 0",
        ] {
            assert_eq!(told(stderr, None, TEXT).as_deref(), Some("cause-decodes-a-piece"), "{stderr}");
            assert_eq!(told(stderr, None, Heard { no_text: true, ..TEXT }), None);
            assert_eq!(told(stderr, None, DATAGRAMS), None);
        }
        assert_eq!(told("UnicodeDecodeError: 'ascii' codec can't decode byte 0xc3", None, TEXT), None);
    }

    #[test]
    fn nothing_yet_is_told_of_a_server() {
        let ready = |stderr: &str| Picture { stdout: b"listening on 127.0.0.1:5000\n".to_vec(), ..ended(stderr) };
        let told = |picture: &Picture, heard| cause(picture, None, heard).map(|cause| cause.id().to_string());
        for stderr in [
            "127.0.0.1:40000: Resource temporarily unavailable (os error 11)",
            "BlockingIOError: [Errno 11] Resource temporarily unavailable",
            "called `Result::unwrap()` on an `Err` value: Kind(WouldBlock)",
        ] {
            let id = told(&ready(stderr), TEXT);
            assert_eq!(id.as_deref(), Some("cause-takes-nothing-yet-for-a-failure"), "{stderr}");
            assert_eq!(told(&ready(stderr), DATAGRAMS), None);
            assert_eq!(told(&ended(stderr), TEXT), None);
        }
        assert_eq!(told(&ready("Connection refused (os error 111)"), TEXT), None);
    }

    #[test]
    fn a_refusal_is_told_where_nobody_connects() {
        let refused = "ConnectionRefusedError: [Errno 111] Connection refused";
        assert_eq!(told(refused, None, DATAGRAMS).as_deref(), Some("cause-refused-over-udp"));
        assert_eq!(told(refused, None, Heard::default()), None);
        let request = Awaited::Request("127.0.0.1:5000".parse().unwrap());
        assert_eq!(told(refused, Some(request), DATAGRAMS), None);
        let server = Picture { stdout: b"listening on 127.0.0.1:5000\n".to_vec(), ..ended(refused) };
        assert_eq!(cause(&server, None, DATAGRAMS), None);
        let running = Picture { ended: None, ..ended(refused) };
        assert_eq!(cause(&running, None, DATAGRAMS), None);
    }

    #[test]
    fn an_error_of_the_system_is_told_by_what_was_awaited() {
        let (v4, v6) = ("127.0.0.1:5000".parse().unwrap(), "[::1]:5000".parse().unwrap());
        let told = |stderr: &str, awaited| told(stderr, Some(awaited), Heard::default());
        let in_use = "error: cannot bind: address in use";
        assert_eq!(told(in_use, Awaited::Request(v4)).as_deref(), Some("cause-binds-the-servers-port"));
        assert_eq!(told(in_use, Awaited::Ready { port: 5000 }), None);
        let no_name = "error: Address family for hostname not supported";
        assert_eq!(told(no_name, Awaited::Client(v6)).as_deref(), Some("cause-knows-ipv4-only"));
        assert_eq!(told(no_name, Awaited::Client(v4)), None);
        assert_eq!(told("error: connection refused", Awaited::Client(v6)), None);
        let member = Awaited::Member(Ipv4Addr::new(239, 1, 2, 3));
        assert_eq!(told("OSError: [Errno 22] Invalid argument", member).as_deref(), Some("cause-join-is-refused"));
        assert_eq!(told("error: no such device (os error 19)", member), None);
        assert_eq!(told("error: os error 22", Awaited::Arrival), None);
        let with_ttl = Picture { command: "multicast send --ttl 0 oi".to_string(), ..ended("error: os error 22") };
        assert_eq!(cause(&with_ttl, Some(Awaited::Arrival), DATAGRAMS).unwrap().id(), "cause-ttl-is-refused");
    }
}
