//! What the pinger must do. The grader is the server: it answers, comes late, says nothing, or sends what counts for
//! nothing.

// Beside this file, cargo would take it for a test of its own.
#[path = "checks/situations.rs"]
mod situations;

use std::collections::HashSet;
use std::net::{Ipv4Addr, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use grader::{DatagramScript, Did, UdpServer, msg};
use situations::{
    asks_nobody_for_a_host_that_nobody_knows, counts_no_duplicate_of_the_last_answer, exits_with_0_after_one_answer,
    goes_on_after_closed_ports, goes_on_at_once, has_no_limit_for_its_timeout, has_room_for_longer_ones,
    leaves_late_answers_out_of_its_times, notices_an_answer_when_it_comes, pauses_after_a_loss, refuses_wrong_usage,
    start, takes_no_answer_to, takes_no_later_answer_of_a_stranger, tells_least_mean_and_greatest,
    tells_nothing_of_what_counts_for_nothing,
};

grader::lesson!("udp-client");

/// `ping 1` to `ping <count>` are sent in order, each exactly once, all from one socket, to the server that `--host` and
/// `--port` name. Without `--count` there are ten of them.
#[test]
fn sends_each_ping_once_from_one_socket() {
    check(1, |program| {
        let server = program.udp_server()?;
        let pinger = start(program, &server, "--timeout 30 --interval 0")?;
        let client = server.expect("ping 1")?;
        server.send("PING 1", client)?;
        for n in 2..=10 {
            server.expect_from(&format!("ping {n}"), client)?;
            server.send(format!("PING {n}"), client)?;
        }
        // Whatever becomes of it: an eleventh ping says more than that the program goes on.
        let end = pinger.finish();
        server.expect_nothing_more()?;
        end?;

        // However many they are.
        let server = program.udp_server()?;
        let _pinger = start(program, &server, "--count 256 --timeout 30 --interval 0")?;
        let client = server.expect("ping 1")?;
        // Until there is a number of three digits that no byte holds, and its answer is taken. Whether it pauses in between is
        // the subject of another check.
        let began = Instant::now();
        for n in (1..=255).take_while(|_| began.elapsed() < LONG_ENOUGH) {
            server.send(format!("PING {n}"), client)?;
            server.expect_from(&format!("ping {}", n + 1), client)?;
        }

        // A loss is no reason for another socket. Whether the program goes on after one is the subject of other checks.
        let silent = program.udp_server()?;
        let pinger = start(program, &silent, "--count 2 --timeout 0.02 --interval 0")?;
        let client = silent.expect("ping 1")?;
        let _ = pinger.finish();
        silent.expect_only_from(client)?;

        // Some systems have no second loopback address.
        let host = Ipv4Addr::new(127, 0, 0, 2);
        if let Some(server) = program.udp_server_at(host.into())? {
            let pinger = start(program, &server, &format!("--host {host} --count 1 --timeout 30 --interval 0"))?;
            server.answer(&["PING 1"], &DatagramScript::unimpaired())?;
            pinger.finish()?.code(0)?;
        }
        if let Some(server) = program.udp_server_at_default_port(12000)? {
            let host = server.address().ip().to_string();
            let pinger = program.start(["--host", &host, "--count", "1", "--timeout", "30", "--interval", "0"])?;
            server.answer(&["PING 1"], &DatagramScript::unimpaired())?;
            pinger.finish()?.code(0)?;
        }
        Ok(())
    });
}

/// An answer is printed with the server's address and the round-trip time of that ping alone, in milliseconds.
#[test]
fn prints_each_answer_with_its_round_trip_time() {
    check(1, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let from = server.address();
            let options = format!("--count 2 --timeout 600 --interval {}", unit.seconds());
            let pinger = start(program, &server, &options)?;
            // The first answer is held back for longer than the interval, the second is not.
            let held = unit.duration() * 3 / 2;
            server.answer(&["PING 1", "PING 2"], &DatagramScript::unimpaired().delay(1, held))?;
            let (unit, held) = (unit.duration().as_millis(), held.as_millis());
            let is_not_lost = pinger.finish()?.has_no_line_with(&["ping 1", "lost"], &msg!("udp-client-not-lost-yet"));
            let why = msg!("udp-client-cause-interval-ends-its-wait");
            is_not_lost.map_err(|failure| failure.because_it(Did::PrintMore, why))?.first_lines(&[
                format!("PING 1 from {from}: rtt=<{}..{}> ms", held * 9 / 10, held * 3),
                format!("PING 2 from {from}: rtt=<0..{}> ms", unit * 9 / 10),
            ])?;
            Ok(())
        })?;

        program.timed(|unit| {
            let server = program.udp_server()?;
            let pinger = start(program, &server, "--count 1 --timeout 600 --interval 0")?;
            // What comes just before the answer and counts for nothing is not where the time begins. Whether it counts is the
            // subject of other checks.
            let script = DatagramScript::unimpaired().delay(1, unit.duration()).after_no_answer(1).after_a_strangers(1);
            server.answer(&["PING 1"], &script)?;
            let finished = pinger.finish()?;
            if finished.line_with(&["PING 1", "rtt"]).is_some() {
                let unit = unit.duration().as_millis();
                let from = server.address();
                finished.first_lines(&[format!("PING 1 from {from}: rtt=<{}..{}> ms", unit * 9 / 10, unit * 3)])?;
            }
            Ok(())
        })?;

        program.timed(|_| notices_an_answer_when_it_comes(program))?;

        // At once, and not at the end.
        let server = program.udp_server()?;
        let pinger = start(program, &server, "--count 2 --timeout 60 --interval 60")?;
        // Whether it pauses before the first ping is the subject of another check.
        if let Ok(ping) = server.receive("ping 1") {
            server.send("PING 1", ping.from)?;
            pinger.expect_line_with("PING 1")?;
        }

        // A time of more than a second, which some clocks tell in two parts.
        let server = program.udp_server()?;
        let pinger = start(program, &server, "--count 1 --timeout 30 --interval 0")?;
        server.answer(&["PING 1"], &DatagramScript::unimpaired().delay(1, Duration::from_millis(1_050)))?;
        pinger.finish()?.first_lines(&[format!("PING 1 from {}: rtt=<1000..30000> ms", server.address())])?;

        // A host may be told by its name. What answers, and what is printed, is its address.
        let server = program.udp_server()?;
        if is_localhost(&server) {
            let pinger = start(program, &server, "--host localhost --count 1 --timeout 30 --interval 0")?;
            server.answer(&["PING 1"], &DatagramScript::unimpaired())?;
            pinger.finish()?.first_lines(&[format!("PING 1 from {}: rtt=<0..30000> ms", server.address())])?;
        }
        Ok(())
    });
}

