//! What the chat must do: first its server, then the client that takes part.
//!
//! Only the first two checks look at how the server's lines are written.

// Beside this file, cargo would take it for a test of its own.
#[path = "checks/join.rs"]
mod join;
#[path = "checks/room.rs"]
mod room;
#[path = "checks/situations.rs"]
mod situations;
#[path = "checks/slow.rs"]
mod slow;

use grader::{Did, Failure, StreamScript, msg};
use room::{Room, is_refused};

grader::lesson!("chat");

/// The longest line that a server must take, without its end, in bytes.
const LONGEST: usize = 1024;

/// More than any server may take for a line.
const TOO_LONG: usize = 2 * LONGEST;

/// Who comes is welcomed, with a list of the others, and they are told; so they are when it leaves, politely, by a reset, or
/// behind a last line without an end. The server prints who has come and who has left.
#[test]
fn tells_who_joins_and_who_leaves() {
    check(1, |program| {
        let serve = program.with("serve");
        if let Some(held) = serve.start_held(["--port", "0"])? {
            held.expect_listening()?;
        }
        let server = serve.serve()?;
        server.expect_ready_line()?;
        server.expect_no_connection_elsewhere()?;
        let mut lines = Vec::new();
        let mut enter = |name: &str, others: &str| {
            let mut member = server.connect()?;
            lines.push(format!("joined: {name} {}", member.address()));
            lines.push(format!("left: {name} {}", member.address()));
            member.send(format!("{name}\n"))?;
            member.expect_heard(&format!("* welcome {name}: {others}"))?;
            Ok(member)
        };
        let mut mia = enter("mia", "nobody yet")?;
        let mut zoe = enter("zoe", "mia")?;
        mia.expect_heard("* zoe joined")?;
        // In the order of the alphabet, not in that of their coming.
        let mut ana = enter("ana", "mia, zoe")?;
        let mut rui = enter("rui", "ana, mia, zoe")?;
        for (member, others) in
            [(&mut mia, ["ana", "rui"].as_slice()), (&mut zoe, &["ana", "rui"]), (&mut ana, &["rui"])]
        {
            for other in others {
                member.expect_heard(&format!("* {other} joined"))?;
            }
        }
        zoe.close();
        for member in [&mut mia, &mut ana] {
            member.expect_heard("* zoe left")?;
        }
        rui.expect_heard("* zoe left")?;
        mia.send("até já\n")?;
        for member in [&mut ana, &mut rui] {
            member.expect_heard("mia: até já")?;
        }
        rui.send("tchau")?;
        rui.half_close()?;
        for member in [&mut mia, &mut ana] {
            member.expect_heard("rui: tchau")?;
            member.expect_heard("* rui left")?;
        }
        rui.expect_nothing_more()?;
        ana.reset()?;
        mia.expect_heard("* ana left")
            .map_err(|failure| failure.because_it(Did::Wait, msg!("chat-cause-left-by-a-reset")))?;
        // Its name is free, and it is somebody else's now.
        let mut rui = enter("rui", "mia")?;
        mia.expect_heard("* rui joined")?;
        mia.close();
        rui.expect_heard("* mia left")?;
        rui.close();
        situations::prints_who_comes_and_goes(&server, &lines)?;
        slow::gets_the_rest_behind_its_end(&serve.serve()?)?;

        if let Some(server) = serve.serve_at_default_port(6000)? {
            server.connect()?.close();
        }
        Ok(())
    });
}

