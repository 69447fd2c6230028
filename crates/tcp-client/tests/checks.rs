//! What the echo client must do. The grader is the server.
//!
//! Where the timeout is not the subject it is long: longer than the grader itself waits on the busiest machine. What the
//! client sends around its message, and what it prints around the echo, is the subject of two checks; the others look for
//! the message in it.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};

use grader::{Finished, Listener, Message, Program, Result, Running, StreamScript, msg};

grader::lesson!("tcp-client");

/// A message of 81 bytes and 68 characters. The numbers that the checks take of it are those of bytes alone: its
/// characters, what is left of it, and its bytes themselves are others.
const MESSAGE: &str = "Não há reação sem ação, nem canção sem coração, nem lição sem razão!";

/// A long message has more bytes than these: more than two bytes count. The command line of a Windows program is shorter.
const LONG: usize = if cfg!(windows) { 30 << 10 } else { 66_000 };

/// The same, where byte 47 differs.
const ANOTHER: &str = "Não há reação sem ação, nem canção sem Coração, nem lição sem razão!";

/// Starts the client with this message, and more time than it will need.
fn start(program: &Program, listener: &Listener, message: &str) -> Result<Running> {
    program.start(["--port", &listener.port(), "--timeout", "600", message])
}

/// A message that is long, has no character of several bytes, and ends as no piece of it does.
fn long_message() -> String {
    (0..=LONG / 8).map(|number| format!("{number:07},")).chain([".".to_string()]).collect()
}

/// Whether the client prints the echo of this message, which it should. That is the subject of another check.
fn carries(program: &Program, message: &str) -> Result<bool> {
    let listener = program.listen()?;
    let client = start(program, &listener, message)?;
    let mut server = listener.accept()?;
    let Ok(found) = server.find(message) else { return Ok(false) };
    // One that is gone by then has not waited for it.
    let _ = server.send(found.answered(message)).and_then(|()| server.half_close());
    Ok(client.finish()?.succeeds_with(message).is_ok())
}

/// The message is sent exactly as it was given, with no newline added, and its echo is printed as `echo: <MESSAGE>`.
// No mistake in the sending fails this check alone: it shows with any message. It stays for the student who begins.
#[test]
fn sends_the_message_and_prints_its_echo() {
    check(1, |program| {
        let listener = program.listen()?;
        let client = start(program, &listener, "Bom dia")?;
        let mut server = listener.accept()?;
        server.expect("Bom dia")?;
        server.send("Bom dia")?;
        server.half_close()?;
        server.expect_nothing_more()?;
        client.finish()?.code(0)?.prints("echo: Bom dia\n")?;

        // However long the echo takes: nobody sends again what a stream carries.
        let listener = program.listen()?;
        let client = start(program, &listener, "Bom dia")?;
        let mut server = listener.accept()?;
        let found = server.find("Bom dia")?;
        client.let_its_timeouts_pass();
        // Whether it waits for so long is the subject of another check.
        if !client.has_ended() {
            server.send(found.answered("Bom dia"))?;
            server.half_close()?;
            server.expect_nothing_more()?;
        }
        prints_no_more_of_a_long_message(program)
    });
}

/// A long message has one line, too. Whether its echo is printed is the subject of another check.
fn prints_no_more_of_a_long_message(program: &Program) -> Result {
    let (listener, message) = (program.listen()?, long_message());
    let client = start(program, &listener, &message)?;
    let mut server = listener.accept()?;
    let Ok(found) = server.find(&message) else { return Ok(()) };
    // One that is gone by then has not waited for it.
    let _ = server.send(found.answered(&message)).and_then(|()| server.half_close());
    let finished = client.finish()?;
    if finished.line_with(&[&message]).is_some() {
        finished.prints(format!("echo: {message}\n"))?;
    }
    Ok(())
}

