//! What the client has to do in some of the checks, one situation after the other.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use grader::{Listener, Program, Result, Running, StreamScript, msg};

/// The last line of a client's summary, with any times.
const TIMES: &str = "rtt min/avg/max = <number>/<number>/<number> ms";

/// More pings than a byte can count.
const A_FEW_HUNDRED: u32 = 260;

/// A client that pauses for nothing, or hardly, has sent all these pings long before.
const LONG_ENOUGH: Duration = Duration::from_secs(5);

/// Starts the client, to talk to this server.
pub fn start_client(program: &Program, server: &Listener, options: &str) -> Result<Running> {
    let (host, port) = (server.address().ip(), server.port());
    let mut arguments = vec!["--port", &port];
    // What is the default is left out.
    let host_option = host.to_string();
    if host != IpAddr::from(Ipv4Addr::LOCALHOST) {
        arguments.extend(["--host", &host_option]);
    }
    arguments.extend(options.split_whitespace());
    program.with("client").start(arguments)
}

/// Ten pings without options, and no more, go where `--host` and `--port` say.
pub fn ten_pings_go_where_the_options_say(program: &Program) -> Result {
    // Some systems have no second loopback address.
    let listener = program.listen_at(Ipv4Addr::new(127, 0, 0, 2).into()).or_else(|_| program.listen())?;
    let client = start_client(program, &listener, "--timeout 30 --interval 0")?;
    let mut server = listener.accept()?;
    for number in 1..=10 {
        server.expect_line(&format!("ping {number}"))?;
        server.send(format!("PING {number}\n"))?;
    }
    server.expect_nothing_more()?;
    client.finish()?.code(0)?.counts(10, "sent")?.counts(10, "received")?;
    Ok(())
}

/// However many they are: until no byte holds their number. A client that is slow is not asked for all of them.
pub fn pings_as_often_as_it_is_told(program: &Program) -> Result {
    let listener = program.listen()?;
    let client = start_client(program, &listener, &format!("--count {A_FEW_HUNDRED} --timeout 30 --interval 0"))?;
    let mut server = listener.accept()?;
    let began = Instant::now();
    for number in 1..=A_FEW_HUNDRED {
        if began.elapsed() > LONG_ENOUGH {
            return Ok(());
        }
        server.expect_line(&format!("ping {number}"))?;
        server.send(format!("PING {number}\n"))?;
    }
    client.finish()?.code(0)?.counts(A_FEW_HUNDRED, "sent")?.counts(A_FEW_HUNDRED, "received")?;
    Ok(())
}

/// No pause is in front of the first ping, and what came of that is printed before the next pause, not at the end.
pub fn prints_each_result_before_it_pauses(program: &Program) -> Result {
    let listener = program.listen()?;
    let client = start_client(program, &listener, "--count 2 --timeout 60 --interval 60")?;
    let mut server = listener.accept()?;
    server.expect_line("ping 1")?;
    server.send("PING 1\n")?;
    client.expect_line_with("PING 1")
}

/// `--interval` is the pause between two pings, and no part of the time to an answer.
pub fn pauses_between_pings(program: &Program) -> Result {
    let answered = &msg!("tcp-adaptation-interval");
    program.timed(|unit| {
        let listener = program.listen()?;
        let client =
            start_client(program, &listener, &format!("--count 2 --timeout 30 --interval {}", unit.seconds()))?;
        let mut server = listener.accept()?;
        server.expect_line("ping 1")?;
        let first = program.moment();
        server.send("PING 1\n")?;
        // What comes in the pause neither ends it nor begins it anew. There is no client that has left before.
        if server.send_after(unit.duration() / 4, "PING 1\n").is_err() {
            return Ok(());
        }
        server.expect_line("ping 2")?;
        unit.expect_between(first, program.moment(), "ping 2", answered)?;
        // What comes in one piece with another line is the subject of another check.
        server.wait_until_read();
        server.send("PING 2\n")?;
        // The pause is no part of the time to an answer.
        let most = unit.duration().as_millis() * 9 / 10;
        let answer = format!("PING 2 from {}: rtt=<0..{most}> ms", listener.address());
        let finished = client.finish()?;
        // Whether what came in the pause is no answer and no loss is the subject of another check.
        if finished.line_with(&["PING 2", "rtt"]).is_some() {
            finished.last_lines(1, &[answer, "2 sent, 2 received, <0>% lost".to_string(), TIMES.to_string()])?;
        }

        // That is soon lost, and never answered. Whether the client goes on then is the subject of other checks.
        let silent = program.listen()?;
        let options = format!("--count 2 --timeout 0.02 --interval {}", unit.seconds());
        let _client = start_client(program, &silent, &options)?;
        let mut silence = silent.accept()?;
        silence.expect_line("ping 1")?;
        let first = program.moment();
        if silence.expect_line("ping 2").is_ok() {
            let lost = &msg!("tcp-adaptation-interval-after-a-loss");
            unit.expect_between(first, program.moment(), "ping 2", lost)?;
        }
        Ok(())
    })
}

