//! The reference programs are models: Ctrl-Z and `fg` do them no harm, although Linux interrupts a call that has a timeout
//! when a program is stopped and goes on (signal(7)). No sheet asks this of a student, and no lesson's check does.
#![cfg(target_os = "linux")]

use std::thread;
use std::time::Duration;

use grader::Running;

/// Stops the program and lets it go on, several times: it may not be waiting yet.
fn disturb(program: &Running) {
    for _ in 0..5 {
        thread::sleep(Duration::from_millis(20));
        program.stop_and_continue();
    }
}

mod tcp_client {
    grader::lesson!("tcp-client", "../../crates/tcp-client/text/");

    #[test]
    fn goes_on_waiting_for_the_echo() {
        // A read that was interrupted has read nothing, and is to be done again.
        check(0, |program| {
            let listener = program.listen()?;
            let client = program.start(["--port", &listener.port(), "--timeout", "600", "Bom dia"])?;
            let mut server = listener.accept()?;
            server.expect("Bom dia")?;
            super::disturb(&client);
            server.send("Bom dia")?;
            client.finish()?.code(0)?.prints("echo: Bom dia\n")?;
            Ok(())
        });
    }
}

mod udp_client {
    grader::lesson!("udp-client", "../../crates/udp-client/text/");

    #[test]
    fn goes_on_waiting_for_the_answer() {
        // A receive that was interrupted is neither an answer nor a loss.
        check(0, |program| {
            let server = program.udp_server()?;
            let options = ["--count", "1", "--timeout", "600"];
            let pinger = program.start([["--port", &server.port()].as_slice(), &options].concat())?;
            let client = server.expect("ping 1")?;
            super::disturb(&pinger);
            server.send("PING 1", client)?;
            pinger.finish()?.code(0)?.has_line_with(&["PING 1", "rtt"])?;
            Ok(())
        });
    }
}

mod tcp_adaptation {
    grader::lesson!("tcp-adaptation", "../../crates/tcp-adaptation/text/");

    #[test]
    fn goes_on_waiting_for_the_answer() {
        // A read that was interrupted is neither an answer nor a loss.
        check(0, |program| {
            let listener = program.listen()?;
            let options = ["--count", "1", "--timeout", "600"];
            let client = program.with("client").start([["--port", &listener.port()].as_slice(), &options].concat())?;
            let mut server = listener.accept()?;
            server.expect_line("ping 1")?;
            super::disturb(&client);
            server.send("PING 1\n")?;
            client.finish()?.code(0)?.has_line_with(&["PING 1", "rtt"])?;
            Ok(())
        });
    }
}

mod multicast {
    grader::lesson!("multicast", "../../crates/multicast/text/");

    #[test]
    fn goes_on_waiting_for_the_message() {
        // A receive that was interrupted has received nothing, and is to be done again.
        check(0, |program| {
            let group = program.group()?;
            let options = ["--count", "1", "--timeout", "600", "--group", &group.address(), "--port", &group.port()];
            let receiver = program.start([["receive"].as_slice(), &options].concat())?;
            receiver.expect_line_with("joined")?;
            super::disturb(&receiver);
            group.send("oi")?;
            receiver.finish()?.code(0)?.has_line_with(&["oi"])?;
            Ok(())
        });
    }
}
