//! What the pinger must do. The grader is the server: it answers, comes late, says nothing, or sends what counts for
//! nothing.

use std::net::Ipv4Addr;

use grader::{Network, Program, Result, Running, UdpServer};

grader::lesson!("udp-client");

/// Starts the pinger with the port of this server.
///
/// `--timeout 30` among the options stands for: all of this is answered, however busy the machine is.
fn start(program: &Program, server: &UdpServer, options: &str) -> Result<Running> {
    let port = server.port();
    program.start(["--port", &port].into_iter().chain(options.split_whitespace()))
}

/// `ping 1` to `ping <count>` are sent in order, each exactly once, all from one socket, to the server that `--host` and
/// `--port` name.
#[test]
fn sends_each_ping_once_from_one_socket() {
    let hint = "A datagram holds exactly the bytes of one send, nothing more; and the server knows a client by the \
                address that its socket is bound to, so one socket serves for all pings. Where the server is, `--host` \
                says.";
    check(1, hint, |program| {
        let server = program.udp_server()?;
        let pinger = start(program, &server, "--count 3 --timeout 30 --interval 0")?;
        let client = server.expect("ping 1")?;
        server.send("PING 1", client)?;
        server.expect_from("ping 2", client)?;
        server.send("PING 2", client)?;
        server.expect_from("ping 3", client)?;
        server.send("PING 3", client)?;
        // Whatever becomes of it: a fourth ping says more than that the program goes on.
        let end = pinger.finish();
        server.expect_nothing_more()?;
        end?;

        // A loss is no reason for another socket. Whether the program goes on after one is the subject of other checks.
        let silent = program.udp_server()?;
        let pinger = start(program, &silent, "--count 2 --timeout 0.02 --interval 0")?;
        let client = silent.expect("ping 1")?;
        let _ = pinger.finish();
        silent.expect_only_from(client)?;

        // Some systems have no second loopback address.
        let host = Ipv4Addr::new(127, 0, 0, 2);
        if let Some(server) = program.udp_server_at(host.into())? {
            let pinger = start(program, &server, &format!("--host {host} --count 1 --timeout 30"))?;
            server.answer(&["PING 1"], &Network::perfect())?;
            pinger.finish()?.code(0)?;
        }
        Ok(())
    });
}

/// An answer is printed with the server's address and the round-trip time of that ping alone, in milliseconds.
#[test]
fn prints_each_answer_with_its_round_trip_time() {
    let hint = "The round-trip time of a ping runs from just before its own send to its own answer, without the pause \
                between pings, and 0.2 seconds are 200 milliseconds.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let from = server.address();
            let options = format!("--count 2 --timeout 30 --interval {}", unit.seconds());
            let pinger = start(program, &server, &options)?;
            server.answer(&["PING 1", "PING 2"], &Network::perfect().delay(1, unit.duration()))?;
            // The first answer was held back for one unit, the second was not.
            let unit = unit.duration().as_millis();
            pinger.finish()?.first_lines(&[
                format!("PING 1 from {from}: rtt=<{}..{}> ms", unit * 9 / 10, unit * 3),
                format!("PING 2 from {from}: rtt=<0..{}> ms", unit * 9 / 10),
            ])?;
            Ok(())
        })
    });
}

/// The interval passes between a ping and the next one, also after a loss.
#[test]
fn pauses_between_pings() {
    let hint = "`--interval` is a number of seconds, decimals allowed, that passes between two pings: an answer that \
                comes at once does not shorten it, and a loss is no reason to leave it out.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let options = format!("--count 2 --timeout 30 --interval {}", unit.seconds());
            start(program, &server, &options)?;
            let pings = server.answer(&["PING 1", "PING 2"], &Network::perfect())?;
            unit.expect_between(
                pings[0].at,
                pings[1].at,
                "ping 2",
                "ping 1 was answered at once, and the interval is that",
            )?;

            // That is soon lost, and never answered. Whether the program goes on then is the subject of other checks.
            let silent = program.udp_server()?;
            let options = format!("--count 2 --timeout 0.02 --interval {}", unit.seconds());
            start(program, &silent, &options)?;
            let lost = silent.receive("ping 1")?;
            match silent.receive("ping 2") {
                Ok(next) if next.payload == b"ping 2" => {
                    unit.expect_no_sooner(lost.at, next.at, "ping 2", "ping 1 was lost, and the interval is that")
                }
                _ => Ok(()),
            }
        })
    });
}