/// An echo that comes in several pieces is put together, also where a piece ends inside a character; and its bytes are
/// counted over all pieces.
#[test]
fn collects_an_echo_that_comes_in_pieces() {
    check(1, |program| {
        let listener = program.listen()?;
        let client = start(program, &listener, "!Bom coração!")?;
        let mut server = listener.accept()?;
        let echo = server.find("!Bom coração!")?.answered("!Bom coração!");
        // Byte by byte but for the last two, which a client that does without the last byte takes for all: two of the
        // cuts are in the middle of a character, and the first piece ends as the whole does.
        let everywhere: Vec<usize> = (1..echo.len() - 1).collect();
        server.deliver(&StreamScript::of(&echo).cut_at(&everywhere).half_close_at(echo.len()))?;
        client.finish()?.succeeds_with("!Bom coração!")?;

        many_pieces_with_line_ends(program)?;

        // Whether it counts at all is the subject of other checks.
        let listener = program.listen()?;
        let client = start(program, &listener, MESSAGE)?;
        let mut server = listener.accept()?;
        let found = server.find(MESSAGE)?;
        server.deliver(&StreamScript::of(found.answered(MESSAGE)).cut_at(&[20]).half_close_at(37))?;
        let why = &msg!("tcp-client-count-of-the-last-piece");
        client.finish()?.says_number_rather_than(&found.counted(&[37]), &[17], why)?;

        let listener = program.listen()?;
        let client = start(program, &listener, MESSAGE)?;
        let mut server = listener.accept()?;
        let found = server.find(MESSAGE)?;
        server.deliver(&StreamScript::of(found.answered(ANOTHER)).cut_at(&[20]))?;
        server.half_close()?;
        let why = &msg!("tcp-client-position-in-the-last-piece");
        client.finish()?.says_number_rather_than(&found.counted(&[47, 48]), &[27, 28], why)?;
        Ok(())
    });
}

/// There may be any number of pieces, and any of them may end with a line end. What is printed of that is the subject of
/// another check.
fn many_pieces_with_line_ends(program: &Program) -> Result {
    let message = "uma linha,\noutra e\nmais outra. ".repeat(4);
    let listener = program.listen()?;
    let client = start(program, &listener, &message)?;
    let mut server = listener.accept()?;
    let echo = server.find(&message)?.answered(&message);
    // Where the system does not tell what has been read, a few pauses have to do.
    let mut unknown = 0;
    // The last two come together: see above.
    let (each, rest) = echo.split_at(echo.len() - 2);
    for byte in each {
        if server.send([*byte]).is_err() {
            break;
        }
        if unknown < 3 && !server.wait_until_read() {
            unknown += 1;
        }
    }
    server.deliver(&StreamScript::of(rest).half_close_at(rest.len()))?;
    client.finish()?.succeeds()?;
    Ok(())
}

/// It is done when the echo is complete, though the server keeps the connection open; and the server sees its FIN.
#[test]
fn leaves_politely_when_the_echo_is_complete() {
    check(1, |program| {
        let listener = program.listen()?;
        let client = start(program, &listener, "Bom dia")?;
        let mut server = listener.accept()?;
        let found = server.echo("Bom dia")?;
        server.expect_end_after(&found)?;
        client.finish()?.succeeds_with("Bom dia")?;

        // What comes behind the echo, and in one piece with it, is nothing to wait for, and no part of the echo. Whether it is
        // an error for whoever has read it is open; and the system makes a reset of an end that leaves it unread.
        let listener = program.listen()?;
        let client = start(program, &listener, "Bom dia")?;
        let mut server = listener.accept()?;
        let found = server.find("Bom dia")?;
        server.send([found.answered("Bom dia"), b" mais".to_vec()].concat())?;
        client.finish()?.has_no_line_with(&["mais"], &msg!("tcp-client-behind-the-echo"))?;

        // When there is no more to wait for, nothing is waited for.
        program.timed(|unit| {
            let listener = program.listen()?;
            let _client = start(program, &listener, "Bom dia")?;
            let mut server = listener.accept()?;
            let found = server.echo("Bom dia")?;
            let whole = program.moment();
            server.expect_end_after(&found)?;
            let what = msg!("tcp-client-end-of-connection");
            unit.expect_at_once(whole, program.moment(), what, &msg!("tcp-client-echo-complete"))
        })
    });
}

/// A message may be long, 64 KiB say, and may hold any text: spaces at its ends, line ends, quotes, control characters. It
/// is sent as it is, and so is its echo printed.
#[test]
fn carries_any_message() {
    let line = "Ela disse \"não\",\te foi-se.\\\n";
    check(1, |program| {
        for message in [
            &line.repeat(LONG / line.len() + 1),
            r#""entre aspas""#,
            "'e entre outras'",
            " \t dois espaços no fim  ",
            "\r\numa linha\r\n\r\noutra\n\n",
            r#"\n \t \\ \x41 \u{e3} %s %d %% {} {0} $HOME ${HOME} `ls` "' &amp; echo: "#,
            "sinos: \u{1}\u{7}\u{8}\u{b}\u{1b}[1m\u{7f}\u{85}\u{2028}",
            "@casa #1 =x ~ ; & | * ? [a-z] !",
            "\u{feff}acentos: a\u{303}e\u{301} ãé, família: 👩\u{200d}👩\u{200d}👧, fim\u{a0}",
        ] {
            let listener = program.listen()?;
            let client = start(program, &listener, message)?;
            let mut server = listener.accept()?;
            server.expect(message)?;
            server.send(message)?;
            server.half_close()?;
            server.expect_nothing_more()?;
            client.finish()?.succeeds_with(&format!("{message}\n"))?;
        }
        Ok(())
    });
}

