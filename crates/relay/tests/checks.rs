//! What the relay must do.
//!
//! The grader is at both of its ends, so each step is a message. Only the check that is about ends asks for one to be passed
//! on while the opposite direction goes on, and only one looks at the form of the lines: who gets one of these wrong loses
//! that check and no others.

// Beside this file, cargo would take it for a test of its own.
#[path = "checks/situations.rs"]
mod situations;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::slice;

use grader::{Did, Failure, Listener, msg};
use situations::{
    KEPT, MANY, MORE, NOBODYS, all_talk, at_its_target, burst, crowd, far_too_much, forward, narrow_pair, nothing_more,
    numbers, one_after_another, pair, relay, rests, talk,
};

grader::lesson!("relay");

/// Bytes pass both ways at the same time, unchanged, in order and as they arrive, whoever speaks first; a megabyte each way
/// at once.
#[test]
fn passes_bytes_both_ways() {
    check(1, |program| {
        let target = program.listen()?;
        let server = relay(program, &[target.address()])?;
        let (mut client, mut served) = pair(&server, 0, &target)?;
        // Nobody says when either has something to say.
        server.let_its_timeouts_pass();
        client.expect_open("220 bem-vindo\r\n").map_err(Failure::because_of_silence)?;
        served.send("220 bem-vindo\r\n")?;
        client.expect("220 bem-vindo\r\n")?;
        for piece in [&b"o"[..], b"la\n", b"\0", b"\xff\xfe", b"\r\n\r\n", b"\xc3", b"\xa3", b" ", b"quit\n", b"\x1a"] {
            client.send(piece)?;
            served.expect(piece)?;
            served.send(piece)?;
            client.expect(piece)?;
        }
        nothing_more(client, served)?;

        let target = program.listen_with_small_window()?;
        let server = relay(program, &[target.address()])?;
        let (mut client, mut served) = narrow_pair(&server, &target, true)?;
        let (there, back) = (numbers(140_000), numbers(150_000).replace('\n', ";"));
        client.exchange_with(&mut served, there.as_bytes(), back.as_bytes())?;
        nothing_more(client, served)
    });
}

/// When one side ends, the other gets all that is left and then the end, while the opposite direction goes on. When both
/// have ended, both connections are closed, and nothing is left of them.
#[test]
fn passes_an_end_on() {
    check(1, |program| {
        let target = program.listen_with_small_window()?;
        let server = relay(program, &[target.address()])?;
        let left = numbers(12_000);
        for client_is_first in [true, false] {
            let (mut first, mut second) = narrow_pair(&server, &target, client_is_first)?;
            first.send(&left)?;
            first.half_close()?;
            server.let_it_rest();
            second.expect(&left)?;
            second.expect_end()?;
            // It has been heard, and goes on all the same, as late as it likes.
            if client_is_first {
                server.let_its_timeouts_pass();
            }
            for piece in ["ainda\n", "aqui\n"] {
                second.send(piece)?;
                first.expect(piece)?;
            }
            second.send(&left)?;
            second.half_close()?;
            first.expect(&left)?;
            first.expect_end()?;
        }
        // Ends that meet.
        let (mut client, mut served) = pair(&server, 0, &target)?;
        client.half_close()?;
        served.half_close()?;
        client.expect_end()?;
        served.expect_end()?;

        let before = server.holdings();
        for client_is_first in (0..MANY).map(|number| number % 2 == 0) {
            let (client, served) = pair(&server, 0, &target)?;
            let (mut first, mut second) = if client_is_first { (client, served) } else { (served, client) };
            first.half_close()?;
            second.expect_end()?;
            second.half_close()?;
            first.expect_end()?;
        }
        server.expect_nothing_left_since(&before, MANY)
    });
}

