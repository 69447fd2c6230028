//! What the server of the ping application must do.

use std::time::{Duration, Instant};

use grader::{Program, Result, msg};

grader::lesson!("udp-server");

/// The largest payload that can be sent, in bytes: 65,535 less the headers of UDP and IPv4. A Mac sends less by default.
const LARGEST: usize = if cfg!(target_os = "macos") { 9_216 } else { 65_507 };

/// Messages enough to show whether something of each is left.
const SOME: usize = 16;

/// As many clients ask at once, or one asks as often before it reads an answer.
const CROWD: usize = 8;

/// Tries enough for several datagrams to wait at once in one of them.
const BURSTS: usize = 8;

/// More datagrams at once than a server may think that can wait, and fewer than the system keeps for it.
const FLOOD: usize = 64;

/// More messages, and clients, than a server may think that there are.
const MANY: usize = 144;

/// More clients than a server may think that there ever are, and a few.
const A_THOUSAND: usize = 1_050;

/// Who has not answered so many by then is slow, and is not asked for all of them.
const LONG_ENOUGH: Duration = Duration::from_secs(5);

/// How often the same may go wrong: more often than a server has threads that each die of it, and enough to show whether
/// something of each is left.
const OFTEN: usize = 16;

/// A text of so many bytes.
fn message_of(size: usize) -> String {
    "socket".repeat(size / 6 + 1)[..size].to_string()
}

/// A text whose upper case no datagram can carry: in UTF-8, `ɐ` has two bytes, and `Ɐ` has three.
fn message_that_grows(number: usize) -> String {
    format!("{number:x}{}", "ɐ".repeat(LARGEST / 2))
}

/// The ready line names the real port, and comes first; every answer comes from there, and nothing that is sent to
/// another address is answered. Two servers can run side by side, and one can be told its port. Without `--port` it is
/// 12000.
#[test]
fn says_where_it_listens_and_answers_from_there() {
    check(1, |program| {
        let (one, other) = (program.serve()?, program.serve()?);
        for server in [&one, &other] {
            server.expect_ready_line()?;
            server.expect_no_answer_elsewhere()?;
            let client = server.udp_client()?;
            client.send("ping 1")?;
            client.expect_from_server("PING 1")?;
        }
        one.kill();
        let again = program.serve_again_on(one.port())?;
        let client = again.udp_client()?;
        client.send("ping 1")?;
        client.expect_from_server("PING 1")?;
        if let Some(default) = program.serve_at_default_port(12000)? {
            let client = default.udp_client()?;
            client.send("ping 1")?;
            client.expect_from_server("PING 1")?;
        }
        Ok(())
    });
}

