//! What the echo client must do. The grader is the server.
//!
//! Where the timeout is not the subject it is long: longer than the grader itself waits on the busiest machine.

use std::net::Ipv4Addr;

use grader::Delivery;

grader::lesson!("tcp-client");

/// The message is sent exactly as it was given, with no newline added, and its echo is printed as `echo: <MESSAGE>`.
// No mistake fails this check alone: what is wrong with one message and its echo is wrong everywhere. It stays for the
// student who begins, and for whoever sends more after the message.
#[test]
fn sends_the_message_and_prints_its_echo() {
    check(1, "A stream has no lines of its own: send the bytes of the message, and nothing after them.", |program| {
        let listener = program.listen()?;
        let client = program.start(["--port", &listener.port(), "--timeout", "600", "Bom dia"])?;
        let mut server = listener.accept()?;
        server.expect("Bom dia")?;
        server.send("Bom dia")?;
        server.half_close()?;
        server.expect_nothing_more()?;
        client.finish()?.code(0)?.prints("echo: Bom dia\n")?;
        Ok(())
    });
}

/// An echo that comes in several pieces is put together, also where a piece ends inside a character.
// No mistake fails this check alone: a client that takes a read for the echo fails with a long message as well. It stays
// since there the system decides how the echo is cut, and here the check does.
#[test]
fn collects_an_echo_that_comes_in_pieces() {
    let hint = "TCP carries a stream, not messages: one read is whatever has come by then, which may be a part of the \
                echo, and may end inside a character.";
    check(1, hint, |program| {
        let listener = program.listen()?;
        let client = program.start(["--port", &listener.port(), "--timeout", "600", "Bom coração!"])?;
        let mut server = listener.accept()?;
        server.expect("Bom coração!")?;
        // Two of the cuts are in the middle of a character.
        server.deliver(&Delivery::of("Bom coração!").cut_at(&[4, 9, 11]).half_close_at(14))?;
        client.finish()?.code(0)?.prints("echo: Bom coração!\n")?;
        Ok(())
    });
}

/// It is done when the echo is complete, though the server keeps the connection open; and the server sees its FIN.
#[test]
fn leaves_politely_when_the_echo_is_complete() {
    let hint = "The end of the connection is not the end of the echo: how long the echo is, you know. \
                Closing a socket says goodbye with a FIN; a reset says that something went wrong.";
    check(1, hint, |program| {
        let listener = program.listen()?;
        let client = program.start(["--port", &listener.port(), "--timeout", "600", "Bom dia"])?;
        let mut server = listener.accept()?;
        server.expect("Bom dia")?;
        server.send("Bom dia")?;
        server.expect_end()?;
        client.finish()?.code(0)?.prints("echo: Bom dia\n")?;
        Ok(())
    });
}

/// A message may be long, 64 KiB say, and may hold quotes, tabs and newlines; its echo is printed as it is.
#[test]
fn carries_a_long_message() {
    let hint = "A message may be longer than any buffer of a fixed size, and what it holds is text as good as any: \
                print it as it came, and all of it.";
    // The command line of a Windows program is shorter.
    let size = if cfg!(windows) { 30 << 10 } else { 64 << 10 };
    let line = "Ela disse \"não\",\te foi-se.\\\n";
    let message = line.repeat(size / line.len() + 1);
    check(1, hint, |program| {
        let listener = program.listen()?;
        let client = program.start(["--port", &listener.port(), "--timeout", "600", &message])?;
        let mut server = listener.accept()?;
        server.expect(&message)?;
        server.send(&message)?;
        server.half_close()?;
        client.finish()?.code(0)?.prints(format!("echo: {message}\n"))?;
        Ok(())
    });
}

/// `--host` may be an address or a name, and every address that the name stands for is tried.
#[test]
fn tries_every_address_of_the_host() {
    let hint = "A name is not an address: it has to be resolved, and may stand for several. \
                The server need not listen on the first of them.";
    check(1, hint, |program| {
        let mut hosts: Vec<_> = program.listen_at_each("localhost")?.into_iter().map(|it| ("localhost", it)).collect();
        // Some systems have no second loopback address.
        hosts.extend(program.listen_at(Ipv4Addr::new(127, 0, 0, 2).into()).ok().map(|it| ("127.0.0.2", it)));
        for (host, listener) in hosts {
            let port = listener.port();
            let client = program.start(["--host", host, "--port", &port, "--timeout", "600", "Bom dia"])?;
            let mut server = listener.accept()?;
            server.expect("Bom dia")?;
            server.send("Bom dia")?;
            server.half_close()?;
            client.finish()?.code(0)?.prints("echo: Bom dia\n")?;
        }
        Ok(())
    });
}