/// A program that pauses for nothing, or hardly, has sent all these pings long before.
const LONG_ENOUGH: Duration = Duration::from_secs(5);

/// Whether `localhost` is the address of this server, and no other: of several, each program takes which it likes.
fn is_localhost(server: &UdpServer) -> bool {
    ("localhost", 0)
        .to_socket_addrs()
        .is_ok_and(|all| all.map(|address| address.ip()).collect::<HashSet<_>>() == [server.address().ip()].into())
}

/// The interval passes between a ping and the next one, also after a loss. Without `--interval` it is a second.
#[test]
fn pauses_between_pings() {
    check(1, |program| {
        let why = &msg!("udp-client-interval");
        program.timed(|unit| {
            let server = program.udp_server()?;
            let options = format!("--count 3 --timeout 30 --interval {}", unit.seconds());
            start(program, &server, &options)?;
            let pings = server.answer(&["PING 1", "PING 2"], &DatagramScript::unimpaired())?;
            unit.expect_between(pings[0].at, pings[1].at, "ping 2", why)?;
            // What comes in the pause neither ends it nor begins it anew.
            let (second, pause) = (&pings[1], unit.duration() / 4);
            let next = server.send_until_datagram(&[b"PING 2", b"pong"], b"PING 2", second.from, pause)?;
            unit.expect_between(second.at, next.at, "ping 3", &msg!("udp-client-interval-whatever-comes"))?;

            let server = program.udp_server()?;
            start(program, &server, "--count 2 --timeout 30 --interval 0")?;
            let pings = server.answer(&["PING 1", "PING 2"], &DatagramScript::unimpaired())?;
            unit.expect_at_once(pings[0].at, pings[1].at, "ping 2", &msg!("udp-client-interval-of-0"))?;

            let options = format!("--count 2 --timeout 0.02 --interval {}", unit.seconds());
            pauses_after_a_loss(program, unit, &options)?;

            // Nor is a closed port a reason to leave the pause out. Whether the program ends there is another check's subject.
            let closed = program.closed_udp_port()?;
            match start(program, &closed, &options)?.finish() {
                Ok(finished) if finished.line_with(&["ping 2", "lost"]).is_some() => {
                    finished.no_sooner_than(unit.duration()).map(drop)
                }
                _ => Ok(()),
            }
        })?;

        // There is nothing to keep a distance from in front of the first ping.
        let server = program.udp_server()?;
        let pinger = start(program, &server, "--count 2 --timeout 60 --interval 60")?;
        let first = server.receive("ping 1")?;
        server.send("PING 1", first.from)?;
        // No interval is too long. Who sleeps for so long is believed.
        pinger.let_its_timeouts_pass();
        server.expect_nothing_more()?;
        pinger.kill();

        program.timed_by_default(Duration::from_secs(1), |unit| {
            let server = program.udp_server()?;
            start(program, &server, "--count 2 --timeout 30")?;
            let pings = server.answer(&["PING 1", "PING 2"], &DatagramScript::unimpaired())?;
            unit.expect_pause(pings[0].at, pings[1].at, "ping 2", why)
        })
    });
}

