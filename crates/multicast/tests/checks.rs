//! What the receivers of a multicast group and its sender must do.
//!
//! All of it stays on the loopback interface, and no message is sent with a TTL above 1.

use std::net::Ipv4Addr;

use std::time::Duration;

use grader::{Did, Failure, Finished, Group, Program, Result, Running, msg};

grader::lesson!("multicast");

/// An address that is no machine's: it is kept for examples (RFC 5737).
const NOBODYS: &str = "203.0.113.77";

/// The group where no `--group` says another.
const DEFAULT: Ipv4Addr = Ipv4Addr::new(239, 255, 42, 1);

/// Says that all before it has been sent. With a `--count` of as many messages, the receiver ends with it: one that
/// prints late has printed by then, and one that counts wrongly has printed what came before.
const LAST: &str = "fim";

/// The arguments that are the same for a receiver and a sender.
fn to(role: &str, group: &Group, options: &[&str]) -> Vec<String> {
    let (group, port) = (group.address(), group.port());
    let all = [&[role, "--group", &group, "--port", &port, "--interface", "127.0.0.1"], options].concat();
    all.into_iter().map(str::to_string).collect()
}

/// Starts a receiver, and goes on when it is a member of the group. What it says then is the subject of one check.
fn receive(program: &Program, group: &Group, options: &[&str]) -> Result<Running> {
    // The grader may be one.
    let others = group.members();
    let receiver = program.start(to("receive", group, options))?;
    group.expect_joined(&receiver, others + 1)?;
    Ok(receiver)
}

/// Runs a sender to its end.
fn send(program: &Program, group: &Group, options: &[&str]) -> Result<Finished> {
    program.run(to("send", group, options))
}

/// As many bytes as fit into a frame of Ethernet, 1,500 less 20 for the header of IP and 8 for that of UDP. No part of it
/// is like another.
fn long_message() -> String {
    (1000..1368).map(|number| number.to_string()).collect()
}

/// A receiver says that it has joined once it is a member of the group, never before, and prints each message with its
/// sender, however long none has come, and nothing else. It sends nothing, and Ctrl-C ends it.
#[test]
fn joins_the_group_and_prints_its_messages() {
    check(1, |program| {
        let group = program.group()?;
        let joined = |group: &str, port: &str| format!("joined {group}:{port} on 127.0.0.1");
        let mut lines = vec![joined(&group.address(), &group.port())];
        let arguments = ["receive", "--group", &group.address(), "--port", &group.port()];
        let receiver = match program.start_held(arguments)? {
            Some(held) => {
                held.expect_member_of(&group)?;
                held.release()
            }
            None => program.start(arguments)?,
        };
        group.expect_members(1)?;
        group.expect_members_on_loopback_only()?;
        receiver.expect_lines(&lines)?;
        let goes_on = |failure: Failure| failure.because_it(Did::End, msg!("multicast-cause-nothing-ends-it"));
        receiver.let_its_timeouts_pass();
        // None is shorter than one before it: what a buffer still holds is the subject of another check.
        let words = ["bye", "fim", "quit", "exit", "/quit"];
        // The same comes again when another one has come: one that hears no more is no sign of that.
        for message in words.into_iter().chain(["oi, grupo", "oi, turma", "oi, turma", "oi, grupo"]) {
            group.send(message)?;
            lines.push(format!("{}: {message:?}", group.sender()?));
            receiver.expect_lines(&lines).map_err(goes_on)?;
        }
        // More than anybody would take for enough, as nothing says how many there are; not all at once, as nothing says
        // either how many can wait.
        for round in 0..14 {
            let messages: Vec<_> = (0..20).map(|number| format!("oi, {round:02}.{number:02}")).collect();
            messages.iter().try_for_each(|message| group.send(message))?;
            let sender = group.sender()?;
            lines.extend(messages.iter().map(|message| format!("{sender}: {message:?}")));
            receiver.expect_lines(&lines).map_err(goes_on)?;
        }
        {
            // Not longer than that: the next receiver may want the port for itself.
            let somebody_else = group.with_another_sender()?;
            somebody_else.send("oi, turma")?;
            lines.push(format!("{}: \"oi, turma\"", somebody_else.sender()?));
            receiver.expect_lines(&lines)?;
        }
        receiver.stop().lines(&lines)?;
        group.expect_no_answer()?;

        // Nothing else, at its end neither. Two: a receiver that counts one too few has joined all the same.
        let receiver = receive(program, &group, &["--count", "2"])?;
        lines.truncate(1);
        for message in ["oi, grupo", "oi, turma"] {
            group.send(message)?;
            lines.push(format!("{}: {message:?}", group.sender()?));
        }
        let finished = receiver
            .finish()
            .map_err(|failure| failure.because_it(Did::Wait, msg!("multicast-cause-count-is-reached")))?;
        finished
            .lines(&lines)
            .map_err(|failure| failure.because_it(Did::End, msg!("multicast-cause-count-is-not-reached")))?;
        // It sends nothing at its end, and nothing about a message that is not text.
        group.expect_no_answer()?;
        ends_by_an_interrupt_without_an_answer(program, &group)?;

        let default = program.start(["receive", "--port", &group.port()])?;
        default.expect_line(joined(&DEFAULT.to_string(), &group.port()))?;
        let default = program.start(["receive", "--group", &group.address()])?;
        default.expect_line(joined(&group.address(), "5007")).or_else(|failure| {
            // A program on this machine may have that port for itself. Then the program under test has said nothing,
            // and ended.
            default.stop().prints("").map(drop).map_err(|_| failure)
        })
    });
}

