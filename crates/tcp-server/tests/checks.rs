//! What the echo server must do.

use predicates::prelude::*;

grader::lesson!("tcp-server");

/// The ready line names the real port, and comes once the server takes connections. Two servers can run side by side.
// No mistake fails this check alone, since every check needs the ready line. It stays for the student who does not have
// that yet, and for the second server.
#[test]
fn says_where_it_listens() {
    check(1, "Port 0 asks the system for a free port: print the one it chose, and only once it listens.", |program| {
        let (one, other) = (program.serve()?, program.serve()?);
        for server in [one, other] {
            server.expect_ready_line()?;
            let mut client = server.connect()?;
            client.send("Bom dia\n")?;
            client.half_close()?;
            client.expect("Bom dia\n")?;
        }
        Ok(())
    });
}

/// `connected: <peer>` is printed when a client arrives, before it has sent anything, and `closed: <peer>` when it has
/// left, also by a reset.
#[test]
fn prints_who_connects_and_who_leaves() {
    let hint = "`accept` returns the peer's address beside its connection. A connection that ends with an error has \
                ended too.";
    check(1, hint, |program| {
        for polite in [true, false] {
            let server = program.serve()?;
            let client = server.connect()?;
            let peer = client.address();
            server.expect_line(format!("connected: {peer}"))?;
            if polite {
                client.close()
            } else {
                client.reset()?
            }
            server.expect_lines(&[format!("connected: {peer}"), format!("closed: {peer}")])?;
        }
        Ok(())
    });
}

/// Every piece is echoed as it arrives, whether a message comes in several pieces or several in one.
#[test]
fn echoes_each_piece_as_it_arrives() {
    check(1, "TCP carries a stream, not messages: one send is not one receive. Echo what there is.", |program| {
        let server = program.serve()?;
        let mut client = server.connect()?;
        for piece in ["Bom", " ", "d", "ia", "!\n", "um\ndois\ntrês\n", "sem fim de linha"] {
            client.send(piece)?;
            client.expect(piece)?;
        }
        Ok(())
    });
}

/// Any bytes come back unchanged: zeros, 0xFF, half a character.
#[test]
fn echoes_bytes_that_are_not_text() {
    check(1, "A socket carries bytes. Not all bytes are text, and a character can be cut in two.", |program| {
        let half = &"ã".as_bytes()[..1];
        let all: Vec<u8> = (0..=255).collect();
        for bytes in [b"ol\0\0\0".as_slice(), b"\xff\xfe\xfd\n", half, &all] {
            let server = program.serve()?;
            let mut client = server.connect()?;
            client.send(bytes)?;
            client.half_close()?;
            client.expect(bytes)?;
        }
        Ok(())
    });
}

/// A megabyte comes back whole and in order, to a client that reads while it writes.
#[test]
fn echoes_a_megabyte() {
    check(1, "A write may take a part of what it is given: what is left has to be written too, in order.", |program| {
        let server = program.serve()?;
        let mut client = server.connect_narrowly()?;
        client.exchange(numbered_lines(1 << 17))
    });
}

/// A client that has nothing more to send still gets what is left of its echo; then the connection is closed.
#[test]
fn finishes_the_echo_after_a_half_close() {
    check(
        1,
        "A read of 0 bytes is the peer's FIN: it sends no more, but still reads. Close when all is echoed.",
        |program| {
            let server = program.serve()?;
            let mut client = server.connect_narrowly()?;
            let lines = numbered_lines(25_000);
            client.send(&lines)?;
            client.half_close()?;
            // Whoever goes on reading comes to the end before anything of the rest has been taken.
            client.let_it_read();
            client.expect(&lines)?;
            client.expect_end()
        },
    );
}

/// While nothing happens, with a client or without one, the server uses no CPU time.
#[test]
fn sleeps_while_nothing_happens() {
    check(
        1,
        "A blocking call sleeps until something comes. Asking again and again keeps a processor busy.",
        |program| {
            let server = program.serve()?;
            server.expect_idle()?;
            let mut client = server.connect()?;
            client.send("oi\n")?;
            server.expect_idle()
        },
    );
}

/// The next client is served when one has left, whether it said something or not. Each gets its own echo, also when two
/// are connected at once.
#[test]
fn serves_one_client_after_another() {
    let hint = "`accept` takes one client: call it again for the next, however little the last one said. Each has a \
                connection of its own, and its echo goes there.";
    check(1, hint, |program| {
        let server = program.serve()?;
        server.connect()?.close();
        for number in 1..=12 {
            let message = format!("cliente {number}\n");
            let mut client = server.connect()?;
            client.send(&message)?;
            client.half_close()?;
            client.expect(&message)?;
            client.close();
        }

        let (mut one, mut other) = (server.connect()?, server.connect()?);
        other.send("Boa noite\n")?;
        // Whoever serves both at once reads this now; whoever does not, later.
        other.let_it_read();
        one.send("Bom dia\n")?;
        one.half_close()?;
        one.expect("Bom dia\n")?;
        one.close();
        other.half_close()?;
        other.expect("Boa noite\n")
    });
}

/// A reset ends that connection and nothing else, also in the middle of a large reply, and after a half-close.
#[test]
fn survives_a_reset() {
    check(1, "A peer can be gone at any moment: an error on one connection ends that connection only.", |program| {
        let server = program.serve()?;
        server.connect()?.reset()?;

        // Enough for the server to be in the middle of a write, and no more than the system takes for it: the reset comes
        // right behind the last byte. Where a half-close came before it, the write finds no reset, but a broken pipe.
        let lines = numbered_lines(12_000);
        for half_closes in [false, true] {
            let mut rude = server.connect_narrowly()?;
            rude.send(&lines)?;
            if half_closes {
                rude.half_close()?;
            }
            rude.expect(&lines[..8_000])?;
            rude.reset()?;
        }

        let mut next = server.connect()?;
        next.send("ainda aí?\n")?;
        next.half_close()?;
        next.expect("ainda aí?\n")
    });
}

/// It starts again at once on the port of a server that was stopped with a connection open. A port that is taken, a
/// host that is not this machine and an option that does not exist are reported.
#[test]
fn starts_again_on_its_port_and_reports_what_it_cannot_do() {
    let hint = "A stopped server's connections keep its port for a while (TIME_WAIT), unless SO_REUSEADDR is set; \
                where the server cannot listen at `--host` and `--port`, it says so and exits with 1.";
    check(1, hint, |program| {
        let first = program.serve()?;
        let mut client = first.connect()?;
        client.send("oi\n")?;
        client.expect("oi\n")?;
        first.kill();
        client.expect_end()?;
        let again = program.serve_again_on(first.port())?;

        let port = again.port().to_string();
        program.run(["--port", &port])?.error()?.stdout("")?.stderr(predicate::str::contains(&port))?;
        // From the addresses that are set aside for documentation (RFC 5737): no machine has it.
        let nobody = "192.0.2.1";
        program
            .run(["--host", nobody, "--port", "0"])?
            .error()?
            .stdout("")?
            .stderr(predicate::str::contains(nobody))?;
        program.run(["--no-such-option"])?.code(2)?;
        Ok(())
    });
}

/// As many lines of eight bytes, each with its number.
fn numbered_lines(count: u32) -> String {
    (0..count).map(|number| format!("{number:07}\n")).collect()
}