/// A ping without an answer is reported lost when its timeout has passed, and the next one is sent. Without `--timeout`
/// it is a second.
#[test]
fn reports_a_loss_and_goes_on() {
    check(1, |program| {
        let why = &msg!("udp-client-not-answered");
        let is_prompt = program.timed(|unit| {
            let server = program.udp_server()?;
            let timeout = unit.seconds();
            let pinger = start(program, &server, &format!("--count 3 --timeout {timeout} --interval 0"))?;
            let pings = server.answer(&["PING 1", "PING 2", "PING 3"], &DatagramScript::unimpaired().drop(1))?;
            if pings[1].payload.starts_with(b"ping 1") {
                pings[1].expect("ping 2")?;
            }
            let is_prompt = goes_on_at_once(unit, &pings[1], &pings[2]);
            if is_prompt {
                unit.expect_between(pings[0].at, pings[1].at, "ping 2", why)?;
            }
            let finished = pinger.finish()?.first_lines(&[format!("ping 1 lost: no reply within <{timeout}> s")])?;
            finished.has_line_with(&["PING 2"])?.has_line_with(&["PING 3"])?;
            Ok(is_prompt)
        })?;
        if !is_prompt {
            return Ok(());
        }

        // However many are lost, one after the other.
        let silent = program.udp_server()?;
        let _pinger = start(program, &silent, "--count 12 --timeout 0.02 --interval 0")?;
        (1..=12).try_for_each(|n| silent.receive(&format!("ping {n}")).map(drop))?;

        program.timed_by_default(Duration::from_secs(1), |unit| {
            let silent = program.udp_server()?;
            let pinger = start(program, &silent, "--count 2 --interval 0")?;
            let (first, second) = (silent.receive("ping 1")?, silent.receive("ping 2")?);
            unit.expect_between(first.at, second.at, "ping 2", why)?;
            pinger.kill();
            Ok(())
        })?;
        has_no_limit_for_its_timeout(program)
    });
}