/// A ping without an answer is reported lost when its timeout has passed, and the next one is sent.
#[test]
fn reports_a_loss_and_goes_on() {
    let hint = "UDP delivers or it does not, and nobody tells: a receive needs a time limit, which is `--timeout`, and \
                a ping that is lost says nothing of the next.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let from = server.address();
            let timeout = unit.seconds();
            let pinger = start(program, &server, &format!("--count 3 --timeout {timeout} --interval 0"))?;
            let pings = server.answer(&["PING 1", "PING 2", "PING 3"], &Network::perfect().drop(1))?;
            let why = "ping 1 was not answered, and the timeout is that";
            unit.expect_between(pings[0].at, pings[1].at, "ping 2", why)?;
            pinger.finish()?.first_lines(&[
                format!("ping 1 lost: no reply within <{timeout}> s"),
                format!("PING 2 from {from}: rtt=<number> ms"),
                format!("PING 3 from {from}: rtt=<number> ms"),
            ])?;
            Ok(())
        })
    });
}

/// An answer that comes after its timeout is not taken for the answer to the next ping, and not counted as received.
#[test]
fn does_not_take_a_late_answer_for_the_next_one() {
    let hint = "The next datagram need not be the answer to the last ping: an earlier answer can still be on its way. \
                The number in it says which ping it belongs to.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let from = server.address();
            let timeout = unit.seconds();
            let pinger = start(program, &server, &format!("--count 3 --timeout {timeout} --interval 0"))?;
            // PING 1 is all that comes for ping 2: a pinger that counts it goes on too soon.
            let late = Network::perfect().delay_until_next(1).swap(2);
            server.answer(&["PING 1", "PING 2", "PING 3"], &late)?;
            pinger.finish()?.first_lines(&[
                format!("ping 1 lost: no reply within <{timeout}> s"),
                format!("ping 2 lost: no reply within <{timeout}> s"),
                format!("PING 3 from {from}: rtt=<number> ms"),
                "3 sent, 1 received, <number>% lost".to_string(),
            ])?;
            Ok(())
        })
    });
}

/// Duplicates, answers to other pings, and datagrams that are no answer at all count for nothing: the wait goes on.
#[test]
fn ignores_what_is_not_the_answer() {
    let hint = "Anything can arrive at a UDP socket, also twice: only the datagram that is exactly `PING <n>` answers \
                ping n, and everything else is neither an answer nor a loss.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let from = server.address();
            let timeout = unit.seconds();
            let pinger = start(program, &server, &format!("--count 2 --timeout {timeout} --interval 0"))?;
            let client = server.receive("ping 1")?.from;
            server.send("PING 7", client)?;
            server.send("ping 1", client)?;
            server.send(b"\xff\xfe", client)?;
            server.send("", client)?;
            server.send("PING 1", client)?;
            server.send("PING 1", client)?;
            let client = server.receive("ping 2")?.from;
            for no_answer in [b"PING 1".as_slice(), b"PING 20", b"ping 2", b"", b"\xff\xfe"] {
                server.send(no_answer, client)?;
            }
            pinger.finish()?.first_lines(&[
                format!("PING 1 from {from}: rtt=<number> ms"),
                format!("ping 2 lost: no reply within <{timeout}> s"),
            ])?;
            Ok(())
        })
    });
}

/// A datagram counts only if it comes from the address that was asked, host and port.
#[test]
fn ignores_a_stranger() {
    let hint = "Anybody can send to an open UDP port: `recv_from` says who did, and a connected socket takes only \
                what its peer sends. Host and port together are the address.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let from = server.address();
            let timeout = unit.seconds();
            let pinger = start(program, &server, &format!("--count 2 --timeout {timeout} --interval 0"))?;
            let network = Network::perfect().from_stranger(2).from_another_host(2);
            server.answer(&["PING 1", "PING 2"], &network)?;
            pinger.finish()?.first_lines(&[
                format!("PING 1 from {from}: rtt=<number> ms"),
                format!("ping 2 lost: no reply within <{timeout}> s"),
            ])?;
            Ok(())
        })
    });
}