/// `--host` may be an address or a name, and every address that the name stands for is tried.
#[test]
fn tries_every_address_of_the_host() {
    check(1, |program| {
        let mut hosts: Vec<_> = program.listen_at_each("localhost")?.into_iter().map(|it| ("localhost", it)).collect();
        // Some systems have no second loopback address, and some no IPv6.
        hosts.extend(program.listen_at(Ipv4Addr::new(127, 0, 0, 2).into()).ok().map(|it| ("127.0.0.2", it)));
        hosts.extend(program.listen_at(Ipv6Addr::LOCALHOST.into()).ok().map(|it| ("::1", it)));
        for (host, listener) in hosts {
            let port = listener.port();
            let client = program.start(["--host", host, "--port", &port, "--timeout", "600", "Bom dia"])?;
            let mut server = listener.accept()?;
            server.echo("Bom dia")?;
            server.half_close()?;
            client.finish()?.succeeds_with("Bom dia")?;
        }
        if let Some(listener) = program.listen_at_default_port(5000)? {
            let host = listener.address().ip().to_string();
            let client = program.start(["--host", &host, "--timeout", "600", "Bom dia"])?;
            let mut server = listener.accept()?;
            server.echo("Bom dia")?;
            server.half_close()?;
            client.finish()?.succeeds_with("Bom dia")?;
        }
        Ok(())
    });
}

/// Whatever fails, it is told in the same way: exit status 1, `error: …` on stderr, and nothing on stdout, not even a
/// beginning of the echo.
#[test]
fn reports_every_failure_in_the_same_way() {
    check(1, |program| {
        let closed = program.closed_port()?;
        let refused = program.run(["--port", &closed.port(), "--timeout", "600", "Bom dia"]);
        tells(refused, &msg!("tcp-client-refused"))?;
        // No other machine has to be asked to know that nobody has this address.
        let nobody = ["--host", "::1%nowhere", "--port", &closed.port(), "--timeout", "600", "Bom dia"];
        tells(program.run(nobody), &msg!("tcp-client-unknown-host"))?;

        let (cut, reset) = (msg!("tcp-client-cut-short"), msg!("tcp-client-reset"));
        let differs = msg!("tcp-client-differs");
        for (failure, met) in [
            (StreamScript::of("").half_close_at(0), &cut),
            (StreamScript::of("Bom dia").half_close_at(3), &cut),
            (StreamScript::of("").reset_at(0), &reset),
            (StreamScript::of("Bom dia").reset_at(3), &reset),
            (StreamScript::of("Bom DIA").half_close_at(7), &differs),
            (StreamScript::of(b"Bom \xff\xfe\xfd").half_close_at(7), &differs),
        ] {
            let listener = program.listen()?;
            let client = start(program, &listener, "Bom dia")?;
            let mut server = listener.accept()?;
            server.find("Bom dia")?;
            server.deliver(&failure)?;
            tells(client.finish(), met)?;
        }

        // Their time is short, since what they wait for never comes; on a busy machine it may be too short to connect in.
        program.timed(|unit| {
            let hurried = |listener: &Listener| {
                program.start(["--port", &listener.port(), "--timeout", &unit.seconds(), "Bom dia"])
            };
            let (silent, slow) = (program.listen()?, program.listen()?);
            let (meets_silence, meets_a_part) = (hurried(&silent)?, hurried(&slow)?);
            let mut slow = slow.accept()?;
            slow.send("Bom")?;
            for client in [meets_silence, meets_a_part] {
                // How long it waits is the subject of another check.
                tells(client.finish(), &msg!("tcp-client-time-over"))?;
            }
            Ok(())
        })
    });
}

/// It told that it met this.
fn tells(finished: Result<Finished>, met: &Message) -> Result {
    let told = finished.and_then(Finished::error).and_then(|finished| finished.prints(""));
    told.map(drop).map_err(|failure| failure.where_it_met(met.clone()))
}