/// Each datagram is answered with its text in upper case, in any script: `ação` becomes `AÇÃO`. Nothing else is
/// changed: spaces and line ends stay, and none are added.
#[test]
fn answers_in_upper_case() {
    check(1, |program| {
        let client = program.serve()?.udp_client()?;
        // Each is as long as those before it: what a buffer still holds is the subject of another check.
        for (message, answer) in [
            ("\n", "\n"),
            ("Oi", "OI"),
            // Nothing to do is an answer, too.
            ("PING", "PING"),
            ("quit", "QUIT"),
            ("exit\n", "EXIT\n"),
            ("ping 1", "PING 1"),
            ("ação 2", "AÇÃO 2"),
            // A mark that some take for no part of a text.
            ("\u{feff}ping 3", "\u{feff}PING 3"),
            // What stands for bytes that are not text is a character itself.
            ("ping \u{fffd} 3", "PING \u{fffd} 3"),
            // An accent that is a character of its own.
            ("o cafe\u{301} 4", "O CAFE\u{301} 4"),
            // What is an escape in a program is none in a message.
            (r"c:\1\2\new", r"C:\1\2\NEW"),
            // A character of four bytes.
            ("ping 😀 5", "PING 😀 5"),
            // A letter of four bytes, which has an upper case.
            ("ping 𐐨 5", "PING 𐐀 5"),
            // What is upper case already stays, though its lower case has another upper case.
            ("ping GROẞ 5", "PING GROẞ 5"),
            ("привет 6", "ПРИВЕТ 6"),
            ("  with spaces\t\n", "  WITH SPACES\t\n"),
            // What must not reach a terminal as it came goes back as it came.
            ("\u{1b}[2Jping 7\u{7}\u{1b}[1m", "\u{1b}[2JPING 7\u{7}\u{1b}[1M"),
            // Accents stay on capitals, though in Greece one leaves them out.
            ("καλημέρα 7", "ΚΑΛΗΜΈΡΑ 7"),
            // Spaces and line ends that are none of ASCII's.
            ("ping\u{a0}8\u{3000}9\u{2028}ten\u{85}", "PING\u{a0}8\u{3000}9\u{2028}TEN\u{85}"),
            ("\"já\"  em\tCASA\\ 'de' novo", "\"JÁ\"  EM\tCASA\\ 'DE' NOVO"),
            ("two lines\r\nfrom Windows\r\n", "TWO LINES\r\nFROM WINDOWS\r\n"),
            // Two letters have one capital.
            ("σοφός κι αυτός 7", "ΣΟΦΌΣ ΚΙ ΑΥΤΌΣ 7"),
            ("and nothing behind all of that", "AND NOTHING BEHIND ALL OF THAT"),
        ] {
            client.send(message)?;
            client.expect(answer)?;
        }
        // A letter whose upper case is two letters stays as it is in some languages, or has one of its own.
        client.send("and a street in German is a straße")?;
        let to_the_last = |upper: &str| format!("AND A STREET IN GERMAN IS A STRA{upper}E");
        client.expect_one_of(&["SS", "ß", "ẞ"].map(to_the_last))?;
        // What some take for their own directions, and all that ASCII can print.
        let directions = r"100 %, %s %d %n {} {0} {{x}} ${y} $(z) &amp; <b> \x41".to_string();
        for message in [directions, (' '..='~').collect()] {
            client.send(&message)?;
            client.expect(message.to_uppercase())?;
        }
        Ok(())
    });
}

