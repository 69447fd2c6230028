//! Situations that more than one check brings about, or that would be long inside of one.

use grader::{Datagram, DatagramScript, Did, Failure, Finished, Program, Result, Running, UdpServer, Unit, msg};

/// Starts the pinger with the port of this server.
///
/// `--timeout 30` among the options stands for: all of this is answered, however busy the machine is. Where the interval
/// is not the subject it is 0: a pinger may pause after its last ping too.
pub fn start(program: &Program, server: &UdpServer, options: &str) -> Result<Running> {
    let port = server.port();
    program.start(["--port", &port].into_iter().chain(options.split_whitespace()))
}

/// Whether the program, which was to make no pause, made none between a ping that was answered at once and the next. Whether
/// it should is the subject of another check.
pub fn goes_on_at_once(unit: Unit, answered: &Datagram, next: &Datagram) -> bool {
    unit.expect_at_once(answered.at, next.at, "ping", &msg!("udp-client-interval-of-0")).is_ok()
}

/// The most milliseconds that a short time has.
const MOST_OF_A_SHORT_TIME: f64 = 100.0;

/// Of five pings that are answered soon, one at least has a short time, however busy the machine is: who looks only now
/// and then has none.
pub fn notices_an_answer_when_it_comes(program: &Program) -> Result {
    let server = program.udp_server()?;
    let pinger = start(program, &server, "--count 5 --timeout 600 --interval 0")?;
    let answers: Vec<_> = (1..=5).map(|number| format!("PING {number}")).collect();
    for (number, answer) in (1..).zip(&answers) {
        let ping = server.receive(&format!("ping {number}"))?;
        // Not before it has first looked.
        pinger.let_it_rest();
        server.send(answer, ping.from)?;
    }
    let finished = pinger.finish()?;
    let times = finished.numbers_after("rtt=");
    let Some(least) = (0..times.len()).min_by(|one, other| times[*one].total_cmp(&times[*other])) else {
        return Ok(());
    };
    // Where none is short, chance says which of them is the least, and the first is told.
    let short = if times[least] > MOST_OF_A_SHORT_TIME { 0 } else { least };
    let from = server.address();
    let short_time = format!("<0..{MOST_OF_A_SHORT_TIME}>");
    let time = |index| if index == short { short_time.as_str() } else { "<number>" };
    let lines =
        answers.iter().enumerate().map(|(index, answer)| format!("{answer} from {from}: rtt={} ms", time(index)));
    finished.first_lines(&lines.collect::<Vec<_>>()).map(drop)
}

/// Wrong usage ends the program with status 2, and is nothing for stdout.
pub fn refuses_wrong_usage(program: &Program) -> Result {
    // Where it goes on all the same, it soon has an end.
    let closed = program.closed_udp_port()?;
    for wrong in [
        "--count 1 --timeout 0.02 --no-such-option",
        "--count 1 --timeout 0.02 --interval soon",
        "--count 1 --timeout soon",
        "--count 1 --timeout 0.02 --interval",
        "--count 1 --timeout 0.02 --host",
        "--timeout 0.02 --interval 0 --count",
        "--count many --timeout 0.02 --interval 0",
        // A number to its end.
        "--count 1x --timeout 0.02",
        "--count 1 --timeout 0.02x",
        "--count 1 --timeout 0.02 --interval 3x",
    ] {
        start(program, &closed, wrong)?.finish()?.code(2)?.prints("")?;
    }
    for no_number in ["x", ""] {
        program.run(["--count", "1", "--timeout", "0.02", "--port", no_number])?.code(2)?.prints("")?;
    }
    program.run(["--count", "1", "--interval", "0", "--timeout", ""])?.code(2)?.prints("")?;
    Ok(())
}

/// The summary has the least, mean and greatest of the times, and nothing of a ping that was lost.
pub fn tells_least_mean_and_greatest(program: &Program, unit: Unit) -> Result {
    let server = program.udp_server()?;
    let pinger = start(program, &server, &format!("--count 5 --timeout {} --interval 0", unit.seconds()))?;
    // The least is not the first, the greatest not the last, and the mean far from all others that one might take.
    let pause = unit.duration() / 8;
    let slow =
        DatagramScript::unimpaired().delay(1, 2 * pause).delay(2, pause).delay(3, 5 * pause).delay(4, pause).drop(5);
    server.answer(&["PING 1", "PING 2", "PING 3", "PING 4", "PING 5"], &slow)?;
    pinger.finish()?.sums_up(5, "5 sent, 4 received, <20>% lost").map(drop)
}

