//! What the ping application over TCP must do: first its server, then its client.

// Beside this file, cargo would take it for a test of its own.
#[path = "checks/client.rs"]
mod client;
#[path = "checks/server.rs"]
mod server;

use std::time::Duration;

use client::start_client;
use grader::{Did, Failure, StreamScript, as_many_as_are_soon_done, msg};

grader::lesson!("tcp-adaptation");

/// The longest line that a server must take, its end included, in bytes.
const LONGEST: usize = 64 * 1024;

/// More of a line than any server may take: a megabyte, and what one may read at once before it looks.
const TOO_LONG: usize = 17 * LONGEST;

/// The ready line names the real port; each line is answered with its text in upper case, and nothing else of it is
/// changed.
#[test]
fn server_answers_in_upper_case() {
    check(1, |program| {
        let server = program.with("server").serve()?;
        server.expect_ready_line()?;
        let mut client = server.connect()?;
        let printable: String = "привет: ".chars().chain(' '..='~').collect();
        for (line, answer) in [
            ("ping 1", "PING 1"),
            ("ação", "AÇÃO"),
            (&printable, &printable.to_uppercase()),
            ("  dois \t espaços", "  DOIS \t ESPAÇOS"),
            ("x\0y\\n", "X\0Y\\N"),
            // Some languages take these for line ends, too.
            (
                "a\rb\x0bc\x0cd\x1ce\x1df\x1eg\u{85}h\u{2028}i\u{2029}j",
                "A\rB\x0bC\x0cD\x1cE\x1dF\x1eG\u{85}H\u{2028}I\u{2029}J",
            ),
            // What is in upper case stays so.
            ("PiNG 2 JÁ Não", "PING 2 JÁ NÃO"),
            ("ping 2", "PING 2"),
        ] {
            client.send(format!("{line}\n"))?;
            client.expect_line(answer)?;
        }
        // White space at the end of a line may be left out.
        client.send("ping 3\r\n")?;
        client.expect_either("PING 3\r\n", "PING 3\n")?;
        client.send(" \t \n")?;
        client
            .expect_either(" \t \n", "\n")
            .map_err(|failure| failure.because_it(Did::Wait, msg!("tcp-adaptation-cause-blank-line")))?;

        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        // Some languages take this for a mark of the encoding where a text begins with it.
        client.send("\u{feff}ping 1\n")?;
        client.expect_line("\u{feff}PING 1")?;
        // Accents that are characters of their own stay that.
        client.send("a\u{303}e\u{301} ãé\n")?;
        client.expect_line("A\u{303}E\u{301} ÃÉ")?;
        // A letter of four bytes, which has an upper case.
        client.send("ping 𐐨 5\n")?;
        client.expect_line("PING 𐐀 5")?;
        client.send("\r\n")?;
        client
            .expect_either("\r\n", "\n")
            .map_err(|failure| failure.because_it(Did::Leave, msg!("tcp-adaptation-cause-carriage-return-alone")))?;
        // The upper case of one letter may be two; some languages leave such a letter as it is.
        client.send("ﬁm\n")?;
        client.expect_either("FIM\n", "ﬁM\n")?;
        // No word means anything else.
        for word in ["quit", "exit", "sair", "bye", "shutdown"] {
            client.send(format!("{word}\n"))?;
            client
                .expect_line_and_space(&word.to_uppercase())
                .map_err(|failure| failure.because_it(Did::Leave, msg!("tcp-adaptation-cause-word")))?;
        }

        if let Some(server) = program.with("server").serve_at_default_port(12_000)? {
            server.connect()?.close();
        }
        Ok(())
    });
}