/// A server that closes before the whole echo is an error, which says how many bytes of how many came.
#[test]
fn reports_an_echo_that_is_cut_short() {
    check(1, |program| {
        // The second is in the middle of a character, the third just before the end.
        // None at all may be told in a word.
        let long = long_message();
        let of_a_long_one = carries(program, &long)?.then_some((long.as_str(), 12_345));
        let cases = [(MESSAGE, 0), (MESSAGE, 37), (MESSAGE, MESSAGE.len() - 1)];
        for (message, came) in cases.into_iter().chain(of_a_long_one) {
            let listener = program.listen()?;
            let client = start(program, &listener, message)?;
            let mut server = listener.accept()?;
            let found = server.find(message)?;
            server.deliver(&StreamScript::of(found.answered(message)).half_close_at(came))?;
            let whole = found.counted(&[message.len()]);
            let finished = client.finish()?;
            let counted = if came == 0 { Ok(finished) } else { finished.says_number(&[came]) };
            let counted = counted.and_then(|finished| finished.says_number(&whole));
            counted.map_err(|failure| failure.where_it_met(msg!("tcp-client-cut-short")))?;
        }
        Ok(())
    });
}

/// `--timeout` is for the whole exchange: when it is over, not before and not much later, the client gives up, whether nothing
/// comes, or the echo too slowly. Without it, a client waits longer than that.
#[test]
fn gives_up_when_the_time_is_over() {
    const DROP: Duration = Duration::from_millis(20);
    check(1, |program| {
        waits_as_long_as_it_should(program)?;
        program.timed(|unit| {
            let time = unit.twice();
            // More drops than there is time for, and one that comes just before the end.
            let drops = time.duration().as_millis() * 5 / 2 / DROP.as_millis();
            let message = &".".repeat(drops as usize + 1);
            let drops = StreamScript::of(&message[1..]).drip(DROP);
            let one_drop = StreamScript::of(".").stall_at(0, time.duration() * 4 / 5);

            let start = |options: &[&str]| {
                let listener = program.listen()?;
                let port = listener.port();
                let client = program.start([&["--port", &port], options, &[message]].concat())?;
                Ok((client, listener.accept()?, program.moment()))
            };
            let timeout = time.seconds();
            let (meets_silence, _silent, from_silence) = start(&["--timeout", &timeout])?;
            let (meets_drops, mut dripping, from_drops) = start(&["--timeout", &timeout])?;
            let (meets_a_drop, mut late, from_a_drop) = start(&["--timeout", &timeout])?;
            program.deliver_together(&mut [(&mut dripping, drops), (&mut late, one_drop)])?;

            let (what, why) = (&msg!("tcp-client-end-of-program"), &msg!("tcp-client-echo-not-complete"));
            // However its clock counts, it cannot have begun before the program did.
            let after_silence = meets_silence.finish()?.no_sooner_than(time.duration() * 9 / 10)?;
            time.expect_no_later(from_silence, after_silence.ended(), what, why)?;
            // That a piece is not the echo is the subject of other checks.
            time.expect_no_later(from_drops, meets_drops.finish()?.ended(), what, why)?;
            time.expect_no_later(from_a_drop, meets_a_drop.finish()?.ended(), what, why)?;
            Ok(())
        })
    });
}

/// With ten minutes, it has no shorter time of its own, for one read say; and without `--timeout` it has ten seconds. Who
/// sleeps until then is believed, so that no mark takes ten seconds; who gives up sooner is waited for, and so is who would
/// sleep longer, unless something that does not show in its sleep ends that.
fn waits_as_long_as_it_should(program: &Program) -> Result {
    const TEN: Duration = Duration::from_secs(10);
    const AFTERWARDS: Duration = Duration::from_secs(1);
    let (soonest, latest) = (TEN * 9 / 10, TEN * 11 / 10);
    let meets_silence = |options: &[&str]| {
        let listener = program.listen()?;
        let client = program.start([&["--port", &listener.port()], options, &["Bom dia"]].concat())?;
        let mut server = listener.accept()?;
        server.find("Bom dia")?;
        Ok((client, server))
    };
    let (has_ten_seconds, _silent) = meets_silence(&[])?;
    let (sleep, asleep) = (has_ten_seconds.longest_sleep(), Instant::now());
    let (has_ten_minutes, _silent_too) = meets_silence(&["--timeout", "600"])?;
    has_ten_minutes.let_its_timeouts_pass();
    if has_ten_minutes.has_ended() {
        has_ten_minutes.finish()?.no_sooner_than(60 * soonest)?;
    } else {
        has_ten_minutes.kill();
    }
    match sleep {
        Some(sleep) if sleep > latest || sleep.is_zero() => {
            return has_ten_seconds.finish_within(latest)?.no_sooner_than(soonest).map(drop);
        }
        // A wheel of timers may wake somewhat before its time, as tokio's after 8.2 s; and who looks again and again has done
        // so while the other did.
        Some(sleep) if sleep < TEN * 8 / 10 && asleep.elapsed() < sleep + AFTERWARDS => {
            has_ten_seconds.let_its_timeouts_pass();
        }
        _ => {}
    }
    if has_ten_seconds.has_ended() { has_ten_seconds.finish()?.no_sooner_than(soonest).map(drop) } else { Ok(()) }
}

