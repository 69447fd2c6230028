//! Why a program serves that should have ended: how it took its options.

use std::net::IpAddr;

use report::message::{Message, msg};

use crate::picture::{Kind, OpenSocket, Picture, is_held_twice};

/// It should have ended, which this command leaves nothing else to do for, and serves. It has this
/// place among the programs.
pub(crate) fn serves_all_the_same(pictures: &[Picture], number: usize, command: &str) -> Option<Message> {
    let picture = pictures.get(number)?;
    let serves = |socket: &&OpenSocket| match socket.kind {
        Kind::Listening => true,
        Kind::Udp => socket.remote.port() == 0,
        Kind::Connection | Kind::HalfClosedByPeer => false,
    };
    let socket = picture.doing.as_ref()?.sockets.iter().find(serves).filter(|_| picture.says_that_it_listens())?;
    if is_held_twice(socket, pictures) {
        return Some(match socket.kind {
            Kind::Udp => msg!("cause-shares-its-address", socket = socket.described()),
            _ => msg!("cause-shares-its-port", address = socket.local),
        });
    }
    let option = |name| command.split_once(name).map(|(_, value)| value.split(' ').next().unwrap_or_default());
    let host = option("--host ").filter(|host| host.parse::<IpAddr>().is_ok_and(|host| host != socket.local.ip()));
    if let Some(host) = host {
        let held = socket.local.ip().to_string();
        return Some(msg!("cause-host-ignored", host = host.to_string(), held = held));
    }
    let asked = option("--port ").and_then(|port| port.parse::<u16>().ok());
    Some(match asked.filter(|port| *port != 0 && *port != socket.local.port()) {
        Some(port) => msg!("cause-takes-another-port", port = port.to_string(), socket = socket.described()),
        None => msg!("cause-serves-all-the-same", command = command.to_string(), socket = socket.described()),
    })
}

#[cfg(test)]
mod tests {
    use crate::picture::Doing;

    use super::*;

    #[test]
    fn a_server_that_should_have_ended_is_told_by_where_it_is() {
        let serves = |port: u16| {
            let socket = OpenSocket {
                kind: Kind::Udp,
                local: ([127, 0, 0, 1], port).into(),
                remote: ([0, 0, 0, 0], 0).into(),
                unread: 0,
            };
            let doing = Doing { sockets: vec![socket], ..Doing::default() };
            Picture { stdout: b"listening\n".to_vec(), doing: Some(doing), ..Picture::default() }
        };
        let told = |other: u16, command: &str| {
            serves_all_the_same(&[serves(5000), serves(other)], 1, command).map(|cause| cause.id().to_string())
        };
        assert_eq!(told(5000, "udp-server --port 5000").unwrap(), "cause-shares-its-address");
        assert_eq!(told(5001, "udp-server --port 5000").unwrap(), "cause-takes-another-port");
        for command in ["udp-server --port", "udp-server --port -1", "udp-server --port 70000", "udp-server --port x"] {
            assert_eq!(told(12000, command).unwrap(), "cause-serves-all-the-same", "{command}");
        }
        assert_eq!(told(5001, "udp-server --host 192.0.2.1 --port 0").unwrap(), "cause-host-ignored");
        assert_eq!(serves_all_the_same(&[Picture::default()], 0, "udp-client"), None);
    }
}