/// A line may come in several segments, cut anywhere, and several lines may come in one.
#[test]
fn server_finds_the_lines_in_the_stream() {
    check(1, |program| {
        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        // The second cut is in the middle of a character.
        client.deliver(&StreamScript::of("ping 1 →\n").cut_at(&[5, 9]))?;
        client.expect_line_and_space("PING 1 →")?;
        client.send("ping 2\nping 2\n\n\nping 4\npi")?;
        for answer in ["PING 2", "PING 2", "", "", "PING 4"] {
            client.expect_line_and_space(answer)?;
        }
        client.send("ng 5\n")?;
        client.expect_line_and_space("PING 5")?;
        let lines: String = (6..=8).map(|number| format!("ping {number} →\n")).collect();
        client.deliver(&StreamScript::of(&lines).cut_somewhere(8, &mut program.random_choices()?))?;
        for answer in lines.to_uppercase().lines() {
            client.expect_line_and_space(answer)?;
        }
        client.send("ping 9\n")?;
        client.expect_line_and_space("PING 9")?;

        // Together they are longer than one line may be, and then than any limit of a line, and come as fast as they are
        // taken.
        for length in [70, 900] {
            let server = program.with("server").serve()?;
            let many: String = (1..=MANY).map(|number| format!("PING {number} {}\n", "X".repeat(length))).collect();
            server
                .connect()?
                .exchange(many)
                .map_err(|failure| failure.because_it(Did::Leave, msg!("tcp-adaptation-cause-many-lines")))?;
        }

        // A server that serves both at once has two beginnings of a line now. Whether another client is served at all
        // is the subject of another check.
        let server = program.with("server").serve()?;
        let mut one = server.connect()?;
        one.send("ping ")?;
        one.wait_until_read();
        let mut other = server.connect();
        if let Ok(other) = &mut other {
            other.deliver(&StreamScript::of("pin"))?;
            other.wait_until_read();
        }
        one.send("10\n")?;
        one.expect_line_and_space("PING 10")
            .map_err(|failure| failure.because_it(Did::SendAnother, msg!("tcp-adaptation-cause-two-clients")))
    });
}

/// A last line without a newline is answered when the client half-closes, and after a whole line there is no more to
/// answer; then the connection is closed.
#[test]
fn server_answers_the_last_line_before_it_closes() {
    check(1, |program| {
        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        client.send("ping 1\n")?;
        client.expect_line_and_space("PING 1")?;
        client.send("ping 2")?;
        client.half_close()?;
        // The task sheet leaves open whether the answer to a line without a newline has one.
        client.expect_last(&["PING 2\n", "PING 2", "PING 2\r\n"])?;

        // As long as a line may be.
        let mut client = program.with("server").serve()?.connect()?;
        let long = "p".repeat(LONGEST - 1);
        client.send(&long)?;
        client.half_close()?;
        let answer = long.to_uppercase();
        client.expect_last(&[&format!("{answer}\n"), &answer, &format!("{answer}\r\n")])?;

        // Where the last line has its newline, nothing is left, also where it comes together with the end.
        for lines in ["ping 1\n", "ping 1\nping 2\n", ""] {
            let server = program.with("server").serve()?;
            let mut client = server.connect()?;
            client.send(lines)?;
            client.half_close()?;
            let answers = lines.to_uppercase();
            client.expect_last(&[&answers, &answers.replace('\n', "\r\n")])?;
        }

        // What the client has not read yet is on its way all the same.
        let server = program.with("server").serve()?;
        let mut slow = server.connect_with_small_window()?;
        let lines: String = (1..=3).map(|number| format!("ping {number} {}\n", "x".repeat(32_000))).collect();
        slow.send(&lines)?;
        slow.half_close()?;
        slow.wait_until_read();
        for answer in lines.to_uppercase().lines() {
            slow.expect_line_and_space(answer)?;
        }
        Ok(())
    });
}