/// An answer that comes after its timeout is not taken for the answer to the next ping, and not counted as received.
#[test]
fn does_not_take_a_late_answer_for_the_next_one() {
    check(1, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let pinger = start(program, &server, &format!("--count 3 --timeout {} --interval 0", unit.seconds()))?;
            // PING 1 is all that comes for ping 2: a pinger that counts it goes on too soon.
            let late = DatagramScript::unimpaired().delay_until_next(1).swap(2);
            let pings = server.answer(&["PING 1", "PING 2", "PING 3"], &late)?;
            // That a ping is sent once is the subject of another check.
            if pings.windows(2).any(|pings| pings[0].payload == pings[1].payload) {
                return Ok(());
            }
            let finished = pinger
                .finish()?
                .has_no_line_with(&["PING 1", "rtt"], &msg!("udp-client-late-for-ping-1"))?
                .has_no_line_with(&["PING 2", "rtt"], &msg!("udp-client-late-for-ping-2"))?;
            finished.has_line_with(&["PING 3"])?.counts(1, "received")?;

            // Who waits for too long has not lost ping 1 yet, which is the subject of other checks.
            if unit.expect_no_later(pings[0].at, pings[1].at, "ping 2", &msg!("udp-client-timeout")).is_err() {
                return Ok(());
            }
            // The same in the pause: the timeout is over, and ping 2 has not been sent yet.
            let server = program.udp_server()?;
            let (timeout, interval) = (unit.seconds(), unit.twice().seconds());
            let pinger = start(program, &server, &format!("--count 2 --timeout {timeout} --interval {interval}"))?;
            server.answer(&["PING 1", "PING 2"], &DatagramScript::unimpaired().delay(1, unit.duration() * 7 / 4))?;
            let why = &msg!("udp-client-late-in-the-pause");
            let finished = pinger.finish()?.has_no_line_with(&["PING 1", "rtt"], why)?;
            // Without a pause, which is the subject of another check, ping 2 is lost by then.
            if finished.line_with(&["PING 2", "rtt"]).is_some() {
                finished.counts(1, "received")?.has_no_line_with(&["PING 1", "from"], why)?;
            }
            Ok(())
        })
    });
}

/// Duplicates, answers to other pings, and datagrams that are no answer at all count for nothing: the wait goes on.
#[test]
fn ignores_what_is_not_the_answer() {
    check(1, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let pinger = start(program, &server, &format!("--count 2 --timeout {} --interval 0", unit.seconds()))?;
            let first = server.receive("ping 1")?;
            let client = first.from;
            // More than anybody would take for enough, as nothing says how many there are.
            let no_answers = [b"PING 7".as_slice(), b"ping 1", b"\xff\xfe", b"", b"PING 1\n", b"PING 10"].repeat(10);
            // Nor how long one is.
            server.send("PING 1".repeat(1_500), client)?;
            // What comes before its ping is sent is the answer to another one, and is not remembered.
            for no_answer in no_answers.into_iter().chain([b"PING 2".as_slice()]) {
                server.send(no_answer, client)?;
            }
            server.send("PING 1", client)?;
            server.send("PING 1", client)?;
            let second = server.receive("ping 2")?;
            // Nor is any of it a reason to ask again.
            if second.payload == first.payload {
                second.expect("ping 2")?;
            }
            let client = second.from;
            let shorter_or_longer =
                ["", "PING", "PING 20", "PING 2\n", "PING 2\0", " PING 2", "PING 2 ", "PING 2 PING 2"];
            for no_answer in shorter_or_longer.iter().chain(&["ping 2", "Ping 2", "PING  2", "PING 2.0"]) {
                server.send(no_answer, client)?;
            }
            // Other numbers, whatever is left of them where they are taken for shorter ones.
            for no_answer in ["PING 12", "PING 102", "PING 258", "PING 65538", "PING -2"] {
                server.send(no_answer, client)?;
            }
            server.send("PING 1", client)?;
            server.send(b"PING 2\xff", client)?;
            let finished = pinger
                .finish()?
                .has_line_with(&["PING 1"])?
                .has_no_line_with(&["PING 2", "rtt"], &msg!("udp-client-no-answer-to-ping", number = 2_u32))?
                .ended_by_itself()?;
            finished.counts(1, "received")?;
            Ok(())
        })?;
        has_room_for_longer_ones(program)?;
        counts_no_duplicate_of_the_last_answer(program)
    });
}

