//! What the echo server must do.
//!
//! Only the checks that are about bytes send line ends, and only the one about pieces wants an echo before the client has
//! said that it is done: who gets one of these wrong loses those checks and no others.

// Beside this file, cargo would take it for a test of its own.
#[path = "checks/situations.rs"]
mod situations;

use grader::{Failure, as_many_as_are_soon_done};
use situations::{
    A_LOT, A_PIECE, A_THOUSAND, MANY, MORE_THAN_A_MEGABYTE, SOME, keeps_apart_what_one_does_not_read_yet, not_taken,
    numbers, prints_the_lines_of_each_in_a_crowd, says_who_has_left_when_all_is_handed_over, turns_nobody_away,
};

grader::lesson!("tcp-server");

/// The ready line names the real port, and comes first, once the server takes connections there and nowhere else. Two
/// servers can run side by side. Without `--port` it is 5000.
#[test]
fn says_where_it_listens() {
    check(1, |program| {
        if let Some(held) = program.start_held(["--port", "0"])? {
            held.expect_listening()?;
        }
        let (one, other) = (program.serve()?, program.serve()?);
        for server in [one, other] {
            let mut client = server.connect_at_once()?;
            server.expect_ready_line()?;
            server.expect_no_connection_elsewhere()?;
            client.send("Bom dia")?;
            client.half_close()?;
            client.expect("Bom dia")?;
            client.expect_only_the_end()?;
        }
        if let Some(server) = program.serve_at_default_port(5000)? {
            server.expect_no_connection_elsewhere()?;
            server.connect()?.close();
        }
        program.expect_no_ipv4_where_told_ipv6()
    });
}

/// `connected: <peer>` is printed when a client arrives, before it has sent anything, and `closed: <peer>` when it has
/// left, also by a reset; each once, and nothing beside them.
#[test]
fn prints_who_connects_and_who_leaves() {
    check(1, |program| {
        for (speaks, polite) in [(false, true), (false, false), (true, true), (true, false)] {
            let server = program.serve()?;
            let mut client = server.connect()?;
            let peer = client.address();
            let lines = [format!("connected: {peer}"), format!("closed: {peer}")];
            server.expect_line(&lines[0])?;
            for _ in 0..if speaks { 2 } else { 0 } {
                client.send("Bom dia")?;
                client.wait_until_read();
            }
            if polite {
                client.half_close()?
            } else {
                client.reset()?
            }
            server.expect_lines(&lines)?;
            server.expect_no_other_lines(&lines)?;
        }

        // One after another, each with its own name; and it is a write that tells of their leaving.
        let server = program.serve()?;
        let mut lines = Vec::new();
        for half_closes in [false, true] {
            // Whether it serves another client is the subject of other checks.
            if server.has_ended() {
                break;
            }
            let mut rude = server.connect_with_small_window()?;
            let peer = rude.address();
            lines.push(format!("connected: {peer}"));
            server.expect_lines(&lines)?;
            rude.deliver(&not_taken(half_closes))?;
            server.let_it_rest();
            rude.reset()?;
            lines.push(format!("closed: {peer}"));
            server.expect_lines(&lines)?;
        }
        server.expect_no_other_lines(&lines)?;

        says_who_has_left_when_all_is_handed_over(program)?;
        prints_the_lines_of_each_in_a_crowd(program)?;

        // Where it comes from is not where the server is.
        let server = program.serve()?;
        if let Some(mut client) = server.connect_from_elsewhere()? {
            let lines = ["connected", "closed"].map(|what| format!("{what}: {}", client.address()));
            client.half_close()?;
            server.expect_lines(&lines)?;
        }

        let server = program.serve()?;
        let mut one = server.connect()?;
        // Whether it turns somebody away is the subject of another check.
        let Ok(other) = server.connect_at_once() else { return Ok(()) };
        one.send("Bom dia")?;
        one.wait_until_read();
        let lines = |what: &str| [&one, &other].map(|client| format!("{what}: {}", client.address()));
        let (connected, closed) = (lines("connected"), lines("closed"));
        server.expect_line(&connected[0])?;
        // A server that serves both at once knows which of them leaves. One that does not has nothing more to say yet.
        if !server.has_printed(&connected[1]) {
            return server.expect_no_other_lines(&connected);
        }
        one.close();
        server.expect_line(&closed[0])?;
        server.expect_no_other_lines(&[connected, closed].concat())
    });
}