fn ends_by_an_interrupt_without_an_answer(program: &Program, group: &Group) -> Result {
    let receiver = receive(program, group, &[])?;
    group.send(b"a\xe7\xe3o")?;
    receiver.let_it_rest();
    // Whether it outlives that message is the subject of another check.
    receiver.expect_end_when_interrupted()?;
    group.expect_no_answer()
}

/// A message is printed quoted and escaped, on one line, and one that is not text can do no harm either; after
/// `--count` of them, empty ones included, the receiver ends.
#[test]
fn prints_messages_escaped_and_ends_after_count() {
    check(1, |program| {
        // Each control character, and each again: one escape does not make the next one needless.
        let controls = ('\0'..' ').chain('\u{7f}'..'\u{a0}');
        let all: String = controls.clone().chain(controls).map(|control| format!(" {control}")).collect();
        let all = format!("todos:{all}");
        // But for the apostrophe, which some escape, too.
        let printable: String = (' '..='~').filter(|char| *char != '\'').collect();
        let messages = [
            // All that ASCII can print, and what some take for their own directions.
            &printable,
            "100 %, %s %d {} {0} ${y} &amp; <b>",
            // Letters of two bytes each, one of four, and an accent that is a character of its own.
            "  ação, útil  e só:  é um  teste 𐐨, cafe\u{301}  ",
            "ação\n",
            "ação\r\n",
            // Not a line end, and not shown like one.
            r"ação\n",
            "ação",
            // The same is a message like any other, and counts.
            "ação",
            "\r\nantes\u{1b}[2Jmeio\u{7}depois\u{9b}31m\u{7f}",
            "\"sim\" ou \\não\\",
            "um zero\0, e um\ttab",
            "zeros no fim\0\0",
            &all,
            "",
            "fim",
        ];
        // Once with a message too many, and once with none.
        for (messages, more) in [(&messages[..], Some("depois do fim")), (&["um"], None)] {
            let group = program.group()?;
            let receiver = receive(program, &group, &["--count", &messages.len().to_string(), "--timeout", "60"])?;
            messages.iter().copied().chain(more).try_for_each(|message| group.send(message))?;
            receiver.finish()?.code(0)?.quotes(messages)?;
        }
        // However many they are.
        receive(program, &program.group()?, &["--count", "1000"])?;
        // How it is shown is open, but not whether it can do harm.
        let group = program.group()?;
        let receiver = receive(program, &group, &["--count", "2"])?;
        for message in [b"\xff\x1b[2J\x07antes do fim\x7f".as_slice(), b"um", b"fim"] {
            group.send(message)?;
        }
        receiver.finish()?.cannot_command_the_terminal()?;
        // What is not seen is not lost, escaped or as it came.
        let group = program.group()?;
        let receiver = receive(program, &group, &["--count", "2"])?;
        for message in ["\u{feff}com marca", LAST] {
            group.send(message)?;
        }
        receiver.finish()?.has_no_line_with(&["\"com marca\""], &msg!("multicast-begins-with-a-mark")).map(drop)
    });
}

