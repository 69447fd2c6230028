//! What the receivers of a multicast group and its sender must do.
//!
//! All of it stays on the loopback interface, and no message is sent with a TTL above 1.

use grader::{Finished, Group, Program, Result, Running};
use predicates::prelude::*;
use predicates::str::contains;

grader::lesson!("multicast");

/// An address that is no machine's: it is kept for examples (RFC 5737).
const NOBODYS: &str = "203.0.113.77";

/// Starts a receiver of the group, which need not be a member yet.
fn start_receiver(program: &Program, group: &Group, options: &[&str]) -> Result<Running> {
    let (group, port) = (group.address(), group.port());
    program.start([&["receive", "--group", &group, "--port", &port, "--interface", "127.0.0.1"], options].concat())
}

/// Starts a receiver, and goes on when it is a member of the group, and says so.
fn receive(program: &Program, group: &Group, options: &[&str]) -> Result<Running> {
    let receiver = start_receiver(program, group, options)?;
    group.expect_members(1)?;
    receiver.expect_line_with("joined")?;
    Ok(receiver)
}

/// Runs a sender to its end.
fn send(program: &Program, group: &Group, options: &[&str], message: &str) -> Result<Finished> {
    let (group, port) = (group.address(), group.port());
    program
        .run([&["send", "--group", &group, "--port", &port, "--interface", "127.0.0.1"], options, &[message]].concat())
}

/// A receiver says that it has joined once it is a member of the group, and prints each message with its sender.
#[test]
fn joins_the_group_and_prints_its_messages() {
    let hint = "Binding to a port is not enough: a host takes in a group's messages once somebody there has joined it, \
                on the interface that they arrive at. `recv_from` says who sent a message, and each datagram is one: \
                anybody may send, and send the same again.";
    check(1, hint, |program| {
        let group = program.group()?;
        let receiver = program.start(["receive", "--group", &group.address(), "--port", &group.port()])?;
        group.expect_members(1)?;
        let joined = format!("joined {}:{} on 127.0.0.1", group.address(), group.port());
        receiver.expect_line(&joined)?;
        let message = format!("{}: \"oi, grupo\"", group.sender()?);
        group.send("oi, grupo")?;
        receiver.expect_line(&message)?;
        group.send("oi, grupo")?;
        let somebody_else = group.with_another_sender()?;
        somebody_else.send("oi, oi")?;
        let lines = [joined, message.clone(), message, format!("{}: \"oi, oi\"", somebody_else.sender()?)];
        receiver.expect_lines(&lines)
    });
}