/// What comes when its ping is lost has no time. Whether it counts is the subject of another check.
pub fn leaves_late_answers_out_of_its_times(program: &Program, unit: Unit) -> Result {
    let server = program.udp_server()?;
    let (timeout, interval) = (unit.seconds(), unit.twice().seconds());
    let pinger = start(program, &server, &format!("--count 2 --timeout {timeout} --interval {interval}"))?;
    server.answer(&["PING 1", "PING 2"], &DatagramScript::unimpaired().delay(1, unit.duration() * 7 / 4))?;
    let finished = pinger.finish()?;
    if finished.line_with(&["2 sent, 1 received"]).is_some() {
        finished.sums_up(2, "2 sent, 1 received, <50>% lost")?;
    }
    Ok(())
}

/// A closed port loses each ping, and the exit status is 1. Three: whether more losses end it is the subject of another check.
pub fn goes_on_after_closed_ports(program: &Program) -> Result {
    let closed = program.closed_udp_port()?;
    let pinger = start(program, &closed, "--count 3 --timeout 0.05 --interval 0")?;
    let mut finished = pinger.finish()?.code(1)?.ended_by_itself()?;
    for ping in ["ping 1", "ping 2", "ping 3"] {
        finished = finished.has_line_with(&[ping, "lost", "within"])?;
    }
    let finished = finished.has_no_line_with(&["PING 1", "rtt"], &msg!("udp-client-nobody-answered"))?;
    finished.counts(3, "sent")?.counts(0, "received").map(drop)
}

/// One answer is enough for exit status 0: to the first of many pings, or to the last.
pub fn exits_with_0_after_one_answer(program: &Program, unit: Unit) -> Result {
    for (count, answered) in [(5, 1), (2, 2)] {
        let server = program.udp_server()?;
        let pinger = start(program, &server, &format!("--count {count} --timeout {} --interval 0", unit.seconds()))?;
        for n in 1..answered {
            server.receive(&format!("ping {n}"))?;
        }
        let ping = server.receive("ping …")?;
        let answer = if ping.payload.starts_with(b"ping 1") { "PING 1" } else { "PING 2" };
        server.send(answer, ping.from)?;
        // Each loss has its time. Whether it goes on after one, and sends each ping once, is the subject of other checks.
        let _ = (0..3 * count).try_for_each(|_| server.receive("ping …").map(drop));
        // Whether it takes the answer for one is the subject of other checks.
        let finished = pinger.finish()?;
        if finished.line_with(&["0", "received"]).is_none() {
            finished.code(0)?;
        }
    }
    Ok(())
}

/// A host that nobody knows gives no answer, and nobody else is asked.
pub fn asks_nobody_for_a_host_that_nobody_knows(program: &Program) -> Result {
    let server = program.udp_server()?;
    // No other machine has to be asked to know that nobody has this address, from where no answer can come.
    let options = "--host ::1%nowhere --count 1 --timeout 0.02 --interval 0";
    let finished = start(program, &server, options)?.finish()?.code(1)?;
    // It is told as a loss, or as what went wrong.
    if finished.line_with(&["ping 1", "lost"]).is_none() {
        finished.error()?;
    }
    let asked = server.expect_nothing_more();
    asked.map_err(|failure| failure.because_it(Did::SendMore, msg!("udp-client-cause-asks-another-host")))
}

/// However long the timeout is, nobody gives up sooner. Who sleeps for so long is believed.
pub fn has_no_limit_for_its_timeout(program: &Program) -> Result {
    let silent = program.udp_server()?;
    let pinger = start(program, &silent, "--count 2 --timeout 60 --interval 0")?;
    silent.receive("ping 1")?;
    pinger.let_its_timeouts_pass();
    let goes_on = silent.expect_nothing_more();
    goes_on.map_err(|failure| failure.because_it(Did::SendMore, msg!("udp-client-cause-timeout-has-a-limit")))
}