/// A line of 64 KiB is answered whole; one that goes on and on ends its connection, with a diagnostic on stderr, and no
/// other.
#[test]
fn server_limits_the_length_of_a_line() {
    check(1, |program| {
        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        let line = |letter: &str| letter.repeat(LONGEST - 1);
        client.send(line("x") + "\n")?;
        client.expect_line_and_space(&line("X"))?;
        // The limit is for a line, not for a connection, and not for what is waiting to be taken apart: one read may bring
        // the end of a line and all of the next.
        client.send(line("y"))?;
        client.wait_until_read();
        let next = "z".repeat(LONGEST / 4);
        client.send(format!("\n{next}\n"))?;
        for answer in [line("Y"), next.to_uppercase()] {
            client.expect_line_and_space(&answer)?;
        }
        let place = server.end_of_stderr();
        server::longer_answer_than_line(&mut client)?;
        let mut next = server.connect()?;
        // A server that serves both at once has taken this one, too, when it comes to that.
        server.let_it_rest();
        client.send_until_gone(&[b'x'; 4096], TOO_LONG)?;
        // A server may wait for this before it says what was wrong.
        client.close();
        server.expect_diagnostic_since(place, &msg!("tcp-adaptation-line-too-long"))?;
        server::is_still_there_for(&server, &mut next)?;
        next.close();

        // Nothing stays behind of such a client either. A pool may grow for the first clients, whatever they send; and who
        // serves one after the other has done with all but the last when that one has its answer.
        let is_served = || {
            let mut client = server.connect()?;
            client.send("ping 1\n")?;
            client.expect_line_and_space("PING 1")?;
            Ok(client)
        };
        for _ in 0..SOME {
            is_served()?.close();
        }
        let one = is_served()?;
        server.let_it_rest();
        let before = server.holdings();
        one.close();
        for _ in 0..FEW {
            let mut endless = server.connect()?;
            let place = server.end_of_stderr();
            endless.send_until_gone(&[b'x'; 4096], TOO_LONG)?;
            endless.close();
            server.expect_diagnostic_since(place, &msg!("tcp-adaptation-line-too-long"))?;
        }
        let _one = is_served()?;
        server.expect_no_leak_since(&before, FEW)
    });
}

/// A client may send any number of messages, and let any time pass before them; when it leaves, politely, by a reset, also
/// in the middle of a line, or after bytes that are no text, the next one is served. The server runs out of nothing,
/// however many clients come and go.
#[test]
fn server_goes_on_after_any_client() {
    check(1, |program| {
        let server = program.with("server").serve()?;
        // Nobody says when the first client comes, and when it has something to say.
        server.let_its_timeouts_pass();
        let mut client = server.connect()?;
        server.let_its_timeouts_pass();
        let open = client.expect_open("PING 0\n").and_then(|()| client.send("ping 0\n"));
        let answer = open.and_then(|()| client.expect_line_and_space("PING 0"));
        answer.map_err(Failure::because_of_silence)?;
        for number in 1..=25 {
            client.send(format!("ping {number}\n"))?;
            client.expect_line_and_space(&format!("PING {number}"))?;
        }
        client.close();

        let mut rude = server.connect()?;
        rude.deliver(&StreamScript::of("ping 1\n").reset_at(7))?;

        server.connect()?.close();

        // The half of a line is gone with its client.
        let mut rude = server.connect()?;
        rude.send("ping 1\npi")?;
        rude.expect_line_and_space("PING 1")?;
        rude.reset()?;
        // The reset may be on its way, and overtaken by the next client.
        server.let_it_rest();
        let mut next = server.connect()?;
        next.send("ping 1\n")?;
        next.expect_line_and_space("PING 1")?;
        next.close();

        // These end in the middle of a line, in that of a character, and with no text. Whether such a line is answered,
        // passed over, or ends the connection is the program's choice.
        for last in [b"ping 1\npi".as_slice(), b"ping 1\na\xc3", b"\xff\xfe\n"] {
            let before = server.holdings();
            for _ in 0..SOME {
                let mut strange = server.connect()?;
                strange.deliver(&StreamScript::of(last).half_close_at(last.len()))?;
                strange.expect_gone()?;
            }
            server.expect_no_leak_since(&before, SOME)?;
        }

        let before = server.holdings();
        for _ in as_many_as_are_soon_done(CLIENTS) {
            let mut client = server.connect()?;
            client.send("ping 1\n")?;
            client.expect_line_and_space("PING 1")?;
            client.close();
            // One that has nothing to say.
            server.connect()?.close();
        }
        server.expect_no_leak_since(&before, CLIENTS)?;

        server::reset_their_connections(&server)?;
        server::leave_without_the_answers(&server)?;
        server.expect_nothing_left_since(&before, CLIENTS)?;

        let mut last = server.connect()?;
        last.send("ping 1\n")?;
        last.expect_line_and_space("PING 1")
    });
}

/// Clients enough to show whether something of each is left.
const SOME: usize = 16;

/// Clients of whom each has a server work hard, and no more of them than show whether something of each is left.
const FEW: usize = 4;

/// Clients that say something, with as many that do not: together they are more than five hundred, or than nine bits can
/// count.
const CLIENTS: usize = 265;

/// More lines than a server may think that there are.
const MANY: usize = 1_200;

