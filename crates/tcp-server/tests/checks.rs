//! What the echo server must do.

use predicates::prelude::*;

grader::lesson!("tcp-server");

/// The ready line names the real port, and comes once the server takes connections. Two servers can run side by side.
#[test]
fn says_where_it_listens() {
    check(1, "Port 0 asks the system for a free port: print the one it chose, and only once it listens.", |program| {
        let (one, other) = (program.serve()?, program.serve()?);
        for server in [one, other] {
            let mut client = server.connect()?;
            client.send("Bom dia")?;
            client.expect("Bom dia")?;
        }
        Ok(())
    });
}

/// A client's arrival and leaving are printed, with its address.
#[test]
fn prints_who_connects_and_who_leaves() {
    check(1, "`accept` returns the peer's address beside its connection.", |program| {
        let server = program.serve()?;
        let mut client = server.connect()?;
        let peer = client.address();
        client.send("oi")?;
        client.expect("oi")?;
        server.expect_line(format!("connected: {peer}"))?;
        client.half_close()?;
        client.expect_end()?;
        client.close();
        server.expect_lines(&[format!("connected: {peer}"), format!("closed: {peer}")])
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
        client.half_close()?;
        client.expect_end()
    });
}

/// Any bytes come back unchanged: zeros, 0xFF, half a character.
#[test]
fn echoes_bytes_that_are_not_text() {
    check(1, "A socket carries bytes. Not all bytes are text, and a character can be cut in two.", |program| {
        let server = program.serve()?;
        let mut client = server.connect()?;
        let (half, other_half) = "ã".as_bytes().split_at(1);
        let all: Vec<u8> = (0..=255).collect();
        for bytes in [b"\0\0\0", b"\xff\xfe\xfd".as_slice(), half, other_half, &all] {
            client.send(bytes)?;
            client.expect(bytes)?;
        }
        client.half_close()?;
        client.expect_end()
    });
}

/// A megabyte comes back whole and in order, to a client that reads while it writes.
#[test]
fn echoes_a_megabyte() {
    check(1, "A write may take a part of what it is given: what is left has to be written too, in order.", |program| {
        let server = program.serve()?;
        let mut client = server.connect()?;
        let megabyte: Vec<u8> = (0..1_u32 << 18).flat_map(u32::to_be_bytes).collect();
        client.exchange(&megabyte)?;
        client.half_close()?;
        client.expect_end()
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
            let mut client = server.connect()?;
            let kilobytes = vec![b'x'; 100_000];
            client.send(&kilobytes)?;
            client.half_close()?;
            client.expect(&kilobytes)?;
            client.expect_end()
        },
    );
}

/// A connection on which nothing happens costs no CPU time.
#[test]
fn sleeps_while_nothing_happens() {
    check(1, "A blocking read sleeps until bytes come. Asking again and again keeps a processor busy.", |program| {
        let server = program.serve()?;
        let mut client = server.connect()?;
        client.send("oi")?;
        client.expect("oi")?;
        server.expect_idle()
    });
}

/// The next client is served when one has left: politely, without a word, or by a reset.
#[test]
fn serves_one_client_after_another() {
    check(1, "`accept` takes one client: call it again for the next, however the last one left.", |program| {
        let server = program.serve()?;
        server.connect()?.close();
        server.connect()?.reset()?;
        let mut polite = server.connect()?;
        polite.send("oi")?;
        polite.expect("oi")?;
        polite.half_close()?;
        polite.expect_end()?;
        let mut last = server.connect()?;
        last.send("ainda aí?")?;
        last.expect("ainda aí?")
    });
}

/// A reset in the middle of a large reply ends that connection and nothing else.
#[test]
fn survives_a_reset_in_the_middle() {
    check(1, "A peer can be gone at any moment: an error on one connection ends that connection only.", |program| {
        let server = program.serve()?;
        let mut rude = server.connect()?;
        let peer = rude.address();
        rude.send(vec![b'x'; 100_000])?;
        rude.expect("x")?;
        rude.reset()?;
        server.expect_line(format!("closed: {peer}"))?;
        let mut next = server.connect()?;
        next.send("ainda aí?")?;
        next.expect("ainda aí?")
    });
}

/// It starts again at once on the port of a server that was stopped with a connection open; a port that is taken, and
/// an option that does not exist, are reported.
#[test]
fn starts_again_on_its_port_and_reports_one_that_is_taken() {
    let hint = "A stopped server's connections keep its port for a while (TIME_WAIT), unless SO_REUSEADDR is set; \
                a port that somebody listens on is an error: exit with 1 and say so.";
    check(1, hint, |program| {
        let first = program.serve()?;
        let mut client = first.connect()?;
        client.send("oi")?;
        client.expect("oi")?;
        first.kill();
        client.expect_end()?;
        let again = program.serve_again_on(first.port())?;

        let port = again.port().to_string();
        program.run(["--port", &port])?.error()?.stdout("")?.stderr(predicate::str::contains(&port))?;
        program.run(["--no-such-option"])?.code(2)?;
        Ok(())
    });
}