/// A message is printed quoted and escaped, on one line; after `--count` of them, empty ones included, the receiver ends.
#[test]
fn prints_messages_escaped_and_ends_after_count() {
    let hint = "Anybody can send to a group, and anything: what came is shown, all of it, and never obeyed. \
                Every message counts, an empty one too, and the receiver ends with the last.";
    check(1, hint, |program| {
        let group = program.group()?;
        let receiver = receive(program, &group, &["--count", "4"])?;
        group.send("\u{1b}[2J\r\nantes\u{7}depois\u{9b}31m")?;
        group.send("")?;
        group.send("\"sim\" ou \\não\\")?;
        group.send("fim")?;
        let no_control = predicate::function(|text: &str| text.lines().all(|line| !line.contains(char::is_control)));
        let finished = receiver.finish()?.code(0)?.stdout(no_control.fn_name("no_control_characters"))?;
        // Whatever stands for a control character, the text around it is still there.
        let parts = ["[2J", "antes", "depois", "31m\"", ": \"\"", r#": "\"sim\" ou \\"#, ": \"fim\""];
        let finished = parts.into_iter().try_fold(finished, |finished, part| finished.stdout(contains(part)))?;
        finished.stdout(contains("antesdepois").not())?;
        Ok(())
    });
}

/// A message is printed whole, also when it is as long as a frame of Ethernet allows; one that is not text stops
/// nothing.
#[test]
fn takes_long_messages_and_bytes_that_are_not_text() {
    let hint = "A datagram is received in one piece, and what does not fit into the buffer is lost. \
                It holds bytes, which need not be UTF-8.";
    check(1, hint, |program| {
        let group = program.group()?;
        let receiver = receive(program, &group, &[])?;
        group.send(b"\xff\xfe\xc3")?;
        // 1,500 bytes of an Ethernet frame, less 20 for the header of IP and 8 for that of UDP.
        let long = "x".repeat(1472);
        group.send(&long)?;
        receiver.expect_line_with(&long)
    });
}

/// A receiver ends with an error when the next message takes longer than `--timeout`, also the first one; the time is
/// counted anew after each message.
#[test]
fn gives_up_when_the_next_message_does_not_come() {
    let hint = "The timeout is for each message, the first included, not for all of them together; that it strikes is a \
                failure: exit with 1.";
    check(1, hint, |program| {
        program.timed(|unit| {
            let silent = program.group()?;
            let hears_nothing = start_receiver(program, &silent, &["--timeout", "0.05"])?;

            let group = program.group()?;
            let receiver = receive(program, &group, &["--timeout", &unit.seconds()])?;
            // Two silences, each shorter than the timeout, which are longer together.
            for message in ["um", "dois"] {
                group.send_after(unit.duration() * 13 / 20, message)?;
            }
            receiver.finish()?.error()?.stdout(contains("um"))?.stdout(contains("dois"))?;
            hears_nothing.finish()?.error()?;
            Ok(())
        })
    });
}

/// Several receivers on one machine have the same group and port, and each of them gets every message.
#[test]
fn shares_the_port_with_other_receivers() {
    let hint = "A port is one socket's, unless each of those that share it asks to before it binds (SO_REUSEADDR).";
    check(1, hint, |program| {
        let group = program.group()?;
        let start = |_| start_receiver(program, &group, &[]);
        let receivers = (1..=3).map(start).collect::<Result<Vec<_>>>()?;
        for receiver in &receivers {
            receiver.expect_line_with("joined")?;
        }
        group.expect_members(receivers.len())?;
        for message in ["um", "dois"] {
            group.send(message)?;
            for receiver in &receivers {
                receiver.expect_line_with(message)?;
            }
        }
        Ok(())
    });
}

/// A receiver gets nothing of another group on the same port, whoever on the machine is a member of that.
#[test]
fn hears_nothing_of_another_group() {
    let hint = "A port does not tell groups apart. On Linux a socket that is bound to 0.0.0.0 hears every group that \
                anybody on the machine has joined (IP_MULTICAST_ALL), not only its own.";
    check(1, hint, |program| {
        let group = program.group()?;
        let neighbour = group.neighbour();
        // Not on the group's port: whether that is shared is the subject of another check.
        let _somebody = neighbour.join_on_another_port()?;
        let receiver = receive(program, &group, &[])?;
        neighbour.send("para os outros")?;
        group.send("para o grupo")?;
        receiver.expect_line_with("para o grupo")?;
        receiver.stop().stdout(contains("para os outros").not())?;
        Ok(())
    });
}

/// A sender sends the message as it is and ends, while receivers use the port. It need not be a member of the group.
#[test]
fn sends_the_message_to_the_group() {
    let hint = "A datagram has an end of its own, and carries the message as it is. \
                Sending takes no membership, no port of the group's, and no answer.";
    check(1, hint, |program| {
        let group = program.group()?;
        let member = group.join()?;
        send(program, &group, &[], "  Olá,  grupo!\n ")?.code(0)?;
        member.expect("  Olá,  grupo!\n ")?;
        let default_interface = ["send", "--group", &group.address(), "--port", &group.port(), "oi"];
        program.run(default_interface)?.code(0)?;
        member.expect("oi")?.came_over_loopback()?;
        send(program, &group, &["--no-loopback"], "para os outros")?.code(0)?;
        Ok(())
    });
}

/// The message leaves with a TTL of 1, or with that of `--ttl`.
#[test]
fn sends_with_the_ttl_it_is_given() {
    let hint = "The TTL counts routers, not seconds; and multicast has one of its own, which is not that of other \
                datagrams.";
    check(1, hint, |program| {
        let group = program.group()?;
        let member = group.join()?;
        send(program, &group, &[], "até aqui")?.code(0)?;
        member.receive()?.arrived_with_ttl(1)?;
        send(program, &group, &["--ttl", "0"], "nem saio")?.code(0)?;
        member.receive()?.arrived_with_ttl(0)
    });
}

/// An address that is no group is wrong usage, and the text states the range. Any address in the range is a group.
#[test]
fn refuses_an_address_that_is_no_group() {
    let hint = "The addresses from 224.0.0.0 to 239.255.255.255 are groups, and no others. \
                What the user typed wrong is told before a socket is opened, and ends with 2.";
    check(1, hint, |program| {
        let group = program.group()?;
        let port = group.port();
        let send_to = |group| program.run(["send", "--group", group, "--port", &port, "oi"]);
        let receive_from = |group| program.run(["receive", "--group", group, "--port", &port, "--timeout", "0.01"]);
        for group in ["224.0.0.1", "239.255.255.255"] {
            send_to(group)?.code(0)?;
        }
        let refuse =
            |finished: Finished| finished.code(2)?.stderr(contains("224.0.0.0"))?.stderr(contains("239.255.255.255"));
        refuse(receive_from("223.255.255.255")?)?;
        refuse(receive_from("240.0.0.0")?)?;
        refuse(send_to("127.0.0.1")?)?;
        receive_from("not-an-ip")?.code(2)?;
        Ok(())
    });
}

/// An interface that this machine does not have is an error, for a receiver, which has joined nothing, and for a sender.
#[test]
fn reports_an_interface_that_does_not_exist() {
    let hint = "`--interface` says where a group is joined, and where a message leaves. The system refuses an address \
                that is none of this machine's: say so, and say `joined` only after it has not.";
    check(1, hint, |program| {
        let group = program.group()?;
        let options = ["--group", &group.address(), "--port", &group.port(), "--interface", NOBODYS];
        // One that says `joined` too soon says it here as well: at no other time is it sure to be found out.
        program.run([&["receive"], &options[..]].concat())?.error()?.stdout("")?;
        program.run([&["send"], &options[..], &["oi"]].concat())?.error()?;
        Ok(())
    });
}