/// Each line reaches every other member once, with the name of who said it, unchanged and in order, and not the one who said
/// it, in however many pieces it comes.
#[test]
fn passes_each_line_on_to_the_others() {
    check(1, |program| {
        let server = program.with("serve").serve()?;
        let mut room = Room::of(&server, &["ana", "bia", "caio"])?;
        // Nobody says when a member has something to say.
        server.let_its_timeouts_pass();
        for (_, silent) in room.all() {
            silent.expect_open("ana: olá").map_err(Failure::because_of_silence)?;
        }
        let mut speakers = ["ana", "bia", "caio"].into_iter().cycle();
        for line in situations::lines_that_mean_nothing_else() {
            let speaker = speakers.next().unwrap_or_default();
            room.member(speaker).send(format!("{line}\n"))?;
            for (_, other) in room.all().filter(|(name, _)| *name != speaker) {
                other.expect_heard(&format!("{speaker}: {line}"))?;
            }
        }
        // The second cut is in the middle of a character.
        room.member("ana").deliver(&StreamScript::of("olá, é a ana\r\n").cut_at(&[1, 3, 15]))?;
        room.member("bia").expect_heard("ana: olá, é a ana")?;
        room.member("caio").expect_heard("ana: olá, é a ana")?;
        // One carriage return belongs to the end, and takes no room in the line; what stands before it is the line's.
        for line in ["volta\r".to_string(), "z".repeat(LONGEST)] {
            room.member("ana").send(format!("{line}\r\n"))?;
            for name in ["bia", "caio"] {
                room.member(name)
                    .expect_heard(&format!("ana: {line}"))
                    .map_err(|failure| if line.len() == LONGEST { is_long_enough(failure) } else { failure })?;
            }
        }
        // Two have the half of a line at the same time.
        room.member("ana").deliver(&StreamScript::of("um e ").cut_at(&[5]))?;
        room.member("bia").send("três\nquatro\ncin")?;
        for line in ["bia: três", "bia: quatro"] {
            room.member("ana").expect_heard(line)?;
            room.member("caio").expect_heard(line)?;
        }
        room.member("ana").send("dois\n")?;
        room.member("bia").expect_heard("ana: um e dois")?;
        room.member("caio").expect_heard("ana: um e dois")?;
        room.member("bia").send("co\n")?;
        room.member("ana").expect_heard("bia: cinco")?;
        room.member("caio").expect_heard("bia: cinco")?;
        // The first line is the name also where it does not come alone.
        let mut davi = server.connect()?;
        davi.send("davi\r\num\ndois\n")?;
        davi.expect_heard("* welcome davi: ana, bia, caio")?;
        for line in ["* davi joined", "davi: um", "davi: dois"] {
            for (_, member) in room.all() {
                member.expect_heard(line)?;
            }
        }
        situations::many_lines_come_in_order(&mut room)?;
        davi.expect_heard("ana: 001")
    });
}

/// A line stays whole, whoever speaks at the same time: also for one who reads slowly, while many speak at once.
#[test]
fn keeps_lines_whole() {
    check(1, |program| {
        let server = program.with("serve").serve()?;
        situations::all_speak_at_once(program, &server)
    });
}

/// From its welcome on a member misses nothing, and before that it hears nothing: all that is said after it has been
/// welcomed, or after another was told that it has joined, reaches it.
#[test]
fn misses_nothing_from_the_welcome_on() {
    check(1, |program| {
        let server = program.with("serve").serve()?;
        let early = server.connect()?;
        let mut room = Room::of(&server, &["ana", "bia"])?;
        room.says("ana", "ninguém mais?")?;
        room.says("bia", "ninguém")?;
        room.enter_by("cedo", early)?;
        room.says("ana", "oi, cedo")?;
        // What follows has many lines come in one piece.
        room.member("ana").send("um\ndois\n")?;
        room.others_hear("ana", &["ana", "um"])?;
        room.others_hear("ana", &["ana", "dois"])?;
        let ana = room.form_of("ana")?;
        for round in 0..situations::ROUNDS {
            situations::speaks_when_the_welcome_is_read(&server, &mut room, &ana, round)?;
            situations::speaks_when_it_is_told(&server, &mut room, &ana, round)?;
            situations::two_come_at_once(&server, &mut room, round)?;
        }
        for round in 0..4 {
            situations::comes_in_the_middle_of_a_speech(&server, &mut room, round)?;
        }
        Ok(())
    });
}