/// A reset of one side ends the other, politely or not, and nothing else, also where bytes wait for the side that is gone;
/// and nothing is left of it.
#[test]
fn passes_a_reset_on() {
    check(1, |program| {
        let target = program.listen_with_small_window()?;
        let server = relay(program, &[target.address()])?;
        let (mut other, mut other_served) = pair(&server, 0, &target)?;
        talk(&mut other, &mut other_served)?;
        for (client_is_rude, bytes_wait) in [(true, false), (false, false), (true, true), (false, true)] {
            let (mut rude, mut second) = narrow_pair(&server, &target, client_is_rude)?;
            rude.send("oi\n")?;
            second.expect("oi\n")?;
            if bytes_wait {
                // Whether it takes them is the subject of other checks.
                let _ = second.send(numbers(12_000));
                server.let_it_rest();
            }
            rude.reset()?;
            second.expect_gone()?;
            talk(&mut other, &mut other_served)?;
        }
        // What waits for the other side is of one who is gone.
        let bytes = far_too_much();
        for client_is_rude in [true, false] {
            let (mut rude, mut second) = narrow_pair(&server, &target, client_is_rude)?;
            // Whether it stops is the subject of another check.
            let _ = rude.send_until_it_stops(&bytes);
            rude.reset()?;
            server.let_it_rest();
            second.expect_gone()?;
            talk(&mut other, &mut other_served)?;
        }
        let before = server.holdings();
        // Where the client is gone, its target's side need do nothing more.
        let mut left_behind = Vec::new();
        for client_is_rude in (0..MANY).map(|number| number % 2 == 0) {
            let (mut client, mut served) = pair(&server, 0, &target)?;
            // A connection that is reset before the relay knows that it is there may be told as one that it could not get.
            talk(&mut client, &mut served)?;
            let (rude, mut second) = if client_is_rude { (client, served) } else { (served, client) };
            rude.reset()?;
            second.expect_gone()?;
            if client_is_rude {
                left_behind.push(second);
            }
        }
        server.expect_nothing_left_since(&before, MANY)?;
        talk(&mut other, &mut other_served)?;
        nothing_more(other, other_served)
    });
}

/// A target that refuses ends its client, which is told on stderr, and nothing else. A target that does not answer holds up
/// nobody who wants to go elsewhere, whether they come before or after.
#[test]
fn goes_on_when_a_target_cannot_be_reached() {
    check(1, |program| {
        let (closed, target) = (program.closed_port()?, program.listen()?);
        // The one has to be asked, of the other the system knows at once.
        let unreachable = [closed.address(), NOBODYS];
        let server = relay(program, &[unreachable[0], unreachable[1], target.address()])?;
        let (mut before, mut before_served) = pair(&server, 2, &target)?;
        for (number, speaks) in [(0, false), (0, true), (1, false), (1, true)] {
            let mut refused = server.connect_to(number)?;
            let peer = refused.address();
            if speaks {
                // It may be gone by now.
                let _ = refused.send("oi\n");
            }
            at_its_target(refused.expect_nothing_more(), slice::from_ref(&target))?;
            let told = server.expect_diagnostic_that_begins(&format!("{peer}: cannot reach {}: ", unreachable[number]));
            told.map_err(|failure| failure.because_it(Did::Wait, msg!("relay-cause-does-not-tell-who-is-refused")))?;
            talk(&mut before, &mut before_served)?;
        }
        let (mut after, mut after_served) = pair(&server, 2, &target)?;
        talk(&mut after, &mut after_served)?;

        // Not every system lets a port be silent.
        let Some(silent) = program.silent_port()? else { return Ok(()) };
        let server = relay(program, &[silent.address(), target.address()])?;
        let (mut before, mut before_served) = pair(&server, 1, &target)?;
        let mut waiting = Vec::new();
        for _ in 0..3 {
            let mut waits = server.connect_to(0)?;
            waits.send("alguém aí?\n")?;
            server.let_it_rest();
            let open = waits.expect_open("Bom dia\n");
            open.map_err(|failure| failure.because_it(Did::Leave, msg!("relay-cause-takes-not-yet-for-never")))?;
            waiting.push(waits);
            talk(&mut before, &mut before_served)?;
            let (mut after, mut after_served) = pair(&server, 1, &target)?;
            talk(&mut after, &mut after_served)?;
        }
        // Whoever waited for the target, for a while, has served the others only then.
        for waits in &mut waiting {
            let open = waits.expect_open("Bom dia\n");
            open.map_err(|failure| failure.because_it(Did::Leave, msg!("relay-cause-gives-a-target-so-long")))?;
        }
        // Who is tired of waiting harms nobody.
        for (waits, is_rude) in waiting.into_iter().zip([true, false, true]) {
            if is_rude {
                waits.reset()?
            } else {
                waits.close()
            }
            server.let_it_rest();
            talk(&mut before, &mut before_served)?;
        }
        nothing_more(before, before_served)
    });
}

/// Two hundred clients are served at once, each by a connection of its own to the target and with its own bytes. Those who
/// come together are all accepted, and so are those who come while others leave.
#[test]
fn serves_two_hundred_clients_at_once() {
    check(1, |program| {
        let target = program.listen()?;
        let server = relay(program, &[target.address()])?;
        let mut pairs = crowd(&server, &target, 200)?;
        all_talk(&mut pairs)?;
        for at in [190, 100, 1, 0, 60] {
            // Neighbours leave together, and others come at the same time.
            let leaving: Vec<_> = pairs.drain(at..at + 3).collect();
            for (client, served) in leaving {
                client.close();
                served.close();
            }
            pairs.extend(burst(&server, &target, 200 + at)?);
            all_talk(&mut pairs)?;
        }
        let (client, served) = pairs.swap_remove(0);
        nothing_more(client, served)
    });
}