/// The summary has the least, mean and greatest of the times.
pub fn sums_up_the_times(program: &Program) -> Result {
    program.timed(|unit| {
        let listener = program.listen()?;
        let client = start_client(program, &listener, "--count 4 --timeout 600 --interval 0")?;
        let mut server = listener.accept()?;
        // The least is not the first, the greatest not the last, and the mean far from all others that one might take.
        let pauses = [2, 1, 8, 1].map(|eighths| unit.duration() * eighths / 8);
        for (number, pause) in (1..).zip(pauses) {
            server.expect_line(&format!("ping {number}"))?;
            server.send_after(pause, format!("PING {number}\n"))?;
        }
        let from = listener.address();
        let expected = (1..).zip(pauses).map(|(number, pause)| {
            let (least, most) = (pause.as_millis() * 9 / 10, (pause + unit.duration()).as_millis());
            format!("PING {number} from {from}: rtt=<{least}..{most}> ms")
        });
        let finished = client.finish()?.code(0)?.first_lines(&expected.collect::<Vec<_>>())?;

        finished.sums_up(4, "4 sent, 4 received, <0>% lost").map(drop)
    })
}

/// What comes before the answer and counts for nothing is not where the time begins. Whether it counts is the subject of
/// another check.
pub fn times_from_the_send(program: &Program) -> Result {
    program.timed(|unit| {
        let listener = program.listen()?;
        let client = start_client(program, &listener, "--count 1 --timeout 600 --interval 0")?;
        let mut server = listener.accept()?;
        server.expect_line("ping 1")?;
        server.send_after(unit.duration(), "PONG 1\n")?;
        server.wait_until_read();
        // One that is gone by then has taken that for the answer.
        let _ = server.send("PING 1\n");
        let finished = client.finish()?;
        if finished.line_with(&["PING 1", "rtt"]).is_some() {
            let (least, most) = (unit.duration().as_millis() * 9 / 10, unit.duration().as_millis() * 3);
            finished.first_lines(&[format!("PING 1 from {}: rtt=<{least}..{most}> ms", listener.address())])?;
        }
        Ok(())
    })
}

/// Also if the last ping was lost.
pub fn succeeds_if_any_answer_came(program: &Program) -> Result {
    program.timed(|unit| {
        let listener = program.listen()?;
        let client = start_client(program, &listener, &format!("--count 3 --timeout {} --interval 0", unit.seconds()))?;
        let mut server = listener.accept()?;
        server.expect_line("ping 1")?;
        server.send("PING 1\n")?;
        let finished = client.finish()?;
        if finished.line_with(&["PING 1", "rtt"]).is_some() {
            finished.code(0)?;
        }
        Ok(())
    })
}

/// What comes just before the time is over is no reason to begin another read that is as long.
pub fn gives_up_though_something_has_just_come(program: &Program) -> Result {
    program.timed(|unit| {
        let time = unit.twice();
        let listener = program.listen()?;
        let options = format!("--count 2 --timeout {} --interval 0", time.seconds());
        let _client = start_client(program, &listener, &options)?;
        let mut server = listener.accept()?;
        server.expect_line("ping 1")?;
        let first = program.moment();
        server.send_after(time.duration() * 4 / 5, "P")?;
        server.expect_line("ping 2")?;
        time.expect_between(first, program.moment(), "ping 2", &msg!("tcp-adaptation-no-whole-answer"))
    })
}

/// Without `--interval`, the pause is a second.
pub fn pauses_for_a_second_by_default(program: &Program) -> Result {
    let answered = &msg!("tcp-adaptation-interval");
    program.timed_by_default(Duration::from_secs(1), |unit| {
        let listener = program.listen()?;
        let _client = start_client(program, &listener, "--count 2 --timeout 30")?;
        let mut server = listener.accept()?;
        server.expect_line("ping 1")?;
        let first = program.moment();
        server.send("PING 1\n")?;
        server.expect_line("ping 2")?;
        unit.expect_pause(first, program.moment(), "ping 2", answered)
    })
}

/// A line goes from one newline to the next, and only the whole of it may be the answer.
pub fn takes_no_part_of_a_line_for_the_answer(program: &Program) -> Result {
    let listener = program.listen()?;
    let client = start_client(program, &listener, "--count 1 --timeout 600 --interval 0")?;
    let mut server = listener.accept()?;
    server.expect_line("ping 1")?;
    // Some languages take these for line ends, too.
    let alike = ["\r", "\x0b", "\x0c", "\x1e", "\u{85}", "\u{2028}"];
    let parts = alike.map(|end| StreamScript::of(format!("x{end}PING 1\nPING 1{end}x\n")));
    // As much as a buffer may have room for, or a byte more: who throws that away has only the rest.
    let lengths = [256, 1_000, 1_024, 2_048, 4_096, 8_192].into_iter().flat_map(|room| [room, room + 1]);
    let rests = lengths.map(|length| StreamScript::of("x".repeat(length) + "PING 1\n").cut_at(&[length]));
    // One that is gone by now has taken something for the answer, or has failed at a long line, as it does in another check.
    let is_there = |line: StreamScript| server.deliver(&line).is_ok();
    let _ = parts.into_iter().chain(rests).all(is_there);
    client.let_it_rest();
    client.stop().has_no_line_with(&["PING 1", "rtt"], &msg!("tcp-adaptation-no-line-was-the-answer")).map(drop)
}