/// Every piece is echoed as it arrives, whether a message comes in several pieces or several in one, and however long the
/// client takes for it.
#[test]
fn echoes_each_piece_as_it_arrives() {
    check(1, |program| {
        let server = program.serve()?;
        let mut client = server.connect()?;
        // Nobody says when a client has something to say.
        server.let_its_timeouts_pass();
        client.expect_open("Bom").map_err(Failure::because_of_silence)?;
        let pieces = ["Bom", " ", "d", "ia", "!\n", "um\ndois\ntrês\n", "sem fim de linha"];
        // What is a whole message means no more than a part of one.
        let words = ["sair", "quit\n", "exit\n", "bye", "stop\n", "shutdown\n", "close", "end\n", "fim\n"];
        let more = ["help", "ajuda\n", "?\n", "QUIT", "logout\n", "kill\n", "ping", "PING\n", "GET / HTTP/1.1\n\n"];
        for piece in pieces.into_iter().chain(words).chain(more) {
            client.send(piece)?;
            client.expect(piece)?;
        }
        // Nor does a byte, if it is all that comes. Zeros, carriage returns and what is no text are another check's.
        for alone in (1..=b' ').chain(*b"\x7f.0qQx?").filter(|byte| *byte != b'\r') {
            client.send([alone])?;
            client.expect([alone])?;
        }
        // A piece may be just as long as somebody's buffer: that it is full does not say that there is more.
        // However many there are: a client that has a server read so often is no other client.
        for number in as_many_as_are_soon_done(A_THOUSAND) {
            let piece = number.to_string();
            client.send(&piece)?;
            client.expect(&piece)?;
        }
        for length in [1_000, 1_500, 10_000].into_iter().chain((8..=16).map(|power| 1 << power)) {
            let piece = "x".repeat(length);
            client.send(&piece)?;
            client.expect(&piece)?;
        }
        client.finish()
    });
}

/// Any bytes come back unchanged: zeros, 0xFF, half a character, line ends of every kind.
#[test]
fn echoes_bytes_that_are_not_text() {
    check(1, |program| {
        let half = &"ã".as_bytes()[..1];
        let all: Vec<u8> = (0..=255).collect();
        // What a telnet sends for Ctrl-C, and what some editors write before UTF-8.
        let (telnet, mark) = (b"\xff\xf4\xff\xfd\x06", b"\xef\xbb\xbfol\xc3\xa1");
        let (zeros, line_ends) = (b"ol\0\0\0", b" a\r\nb \t\r\n\n");
        // Twice the same byte is twice a byte; and of two texts that look the same, each stays what it is.
        let twice = (0..=255).flat_map(|byte| [byte; 2]).collect::<Vec<u8>>();
        let forms = "e\u{301} é ﬁ fi \u{85}\u{2028}\u{2029}\u{a0} İi\u{200b}".as_bytes();
        let messages = [&zeros[..], b"\xff\xfe\xfd\n", line_ends, b"\r", half, &all, telnet, mark, &twice, forms];
        for bytes in messages {
            let server = program.serve()?;
            let mut client = server.connect()?;
            client.send(bytes)?;
            client.half_close()?;
            client.expect(bytes)?;
            client.expect_only_the_end()?;
            // One that goes on for ever would keep the next one waiting.
            server.kill();
        }
        Ok(())
    });
}

/// A megabyte comes back whole and in order, to a client that reads while it writes.
#[test]
fn echoes_a_megabyte() {
    check(1, |program| {
        let server = program.serve()?;
        let mut client = server.connect_with_small_window()?;
        client.exchange(numbers(MORE_THAN_A_MEGABYTE))?;
        client.expect_only_the_end()
    });
}

