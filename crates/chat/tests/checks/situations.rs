//! What the server has to do in some of the checks, one situation after the other.

use grader::{Connection, Did, Failure, Program, Result, Server, Talker, msg};

use crate::room::{Form, Room, is_refused};
use crate::slow::enters_slowly;

/// How often it is tried what depends on who is first.
pub const ROUNDS: usize = 20;

/// Members who come and go, one after the other.
const MANY: usize = 300;

/// Clients of whom each kind shows whether something of it is left.
const A_FEW: usize = 32;

/// Lines of which each is about a kilobyte: together they are more than any system takes for one who does not read.
const LINES_OF_EACH: usize = 1_150;

/// The server has printed these lines, each `joined:` behind the one before and each `left:` behind its own `joined:`, and no
/// others.
pub fn prints_who_comes_and_goes(server: &Server, lines: &[String]) -> Result {
    for pair in lines.chunks(2) {
        server.expect_lines(pair)?;
    }
    let joined: Vec<&String> = lines.iter().step_by(2).collect();
    server.expect_lines(&joined)?;
    server.expect_no_other_lines(lines)
}

/// Whatever a line says, it is a line.
pub fn lines_that_mean_nothing_else() -> Vec<String> {
    let plain = ["oi", "", "  dois \t espaços  ", "bia: não fui eu", "* ana left", "error: full"];
    // Other servers take these for commands.
    let words = ["quit", "exit", "bye", "QUIT", "PING", "LIST", "who", "help"];
    let slashed =
        ["/quit", "/exit", "/who", "/list", "/names", "/users", "/nick rui", "/msg bia oi", "/me acena", "/help"];
    let commands = words.into_iter().chain(slashed).chain(["/", "/leave", "@bia oi", "!help", ":q", "."]);
    // Some languages take these for line ends, too.
    let ends = ["a\rb", "a\x0bc\x0cd\x1ce\x1df\x1eg\u{85}h\u{2028}i\u{2029}j"];
    let text = ["ação, привет, 你好, 𐐀", "\u{feff}com marca", "x\0y\\n", "\x1b[2J", "\"aspas\" 100% {} {0}"];
    let long = ["x".repeat(1_024), "é".repeat(512), (' '..='~').collect()];
    plain.into_iter().chain(commands).chain(ends).chain(text).map(str::to_string).chain(long).collect()
}

/// Each says many lines in one go.
pub fn many_lines_come_in_order(room: &mut Room<'_>) -> Result {
    let numbers: Vec<String> = (1..=300).map(|number| format!("{number:03}")).collect();
    for speaker in ["ana", "bia"] {
        room.member(speaker).send(numbers.join("\n") + "\n")?;
        let heard: Vec<String> = numbers.iter().map(|number| format!("{speaker}: {number}")).collect();
        for (_, other) in room.all().filter(|(name, _)| *name != speaker) {
            other.expect_speeches(&[&heard], &[])?;
        }
    }
    Ok(())
}

/// Four speak as fast as they are heard, and a fifth reads nothing until the system takes no more for it.
pub fn all_speak_at_once(program: &Program, server: &Server) -> Result {
    let mut slow = enters_slowly(server, "slow")?;
    let names = ["ana", "bia", "caio", "davi"];
    let mut room = Room::of(server, &names)?;
    let mut speeches = Vec::new();
    for name in names {
        let form = room.form_of(name)?;
        // Of different lengths, so that what is cut shows.
        let text = |number: usize| format!("{number:04} {}", name[..1].repeat(900 + number % 100));
        let texts: Vec<String> = (0..LINES_OF_EACH).map(text).collect();
        speeches.push((texts.join("\n") + "\n", texts.iter().map(|text| form.of(text)).collect::<Vec<_>>()));
    }
    let hears = (names.len() - 1) * LINES_OF_EACH;
    let talker =
        |((_, connection), (says, _)): (_, &(String, _))| Talker { connection, says: says.clone().into_bytes(), hears };
    let mut talkers: Vec<Talker<'_>> = room.all().zip(&speeches).map(talker).collect();
    program.talk_at_once(&mut talkers, &mut slow)?;
    let all: Vec<&[String]> = speeches.iter().map(|(_, lines)| lines.as_slice()).collect();
    for (index, (_, connection)) in room.all().enumerate() {
        let mut others = all.clone();
        others.remove(index);
        connection.expect_speeches(&others, &["slow"])?;
    }
    slow.skip_lines(2 * names.len())?;
    slow.expect_speeches_or_the_end(&all, &[])
}