/// Who connects and says nothing, or half a name, keeps nobody waiting, and nobody hears of it.
#[test]
fn waits_for_nobodys_name() {
    check(1, |program| {
        // There is room for those who say their names, and for nobody else.
        let server = program.with("serve").with("--max-clients").with("4").serve()?;
        let mut room = Room::of(&server, &["ana"])?;
        let mut silent = Vec::new();
        for _ in 0..5 {
            silent.push(server.connect()?);
        }
        let mut half = server.connect()?;
        half.send("da")?;
        half.wait_until_read();
        let mut next = server.connect()?;
        next.send("caio\n")?;
        next.expect_line_with(&["welcome", "caio"])
            .map_err(|failure| failure.because_it(Did::Wait, msg!("chat-cause-waits-for-a-name")))
            .map_err(|failure| failure.because_it(Did::SendAnother, msg!("chat-cause-counts-who-has-no-name")))?;
        next.close();
        room.all_hear(&["caio", "joined"])?;
        room.all_hear(&["caio", "left"])?;
        room.enter("bia")?;
        room.says("ana", "oi")?;
        let gone = silent.pop().map(|silent| silent.address());
        for (number, silent) in silent.into_iter().enumerate() {
            match number % 2 {
                0 => silent.close(),
                _ => silent.reset()?,
            }
        }
        server.let_it_rest();
        room.says("bia", "e agora?")?;
        half.send("vi\n")?;
        half.expect_line_with(&["welcome", "davi"])?;
        room.all_hear(&["davi", "joined"])?;
        let why = msg!("chat-it-had-no-name");
        gone.map_or(Ok(()), |gone| server.expect_no_line_about(gone, &why))
    });
}

/// A member that does not read holds up nobody: 16 MiB pass between two others. Where 1 MiB waits for it or less, it stays,
/// and gets all of it; where 8 MiB do, it is put out. What it has got by then are whole lines, from the beginning on.
#[test]
fn is_not_held_up_by_who_does_not_read() {
    check(1, |program| {
        let server = program.with("serve").serve()?;
        slow::waits_for_who_is_slow(&server)?;
        let server = program.with("serve").serve()?;
        slow::waits_where_the_system_has_no_room(&server)?;
        let server = program.with("serve").serve()?;
        slow::puts_out_who_does_not_read(&server)
    });
}

/// There are `--max-clients` members, 64 without that, and one more gets `error: full` and the end. When one leaves, the next
/// gets in; of three hundred who come and go nothing is left.
#[test]
fn has_room_for_so_many_and_no_more() {
    check(1, |program| {
        let serve = program.with("serve");
        let server = serve.with("--max-clients").with("3").serve()?;
        let mut room = Room::of(&server, &["ana", "bia", "caio"])?;
        let mut davi = server.connect()?;
        davi.deliver(&StreamScript::of("davi\n"))?;
        davi.expect_heard("error: full")?;
        davi.expect_nothing_more()?;
        for _ in 0..5 {
            is_refused(&server, "davi\n", "full")?;
        }
        room.says("ana", "somos três")?;
        for _ in 0..situations::ROUNDS {
            room.leaves("bia")?;
            room.enter_unless("bia", msg!("chat-cause-nothing-is-free"))?;
        }
        room.leaves("bia")?;
        room.enter("davi")?;
        is_refused(&server, "bia\n", "full")?;
        room.leaves_rudely("caio")?;
        // These take no place, however they go.
        for name in ["davi", "", "d d"] {
            is_refused(&server, format!("{name}\n"), "")?;
            server.connect()?.close();
        }
        // Whether who says nothing takes a place while it is there is the subject of another check.
        server.let_it_rest();
        room.enter("bia")?;
        is_refused(&server, "caio\n", "full")?;

        let server = serve.serve()?;
        situations::has_64_places(&server)?;
        let server = serve.serve()?;
        situations::three_hundred_come_and_go(&server)
    });
}