/// A message is printed whole, also when it is as long as a frame of Ethernet allows; one that is not text stops
/// nothing.
#[test]
fn takes_long_messages_and_bytes_that_are_not_text() {
    check(1, |program| {
        let group = program.group()?;
        let receiver = receive(program, &group, &["--count", "6"])?;
        for not_text in [b"\xff\xfe\xc3".as_slice(), b"a\xe7\xe3o", b"\x80"] {
            group.send(not_text)?;
        }
        let long = long_message();
        for message in [&long, "curta", LAST] {
            group.send(message)?;
        }
        receiver.expect_line_with(&long)?;
        receiver.expect_line_with("curta")
    });
}

/// A receiver fails when the next message takes longer than `--timeout`, also the first one; the time is counted anew
/// after each message, and after nothing else.
#[test]
fn gives_up_when_the_next_message_does_not_come() {
    check(1, |program| {
        program.timed(|unit| {
            let silent = program.group()?;
            let hears_nothing = program.start(to("receive", &silent, &["--timeout", &unit.seconds()]))?;

            let group = program.group()?;
            let neighbour = group.neighbour();
            let _somebody = neighbour.join_on_another_port()?;
            let receiver = receive(program, &group, &["--timeout", &unit.seconds()])?;
            // Two silences, each shorter than the timeout, which are longer together.
            let (mut sent, mut taken) = (program.moment(), program.moment());
            for message in ["", "dois"] {
                sent = group.send_after(unit.duration() * 13 / 20, message)?;
                // The time is counted from there: one that is still busy with its start takes a message late.
                taken = group.let_take(&receiver, message, sent);
            }
            // Two that come at once, and leave nothing of their time to what comes behind them.
            for message in ["três", "quatro"] {
                sent = group.send_after(Duration::ZERO, message)?;
                taken = group.let_take(&receiver, message, sent);
            }
            neighbour.send_until_end(&receiver, "para os outros", unit.duration() / 4)?;
            let end = program.moment();
            receiver.finish()?.fails()?.has_line_with(&["dois"])?;
            let why = &msg!("multicast-silence");
            unit.expect_whole(sent, end, msg!("multicast-end-of-receiver"), why)?;
            unit.expect_no_later(taken, end, msg!("multicast-end-of-receiver"), why)?;
            hears_nothing.finish()?.fails()?.no_sooner_than(unit.duration() * 9 / 10)?;
            Ok(())
        })
    });
}

/// Several receivers on one machine have the same group and port, and each of them gets every message.
#[test]
fn shares_the_port_with_other_receivers() {
    check(1, |program| {
        let group = program.group()?;
        let member = group.join()?;
        let mut receivers = vec![receive(program, &group, &["--count", "3"])?];
        group.send("um")?;
        member.expect("um")?;
        for _ in 2..=3 {
            receivers.push(receive(program, &group, &["--count", "2"])?);
        }
        for message in ["dois", LAST] {
            group.send(message)?;
            member.expect(message)?;
        }
        receivers[0].expect_line_with("um")?;
        receivers.iter().try_for_each(|receiver| receiver.expect_line_with("dois"))?;
        // Nothing comes of them, nor of their ends, that the group would hear. Whether they end is the subject of another check.
        receivers.iter().for_each(Running::let_it_rest);
        group.send("depois")?;
        let heard = member.expect("depois");
        heard
            .map_err(|failure| failure.because_it(Did::SendAnother, msg!("multicast-cause-speaks-to-the-group")))
            .map(drop)
    });
}

/// A receiver gets nothing of another group on the same port, whoever on the machine is a member of that.
// No mistake fails this check alone: one that hears every group waits anew for what its neighbours send, too.
#[test]
fn hears_nothing_of_another_group() {
    check(1, |program| {
        let group = program.group()?;
        let neighbour = group.neighbour();
        // Not on the group's port: whether that is shared is the subject of another check.
        let _somebody = neighbour.join_on_another_port()?;
        let receiver = receive(program, &group, &["--count", "2"])?;
        neighbour.send("para os outros")?;
        for message in ["para o grupo", LAST] {
            group.send(message)?;
        }
        receiver.expect_line_with("para o grupo")?;
        let why = &msg!("multicast-of-another-group");
        receiver.stop().has_no_line_with(&["para os outros"], why)?;

        // Nor has it joined a second one.
        let group = program.group()?;
        let receiver = receive(program, &group, &["--count", "2"])?;
        group.send_to_all_others("para o grupo")?;
        group.send("um")?;
        group.send(LAST)?;
        receiver.expect_line_with("um")?;
        receiver.stop().has_no_line_with(&["para o grupo"], &msg!("multicast-of-a-second-group")).map(drop)
    });
}

