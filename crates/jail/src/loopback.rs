//! The loopback interface of a new network, which has that one and is born with it down.
//!
//! What is asked of the system, in the form of rtnetlink(7): a message has a header, a body and attributes.

use std::io;

use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, recv, sendto, socket_with};

// See linux/netlink.h and linux/rtnetlink.h.
const NLM_F_REQUEST: u16 = 1;
const NLM_F_ACK: u16 = 4;
const NLM_F_CREATE: u16 = 0x400;
const NLMSG_ERROR: u16 = 2;
const RTM_NEWLINK: u16 = 16;
const RTM_NEWROUTE: u16 = 24;
const RTA_DST: u16 = 1;
const RTA_OIF: u16 = 4;
const RT_TABLE_MAIN: u8 = 254;
const RT_TABLE_LOCAL: u8 = 255;
const RTPROT_BOOT: u8 = 3;
const RT_SCOPE_UNIVERSE: u8 = 0;
const RT_SCOPE_LINK: u8 = 253;
const RTN_UNICAST: u8 = 1;
const RTN_LOCAL: u8 = 2;
const AF_INET: u8 = 2;
const AF_INET6: u8 = 10;
const IFF_UP: u32 = 1;

/// The loopback interface is the first of every network.
const LO: u32 = 1;

/// Brings it up, and has what is sent to a multicast group stay there.
pub(crate) fn bring_up() -> io::Result<()> {
    let netlink = socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, None)?;
    let ask = |kind, flags, body: &[u8]| {
        let message = message(kind, flags, body);
        sendto(&netlink, &message, SendFlags::empty(), &SocketAddrNetlink::new(0, 0))?;
        let mut answer = [0; 4096];
        let (length, _) = recv(&netlink, &mut answer, RecvFlags::empty())?;
        refusal(&answer[..length]).map_or(Ok(()), Err)
    };
    let up = [[0; 4], LO.to_ne_bytes(), IFF_UP.to_ne_bytes(), IFF_UP.to_ne_bytes()].concat();
    ask(RTM_NEWLINK, 0, &up)?;
    let groups = [224, 0, 0, 0];
    ask(RTM_NEWROUTE, NLM_F_CREATE, &route([AF_INET, 4], RT_TABLE_MAIN, [RT_SCOPE_LINK, RTN_UNICAST], &groups))?;
    let mut groups = [0; 16];
    groups[0] = 0xff;
    let to_groups = route([AF_INET6, 8], RT_TABLE_LOCAL, [RT_SCOPE_UNIVERSE, RTN_LOCAL], &groups);
    // A system without IPv6 has nowhere to put it.
    let _ = ask(RTM_NEWROUTE, NLM_F_CREATE, &to_groups);
    Ok(())
}

fn message(kind: u16, flags: u16, body: &[u8]) -> Vec<u8> {
    const HEADER: usize = 16;
    let length = u32::try_from(HEADER + body.len()).unwrap_or(u32::MAX);
    let flags = flags | NLM_F_REQUEST | NLM_F_ACK;
    let (kind, flags) = (kind.to_ne_bytes(), flags.to_ne_bytes());
    [&length.to_ne_bytes()[..], &kind, &flags, &[0; 8], body].concat()
}

/// What is sent to addresses that begin like this one goes to the loopback interface.
fn route([family, bits]: [u8; 2], table: u8, [scope, kind]: [u8; 2], to: &[u8]) -> Vec<u8> {
    let header = [family, bits, 0, 0, table, RTPROT_BOOT, scope, kind, 0, 0, 0, 0];
    [&header[..], &attribute(RTA_DST, to), &attribute(RTA_OIF, &LO.to_ne_bytes())].concat()
}

/// All of ours are multiples of four bytes, which they have to be.
fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    const HEADER: usize = 4;
    let length = u16::try_from(HEADER + value.len()).unwrap_or(u16::MAX);
    [&length.to_ne_bytes()[..], &kind.to_ne_bytes(), value].concat()
}

/// The error in an answer, if it is one: what was asked for is acknowledged by the error 0.
fn refusal(answer: &[u8]) -> Option<io::Error> {
    let kind = u16::from_ne_bytes(answer.get(4..6)?.try_into().ok()?);
    let code = i32::from_ne_bytes(answer.get(16..20)?.try_into().ok()?);
    (kind == NLMSG_ERROR && code != 0).then(|| io::Error::from_raw_os_error(-code))
}