/// An echo that differs from the message is an error, which says at which byte it first does, whatever the bytes are.
#[test]
fn reports_an_echo_that_differs() {
    check(1, |program| {
        let no_text = [&MESSAGE.as_bytes()[..47], b"\xff", &MESSAGE.as_bytes()[48..]].concat();
        let twice = [&ANOTHER.as_bytes()[..MESSAGE.len() - 1], b"?"].concat();
        let long = long_message();
        let differs_at = |at: usize| [&long.as_bytes()[..at], b"?", &long.as_bytes()[at + 1..]].concat();
        let (near, far) = (differs_at(5_000), differs_at(LONG));
        // In the middle of a long one, and at the end.
        let of_a_long_one = [(long.as_str(), near.as_slice(), 5_000), (&long, &far, LONG)];
        let of_a_long_one = of_a_long_one.into_iter().take(if carries(program, &long)? { 2 } else { 0 });
        let cases = [
            (MESSAGE, ANOTHER.as_bytes(), 47),
            (MESSAGE, &no_text, 47),
            // There the two part, whatever comes behind.
            (MESSAGE, &twice, 47),
            ("Bom dia!", b"bom dia!", 0),
            ("Bom dia ", b"Bom dia\t", 7),
            // The same bytes in another order, all but a bit of one, and the same up to a zero.
            ("Bom dia!", b"Bmo dia!", 1),
            ("Bom dia!", b"\xc2om dia!", 0),
            ("Bom dia!", b"Bom\0dia!", 3),
            // What looks the same.
            ("\u{e9}e\u{301}", "e\u{301}\u{e9}".as_bytes(), 0),
        ];
        for (message, echo, at) in cases.into_iter().chain(of_a_long_one) {
            let listener = program.listen()?;
            let client = start(program, &listener, message)?;
            let mut server = listener.accept()?;
            let found = server.find(message)?;
            server.send(found.answered(echo))?;
            server.half_close()?;
            // Counted from 0 or from 1.
            let told = client.finish()?.says_number(&found.counted(&[at, at + 1]));
            told.map_err(|failure| failure.where_it_met(msg!("tcp-client-differs")))?;
        }
        Ok(())
    });
}

/// Wrong usage ends with exit status 2: an empty message, none at all, a port or a time that is no number. A message of one
/// byte is not wrong, whichever it is, nor are spaces alone.
#[test]
fn refuses_wrong_usage() {
    check(1, |program| {
        let listener = program.listen()?;
        let port = listener.port();
        for wrong in [
            ["--port", &port, "--timeout", "600", ""].as_slice(),
            &["--port", &port, "--timeout", "600"],
            &["--port", &port, "--timeout"],
            &["--port", "door", "--timeout", "600", "Bom dia"],
            &["--port", &port, "--timeout", "soon", "Bom dia"],
            &["--port", &format!("{port}x"), "--timeout", "600", "Bom dia"],
            &["--port", &port, "--timeout", "600s", "Bom dia"],
            &["--port", "", "--timeout", "600", "Bom dia"],
            &["--port", &port, "--timeout", "", "Bom dia"],
        ] {
            program.run(wrong)?.code(2)?;
        }

        for message in ["!", " ", "0", "\n", " \t "] {
            let listener = program.listen()?;
            let client = start(program, &listener, message)?;
            let mut server = listener.accept()?;
            server.echo(message)?;
            server.half_close()?;
            client.finish()?.succeeds()?;
        }
        Ok(())
    });
}
