//! What the ping application over TCP must do: first its server, then its client.

use grader::{Delivery, Listener, Program, Result, Running};
use predicates::prelude::*;

grader::lesson!("tcp-adaptation");

/// The longest line that a server must take, its end included, in bytes.
const LONGEST: usize = 64 * 1024;

/// The server's ready line names the real port; each line is answered with its text in upper case.
#[test]
fn server_answers_in_upper_case() {
    check(1, "A line is text, not single bytes: `ç` has an upper case, too.", |program| {
        let server = program.with("server").serve()?;
        server.expect_ready_line()?;
        let mut client = server.connect()?;
        client.send("ping 1\n")?;
        client.expect("PING 1\n")?;
        client.send("ação\n")?;
        client.expect("AÇÃO\n")
    });
}

/// A message is a line: it may come in several segments, cut anywhere, and several may come in one.
#[test]
fn server_finds_the_lines_in_the_stream() {
    let hint = "TCP carries a stream: one send is not one receive. Only a newline ends a message, \
                and what comes after it belongs to the next.";
    check(1, hint, |program| {
        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        // The second cut is in the middle of a character.
        client.deliver(&Delivery::of("ping 1 →\n").cut_at(&[5, 9]))?;
        client.expect("PING 1 →\n")?;
        client.send("ping 2\n\nping 4\npi")?;
        client.expect("PING 2\n\nPING 4\n")?;
        client.send("ng 5\n")?;
        client.expect("PING 5\n")?;
        let lines: String = (6..=10).map(|number| format!("ping {number} →\n")).collect();
        client.deliver(&Delivery::of(&lines).cut_somewhere(8, &mut program.chance()?))?;
        client.expect(lines.to_uppercase())
    });
}

/// A last line that the client's end (FIN) cuts short of its newline is answered; then the connection is closed.
#[test]
fn server_answers_the_last_line_before_it_closes() {
    let hint = "A half-close says that nothing more comes. What came before it is still a message, \
                and the client waits for its answer and for the server's own end.";
    check(1, hint, |program| {
        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        client.send("ping 1\n")?;
        client.expect("PING 1\n")?;
        client.send("ping 2")?;
        client.half_close()?;
        // The task sheet leaves open whether the answer to a line without a newline has one.
        client.expect_last(&["PING 2\n", "PING 2"])?;

        // Where the last line has its newline, nothing is left.
        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        client.send("ping 1\n")?;
        client.half_close()?;
        client.expect_last(&["PING 1\n"])
    });
}

/// A line of 64 KiB is answered whole; one that goes on and on ends its connection, with a diagnostic, and no other.
#[test]
fn server_limits_the_length_of_a_line() {
    let hint = "A line may be longer than one read, and a peer may never end it: \
                without a limit it fills the memory, and with one it is that peer's trouble only.";
    check(1, hint, |program| {
        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        let line = |letter: &str| letter.repeat(LONGEST - 1) + "\n";
        client.send(line("x"))?;
        client.expect(line("X"))?;
        let place = server.end_of_stderr();
        client.send_until_gone(&[b'x'; 4096], 64 * LONGEST)?;
        // A server may wait for this before it says what was wrong.
        client.close();
        server.expect_diagnostic_since(place, "a line that is too long")?;
        let mut next = server.connect()?;
        next.send("ping 1\n")?;
        next.expect("PING 1\n")
    });
}

/// A client may send any number of messages; when it leaves, politely, by a reset, or after bytes that are no text, the
/// next one is served.
#[test]
fn server_goes_on_after_any_client() {
    let hint = "A server has no last message and no last client, \
                and an error on one connection ends that connection only, with all that came on it.";
    check(1, hint, |program| {
        let server = program.with("server").serve()?;
        let mut client = server.connect()?;
        for number in 1..=25 {
            client.send(format!("ping {number}\n"))?;
            client.expect(format!("PING {number}\n"))?;
        }
        client.close();

        let mut rude = server.connect()?;
        rude.deliver(&Delivery::of("ping 1\n").reset_at(7))?;

        // The half of a line is gone with its client.
        let mut rude = server.connect()?;
        rude.send("ping 1\npi")?;
        rude.expect("PING 1\n")?;
        rude.reset()?;
        let mut next = server.connect()?;
        next.send("ping 1\n")?;
        next.expect("PING 1\n")?;
        next.close();

        // Whether such a line is answered, passed over, or ends the connection is the program's choice.
        let mut strange = server.connect()?;
        strange.deliver(&Delivery::of(b"\xff\xfe\n").half_close_at(3))?;
        strange.expect_gone()?;

        let mut last = server.connect()?;
        last.send("ping 1\n")?;
        last.expect("PING 1\n")
    });
}

/// The client sends its pings over one connection, pausing between them, and prints what came of them.
#[test]
fn client_pings_over_one_connection() {
    let hint = "One connection carries all pings, a line each: `ping <n>` and a newline, without which the server \
                cannot know where the message ends. `--interval` is the pause between two of them.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let listener = program.listen()?;
            let client =
                start_client(program, &listener, &["--count=2", "--timeout=30", "--interval", &unit.seconds()])?;
            let mut server = listener.accept()?;
            server.expect_line("ping 1")?;
            let first = program.moment();
            server.send("PING 1\n")?;
            server.expect_line("ping 2")?;
            let second = program.moment();
            server.send("PING 2\n")?;
            let from = listener.address();
            client.finish()?.code(0)?.lines(&[
                &format!("PING 1 from {from}: rtt=<number> ms"),
                &format!("PING 2 from {from}: rtt=<number> ms"),
                "2 sent, 2 received, 0% lost",
                "rtt min/avg/max = <number>/<number>/<number> ms",
            ])?;
            unit.expect_between(first, second, "ping 2", "ping 1 was answered at once, and the interval is that")
        })
    });
}

