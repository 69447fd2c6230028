//! Situations that more than one check brings about, or that would be long inside of one.

use grader::{Datagram, DatagramScript, Program, Result, Running, UdpServer, Unit, msg};

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
    let finished = pinger.finish()?;
    let [least, mean, greatest] = finished.summary_of_times_after("rtt=");
    let times = format!("rtt min/avg/max = {least}/{mean}/{greatest} ms");
    finished.last_lines_with_times(5, &["5 sent, 4 received, <20>% lost".to_string(), times], "rtt=")?;
    Ok(())
}

/// What comes when its ping is lost has no time. Whether it counts is the subject of another check.
pub fn leaves_late_answers_out_of_its_times(program: &Program, unit: Unit) -> Result {
    let server = program.udp_server()?;
    let (timeout, interval) = (unit.seconds(), unit.twice().seconds());
    let pinger = start(program, &server, &format!("--count 2 --timeout {timeout} --interval {interval}"))?;
    server.answer(&["PING 1", "PING 2"], &DatagramScript::unimpaired().delay(1, unit.duration() * 7 / 4))?;
    let finished = pinger.finish()?;
    let lines = finished.line_with(&["2 sent, 1 received"]).is_some();
    let [least, mean, greatest] = finished.summary_of_times_after("rtt=");
    let times = format!("rtt min/avg/max = {least}/{mean}/{greatest} ms");
    if lines {
        finished.last_lines_with_times(2, &["2 sent, 1 received, <50>% lost".to_string(), times], "rtt=")?;
    }
    Ok(())
}
