//! Situations that more than one check brings about, or that would be long inside of one, and how much is much in them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use grader::{Connection, Did, Listener, Message, Program, Result, Server, msg};

/// Far more than the buffers of the system take while nobody reads, in bytes.
pub const FAR_TOO_MUCH: usize = 64 << 20;

/// An address to which no system connects: there is nobody that all together are. Nothing is sent there.
pub const NOBODYS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::BROADCAST), 9);

/// What a relay may keep of one direction, in bytes.
pub const KEPT: usize = 1 << 20;

/// So many bytes any system has room for while a program does not read them.
const PIECE: usize = 16 << 10;

/// Clients that come together. As many may wait for any server to accept them.
pub const BURST: usize = 5;

/// So many more clients show whether each has a thread.
pub const MORE: usize = 80;

/// Clients enough to show whether something of each is left.
pub const MANY: usize = 40;

/// Starts the relay with a forward to each of these targets, at a port of the system's choice.
pub fn relay(program: &Program, targets: &[SocketAddr]) -> Result<Server> {
    let forwards = targets.iter().flat_map(|target| forward("127.0.0.1:0", *target));
    program.serve_several(forwards, targets.len())
}

/// The arguments for one forward.
pub fn forward(listen: &str, target: SocketAddr) -> [String; 2] {
    ["--forward".to_string(), format!("{listen}={target}")]
}

/// A client of the forward with this number, and the connection that the relay opens for it.
pub fn pair(server: &Server, number: usize, target: &Listener) -> Result<(Connection, Connection)> {
    let mut client = server.connect_to(number)?;
    let served = target.accept().map_err(|failure| {
        // Whoever waits for a first word comes now.
        if client.send("oi\n").is_ok() && target.accept().is_ok() {
            failure.because_it(Did::Wait, msg!("relay-cause-connects-at-the-first-word"))
        } else {
            failure
        }
    })?;
    Ok((client, served))
}

/// Both ends as beyond a narrow link, the target's if it listens so: a client of the first forward, and the connection that
/// the relay opens for it; the other way round, where the client is not to be the first of the two.
pub fn narrow_pair(server: &Server, target: &Listener, client_is_first: bool) -> Result<(Connection, Connection)> {
    let client = server.connect_with_small_window_to(0)?;
    let served = target.accept()?;
    Ok(if client_is_first { (client, served) } else { (served, client) })
}

/// What came of a client's forward; and why it failed, if another one's target has the connection.
pub fn at_its_target<T>(outcome: Result<T>, others: &[Listener]) -> Result<T> {
    outcome.map_err(|failure| {
        if others.iter().any(Listener::is_connected_to) {
            failure.because_it(Did::Wait, msg!("relay-cause-leads-to-another-target"))
        } else {
            failure
        }
    })
}

/// It comes to rest, as it did until this. `cause` says why it may not.
pub fn rests(server: &Server, cause: Message) -> Result {
    server.expect_idle().map_err(|failure| failure.because_it(Did::Wait, cause))
}

/// Both sides have ended while bytes wait for one of them, and the end of the other has come: it is not held up behind more
/// than the relay leaves unread.
pub fn rests_behind_an_end_that_has_come(server: &Server, target: &Listener, bytes: &[u8]) -> Result {
    let (mut fast, mut slow) = narrow_pair(server, target, true)?;
    fast.send_while_it_reads(bytes, PIECE)?;
    slow.half_close()?;
    fast.half_close()?;
    rests(server, msg!("relay-cause-asks-after-the-end"))
}

/// A line passes each way. That bytes pass which are none is the subject of another check.
pub fn talk(client: &mut Connection, served: &mut Connection) -> Result {
    client.send("Bom dia\n")?;
    served.expect("Bom dia\n")?;
    served.send("Boa noite\n")?;
    client.expect("Boa noite\n")
}

/// What has been asked for until now was all that comes, at either end. Whether an end is passed on, and what becomes of the
/// other direction then, is the subject of another check.
pub fn nothing_more(mut client: Connection, mut served: Connection) -> Result {
    client.half_close()?;
    served.expect_only_the_end()?;
    served.half_close()?;
    client.expect_only_the_end()
}

/// Clients that have come one after another, each with the connection that the relay has opened for it.
pub fn one_after_another(server: &Server, target: &Listener, count: usize) -> Result<Vec<(Connection, Connection)>> {
    (0..count).map(|_| pair(server, 0, target)).collect()
}

/// Clients that have come in bursts, each with the connection that the relay has opened for it: the first bytes tell whose it
/// is.
pub fn crowd(server: &Server, target: &Listener, count: usize) -> Result<Vec<(Connection, Connection)>> {
    let mut pairs = Vec::new();
    while pairs.len() < count {
        pairs.extend(burst(server, target, pairs.len())?);
    }
    Ok(pairs)
}

/// Clients that come together, numbered from this number on.
pub fn burst(server: &Server, target: &Listener, first: usize) -> Result<Vec<(Connection, Connection)>> {
    let names: Vec<String> = (first..first + BURST).map(|number| format!("cliente {number:04}\n")).collect();
    let mut clients = names.iter().map(|_| server.connect_to(0)).collect::<Result<Vec<_>>>()?;
    for (client, name) in clients.iter_mut().zip(&names) {
        client.send(name)?;
    }
    let mut served: Vec<Option<Connection>> = names.iter().map(|_| None).collect();
    for _ in &names {
        let mut connection = target.accept()?;
        let number = connection.expect_one_of(&names)?;
        served[number] = Some(connection);
    }
    // Where one is missing, another's bytes have come twice.
    Ok(clients.into_iter().zip(served.into_iter().flatten()).collect())
}

/// All of them speak before anybody is heard, and so do those at the other end: each gets its own bytes.
pub fn all_talk(pairs: &mut [(Connection, Connection)]) -> Result {
    let said = |number: usize| format!("de {number:04}\n");
    let answered = |number: usize| format!("para {number:04}\n");
    for (number, (client, _)) in pairs.iter_mut().enumerate() {
        client.send(said(number))?;
    }
    for (number, (_, served)) in pairs.iter_mut().enumerate().rev() {
        served.expect(said(number))?;
        served.send(answered(number))?;
    }
    for (number, (client, _)) in pairs.iter_mut().enumerate() {
        client.expect(answered(number))?;
    }
    Ok(())
}

/// The numbers up to this one, in lines of eight bytes each.
pub fn numbers(count: u32) -> String {
    (0..count).map(|number| format!("{number:07}\n")).collect()
}

/// Far too much, in records that begin with their numbers: no part of it stands at two places.
pub fn far_too_much() -> Vec<u8> {
    const RECORD: usize = 512;
    let rest = ".".repeat(RECORD - "0000000,\n".len());
    let thousand: Vec<u8> = (0..1000).flat_map(|number| format!("0000{number:03},{rest}\n").into_bytes()).collect();
    let mut bytes = Vec::with_capacity(FAR_TOO_MUCH + thousand.len());
    while bytes.len() < FAR_TOO_MUCH {
        let begun = bytes.len();
        let thousands = format!("{:04}", begun / thousand.len());
        bytes.extend_from_slice(&thousand);
        for record in bytes[begun..].chunks_exact_mut(RECORD) {
            record[..thousands.len()].copy_from_slice(thousands.as_bytes());
        }
    }
    bytes.truncate(FAR_TOO_MUCH);
    bytes
}