/// A bad name, a name that is taken, a line that is too long and bytes that are no UTF-8 are an error, and the end, for the
/// one who sent them, and for nobody else. Of two who ask for a name at the same time one gets it.
#[test]
fn refuses_what_is_wrong_and_nobody_else() {
    check(1, |program| {
        let server = program.with("serve").serve()?;
        let mut room = Room::of(&server, &["ana", "bia"])?;
        for name in situations::bad_names() {
            is_refused(&server, [&name, &b"\n"[..]].concat(), "")
                .map_err(|failure| failure.because_it(Did::SendAnother, msg!("chat-cause-takes-a-wrong-name")))?;
        }
        room.says("ana", "só nós duas")?;
        for name in situations::good_names() {
            room.enter_unless(&name, msg!("chat-cause-refuses-a-right-name"))?;
            is_refused(&server, format!("{name}\n"), "")?;
            room.leaves(&name)?;
        }
        let long = "x".repeat(LONGEST);
        room.says("bia", &long).map_err(is_long_enough)?;
        let leaving = room.form_of_leaving()?;
        let long = ["x".repeat(TOO_LONG), "é".repeat(TOO_LONG / 2), "x".repeat(8 * TOO_LONG)];
        // The last one has no end yet, and may never have one.
        let wrong = long.map(|line| line + "\n").map(String::into_bytes);
        let wrong = wrong.into_iter().chain([b"ol\xc3\n".to_vec(), vec![b'x'; TOO_LONG]]);
        for (number, wrong) in wrong.enumerate() {
            let name = format!("caio-{number}");
            room.enter(&name)?;
            room.says(&name, "oi")?;
            let mut wrongdoer = room.take_out(&name);
            let is_too_long = wrong.len() >= TOO_LONG;
            wrongdoer.deliver(&StreamScript::of(wrong))?;
            wrongdoer.expect_line_with(&["error: "]).map_err(|failure| match is_too_long {
                true => failure.because_it(Did::Wait, msg!("chat-cause-line-is-too-long")),
                false => failure,
            })?;
            wrongdoer.expect_nothing_more()?;
            room.all_hear(&[&name, "left"])?;
            if let Some(leaving) = &leaving {
                let line = leaving.of(&name, wrongdoer.address());
                let printed = server.expect_line(line);
                printed.map_err(|failure| failure.because_it(Did::Wait, msg!("chat-cause-prints-no-left")))?;
            }
            room.says("ana", "oi, bia")
                .map_err(|failure| failure.because_it(Did::Wait, msg!("chat-cause-all-suffer")))?;
        }
        for round in 0..situations::ROUNDS {
            situations::two_ask_for_a_name(&server, &mut room, round)?;
        }
        Ok(())
    });
}

/// `join` prints each line that comes while nothing is typed, and sends each line that is typed while nothing comes. What it
/// prints cannot command the terminal.
#[test]
fn join_prints_and_sends_at_the_same_time() {
    check(1, |program| {
        join::lines_come_and_go(program)?;
        join::escapes_what_others_say(program)
    });
}

/// At the end of stdin `join` half-closes, prints on until the server's end, and succeeds. A server that refuses the name, or
/// ends before that, is an error; so are a port that nobody listens on, one that is taken, and wrong usage.
#[test]
fn join_ends_with_its_server_and_reports_what_is_wrong() {
    check(1, |program| {
        join::prints_on_until_the_servers_end(program)?;
        join::fails_where_it_is_refused(program)?;
        join::fails_where_the_server_ends_first(program)?;
        let closed = program.closed_port()?;
        program.with("join").run(["--port", &closed.port(), "ana"])?.error()?.prints("")?;
        let first = program.with("serve").serve()?;
        let taken = first.port().to_string();
        program.with("serve").run(["--port", &taken])?.error()?.prints("")?;
        if let Some(nobody) = program.address_of_nobody() {
            program.with("serve").run(["--host", nobody, "--port", "0"])?.error()?.prints("")?;
        }
        program.run([""; 0])?.code(2)?;
        program.with("join").run(["--port", &closed.port()])?.code(2)?;
        program.with("join").run(["--port", &closed.port(), "--no-such-option", "ana"])?.code(2)?;
        for arguments in [["--port", "door"], ["--max-clients", "some"], ["--no-such-option", "1"]] {
            program.with("serve").run(arguments)?.code(2)?;
        }
        Ok(())
    });
}

/// Why a line that is as long as a line may be did not come.
fn is_long_enough(failure: Failure) -> Failure {
    let cause = || msg!("chat-cause-line-is-not-too-long");
    failure.because_it(Did::SendAnother, cause()).because_it(Did::Leave, cause())
}