/// How many pings are enough for the server to be in the middle of a write to a client that does not read its answers, and
/// no more than the system takes for it.
const NOT_TAKEN: usize = 14_000;

/// The pings go over one connection, with the pause between them, and what came of them is printed: for each the time
/// to its own answer, and the least, mean and greatest of all. Without options there are ten, a second apart.
#[test]
fn client_pings_over_one_connection() {
    check(1, |program| {
        client::ten_pings_go_where_the_options_say(program)?;
        client::pings_as_often_as_it_is_told(program)?;
        client::prints_each_result_before_it_pauses(program)?;
        client::pauses_between_pings(program)?;
        client::sums_up_the_times(program)?;
        client::times_from_the_send(program)?;
        client::pauses_for_a_second_by_default(program)
    });
}

/// An answer may come in several segments, or in one segment with another line; only the one line that is the answer to
/// this ping counts.
#[test]
fn client_finds_the_lines_in_the_stream() {
    check(1, |program| {
        // A line may be longer than a read, or no text, and the answer comes behind it. Who looks at each byte, and again at
        // all that came before, needs more than a moment for so long a line.
        for other in [vec![b'x'; LONGEST - 1], b"\xff\xfe".to_vec()] {
            let listener = program.listen()?;
            let client = start_client(program, &listener, "--count 1 --timeout 600 --interval 0")?;
            let mut server = listener.accept()?;
            server.expect_line("ping 1")?;
            server.send([&other, b"\nPING 1\n".as_slice()].concat())?;
            client.finish()?.has_line_with(&["PING 1", "rtt"])?;
        }

        program.timed(|unit| {
            let listener = program.listen()?;
            let client =
                start_client(program, &listener, &format!("--count 3 --timeout {} --interval 0", unit.seconds()))?;
            let mut server = listener.accept()?;
            server.expect_line("ping 1")?;
            server.send("ping 1\nPING 10\n")?;
            server.deliver(&StreamScript::of("PING 1\nnot ").cut_at(&[2, 6]))?;
            server.expect_line("ping 2")?;
            let second = program.moment();
            // The first has begun before this ping. A client that takes any line for an answer may have left by now.
            let others = "PING 2\nPING 1\nPING 20\nPING 12\nping 2\n\nPING\nxPING 2\nPING 2x\nPING 2, PING 2\n";
            let alike = " PING 2\nPING  2\nPING 02\nPING +2\nPING 2 ok\nPONG 2\nPING2\n2\n";
            server.deliver(&StreamScript::of(others))?;
            server.deliver(&StreamScript::of(alike))?;
            server.deliver(&StreamScript::of(b"PING 2\xff\n\xffPING 2\nPI\0NG 2\nPING 2\0\n"))?;
            // The beginning of one, that comes alone.
            server.deliver(&StreamScript::of("PING 20\n").cut_at(&[6]))?;
            server
                .expect_line("ping 3")
                .map_err(|failure| failure.because_it(Did::Leave, msg!("tcp-adaptation-cause-loss")))?;
            let nothing = &msg!("tcp-adaptation-timeout-among-lines");
            unit.expect_no_sooner(second, program.moment(), "ping 3", nothing)?;
            server.send("PING 2\nPING 3\n")?;
            let finished = client.finish()?;
            let finished = finished.has_line_with(&["PING 1"])?.has_line_with(&["PING 3"])?;
            finished
                .has_no_line_with(&["PING 2", "rtt"], &msg!("tcp-adaptation-no-answer-in-time"))?
                .counts(2, "received")?;
            Ok(())
        })?;
        client::takes_no_part_of_a_line_for_the_answer(program)
    });
}

