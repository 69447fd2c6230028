//! Situations that more than one check brings about, or that would be long inside of one, and how much is much in them.

use std::net::SocketAddr;

use grader::{Did, Program, Result, Server, StreamScript, as_many_as_are_soon_done, msg};

/// Bytes that leave room in the buffer of a read.
pub const A_PIECE: usize = 800;

/// Clients enough to show whether something of each is left.
pub const SOME: usize = 16;

/// Clients at the same time: more than a server may think that it needs threads for.
const AT_ONCE: usize = 70;

/// More clients than a server may think that there are: five hundred, or as many as nine bits can count.
pub const MANY: usize = 530;

/// More pieces than a server may think that a client has, and a few.
pub const A_THOUSAND: usize = 1_050;

/// Numbers of a hundred thousand bytes, and a little.
pub const A_LOT: u32 = 12_600;

/// A megabyte, and a little.
pub const MORE_THAN_A_MEGABYTE: u32 = (1 << 17) + 10_000;

/// How many numbers are enough for the server to be in the middle of a write to a client that does not read, and no more
/// than the system takes for it.
const NOT_TAKEN: u32 = 12_000;

/// A server that serves many clients at once may have an end to how many, and then the next one waits. So nobody comes
/// behind one who waits: there may be no room for that.
pub fn turns_nobody_away(server: &Server) -> Result {
    let mut clients = Vec::new();
    for number in 0..AT_ONCE {
        let (mut client, message) = (server.connect()?, format!("ao mesmo tempo {number}"));
        client.send(&message)?;
        let is_served = client.wait_until_read();
        clients.push((client, message));
        if !is_served {
            break;
        }
    }
    for (mut client, message) in clients {
        client.half_close()?;
        client.expect(message)?;
        client.expect_only_the_end()?;
        client.close();
    }
    Ok(())
}

/// While one client does not read, and the server is in the middle of a write to it, another one's bytes come. A server
/// that serves both at once must have room for each of them. One that does not has nothing to mix up.
pub fn keeps_apart_what_one_does_not_read_yet(server: &Server) -> Result {
    let (mut slow, mut other) = (server.connect_with_small_window()?, server.connect()?);
    let numbers = numbers(25_000);
    let sent = slow.send_while_it_reads(&numbers, A_PIECE)?;
    // No more than the system takes for a client that nobody has accepted.
    let letters = "abcdefgh".repeat(6_000);
    other.deliver(&StreamScript::of(&letters))?;
    if !other.wait_until_read() {
        return Ok(());
    }
    slow.half_close()?;
    slow.expect(&numbers[..sent])?;
    slow.expect_only_the_end()?;
    slow.close();
    other.half_close()?;
    other.expect(letters)?;
    other.expect_only_the_end()
}

/// A server that is done with a client has handed the rest of its echo to the system, and is not needed any more. One
/// that holds nothing for it by then has lost the rest, or nothing, and that is the subject of other checks. A server
/// that is slow to say it has more than one chance.
pub fn says_who_has_left_when_all_is_handed_over(program: &Program) -> Result {
    for _ in 0..3 {
        let server = program.serve()?;
        server.let_it_rest();
        let before = server.holdings();
        let mut slow = server.connect_with_small_window()?;
        slow.deliver(&not_taken(true))?;
        if server.has_printed(format!("closed: {}", slow.address())) && server.holds_more_than(&before) {
            server.kill();
            let rest = slow.expect(numbers(NOT_TAKEN));
            rest.map_err(|failure| failure.because_it(Did::Leave, msg!("tcp-server-cause-closed-too-soon")))?;
        }
    }
    Ok(())
}

/// However many came before, each client has its lines, whether it says something or not, and however it leaves. Whether
/// so many are served is the subject of another check.
pub fn prints_the_lines_of_each_in_a_crowd(program: &Program) -> Result {
    let server = program.serve()?;
    let mut lines = Vec::new();
    for number in as_many_as_are_soon_done(MANY) {
        let Ok(peer) = is_served_and_leaves(&server, number) else { return Ok(()) };
        lines.push(["connected", "closed"].map(|what| format!("{what}: {peer}")));
    }
    for pair in &lines {
        server.expect_lines(pair)?;
    }
    server.expect_no_other_lines(&lines.concat())
}

/// A client that has been served for sure before it leaves: one that says nothing, one that does, and one that resets
/// its connection then, in turn. Returns where it was.
fn is_served_and_leaves(server: &Server, number: usize) -> Result<SocketAddr> {
    let mut client = server.connect()?;
    let (peer, says) = (client.address(), if number.is_multiple_of(3) { "" } else { "oi" });
    if !says.is_empty() {
        client.send(says)?;
    }
    if number % 3 == 2 {
        client.expect(says)?;
        client.reset()?;
    } else {
        client.half_close()?;
        client.expect(says)?;
        client.expect_only_the_end()?;
        client.close();
    }
    Ok(peer)
}

/// [`NOT_TAKEN`] numbers, with a half-close behind them or not.
pub fn not_taken(half_closes: bool) -> StreamScript {
    let numbers = numbers(NOT_TAKEN);
    let all = numbers.len();
    let script = StreamScript::of(numbers);
    if half_closes { script.half_close_at(all) } else { script }
}

/// The numbers up to this one, of eight bytes each, without a line end or a space.
pub fn numbers(count: u32) -> String {
    (0..count).map(|number| format!("{number:07},")).collect()
}