/// A sender sends the message once and as it is, prints nothing, and ends, while receivers use the port. It need not be a
/// member of the group.
#[test]
fn sends_the_message_to_the_group() {
    check(1, |program| {
        let group = program.group()?;
        let member = group.join()?;
        let printable: String = (' '..='~').collect();
        let directions = "a=b & 100 % de {0}: $HOME, 100%d %s %n ${x} &amp;";
        let text = "  Olá,  \"grupo\"!\r\n \\n e\u{301}\t\n";
        for message in [text, &printable, directions, &long_message(), ""] {
            send(program, &group, &[message])?.code(0)?.prints("")?;
            member.expect(message)?;
        }
        // The longest that a datagram carries; a Mac sends less, and the command line of Windows has no room for it.
        if cfg!(target_os = "linux") {
            let longest = "x".repeat(65_507);
            let sent = send(program, &group, &[&longest])?.code(0);
            sent.map_err(|failure| failure.because_it(Did::Fail, msg!("multicast-cause-long-datagram")))?;
            member.expect(&longest)?;
        }
        program.run(["send", "--group", &group.address(), "--port", &group.port(), "oi"])?.code(0)?;
        member.expect("oi")?.came_over_loopback()?;
        // It comes after all that the program has sent.
        group.send(LAST)?;
        member.expect(LAST)?;

        let default = group.at(DEFAULT);
        let member = default.join()?;
        program.run(["send", "--port", &group.port(), "oi"])?.code(0)?;
        member.expect("oi")?;
        let member = group.join()?;
        send(program, &group, &["--no-loopback", "para os outros"])?.code(0)?;
        // Linux hands back what is sent through the loopback interface.
        if cfg!(target_os = "linux") {
            let arrived = member.expect("para os outros");
            arrived.map_err(|failure| failure.because_it(Did::End, msg!("multicast-cause-kept-to-itself")))?;
            group.send(LAST)?;
            member.expect(LAST)?;
        }
        ends_when_it_has_sent(program)?;
        sends_to_the_receivers_port_by_default(program)
    });
}

/// A sender has no more to do when the message has left.
fn ends_when_it_has_sent(program: &Program) -> Result {
    program.timed(|unit| {
        let group = program.group()?;
        let member = group.join()?;
        let sender = program.start(to("send", &group, &["oi"]))?;
        member.expect("oi")?;
        let sent = program.moment();
        let (what, why) = (msg!("multicast-end-of-sender"), msg!("multicast-message-has-left"));
        unit.expect_at_once(sent, sender.finish()?.ended(), what, &why)
    })
}

/// Without `--port`, a sender reaches port 5007. The grader asks for no fixed port: it is the program's own receiver that
/// has it, if that can, and receives.
fn sends_to_the_receivers_port_by_default(program: &Program) -> Result {
    let group = program.group()?;
    let receiver = program.start(["receive", "--group", &group.address(), "--port", "5007"])?;
    let receives = || {
        group.expect_joined(&receiver, 1)?;
        ["um", "dois"].iter().try_for_each(|message| {
            program.run(["send", "--group", &group.address(), "--port", "5007", message])?;
            receiver.expect_line_with(message)
        })
    };
    if receives().is_err() {
        return Ok(());
    }
    program.run(["send", "--group", &group.address(), "ontem"])?;
    receiver
        .expect_line_with("ontem")
        .map_err(|failure| failure.because_it(Did::Wait, msg!("multicast-cause-default-port")))
}