/// A refused connection is an error: exit status 1, `error: …` on stderr, nothing on stdout.
#[test]
fn reports_a_refused_connection() {
    let hint = "Whoever started the program, a script perhaps, sees its exit status, and takes its stdout for the \
                result. A person who waits reads stderr.";
    check(1, hint, |program| {
        let closed = program.closed_port()?;
        program.run(["--port", &closed.port(), "--timeout", "600", "Bom dia"])?.error()?.prints("")?;
        Ok(())
    });
}

/// A server that closes before the whole echo is an error, which says how many bytes of how many came. A reset is an
/// error too.
#[test]
fn reports_an_echo_that_is_cut_short() {
    let hint = "A read of 0 bytes says that the server has ended its side, not that the echo is complete. \
                Count bytes, not characters. And a connection can end without that: then the read itself fails.";
    // 23 bytes. Neither this number nor 11 stands in what a client might print of the text itself.
    let message = "ação, reação, não!";
    check(1, hint, |program| {
        let listener = program.listen()?;
        let client = program.start(["--port", &listener.port(), "--timeout", "600", message])?;
        let mut server = listener.accept()?;
        server.expect(message)?;
        server.deliver(&Delivery::of(message).half_close_at(11))?;
        client.finish()?.error()?.prints("")?.says_number(&[11])?.says_number(&[message.len()])?;

        let listener = program.listen()?;
        let client = program.start(["--port", &listener.port(), "--timeout", "600", message])?;
        let mut server = listener.accept()?;
        server.expect(message)?;
        server.deliver(&Delivery::of(message).reset_at(11))?;
        // How many came before that, the system need not tell the client.
        client.finish()?.error()?.prints("")?;
        Ok(())
    });
}

/// `--timeout` is for the whole exchange: when it is over, and not before, the client gives up, whether nothing came or
/// the echo drips in too slowly.
#[test]
fn gives_up_when_the_time_is_over() {
    let hint = "A read waits for ever unless it is told how long; and a timeout set on a socket is for each call: \
                it starts anew with the next one.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let (silent, slow) = (program.listen()?, program.listen()?);
            let message = "Boa noite!";
            let meets_silence = program.start(["--port", &silent.port(), "--timeout", &unit.seconds(), message])?;
            let meets_drops = program.start(["--port", &slow.port(), "--timeout", &unit.seconds(), message])?;
            let _silence = silent.accept()?;
            let mut slow = slow.accept()?;
            slow.expect(message)?;
            slow.deliver(&Delivery::of(message).drip(unit.duration() / 4))?;
            slow.expect_gone()?;
            meets_silence.finish()?.error()?.prints("")?.no_sooner_than(unit.duration() * 9 / 10)?;
            meets_drops.finish()?.error()?.prints("")?;
            Ok(())
        })
    });
}

/// An echo that differs from the message is an error, which says at which byte, whatever the bytes are.
#[test]
fn reports_an_echo_that_differs() {
    let hint = "What comes from the network is not what you expect until you have compared it, and need not even be \
                text. Say at which byte it differs: a byte is not a character, and a piece is not the echo.";
    check(1, hint, |program| {
        for echo in ["ação e Reação".as_bytes(), b"a\xc3\xa7\xc3\xa3o e \xffea\xc3\xa7\xc3\xa3o"] {
            let listener = program.listen()?;
            let client = program.start(["--port", &listener.port(), "--timeout", "600", "ação e reação"])?;
            let mut server = listener.accept()?;
            server.expect("ação e reação")?;
            server.deliver(&Delivery::of(echo).cut_at(&[6]).half_close_at(echo.len()))?;
            // Byte 9, or the tenth, of the whole echo.
            client.finish()?.error()?.prints("")?.says_number(&[9, 10])?;
        }
        Ok(())
    });
}

/// An empty message is wrong usage: exit status 2. A message of one byte is not, whichever it is.
#[test]
fn refuses_an_empty_message() {
    let hint = "A stream cannot carry an empty message: there would be nothing to send, and no echo to wait for. \
                Whoever asks for it has called the program wrongly (exit status 2). A space is a message like any other.";
    check(1, hint, |program| {
        let listener = program.listen()?;
        program.run(["--port", &listener.port(), "--timeout", "600", ""])?.code(2)?.prints("")?;

        for message in ["!", " ", "0"] {
            let listener = program.listen()?;
            let client = program.start(["--port", &listener.port(), "--timeout", "600", message])?;
            let mut server = listener.accept()?;
            server.expect(message)?;
            server.send(message)?;
            server.half_close()?;
            // How the echo is printed is the subject of other checks.
            client.finish()?.code(0)?;
        }
        Ok(())
    });
}