/// Somebody speaks as soon as the newcomer has read its welcome.
pub fn speaks_when_the_welcome_is_read(server: &Server, room: &mut Room<'_>, ana: &Form, round: usize) -> Result {
    let (name, line) = (format!("novo{round}"), format!("bem-vindo {round}"));
    let mut newcomer = server.connect()?;
    newcomer.send(format!("{name}\n"))?;
    newcomer.expect_line_with(&["welcome", &name])?;
    room.member("ana").send(format!("{line}\n"))?;
    newcomer.expect_line_with(&["ana", &line]).map_err(is_missed)?;
    room.member("ana").expect_line_with(&[&name, "joined"])?;
    hear_it_before_or_after(room, &ana.of(&line), &name)?;
    newcomer.close();
    room.all_hear(&[&name, "left"])
}

/// Somebody speaks as soon as it has been told that the newcomer has joined.
pub fn speaks_when_it_is_told(server: &Server, room: &mut Room<'_>, ana: &Form, round: usize) -> Result {
    let (name, line) = (format!("outro{round}"), format!("olá {round}"));
    let mut newcomer = server.connect()?;
    newcomer.send(format!("{name}\n"))?;
    room.member("ana").expect_line_with(&[&name, "joined"])?;
    room.member("ana").send(format!("{line}\n"))?;
    newcomer.expect_line_with(&["welcome", &name])?;
    newcomer.expect_line_with(&["ana", &line]).map_err(is_missed)?;
    hear_it_before_or_after(room, &ana.of(&line), &name)?;
    newcomer.close();
    room.all_hear(&[&name, "left"])
}

/// All but `ana` hear what she said, and that somebody has joined, whichever is first: that is promised to the newcomer only.
fn hear_it_before_or_after(room: &mut Room<'_>, said: &str, newcomer: &str) -> Result {
    let said = [said.to_string()];
    for (_, other) in room.all().filter(|(other, _)| *other != "ana") {
        if !other.expect_speeches(&[&said], &[newcomer])?.is_empty() {
            other.expect_line_with(&[newcomer, "joined"])?;
        }
    }
    Ok(())
}

/// Somebody spoke who knew of the newcomer, and the newcomer did not hear it.
fn is_missed(failure: Failure) -> Failure {
    failure.because_it(Did::Wait, msg!("chat-cause-missed"))
}

/// Whichever of two is first: it hears that the other has joined, and the other finds it in its list.
pub fn two_come_at_once(server: &Server, room: &mut Room<'_>, round: usize) -> Result {
    let names = [format!("um{round}"), format!("dois{round}")];
    let mut two = [server.connect()?, server.connect()?];
    for (newcomer, name) in two.iter_mut().zip(&names) {
        newcomer.send(format!("{name}\n"))?;
    }
    let welcome = two[0].expect_line_with(&["welcome", &names[0]])?;
    let first = usize::from(welcome.contains(&names[1]));
    let second = 1 - first;
    if first == 1 {
        two[1].expect_line_with(&["welcome", &names[1]])?;
    } else {
        two[1].expect_line_with(&["welcome", &names[1], &names[0]])?;
    }
    two[first].expect_line_with(&[&names[second], "joined"])?;
    // The others hear of them in either order.
    for (_, other) in room.all() {
        let comes = other.expect_line_with(&["joined"])?;
        other.expect_line_with(&[&names[usize::from(comes.contains(&names[0]))], "joined"])?;
    }
    let [one, mut other] = two;
    one.close();
    room.all_hear(&[&names[0], "left"])?;
    // Closing with something unread would be a reset.
    other.expect_line_with(&[&names[0], "left"])?;
    other.close();
    room.all_hear(&[&names[1], "left"])
}