/// A datagram counts only if it comes from the address that was asked, host and port.
#[test]
fn ignores_a_stranger() {
    check(1, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let options = format!("--count 2 --timeout {} --interval 0", unit.seconds());
            let pinger = start(program, &server, &options)?;
            let script = DatagramScript::unimpaired().after_a_strangers(1).from_stranger(2).from_another_host(2);
            server.answer(&["PING 1", "PING 2"], &script)?;
            let finished = takes_no_answer_to(2, pinger.finish()?)?;
            finished.has_line_with(&["PING 1"])?.counts(1, "received")?;

            // Before any answer, and behind a loss.
            let server = program.udp_server()?;
            let pinger = start(program, &server, &options)?;
            let strangers = [1, 2].into_iter().fold(DatagramScript::unimpaired(), DatagramScript::from_stranger);
            // Whether it goes on after a loss is the subject of another check.
            let _ = server.answer(&["PING 1", "PING 2"], &strangers);
            let finished = takes_no_answer_to(1, pinger.finish()?)?;
            takes_no_answer_to(2, finished).map(drop)
        })?;
        takes_no_later_answer_of_a_stranger(program)
    });
}

/// The wait for an answer ends with the timeout, however many datagrams come meanwhile that count for nothing.
#[test]
fn waits_no_longer_than_the_timeout() {
    check(1, |program| {
        program.timed(|unit| {
            let server = program.udp_server()?;
            let options = format!("--count 3 --timeout {} --interval 0", unit.seconds());
            start(program, &server, &options)?;
            let first = server.receive("ping 1")?;
            server.send("PING 1", first.from)?;
            let second = server.receive("ping 2")?;
            if !goes_on_at_once(unit, &first, &second) {
                return Ok(());
            }
            // Any of them alone may be what begins a wait anew. What comes next of the program shows that its wait is over.
            let no_answers = [b"PING 7".as_slice(), b"PING 1", b"pong", b"", b"\xff\xfe"];
            let next = server.send_until_datagram(&no_answers, b"PING 7", second.from, unit.duration() / 4)?;
            let why = &msg!("udp-client-no-ping-2");
            // That a ping is sent once is the subject of another check.
            if next.payload == second.payload {
                return Ok(());
            }
            unit.expect_no_later(second.at, next.at, "ping 3", why)?;
            let ends = unit.expect_no_sooner(second.at, next.at, "ping 3", why);
            ends.map_err(|failure| failure.because_it(Did::Hurry, msg!("udp-client-cause-something-ends-its-wait")))?;

            // One that comes late, for who looks at the clock only when something comes.
            let timeout = unit.twice();
            let options = format!("--count 4 --timeout {} --interval 0", timeout.seconds());
            let server = program.udp_server()?;
            start(program, &server, &options)?;
            server.send("PING 1", server.receive("ping 1")?.from)?;
            let script = DatagramScript::unimpaired().delay(1, timeout.duration() * 3 / 4).after_a_strangers(1).drop(2);
            let pings = server.answer(&["pong", "pong"], &script)?;
            timeout.expect_no_later(pings[0].at, pings[1].at, "ping 3", why)?;
            // What was left of that wait then is not all that there is for the next.
            let next = server.receive("ping 4")?;
            timeout.expect_no_sooner(pings[1].at, next.at, "ping 4", &msg!("udp-client-no-ping-3"))
        })
    });
}