// ANCHOR: half-close
/// A client that has nothing more to send, if it has sent anything, still gets what is left of its echo; then the
/// connection is closed.
#[test]
fn finishes_the_echo_after_a_half_close() {
    check(1, |program| {
        let server = program.serve()?;
        let mut client = server.connect_with_small_window()?;
        let numbers = numbers(25_000);
        // Until it is in the middle of a write. More comes before that returns.
        let sent = client.send_while_it_reads(&numbers, A_PIECE)?;
        client.send(&numbers[sent..])?;
        client.half_close()?;
        // A server that goes on reading comes to the end before anything of the rest has been taken.
        client.wait_until_read();
        // Nobody says when a client has the time to read.
        server.let_its_writes_time_out();
        client.expect(&numbers)?;
        client.expect_end()?;

        let server = program.serve()?;
        let mut silent = server.connect()?;
        silent.half_close()?;
        silent.expect_end()
    });
}
// ANCHOR_END: half-close

/// While nothing happens the server uses no CPU time: before a client comes, with one that says nothing or does not
/// read, also while another one waits, and after it has left, however it did. A short pause between two looks is idle
/// enough.
#[test]
fn sleeps_while_nothing_happens() {
    check(1, |program| {
        let server = program.serve()?;
        server.expect_idle()?;
        let mut polite = server.connect()?;
        polite.send("oi")?;
        server.expect_idle()?;
        // A server that serves one client after another lets this one wait.
        let waits = server.connect_at_once().ok();
        server.expect_idle()?;
        if let Some(waits) = waits {
            waits.close();
        }
        polite.half_close()?;
        polite.wait_until_read();
        server.expect_idle()?;
        polite.close();
        server.expect_idle()?;

        for half_closes in [false, true] {
            let server = program.serve()?;
            let mut rude = server.connect_with_small_window()?;
            // Whether it takes all of it is the subject of another check.
            rude.deliver(&not_taken(half_closes))?;
            server.expect_idle()?;
            rude.reset()?;
            server.expect_idle()?;
        }

        let server = program.serve()?;
        server.connect()?.reset()?;
        server.expect_idle()
    });
}

/// The next client is served when one has left, however late it comes and however many came before it, whether it said
/// something or not, and nothing is left of it. Each gets its own echo, also when several are connected at once, and none
/// is turned away.
#[test]
fn serves_one_client_after_another() {
    check(1, |program| {
        let server = program.serve()?;
        server.connect()?.close();
        server.let_its_timeouts_pass();
        let echo_to = |number| {
            let message = format!("cliente {number}");
            let mut client = server.connect()?;
            client.send(&message)?;
            client.half_close()?;
            client.expect(&message)?;
            client.close();
            Ok(())
        };
        echo_to(0)?;
        server.let_it_rest();
        let before = server.holdings();
        for number in as_many_as_are_soon_done(SOME) {
            echo_to(number)?;
            server.let_it_rest();
        }
        server.expect_no_leak_since(&before, SOME)?;
        // One that has nothing to say leaves nothing either.
        let before_the_silent = server.holdings();
        for _ in 0..SOME {
            server.connect()?.close();
            server.let_it_rest();
        }
        // Who is served now comes behind all of them.
        echo_to(SOME)?;
        server.expect_no_leak_since(&before_the_silent, SOME)?;
        for number in as_many_as_are_soon_done(MANY / 2) {
            echo_to(number)?;
            server.connect()?.close();
        }
        for _ in as_many_as_are_soon_done(SOME) {
            // Whether it echoes so much is the subject of other checks.
            let mut client = server.connect()?;
            if client.exchange(numbers(A_LOT)).is_err() {
                break;
            }
        }
        server.expect_nothing_left_since(&before, MANY)?;

        turns_nobody_away(&server)?;
        let (mut one, mut other) = (server.connect()?, server.connect()?);
        other.send("Boa noite")?;
        // A server that serves both at once reads this now; one that does not, later.
        other.wait_until_read();
        // That others have had their last word ends nobody else's.
        one.send("Bom")?;
        one.wait_until_read();
        one.send("-dia")?;
        one.half_close()?;
        one.expect("Bom-dia")?;
        one.expect_only_the_end()?;
        one.close();
        other.half_close()?;
        other.expect("Boa noite")?;
        other.expect_only_the_end()?;
        other.close();
        keeps_apart_what_one_does_not_read_yet(&server)
    });
}

