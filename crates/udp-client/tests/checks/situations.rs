//! Situations that more than one check brings about, or that would be long inside of one.

use grader::{Datagram, Program, Result, Running, UdpServer, Unit, msg};

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