/// The wait for an answer ends with the timeout, however many datagrams come meanwhile that count for nothing.
#[test]
fn waits_no_longer_than_the_timeout() {
    let hint = "A socket's read timeout begins anew with each receive: of a ping's time only what is left may be \
                waited for after a datagram that counts for nothing.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let options = format!("--count 2 --timeout {} --interval 0", unit.seconds());
            start(program, &server, &options)?;
            let client = server.receive("ping 1")?.from;
            // What comes next shows that the wait is over.
            server.send_until_datagram("PING 7", client, unit.duration() / 4)?;
            Ok(())
        })
    });
}

/// The end is a summary: how many were sent, received and lost, and the least, mean and greatest round-trip time of
/// the answers, if there were any.
#[test]
fn sums_up() {
    let hint = "The loss is a share of what was sent; the mean is over what was received; and where nothing was \
                received there is no time to print.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let silent = program.udp_server()?;
            let pinger = start(program, &silent, "--count 1 --timeout 0.02 --interval 0")?;
            pinger.finish()?.lines(&["ping 1 lost: no reply within <0.02> s", "1 sent, 0 received, <100>% lost"])?;

            let server = program.udp_server()?;
            let from = server.address();
            let timeout = unit.seconds();
            let pinger = start(program, &server, &format!("--count 4 --timeout {timeout} --interval 0"))?;
            let pause = unit.duration() / 8;
            let slow = Network::perfect().delay(1, pause).delay(2, 2 * pause).delay(3, pause);
            server.answer(&["PING 1", "PING 2", "PING 3", "PING 4"], &slow.drop(4))?;
            let mut lines = vec![
                format!("PING 1 from {from}: rtt=<number> ms"),
                format!("PING 2 from {from}: rtt=<number> ms"),
                format!("PING 3 from {from}: rtt=<number> ms"),
                format!("ping 4 lost: no reply within <{timeout}> s"),
                "4 sent, 3 received, <25>% lost".to_string(),
            ];
            let finished = pinger.finish()?.first_lines(&lines)?;

            let rtts = finished.numbers_after("rtt=");
            let least = rtts.iter().copied().fold(f64::INFINITY, f64::min);
            let greatest = rtts.iter().copied().fold(0.0, f64::max);
            let mean = rtts.iter().sum::<f64>() / 3.0;
            // Each number may have been rounded to a whole millisecond, or cut to one.
            let [least, mean, greatest] =
                [least, mean, greatest].map(|ms| format!("<{:.2}..{:.2}>", ms - 1.0, ms + 1.0));
            lines.push(format!("rtt min/avg/max = {least}/{mean}/{greatest} ms"));
            finished.lines(&lines)?;
            Ok(())
        })
    });
}

/// The exit status is 0 if any answer came, and 1 if none did; a closed port loses pings, and does not end the program.
/// After wrong usage it is 2.
#[test]
fn exits_with_0_if_any_answer_came() {
    let hint = "One answer is enough to say that the server is there. A closed port is told by an error on a connected \
                socket (ECONNREFUSED), and that is a lost ping, not the end. Wrong usage is something else than silence, \
                and has a status of its own.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let closed = program.closed_udp_port()?;
            let pinger = start(program, &closed, "--count 2 --timeout 0.05 --interval 0")?;
            let lost = ["ping 1 lost: no reply within <0.05> s", "ping 2 lost: no reply within <0.05> s"];
            pinger.finish()?.first_lines(&lost)?.code(1)?;

            let server = program.udp_server()?;
            let options = format!("--count 2 --timeout {} --interval 0", unit.seconds());
            let pinger = start(program, &server, &options)?;
            let client = server.receive("ping 1")?.from;
            server.send("PING 1", client)?;
            server.receive("ping 2")?;
            pinger.finish()?.code(0)?;

            start(program, &closed, "--count 1 --timeout 0.02 --no-such-option")?.finish()?.code(2)?;
            Ok(())
        })
    });
}