/// The message leaves with a TTL of 1, or with that of `--ttl`.
#[test]
fn sends_with_the_ttl_it_is_given() {
    check(1, |program| {
        for (options, ttl) in
            [(&["até aqui"][..], 1), (&["--ttl", "1", "nem um passo"], 1), (&["--ttl", "0", "aqui"], 0)]
        {
            let group = program.group()?;
            let member = group.join()?;
            // Whether it ends is the subject of another check.
            let _sender = program.start(to("send", &group, options))?;
            let arrived = member.receive();
            arrived
                .map_err(|failure| failure.because_it(Did::End, msg!("multicast-cause-ended-before-it-arrived")))?
                .arrived_with_ttl(ttl)?;
        }
        // Linux hands back what is sent through the loopback interface. Whether it comes is the subject of another check.
        if cfg!(target_os = "linux") {
            let group = program.group()?;
            let member = group.join()?;
            let _sender = program.start(to("send", &group, &["--no-loopback", "para os outros"]))?;
            if let Ok(arrived) = member.receive() {
                arrived.arrived_with_ttl(1)?;
            }
        }
        Ok(())
    });
}

/// An address that is no group is wrong usage, and the text states the range. Any address in the range is a group.
#[test]
fn refuses_an_address_that_is_no_group() {
    check(1, |program| {
        let group = program.group()?;
        // Whether anybody can join the first of all is left to each system; on Linux it is one like the others.
        let first = if cfg!(target_os = "linux") { [224, 0, 0, 0] } else { [224, 0, 0, 1] };
        for at_an_edge in [first, [224, 0, 0, 1], [239, 255, 255, 255]] {
            let group = group.at(at_an_edge.into());
            // Others on the machine may be members of these: so what tells that this one is, is what it prints.
            let receiver = program.start(to("receive", &group, &["--count", "2"]))?;
            group.send_until_printed(&receiver, "oi")?;
            receiver.kill();
            send(program, &group, &["oi"])?.code(0)?;
        }
        // One that is in no list of those that are used.
        send(program, &group.at([232, 123, 45, 67].into()), &["oi"])?.code(0)?;
        // A whole number: decimals are the subject of another check.
        for role in [&["receive", "--timeout", "1"][..], &["send", "oi"]] {
            let of = |address: &str| program.run([role, &["--port", &group.port(), "--group", address]].concat());
            for outside in ["223.255.255.255", "240.0.0.0", "127.0.0.1", "255.255.255.255", "0.0.0.0"] {
                of(outside)?.code(2)?.explains("224.0.0.0")?.explains("239.255.255.255")?;
            }
            for no_address in ["not-an-ip", "ff02::1", "239.255.42.256", "239.255.42.1 x"] {
                of(no_address)?.code(2)?;
            }
        }
        Ok(())
    });
}

/// What cannot be done is told as an error, and the exit status is 1: an interface that this machine does not have, for a
/// receiver, which has joined nothing, and for a sender; a port that somebody keeps; a message that fits into no datagram;
/// a timeout that is over.
#[test]
fn reports_what_it_cannot_do() {
    check(1, |program| {
        let group = program.group()?;
        let elsewhere = ["--group", &group.address(), "--port", &group.port(), "--interface", NOBODYS];
        program.run([&["receive"], &elsewhere[..]].concat())?.error()?.prints("")?;
        program.run([&["send"], &elsewhere[..], &["oi"]].concat())?.error()?;

        // How long it waits is the subject of another check: it has time for whole seconds.
        program.timed_by_default(Duration::from_secs(1), |_| {
            program.run(to("receive", &group, &["--timeout", "0.01"]))?.error()?;
            // After a message as well, unless it did not wait for one.
            let receiver = program.start(to("receive", &group, &["--timeout", "0.3"]))?;
            if group.expect_joined(&receiver, 1).is_ok() {
                group.send("oi")?;
            }
            let why = &msg!("multicast-only-messages");
            let finished = receiver.finish();
            finished
                .map_err(|failure| failure.because_it(Did::Wait, msg!("multicast-cause-timeout-is-forgotten")))?
                .error()?
                .has_nothing_behind(&["oi"], why)
                .map(drop)
        })?;

        if let Some(_keeper) = group.keep_port()? {
            program.run(to("receive", &group, &["--timeout", "0.01"]))?.error()?.prints("")?;
        }
        // On Windows, a command line is never so long.
        if cfg!(unix) {
            send(program, &group, &[&"x".repeat(65_508)])?.error()?;
        }
        Ok(())
    });
}