/// No client has a thread or a process of its own: with eighty more clients there are hardly more of them than with eight.
#[test]
fn needs_no_thread_for_a_client() {
    check(1, |program| {
        let target = program.listen()?;
        let server = relay(program, &[target.address()])?;
        let mut few = one_after_another(&server, &target, 8)?;
        all_talk(&mut few)?;
        server.let_it_rest();
        let before = server.holdings();
        let mut more = one_after_another(&server, &target, MORE)?;
        all_talk(&mut more)?;
        server.expect_no_thread_for_each(MORE, &before)
    });
}

/// When one side does not read, the relay soon stops reading the other: it keeps at most 1 MiB for it. Others are served
/// meanwhile, and so is the opposite direction; when the side reads again, every byte arrives.
#[test]
fn stops_reading_where_the_other_side_does_not_read() {
    check(1, |program| {
        let target = program.listen()?;
        let server = relay(program, &[target.address()])?;
        let (mut other, mut other_served) = pair(&server, 0, &target)?;
        let bytes = far_too_much();
        for client_is_fast in [true, false] {
            let (client, served) = pair(&server, 0, &target)?;
            let (mut fast, mut slow) = if client_is_fast { (client, served) } else { (served, client) };
            let mut sent = 0;
            for _ in 0..3 {
                // The system may come to have a little more room.
                sent += fast.send_until_it_stops(&bytes[sent..])?;
                slow.send("espere\n")?;
                let arrives = fast.expect("espere\n");
                arrives.map_err(|failure| {
                    failure.because_it(Did::Wait, msg!("relay-cause-one-direction-stops-the-other"))
                })?;
            }
            server.expect_to_keep_at_most(KEPT, sent)?;
            talk(&mut other, &mut other_served)?;
            let (mut next, mut next_served) = pair(&server, 0, &target)?;
            talk(&mut next, &mut next_served)?;
            slow.expect(&bytes[..sent])?;
            nothing_more(fast, slow)?;
        }
        nothing_more(other, other_served)
    });
}

/// While nothing happens the relay uses no CPU time: before a client comes, with fifty who say nothing, with one whose side
/// or whose target has ended, is gone, does not read or does not answer, and when all have left. A short pause between two
/// looks is idle enough.
#[test]
fn sleeps_while_nothing_happens() {
    check(1, |program| {
        let target = program.listen()?;
        let server = relay(program, &[target.address()])?;
        rests(&server, msg!("relay-cause-never-waits"))?;
        let mut pairs = one_after_another(&server, &target, 50)?;
        rests(&server, msg!("relay-cause-asks-for-room"))?;
        for client_is_first in [true, false] {
            let Some((client, served)) = pairs.pop() else { break };
            let (mut first, second) = if client_is_first { (client, served) } else { (served, client) };
            first.half_close()?;
            rests(&server, msg!("relay-cause-asks-after-the-end"))?;
            second.close();
            rests(&server, msg!("relay-cause-asks-after-the-end"))?;
        }
        for (client, served) in pairs {
            client.close();
            served.close();
            // That many leave at once is the subject of another check.
            server.let_it_rest();
        }
        rests(&server, msg!("relay-cause-asks-after-the-end"))?;

        let (bytes, target) = (far_too_much(), program.listen_with_small_window()?);
        for (client_is_fast, is_rude) in [(true, false), (false, true)] {
            let server = relay(program, &[target.address()])?;
            let (mut fast, mut slow) = narrow_pair(&server, &target, client_is_fast)?;
            // Whether it takes all of them is the subject of another check.
            let _ = fast.send_until_it_stops(&bytes);
            rests(&server, msg!("relay-cause-asks-for-what-it-does-not-take"))?;
            // The direction that is free ends, and the other one waits.
            slow.half_close()?;
            rests(&server, msg!("relay-cause-asks-after-the-end"))?;
            if is_rude {
                fast.reset()?
            } else {
                fast.half_close()?
            }
            rests(&server, msg!("relay-cause-asks-after-the-end"))?;
        }
        let server = relay(program, &[target.address()])?;
        situations::rests_behind_an_end_that_has_come(&server, &target, &bytes)?;

        if let Some(silent) = program.silent_port()? {
            let server = relay(program, &[silent.address()])?;
            let mut waits = server.connect_to(0)?;
            rests(&server, msg!("relay-cause-asks-for-the-target"))?;
            waits.send("alguém aí?\n")?;
            rests(&server, msg!("relay-cause-asks-for-the-target"))?;
            waits.half_close()?;
            rests(&server, msg!("relay-cause-asks-for-the-target"))?;
        }
        Ok(())
    });
}