/// The end is a summary: how many were sent, received and lost, and the least, mean and greatest round-trip time of
/// the answers, if there were any. Beside it, stdout has a line for each ping and no other.
#[test]
fn sums_up() {
    check(1, |program| {
        program.timed(|unit| {
            let silent = program.udp_server()?;
            let pinger = start(program, &silent, "--count 1 --timeout 0.02 --interval 0")?;
            pinger.finish()?.last_lines(1, &["1 sent, 0 received, <100>% lost"])?;
            // A third has no end, in whole numbers neither.
            let silent = program.udp_server()?;
            let pinger = start(program, &silent, "--count 3 --timeout 0.02 --interval 0")?;
            (1..=3).try_for_each(|n| silent.receive(&format!("ping {n}")).map(drop))?;
            pinger.finish()?.last_lines(3, &["3 sent, 0 received, <100>% lost"])?;
            let server = program.udp_server()?;
            let pinger = start(program, &server, "--count 3 --timeout 30 --interval 0")?;
            server.answer(&["PING 1", "PING 2", "PING 3"], &DatagramScript::unimpaired())?;
            let times = "rtt min/avg/max = <number>/<number>/<number> ms";
            pinger.finish()?.last_lines(3, &["3 sent, 3 received, <0>% lost", times])?;

            // In hundreds, and not in tens.
            let server = program.udp_server()?;
            let pinger = start(program, &server, &format!("--count 4 --timeout {} --interval 0", unit.seconds()))?;
            server.answer(&["PING 1", "PING 2", "PING 3", "PING 4"], &DatagramScript::unimpaired().drop(4))?;
            pinger.finish()?.last_lines(4, &["4 sent, 3 received, <25>% lost", times])?;

            tells_nothing_of_what_counts_for_nothing(program, unit)?;
            tells_least_mean_and_greatest(program, unit)
        })?;
        program.timed(|unit| leaves_late_answers_out_of_its_times(program, unit))?;

        // More than a second, which is more than some take for the most that there is.
        let server = program.udp_server()?;
        let pinger = start(program, &server, "--count 1 --timeout 30 --interval 0")?;
        server.answer(&["PING 1"], &DatagramScript::unimpaired().delay(1, Duration::from_millis(1_050)))?;
        pinger.finish()?.sums_up(1, "1 sent, 1 received, <0>% lost").map(drop)
    });
}

/// The exit status is 0 if any answer came, and 1 if none did; a closed port loses pings, and does not end the program.
/// After wrong usage it is 2.
#[test]
fn exits_with_0_if_any_answer_came() {
    check(1, |program| {
        program.timed(|unit| {
            goes_on_after_closed_ports(program)?;
            exits_with_0_after_one_answer(program, unit)?;

            // The server leaves after ping 1, and is there again for ping 3: closed ports cost no ping but their own.
            let server = program.udp_server()?;
            let interval = unit.twice();
            let options = format!("--count 3 --timeout 0.02 --interval {}", interval.seconds());
            let pinger = start(program, &server, &options)?;
            let first = server.receive("ping 1")?;
            if let Some(server) = server.close_for(interval.duration() * 3 / 2)? {
                // Who has sent all three by then has not paused so long, which is the subject of another check.
                let has_ended = pinger.has_ended();
                if let Err(failure) = server.receive("ping 3").and_then(|third| third.expect_from(first.from))
                    && !(has_ended && pinger.stop().line_with(&["ping 3", "lost"]).is_some())
                {
                    return Err(failure);
                }
            }
            asks_nobody_for_a_host_that_nobody_knows(program)
        })?;

        refuses_wrong_usage(program)
    });
}