/// Of a speech that goes on while it comes, a newcomer hears all from some line on, or nothing.
pub fn comes_in_the_middle_of_a_speech(server: &Server, room: &mut Room<'_>, round: usize) -> Result {
    const LINES: usize = 400;
    let name = format!("tarde{round}");
    let mut newcomer = server.connect()?;
    let lines: Vec<String> = (1..=LINES).map(|number| format!("{number:04}")).collect();
    room.member("ana").send(lines[..LINES / 2].join("\n") + "\n")?;
    newcomer.send(format!("{name}\n"))?;
    room.member("ana").send(lines[LINES / 2..].join("\n") + "\n")?;
    newcomer.expect_line_with(&["welcome", &name])?;
    room.member("ana").send("fim\n")?;
    let first = newcomer.expect_line_with(&["ana"])?;
    if let Some(number) = lines.iter().position(|line| first.ends_with(line)) {
        for line in &lines[number + 1..] {
            newcomer.expect_line_with(&["ana", line])?;
        }
        newcomer.expect_line_with(&["ana", "fim"])?;
    }
    newcomer.close();
    room.member("ana").expect_line_with(&[&name, "joined"])?;
    room.member("ana").expect_line_with(&[&name, "left"])?;
    // Where in the speech the others heard of it is of no importance.
    for (_, other) in room.all().filter(|(other, _)| *other != "ana") {
        other.skip_lines(LINES + 3)?;
    }
    Ok(())
}

/// 64 get in, and no more.
pub fn has_64_places(server: &Server) -> Result {
    let mut members: Vec<Connection> = Vec::new();
    for number in 0..64 {
        let (name, mut member) = (format!("m{number:02}"), server.connect()?);
        member.send(format!("{name}\n"))?;
        member.expect_line_with(&["welcome", &name])?;
        members.push(member);
    }
    is_refused(server, "m64\n", "full")?;
    members.remove(0).close();
    members[0].skip_lines(62)?;
    members[0].expect_line_with(&["m00", "left"])?;
    let mut next = server.connect()?;
    next.send("m64\n")?;
    next.expect_line_with(&["welcome", "m64"]).map(drop)
}

/// Nothing is left of who has left, in whatever way.
pub fn three_hundred_come_and_go(server: &Server) -> Result {
    let mut room = Room::of(server, &["ana"])?;
    room.enter("bia")?;
    room.leaves("bia")?;
    let before = server.holdings();
    for number in 0..MANY {
        let name = format!("m{number}");
        room.enter(&name)?;
        match number % 3 {
            0 => room.leaves(&name)?,
            1 => room.leaves_rudely(&name)?,
            _ => {
                let mut member = room.take_out(&name);
                member.half_close()?;
                room.all_hear(&[&name, "left"])?;
                member.expect_only_the_end()?;
            }
        }
    }
    server.expect_no_leak_since(&before, MANY)?;

    // Nor of those who have never been members.
    let before = server.holdings();
    for _ in 0..A_FEW {
        is_refused(server, "ana\n", "")?;
        is_refused(server, "sem espaços\n", "")?;
        server.connect()?.close();
    }
    server.expect_no_leak_since(&before, A_FEW)
}

/// First lines that are no names.
pub fn bad_names() -> Vec<Vec<u8>> {
    let names =
        ["", " ", " rui", "rui ", "a b", "ana:", "*", "a.b", "a\tb", "a\x07", "ação", "a/b", "a,b", "ana\u{200b}"];
    let long = ["x".repeat(33), "x".repeat(2 * 1024)];
    let mut names: Vec<Vec<u8>> = names.into_iter().map(String::from).chain(long).map(String::into_bytes).collect();
    names.push(b"ol\xc3".to_vec());
    names
}

/// Names in which each character is, and as long and as short as one may be. `Ana` is not `ana`.
pub fn good_names() -> Vec<String> {
    let names = ["a", "-", "_", "0", "Ana", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789_-"];
    names.into_iter().map(str::to_string).chain(["x".repeat(32)]).collect()
}

/// One gets it, and the other is refused, whoever was first.
pub fn two_ask_for_a_name(server: &Server, room: &mut Room<'_>, round: usize) -> Result {
    let name = format!("gil-{round}");
    let (mut one, mut other) = (server.connect()?, server.connect()?);
    for either in [&mut one, &mut other] {
        either.send(format!("{name}\n"))?;
    }
    let is_first = one.expect_line_with(&[])?.contains("welcome");
    let member = if is_first {
        let refused = other.expect_line_with(&["error: "]);
        refused.map_err(|failure| failure.because_it(Did::SendAnother, msg!("chat-cause-both-get-it")))?;
        other.expect_nothing_more()?;
        one
    } else {
        other.expect_line_with(&["welcome", &name])?;
        one.expect_nothing_more()?;
        other
    };
    room.all_hear(&[&name, "joined"])?;
    member.close();
    room.all_hear(&[&name, "left"])
}