/// A ping without an answer in time is lost, however slowly the bytes of an answer drip in; the next one is sent, and
/// an answer that is late does not pass for its own. Where no answer came at all, the client has failed. Without
/// `--timeout` it is a second.
#[test]
fn client_does_not_take_a_late_answer_for_the_next() {
    check(1, |program| {
        let unanswered = &msg!("tcp-adaptation-no-whole-answer");
        program.timed(|unit| {
            let timeout = unit.seconds();
            let listener = program.listen()?;
            let client = start_client(program, &listener, &format!("--count 3 --timeout {timeout} --interval 0"))?;
            let mut server = listener.accept()?;
            server.expect_line("ping 1")?;
            let first = program.moment();
            // The next ping shows that the client has given up the last.
            let late = "PING 0\nPING 1\n";
            let dripped = server.drip_until_it_sends(late, unit.duration() / 4)?;
            server.expect_line("ping 2")?;
            let second = program.moment();
            unit.expect_between(first, second, "ping 2", unanswered)?;
            server.send(&late[dripped..])?;
            // Empty lines: the wait does not begin anew with a whole line either.
            server.drip_until_it_sends("\n".repeat(12), unit.duration() / 4)?;
            server.expect_line("ping 3")?;
            unit.expect_between(second, program.moment(), "ping 3", unanswered)?;
            server.send("PING 2\nPING 3\n")?;
            let finished = client.finish()?.code(0)?;
            let lost = |number| format!("ping {number} lost: no reply within <{timeout}> s");
            let finished = finished.first_lines(&[lost(1), lost(2)])?.has_line_with(&["PING 3"])?;
            // A ping that was lost has no time, and counts for none.
            finished.sums_up(3, "3 sent, 1 received, <66..67>% lost")?;

            // Nobody accepts the connection, and nobody answers.
            let silent = program.listen()?;
            let client = start_client(program, &silent, "--count 5 --timeout 0.02 --interval 0")?;
            client.finish()?.code(1)?.ended_by_itself()?.last_lines(5, &["5 sent, 0 received, <100>% lost"])?;
            Ok(())
        })?;
        client::gives_up_though_something_has_just_come(program)?;
        client::succeeds_if_any_answer_came(program)?;
        client::counts_no_answer_that_comes_in_a_pause(program)?;

        program.timed_by_default(Duration::from_secs(1), |unit| {
            let listener = program.listen()?;
            let _client = start_client(program, &listener, "--count 2 --interval 0")?;
            let mut server = listener.accept()?;
            server.expect_line("ping 1")?;
            let first = program.moment();
            server.expect_line("ping 2")?;
            unit.expect_between(first, program.moment(), "ping 2", unanswered)
        })
    });
}

/// A server that closes or resets the connection before all pings are answered is an error, which says how many answers
/// came; also in the middle of an answer, and before the first.
#[test]
fn client_reports_a_server_that_closes_early() {
    check(1, |program| {
        client::counts_the_answers_before_the_end(program)?;
        client::finds_the_end_when_it_sends(program)?;
        client::counts_no_ping_that_was_lost(program)?;
        client::has_no_answer_to_count(program)
    });
}

/// A refused connection, a port that is taken and a host that is another machine are errors (exit status 1); without a
/// subcommand, or with an option that does not exist, the usage is wrong (2).
#[test]
fn reports_what_it_cannot_do() {
    check(1, |program| {
        let closed = program.closed_port()?;
        program.with("client").run(["--port", &closed.port()])?.error()?.prints("")?;
        // No other machine has to be asked to know that nobody has this address.
        program.with("client").run(["--host", "::1%nowhere", "--port", &closed.port()])?.error()?.prints("")?;
        let first = program.with("server").serve()?;
        let taken = first.port().to_string();
        program.with("server").run(["--port", &taken])?.error()?.prints("")?;
        if let Some(nobody) = program.address_of_nobody() {
            program.with("server").run(["--host", nobody, "--port", "0"])?.error()?.prints("")?;
        }
        program.run([""; 0])?.code(2)?;
        for command in ["server", "client"] {
            program.with(command).run(["--no-such-option"])?.code(2)?;
            program.with(command).run(["--port", "door"])?.code(2)?;
        }
        for command in ["server", "client"] {
            // What stands before it is right, and nobody can listen or is listening there.
            let port = if command == "server" { taken.clone() } else { closed.port() };
            program.with(command).run(["--port", &port, "--no-such-option"])?.code(2)?;
            program.with(command).run(["--port", &format!("{port}x")])?.code(2)?;
        }
        program.with("client").run(["--port", ""])?.code(2)?;
        program.with("server").run(["--port", &taken, "--count", "1"])?.code(2)?;
        for option in ["--count", "--timeout", "--interval"] {
            for no_number in ["", "some", "1x"] {
                program.with("client").run(["--port", &closed.port(), option, no_number])?.code(2)?;
            }
        }
        program.run(["no-such-command"])?.code(2)?;
        Ok(())
    });
}