/// The last answer comes three times at once, so that two of them lie there when the program has nothing more to wait for.
/// It may be faster than the grader, so it is tried a few times.
pub fn counts_no_duplicate_of_the_last_answer(program: &Program) -> Result {
    for _ in 0..5 {
        let server = program.udp_server()?;
        let pinger = start(program, &server, "--count 1 --timeout 30 --interval 0")?;
        let client = server.receive("ping 1")?.from;
        for _ in 0..3 {
            server.send("PING 1", client)?;
        }
        // Whether it ends is the subject of other checks.
        let Ok(finished) = pinger.finish() else { return Ok(()) };
        finished.counts(1, "received")?;
    }
    Ok(())
}

/// What is longer than all answers before is none either: who has room for no more than them sees no difference.
pub fn has_room_for_longer_ones(program: &Program) -> Result {
    let server = program.udp_server()?;
    let pinger = start(program, &server, "--count 10 --timeout 30 --interval 0")?;
    for n in 1..10 {
        let ping = server.receive(&format!("ping {n}"))?;
        server.send(format!("PING {n}"), ping.from)?;
    }
    let client = server.receive("ping 10")?.from;
    for no_answer in ["PING 10\n", "PING 100", "PING 10x"] {
        server.send(no_answer, client)?;
    }
    pinger.let_it_rest();
    let why = msg!("udp-client-no-answer-to-ping", number = 10_u32);
    pinger.stop().has_no_line_with(&["PING 10", "rtt"], &why).map(drop)
}

/// However many answers have come from the server before: nobody else is it.
pub fn takes_no_later_answer_of_a_stranger(program: &Program) -> Result {
    for last in 3..=9 {
        let server = program.udp_server()?;
        let pinger = start(program, &server, &format!("--count {last} --timeout 30 --interval 0"))?;
        let answers: Vec<_> = (1..=last).map(|n| format!("PING {n}")).collect();
        // Whether it sends so many is the subject of another check.
        if server.answer(&answers, &DatagramScript::unimpaired().from_stranger(answers.len())).is_err() {
            return Ok(());
        }
        pinger.let_it_rest();
        takes_no_answer_to(last, pinger.stop())?;
    }
    Ok(())
}

/// It has not taken what strangers sent for the answer to this ping, however busy the machine was.
pub fn takes_no_answer_to(number: u32, finished: Finished) -> Result<Finished> {
    let why = &msg!("udp-client-only-strangers", number = number);
    finished.has_no_line_with(&[&format!("PING {number}"), "rtt"], why).map_err(Failure::conclusive)
}

/// What counts for nothing has no line, and a duplicate no time. Whether it counts is the subject of other checks.
pub fn tells_nothing_of_what_counts_for_nothing(program: &Program, unit: Unit) -> Result {
    let server = program.udp_server()?;
    let pinger = start(program, &server, &format!("--count 2 --timeout {} --interval 0", unit.seconds()))?;
    let script = DatagramScript::unimpaired().after_no_answer(1).duplicate(1);
    server.answer(&["PING 1", "PING 2"], &script.delay(2, unit.duration() / 2).after_a_strangers(2))?;
    let finished = pinger.finish()?.has_no_more_lines_than(4, &msg!("udp-client-four-lines"))?;
    if finished.line_with(&["2 sent, 2 received"]).is_some() {
        finished.sums_up(2, "2 sent, 2 received, <0>% lost")?;
    }
    Ok(())
}

/// The interval passes after a loss, too, and no more than that.
pub fn pauses_after_a_loss(program: &Program, unit: Unit, options: &str) -> Result {
    let why = &msg!("udp-client-interval-after-a-loss");
    // That is soon lost, and never answered.
    let silent = program.udp_server()?;
    let pinger = start(program, &silent, options)?;
    let lost = silent.receive("ping 1")?;
    // Who waits for too long pauses later. That is the subject of other checks.
    let is_told = pinger.expect_line_with("lost").is_ok();
    let is_prompt = is_told && unit.expect_at_once(lost.at, program.moment(), "ping 1", why).is_ok();
    // So is whether the program goes on then.
    match silent.receive("ping 2") {
        Ok(next) if next.payload == b"ping 2" && is_prompt => unit.expect_between(lost.at, next.at, "ping 2", why),
        Ok(next) if next.payload == b"ping 2" => unit.expect_no_sooner(lost.at, next.at, "ping 2", why),
        _ => Ok(()),
    }
}