/// What comes in the pause after a loss is late: as many answers are counted as were printed.
pub fn counts_no_answer_that_comes_in_a_pause(program: &Program) -> Result {
    let listener = program.listen()?;
    let client = start_client(program, &listener, "--count 2 --timeout 0.02 --interval 0.3")?;
    let mut server = listener.accept()?;
    server.expect_line("ping 1")?;
    // Whether it says so, at once and in these words, is the subject of other checks.
    let _ = client.expect_line_with("ping 1");
    server.send("PING 1\n")?;
    let finished = client.finish()?;
    let answered = |number: &u32| finished.line_with(&[&format!("PING {number}"), "rtt"]).is_some();
    let came = (1..=2).filter(answered).count();
    finished.counts(came as u32, "received").map(drop)
}

/// The answers that came before the end are printed, and counted in the error.
pub fn counts_the_answers_before_the_end(program: &Program) -> Result {
    // With four, the answer that is missing is the last.
    for (count, last, polite) in [(5, "", true), (5, "", false), (5, "PIN", true), (4, "", true)] {
        let listener = program.listen()?;
        let client = start_client(program, &listener, &format!("--count {count} --timeout 30 --interval 0"))?;
        let mut server = listener.accept()?;
        for number in 1..=3 {
            server.expect_line(&format!("ping {number}"))?;
            server.send(format!("PING {number}\n"))?;
        }
        server.expect_line("ping 4")?;
        server.send(last)?;
        if polite {
            server.close();
        } else {
            server.reset()?;
        }
        let said = client.finish()?.error()?.ended_by_itself()?.error_counts(3)?;
        let said = said.has_line_with(&["PING 1"])?.has_line_with(&["PING 2"])?.has_line_with(&["PING 3"])?;
        let why = &msg!("tcp-adaptation-closed-in-an-answer");
        // What it says of ping 4 is its own affair. The next has not been sent, and is no loss.
        said.has_no_line_with(&["PING 4", "rtt"], why)?.has_no_line_with(&["ping 5"], why)?;
    }
    Ok(())
}

/// The server leaves while the client pauses: it finds out when it sends.
pub fn finds_the_end_when_it_sends(program: &Program) -> Result {
    for polite in [true, false] {
        let listener = program.listen()?;
        let client = start_client(program, &listener, "--count 5 --timeout 30 --interval 0.08")?;
        let mut server = listener.accept()?;
        for number in 1..=2 {
            server.expect_line(&format!("ping {number}"))?;
            server.send(format!("PING {number}\n"))?;
        }
        if polite {
            server.close();
        } else {
            server.wait_until_read();
            server.reset()?;
        }
        let finished = client.finish()?.error()?.ended_by_itself()?;
        // A reset may have overtaken the second answer.
        let came = if finished.line_with(&["PING 2"]).is_some() { 2 } else { 1 };
        finished.error_counts(came)?;
    }
    Ok(())
}

/// One was lost before the end, and its answer came late: what is counted is the answers that came in time.
pub fn counts_no_ping_that_was_lost(program: &Program) -> Result {
    program.timed(|unit| {
        let listener = program.listen()?;
        let client = start_client(program, &listener, &format!("--count 5 --timeout {} --interval 0", unit.seconds()))?;
        let mut server = listener.accept()?;
        server.expect_line("ping 1")?;
        if server.expect_line("ping 2").is_err() {
            // Whether it goes on after a loss is the subject of other checks.
            return Ok(());
        }
        server.send("PING 1\nPING 2\n")?;
        server.expect_line("ping 3")?;
        server.send("PING 3\n")?;
        server.expect_line("ping 4")?;
        server.close();
        let finished = client.finish()?;
        // Which answers it takes for late is the subject of other checks, and so is the form of a line.
        let answered = |number| finished.line_with(&[&format!("PING {number}"), "rtt"]).is_some();
        let came = (1..=4).filter(|number| answered(*number)).count();
        if came > 0 {
            finished.error_counts(came)?;
        }
        Ok(())
    })
}

/// The server leaves before the first answer.
pub fn has_no_answer_to_count(program: &Program) -> Result {
    let listener = program.listen()?;
    let client = start_client(program, &listener, "--count 5 --timeout 30 --interval 0")?;
    let mut server = listener.accept()?;
    server.expect_line("ping 1")?;
    server.close();
    let why = &msg!("tcp-adaptation-closed-without-an-answer");
    client.finish()?.error()?.error_counts(0)?.has_no_line_with(&["PING 1", "rtt"], why)?;
    Ok(())
}