/// It prints one line for each forward, in the order given, before all else and once all are listening, each there and
/// nowhere else. Each leads to its own target, of either family, and an address of IPv6 stands in brackets.
#[test]
fn says_where_it_listens_and_forwards_to_each_target() {
    check(1, |program| {
        let (v4, v6) = (IpAddr::V4(Ipv4Addr::LOCALHOST), program.ipv6_loopback());
        let targets = [program.listen_at(v4)?, program.listen_at(v6)?, program.listen_at(v6)?, program.listen_at(v4)?];
        let hosts = [v6, v4, v6, v4];
        let forwards: Vec<String> = (hosts.iter().zip(&targets))
            .flat_map(|(host, target)| forward(&SocketAddr::new(*host, 0).to_string(), target.address()))
            .collect();
        if let Some(held) = program.start_held(&forwards)? {
            held.expect_listening()?;
        }
        let server = program.serve_several(&forwards, targets.len())?;
        for (number, target) in targets.iter().enumerate() {
            let (mut client, mut served) = at_its_target(pair(&server, number, target), &targets)?;
            talk(&mut client, &mut served)?;
            nothing_more(client, served)?;
        }
        let line = |((host, said), target): ((&IpAddr, &SocketAddr), &Listener)| {
            let address = SocketAddr::new(*host, said.port());
            format!("listening on {address}, forwarding to {}", target.address())
        };
        let lines: Vec<String> = hosts.iter().zip(server.addresses()).zip(&targets).map(line).collect();
        server.expect_ready_lines(&lines)?;
        server.expect_no_other_lines::<&str>(&[])?;

        for host in [v4, v6] {
            let server =
                program.serve_several(forward(&SocketAddr::new(host, 0).to_string(), targets[0].address()), 1)?;
            server.expect_no_connection_elsewhere()?;
        }
        Ok(())
    });
}

/// It starts again at once on the ports of a relay that was stopped with clients connected. A port that is taken is
/// reported, without a line before it; so is an option that does not exist, or is no pair of addresses with ports.
#[test]
fn starts_again_on_its_ports_and_reports_what_it_cannot_do() {
    check(1, |program| {
        let target = program.listen()?;
        let first = relay(program, &[target.address(), target.address()])?;
        let ports: Vec<String> = first.addresses().iter().map(|address| address.to_string()).collect();
        let mut pairs = Vec::new();
        for number in [0, 1] {
            let (mut client, mut served) = pair(&first, number, &target)?;
            talk(&mut client, &mut served)?;
            pairs.push((client, served));
        }
        first.kill();
        for (client, served) in &mut pairs {
            client.expect_gone()?;
            served.expect_gone()?;
        }
        let forwards: Vec<String> = ports.iter().flat_map(|port| forward(port, target.address())).collect();
        let again = program.serve_several_again(&forwards, 2)?;

        let taken = again.address().to_string();
        let free = forward("127.0.0.1:0", target.address());
        let of_taken = forward(&taken, target.address());
        for arguments in [of_taken.to_vec(), [free.clone(), of_taken.clone()].concat()] {
            let port = again.port().to_string();
            program.run(&arguments)?.error_about(&port)?.error_with_cause()?.prints("")?;
        }
        again.expect_end_by_interrupt(None)?;

        let target = target.address();
        let wrong = [
            String::new(),
            "127.0.0.1:0".to_string(),
            format!("127.0.0.1={target}"),
            format!("127.0.0.1:={target}"),
            format!("127.0.0.1:x={target}"),
            format!("127.0.0.1:0x={target}"),
            format!(":0={target}"),
            format!("::1={target}"),
            format!("={target}"),
            "127.0.0.1:0=".to_string(),
            "127.0.0.1:0=127.0.0.1".to_string(),
            "127.0.0.1:0=[::1]".to_string(),
            format!("127.0.0.1:0={target}={target}"),
        ];
        for value in &wrong {
            program.run(["--forward", value])?.code(2)?.prints("")?;
            let both = [&free[0], &free[1], &free[0], value];
            program.run(both)?.code(2)?.prints("")?;
        }
        for port in ["70000", "-1"] {
            program.run(["--forward", &format!("127.0.0.1:{port}={target}")])?.refuses()?;
        }
        program.run::<&str>([])?.code(2)?.prints("")?;
        program.run(["--no-such-option"])?.code(2)?.prints("")?;
        program.run([&free[0], &free[1], "--no-such-option"])?.code(2)?.prints("")?;
        program.run(["--forward"])?.refuses()?;
        Ok(())
    });
}