/// A reset ends that connection and nothing else, also in the middle of a large reply, and after a half-close; and
/// nothing is left of it.
#[test]
fn survives_a_reset() {
    check(1, |program| {
        let server = program.serve()?;
        server.connect()?.reset()?;
        server.let_it_rest();

        // Where a half-close came before the reset, the write finds no reset, but a broken pipe. The first of both is tried
        // twice: on a busy machine, a server that polls may not have come to the other client when the reset comes.
        for half_closes in [false, true, false] {
            let mut rude = server.connect_with_small_window()?;
            // Whether it takes and echoes all of it is the subject of other checks.
            rude.deliver(&not_taken(half_closes))?;
            server.let_it_rest();
            // Another is served at the same time, or waits: it is the next, or gone before its turn.
            let mut other = server.connect()?;
            if half_closes {
                other.reset()?;
                rude.reset()?;
            } else {
                other.send("e")?;
                // A server that serves both at once has read it now; one that does not may not want more of it than one
                // piece.
                let is_served =
                    other.wait_until_read() || server.has_printed(format!("connected: {}", other.address()));
                rude.reset()?;
                server.let_it_rest();
                // The first of these may be read with the news of the reset, and the second comes after it.
                let more = if is_served { ["-e", "-eu?"].as_slice() } else { &[] };
                for piece in more {
                    other.send(piece)?;
                    other.wait_until_read();
                }
                other.half_close()?;
                other.expect(format!("e{}", more.concat()))?;
                other.expect_only_the_end()?;
                other.close();
            }
            server.let_it_rest();
        }

        // A server finds the reset when it reads, or when it waits for room to write; there it may be a broken pipe.
        for (writes, half_closes) in [(false, false), (true, false), (true, true)] {
            let before = server.holdings();
            for _ in as_many_as_are_soon_done(SOME) {
                let mut rude = server.connect_with_small_window()?;
                if writes {
                    rude.deliver(&not_taken(half_closes))?;
                    server.let_it_rest();
                }
                rude.reset()?;
                server.let_it_rest();
            }
            server.expect_no_leak_since(&before, SOME)?;
        }
        // What a server counts, and gives back only where a client leaves politely, is used up in the end.
        let before = server.holdings();
        for _ in as_many_as_are_soon_done(MANY) {
            let mut rude = server.connect()?;
            rude.send("e")?;
            rude.wait_until_read();
            rude.reset()?;
        }
        server.expect_nothing_left_since(&before, MANY)?;

        let mut next = server.connect()?;
        next.send("ainda por aqui?")?;
        next.half_close()?;
        next.expect("ainda por aqui?")?;
        next.expect_only_the_end()
    });
}

/// It starts again at once on the port of a server that was stopped with a connection open. A port that is taken, a
/// host that is not this machine, and an option that does not exist or has no such value are reported.
#[test]
fn starts_again_on_its_port_and_reports_what_it_cannot_do() {
    check(1, |program| {
        let first = program.serve()?;
        let mut client = first.connect()?;
        client.send("oi")?;
        client.wait_until_read();
        first.kill();
        client.expect_gone()?;
        let again = program.serve_again_on(first.port())?;

        // It is stopped with Ctrl-C, too, whoever is connected.
        let stopped = program.serve()?;
        let mut client = stopped.connect()?;
        client.send("oi")?;
        client.wait_until_read();
        stopped.expect_end_by_interrupt(Some(client))?;
        program.serve()?.expect_end_by_interrupt(None)?;

        let port = again.port().to_string();
        program.run(["--port", &port])?.error_about(&port)?.error_with_cause()?.prints("")?;
        if let Some(nobody) = program.address_of_nobody() {
            program.run(["--host", nobody, "--port", "0"])?.error_about(nobody)?.error_with_cause()?.prints("")?;
        }
        program.run(["--no-such-option"])?.code(2)?.prints("")?;
        program.run(["--port", &port, "--no-such-option"])?.code(2)?.prints("")?;
        for no_number in ["", "x", &format!("{port}x"), &format!("{port}.5")] {
            program.run(["--port", no_number])?.code(2)?.prints("")?;
        }
        for no_port in ["70000", "-1"] {
            program.run(["--port", no_port])?.refuses()?;
        }
        program.run(["--port", "0", "--host"])?.refuses()?;
        if let Some(host) = program.host_of_its_own(5000) {
            program.run(["--host", &host, "--port"])?.refuses()?;
        }
        Ok(())
    });
}