/// Each message, also an empty one or the same again, is printed once as `<peer>: <message>`, quoted and escaped: no
/// peer can write a line of its own, or inject terminal control sequences. Nothing is printed beside that.
#[test]
fn prints_each_message_quoted() {
    check(1, |program| {
        // What is answered, and to whom, is the subject of other checks.
        let server = program.serve()?;
        let client = server.udp_client()?;
        let long = "as long as no line of a terminal is, and printed as a whole all the same ".repeat(13);
        let mut lines = Vec::new();
        // Letters of two bytes each, and one of four.
        let letters = "  Olá, coração 𐐨  ";
        // All that ASCII can print but the apostrophe, which some escape, too; and what some take for their own directions.
        let printable: String = (' '..='~').filter(|char| *char != '\'').collect();
        let directions = "100 %, %s %d {} {0} ${y} &amp; <b>";
        for message in
            ["ping 1", "", letters, &printable, directions, r#""um", disse uma; "dois\tres", disse a outra \"#, &long]
        {
            // The same message again is another one.
            for _ in 0..2 {
                client.send(message)?;
                lines.push(format!("{}: {message:?}", client.address()));
                server.expect_lines(&lines)?;
            }
        }
        server.expect_no_other_lines(&lines)?;

        let server = program.serve()?;
        let client = server.udp_client()?;
        let longest = message_of(LARGEST);
        client.send(&longest)?;
        // Whether it takes a message of every size is the subject of another check.
        if client.expect(longest.to_uppercase()).is_ok() {
            let line = |message: &str| format!("{}: {message:?}", client.address());
            server.expect_line(line(&longest))?;
            // Its line may be there, though it is not answered, and nothing else. Nothing is sent until that is behind it: so
            // long a line is written in pieces, and another process or thread could write its own amid them. Whether it
            // tells of it is the subject of another check.
            let (grows, place) = (message_that_grows(0), server.end_of_stderr());
            client.send(&grows)?;
            let _ = server.expect_diagnostic_since(place, &msg!("udp-server-answer-too-large"));
            server.expect_no_other_lines(&[&longest, &grows].map(|message| line(message)))?;
        }

        // From another host, where this machine can be two.
        let server = program.serve()?;
        let client = server.udp_client()?.neighbour()?;
        // Each that no notation leaves as it is, and each again: one escape does not make the next one needless.
        let all: String = ('\0'..' ').chain('\0'..' ').map(|control| format!(" {control}")).collect();
        let all = format!("all of them:{all}");
        let messages = [
            "zero\0 and more",
            "clear\u{1b}[2J",
            "from Windows\r\n",
            // No line end, and not shown like one.
            r"from Windows\r\n",
            "a\ttab",
            "a bell\u{7}",
            "oi\nlistening on 127.0.0.1:1\u{1b}[2J",
            &all,
        ];
        for message in messages {
            client.send(message)?;
            if message.contains(char::is_control) {
                server.expect_quoted(client.address(), message)?;
            } else {
                server.expect_line(format!("{}: {message:?}", client.address()))?;
            }
        }
        server.expect_quotes(&messages)?;

        names_each_client(program)
    });
}

/// Each line has its own client, who comes first and who comes next. Whether both are served is the subject of another check.
fn names_each_client(program: &Program) -> Result {
    let server = program.serve()?;
    let (one, other) = (server.udp_client()?, server.udp_client()?);
    for client in [&one, &other] {
        client.send("ping 2")?;
        if client.expect("PING 2").is_err() {
            break;
        }
        server.expect_line(format!("{}: \"ping 2\"", client.address()))?;
    }
    Ok(())
}

/// Clients each get the answers to their own messages, in turn or several at once, also to the same message, however many
/// clients and messages there are and however long none comes; and nothing is left of them.
#[test]
fn answers_each_client() {
    check(1, |program| {
        let server = program.serve()?;
        let (ana, rui) = (server.udp_client()?, server.udp_client()?);
        server.let_its_timeouts_pass();
        ana.send("ana 1")?;
        ana.expect("ANA 1")?;
        rui.send("rui 1")?;
        ana.send("ana 2")?;
        ana.expect("ANA 2")?;
        rui.expect("RUI 1")?;
        for _ in 0..2 {
            rui.send("the same")?;
            rui.expect("THE SAME")?;
        }
        ana.send("the same")?;
        ana.expect("THE SAME")?;
        // A client is its address and its port.
        let neighbour = ana.neighbour()?;
        for (client, message, answer) in [(&neighbour, "next door", "NEXT DOOR"), (&ana, "ana again", "ANA AGAIN")] {
            client.send(message)?;
            client.expect(answer)?;
        }

        // Whether several wait for the server at once, or each is taken before the next is sent, the system decides.
        for _ in 0..BURSTS {
            (0..CROWD).try_for_each(|_| rui.send("once again"))?;
            rui.expect_each(vec!["ONCE AGAIN".to_string(); CROWD])?;
        }
        let messages: Vec<_> = (0..CROWD).map(|number| format!("yet another {number}")).collect();
        messages.iter().try_for_each(|message| rui.send(message))?;
        rui.expect_each(messages.iter().map(|message| message.to_uppercase()))?;

        (0..FLOOD).try_for_each(|number| rui.send(format!("now a flood: {number}")))?;
        rui.expect_each((0..FLOOD).map(|number| format!("NOW A FLOOD: {number}")))?;

        server.expect_no_leak(SOME, || {
            (0..SOME).try_for_each(|number| {
                let client = server.udp_client()?;
                client.send(format!("one more message: {number}"))?;
                client.expect(format!("ONE MORE MESSAGE: {number}"))?;
                server.let_it_rest();
                Ok(())
            })
        })?;
        for _ in (0..MANY).step_by(CROWD) {
            let crowd = (0..CROWD).map(|_| server.udp_client()).collect::<Result<Vec<_>>>()?;
            for (number, client) in crowd.iter().enumerate() {
                client.send(format!("one message of a crowd: {number}"))?;
            }
            for (number, client) in crowd.iter().enumerate() {
                client.expect(format!("ONE MESSAGE OF A CROWD: {number}"))?;
            }
        }
        let before = server.holdings();
        let began = Instant::now();
        for number in (0..A_THOUSAND).take_while(|_| began.elapsed() < LONG_ENOUGH) {
            let client = server.udp_client()?;
            client.send(format!("one of a thousand messages: {number:04}"))?;
            client.expect(format!("ONE OF A THOUSAND MESSAGES: {number:04}"))?;
        }
        server.expect_nothing_left_since(&before, A_THOUSAND)
    });
}

/// An empty datagram gets an empty answer, the next one is served, and nothing is left of it.
#[test]
fn answers_an_empty_datagram() {
    check(1, |program| {
        let server = program.serve()?;
        let client = server.udp_client()?;
        client.send("")?;
        client.expect("")?;
        client.send("ping 2")?;
        client.expect("PING 2")?;

        // Whether it answers the same again, and what, is the subject of other checks; so is what is left of any message.
        let ask = |message: &str| -> Result {
            let mut clients = Vec::new();
            for number in 0..SOME {
                let client = server.udp_client()?;
                client.send(message)?;
                client.send(format!("one more message: {number}"))?;
                let _ = client.expect(message.to_uppercase());
                server.let_it_rest();
                clients.push(client);
            }
            Ok(())
        };
        let before = server.holdings();
        ask("any message")?;
        if server.holds_more_than(&before) { Ok(()) } else { server.expect_no_leak(SOME, || ask("")) }
    });
}

/// Datagrams of up to 65,507 bytes are answered whole, in one datagram. If the answer would be larger than that, it is
/// reported on stderr and not sent, however often, and the next one is served.
#[test]
fn serves_datagrams_of_every_size() {
    check(1, |program| {
        let server = program.serve()?;
        let client = server.udp_client()?;
        // An answer can have more bytes than its message, and it can have fewer.
        for (message, answer) in [("x", "X"), ("ɐɐɐɐɐɐ ping", "ⱯⱯⱯⱯⱯⱯ PING"), ("ⱥⱥⱥⱥⱥⱥ ping", "ȺȺȺȺȺȺ PING")]
        {
            client.send(message)?;
            client.expect(answer)?;
        }
        // The last answer but one is as large as any, and its message is not.
        let just_fits = format!("{}{}", "ɐ".repeat(1000), message_of(LARGEST - 3000));
        for message in [message_of(1_472), message_of(9_000), just_fits, message_of(LARGEST)] {
            client.send(&message)?;
            client.expect(message.to_uppercase())?;
        }
        // The next datagram is sent when this one has been taken: of two that are so large, a receive buffer need not have
        // room for both.
        server.expect_no_leak(OFTEN, || {
            (0..OFTEN).try_for_each(|number| {
                let place = server.end_of_stderr();
                client.send(message_that_grows(number))?;
                server.expect_diagnostic_since(place, &msg!("udp-server-answer-too-large"))?;
                // A diagnostic may come in pieces. When this is answered, all of it has come.
                client.send("this is not too large")?;
                client.expect("THIS IS NOT TOO LARGE")?;
                server.let_it_rest();
                Ok(())
            })
        })?;
        client.send(message_of(LARGEST))?;
        client.expect(message_of(LARGEST).to_uppercase())
    });
}

/// Nothing of an earlier datagram shows in a later answer, and nothing of this one is missing: a zero is a byte like
/// any other.
#[test]
fn answers_with_this_datagram_only() {
    check(1, |program| {
        let client = program.serve()?.udp_client()?;
        let plain = ["a message longer than those after it", "ping 2", "x", "ping 4"];
        for message in
            plain.into_iter().chain(["before\0and behind", "at the end\0\0", "\0at the beginning", "\0", "x"])
        {
            client.send(message)?;
            client.expect(message.to_uppercase())?;
        }
        Ok(())
    });
}

/// A datagram that is not UTF-8 is reported on stderr, however often, not answered and not printed; the next one is
/// served, and nothing is left of it.
#[test]
fn reports_what_is_not_text() {
    check(1, |program| {
        // "ação" in Latin-1; a text that ends inside a character, and one that goes on there; what C would take for text:
        // a character in more bytes than it needs, half of one in UTF-16, and one behind the last that there is.
        let odd = [b"\xff\xfe".as_slice(), b"a\xe7\xe3o", b"ping 1\xc3", b"n\xc3 ping"];
        let odder = [b"\xc0\xaf".as_slice(), b"\xc0\x80", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"];
        let odd = [&odd[..], &odder].concat();
        let server = program.serve()?;
        let client = server.udp_client()?;
        server.expect_no_leak(odd.len() * 2, || {
            for bytes in odd.iter().chain(&odd) {
                let place = server.end_of_stderr();
                client.send(bytes)?;
                // Whether it answers several at once is the subject of another check.
                server.let_it_rest();
                client.send("this is text")?;
                client.expect("THIS IS TEXT")?;
                server.expect_diagnostic_since(place, &msg!("udp-server-not-utf-8"))?;
            }
            client.send("and so is this")?;
            client.expect("AND SO IS THIS")
        })?;

        let server = program.serve()?;
        let client = server.udp_client()?;
        let place = server.end_of_stderr();
        for bytes in &odd {
            client.send(bytes)?;
        }
        server.expect_diagnostic_since(place, &msg!("udp-server-not-utf-8"))?;
        server.expect_no_line_about(client.address(), &msg!("udp-server-reported-on-stderr"))
    });
}

/// A client that is gone before its answer comes does not keep the next one from being served.
// No mistake fails this check alone on Linux, which tells an unconnected socket nothing of a closed port. It stays for
// Windows, which does, and for connected sockets.
#[test]
fn survives_a_client_that_has_gone() {
    check(1, |program| {
        let server = program.serve()?;
        let (one, other, next) = (server.udp_client()?, server.udp_client()?, server.udp_client()?);
        one.send_and_leave("oi")?;
        // Each is answered before the next one comes: what waits already is taken by a socket that takes nothing else.
        server.let_it_rest();
        other.send_and_leave("oi")?;
        server.let_it_rest();
        next.send("ping 1")?;
        next.expect("PING 1")?;
        next.send("ping 2")?;
        next.expect("PING 2")
    });
}

/// A port that is taken, or an address of another machine: exit status 1, and on stderr `error:` with the port. An
/// option that does not exist, or has no such value, or none: exit status 2.
#[test]
fn reports_an_address_that_it_cannot_have() {
    check(1, |program| {
        let first = program.serve()?;
        let port = first.port().to_string();
        program.run(["--port", &port])?.error_about(&port)?.prints("")?;
        if let Some(nobody) = program.address_of_nobody() {
            program.run(["--host", nobody, "--port", "0"])?.error()?.prints("")?;
        }
        program.run(["--no-such-option"])?.code(2)?;
        program.run(["--port"])?.code(2)?;
        program.run(["--port", "0", "--host"])?.code(2)?;
        for no_port in ["x", "1x", ""] {
            program.run(["--port", no_port])?.code(2)?;
        }
        for out_of_range in ["70000", "-1"] {
            program.run(["--port", out_of_range])?.refuses()?;
        }
        Ok(())
    });
}