/// The client takes a line for an answer, whether it comes in several segments or together with another.
#[test]
fn client_finds_the_lines_in_the_stream() {
    let hint = "One read is not one answer: read until there is a whole line, keep what comes after it, \
                and pass over a line that answers another ping.";
    check(1, hint, |program| {
        let listener = program.listen()?;
        let client = start_client(program, &listener, &["--count=2", "--timeout=30", "--interval=0"])?;
        let mut server = listener.accept()?;
        server.expect_line("ping 1")?;
        server.deliver(&Delivery::of("PING 1\n").cut_at(&[2]))?;
        server.expect_line("ping 2")?;
        server.send("PING 1\nPING 2\n")?;
        let from = listener.address();
        client.finish()?.code(0)?.lines(&[
            &format!("PING 1 from {from}: rtt=<number> ms"),
            &format!("PING 2 from {from}: rtt=<number> ms"),
            "2 sent, 2 received, 0% lost",
            "rtt min/avg/max = <number>/<number>/<number> ms",
        ])?;
        Ok(())
    });
}

/// A ping that is not answered in time is lost; the next one is sent, and an answer that is late does not pass for its
/// own. Where no answer came at all, the client has failed.
#[test]
fn client_does_not_take_a_late_answer_for_the_next() {
    let hint = "TCP delivers late rather than never: the answer to a ping that was given up still comes, \
                before the answer to the next. Compare the number, and go on after a loss; \
                where no answer came at all, exit with 1.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let timeout = unit.seconds();
            let listener = program.listen()?;
            let client = start_client(program, &listener, &["--count=4", "--interval=0", "--timeout", &timeout])?;
            let mut server = listener.accept()?;
            server.expect_line("ping 1")?;
            let first = program.moment();
            // The next ping shows that the client has given up the last.
            server.expect_line("ping 2")?;
            let second = program.moment();
            unit.expect_between(first, second, "ping 2", "ping 1 was not answered, and the timeout is that")?;
            server.send("PING 1\n")?;
            server.expect_line("ping 3")?;
            server.send("PING 2\nPING 3\n")?;
            server.expect_line("ping 4")?;
            server.send("PING 4\n")?;
            let from = listener.address();
            client.finish()?.code(0)?.lines(&[
                &format!("ping 1 lost: no reply within <{timeout}> s"),
                &format!("ping 2 lost: no reply within <{timeout}> s"),
                &format!("PING 3 from {from}: rtt=<number> ms"),
                &format!("PING 4 from {from}: rtt=<number> ms"),
                "4 sent, 2 received, 50% lost",
                "rtt min/avg/max = <number>/<number>/<number> ms",
            ])?;

            // Nobody accepts the connection, and nobody answers.
            let silent = program.listen()?;
            let client = start_client(program, &silent, &["--count=1", "--timeout=0.02", "--interval=0"])?;
            let lines = ["ping 1 lost: no reply within <0.02> s", "1 sent, 0 received, <100>% lost"];
            client.finish()?.code(1)?.lines(&lines)?;
            Ok(())
        })
    });
}

/// A server that closes or resets the connection before all pings are answered is an error, which says how many answers
/// came.
#[test]
fn client_reports_a_server_that_closes_early() {
    let hint = "A read of 0 bytes is not an answer, and not a loss: the server has closed, and no answer will come, \
                as after a reset. Say how many came, and exit with 1.";
    check(1, hint, |program| {
        for polite in [true, false] {
            let listener = program.listen()?;
            let client = start_client(program, &listener, &["--count=5", "--timeout=30", "--interval=0"])?;
            let mut server = listener.accept()?;
            for number in 1..=3 {
                server.expect_line(&format!("ping {number}"))?;
                server.send(format!("PING {number}\n"))?;
            }
            server.expect_line("ping 4")?;
            if polite {
                server.close();
            } else {
                server.reset()?;
            }
            let says_how_many = predicate::str::is_match(r"(?s)error: .*\b3\b").expect("the pattern is one");
            let answers = predicate::str::contains(format!("from {}: rtt=", listener.address()));
            let said = client.finish()?.error()?.stderr(says_how_many);
            said.map_err(|failure| failure.with("that is", "how many answers came, in digits: 3"))?
                .stdout(answers.count(3))?;
        }
        Ok(())
    });
}

/// A refused connection, a port that is taken and a host that is another machine are errors; without a subcommand, the
/// usage is wrong.
#[test]
fn reports_what_it_cannot_do() {
    let hint = "Printing is not reporting: what called the program sees its exit status. \
                It is 1 where something failed, with `error: …` on stderr, and 2 for wrong usage. \
                To listen anywhere else than at `--host` and `--port` is to have failed.";
    check(1, hint, |program| {
        let closed = program.closed_port()?;
        program.with("client").run(["--port", &closed.port()])?.error()?.stdout("")?;
        let taken = program.listen()?;
        program.with("server").run(["--port", &taken.port()])?.error()?.stdout("")?;
        // An address for examples in books: no machine has it (RFC 5737).
        program.with("server").run(["--host", "192.0.2.1", "--port", "0"])?.error()?.stdout("")?;
        program.run([""; 0])?.code(2)?;
        Ok(())
    });
}

/// Starts the client, to talk to this server.
fn start_client(program: &Program, server: &Listener, options: &[&str]) -> Result<Running> {
    let port = server.port();
    program.with("client").start([["--port", port.as_str()].as_slice(), options].concat())
}
