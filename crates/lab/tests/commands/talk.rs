//! Talks with the reference programs of this checkout, in a terminal and by a script: what is typed, what stands on the
//! screen, and that the program is gone at the end.

use std::io::Write as _;
use std::net::TcpStream;
use std::process::{Command, Stdio};

use crate::course::{Course, Ran};
use crate::grading::{self, command_here, one_at_a_time};
use crate::terminal::Terminal;

const CTRL_C: u8 = 3;
const CTRL_D: u8 = 4;

fn talk(arguments: &[&str]) -> Terminal {
    Terminal::run(command_here(&[&["talk"], arguments].concat()), 120, 100)
}

/// What follows these words on the screen, to the end of the word.
fn after(terminal: &Terminal, words: &str) -> String {
    let screen = terminal.screen();
    let (_, rest) = screen.split_once(words).expect("it was waited for");
    rest.split(['"', ' ', '\n']).next().unwrap().to_string()
}

fn assert_shows(terminal: &Terminal, all: &[&str]) {
    let screen = terminal.screen();
    for shown in all {
        assert!(screen.contains(shown), "{shown:?} is not in:\n{screen}");
    }
}

/// By a script: what came of it.
fn script(mut command: Command, lines: &[u8]) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn a_student_is_the_clients_of_a_tcp_server() {
    let _alone = one_at_a_time();
    let mut terminal = talk(&["tcp-server", "--solutions"]);
    terminal.wait_for("connects to 127.0.0.1:");
    let server = after(&terminal, "listening on ");
    for (typed, seen) in [
        ("oi", r#"receives "oi\n""#),
        ("//oi", r#"receives "/oi\n""#),
        ("/raw ol\u{e1}", r#"receives "olá""#),
        ("/hex ff 1b", r#"receives b"\xff\x1b""#),
        ("/pieces tu", r#"receives "u""#),
        ("/nope", "There is no command /nope: /help names them all"),
        ("/hex 0g", "0g is no byte in hexadecimal"),
        ("/help", "/fin           half-closes: you send nothing more, and still receive"),
        ("/new", "You are number 2 now: client :"),
        ("/3", "There is no number 3 here."),
        ("/1", "You are number 1 now: client :"),
        ("/fin", "receives the end (FIN)"),
        ("tarde", "You have said that you send nothing more (/fin)."),
        ("/2", "prints \"connected: "),
        ("/reset", "resets the connection"),
        ("/close", "It is closed already."),
    ] {
        terminal.type_line(typed);
        terminal.wait_for(seen);
    }
    terminal.type_line("/quit");
    assert_eq!(terminal.end().code(), Some(0));
    assert_shows(
        &terminal,
        &[
            "What you type is sent to the program, a line at a time.",
            "starts: tcp-server-solution --port 0 ●",
            "╞═════════════════ connects ══",
            "├───────────────── \"oi\\n\" · 3 bytes ──",
            "FIN: half-closes, and still reads",
            "RST: resets the connection",
            "is ended by lab ●",
            "The program was still running, and was ended.",
        ],
    );
    assert!(TcpStream::connect(server).is_err(), "the program runs on");
}

#[test]
fn ctrl_c_ends_the_program_and_ctrl_d_the_talk() {
    let _alone = one_at_a_time();
    let mut terminal = talk(&["tcp-server", "--solutions"]);
    terminal.wait_for("connects to 127.0.0.1:");
    let server = after(&terminal, "listening on ");
    terminal.press(CTRL_C);
    assert_eq!(terminal.end().code(), Some(130));
    assert!(TcpStream::connect(server).is_err(), "the program runs on");

    let mut terminal = talk(&["udp-server", "--solutions", "--lang", "pt"]);
    terminal.wait_for("listening on 127.0.0.1:");
    terminal.type_line("ping 1");
    terminal.wait_for("recebe \"PING 1\" de :");
    terminal.type_line("/new");
    terminal.wait_for("Agora você é o número 2: cliente :");
    terminal.type_line("/fin");
    terminal.wait_for("Um datagrama não tem conexão");
    terminal.press(CTRL_D);
    assert_eq!(terminal.end().code(), Some(0));
    assert_shows(&terminal, &["é encerrado pelo lab ●", "O programa ainda estava em execução, e foi encerrado."]);
}

#[test]
fn a_student_is_the_server_of_a_udp_client() {
    let _alone = one_at_a_time();
    let options = ["--", "--count", "2", "--timeout", "60", "--interval", "0"];
    let mut terminal = talk(&[&["udp-client", "--solutions"], &options[..]].concat());
    terminal.wait_for("receives \"ping 1\" from :");
    // Another answer than the right one, and one that is none.
    terminal.type_line("PING 7");
    terminal.type_line("/hex 1b 5b 32 4a");
    terminal.type_line("PING 1");
    terminal.wait_for("receives \"ping 2\" from :");
    terminal.type_line("PING 2");
    assert_eq!(terminal.end().code(), Some(0));
    assert_shows(
        &terminal,
        &[
            r#"sends "\u{1b}[2J" to :"#,
            "prints \"PING 1 from 127.0.0.1:",
            "│◁╌ \"ping 1\" · 6 bytes ╌",
            "├╌╌ \"PING 7\" · 6 bytes ╌",
            "2 sent, 2 received, 0% lost",
            "ends: exit status: 0 ●",
            "The program has ended by itself: exit status: 0.",
        ],
    );
}

#[test]
fn a_student_is_the_peers_of_a_multicast_group() {
    let _alone = one_at_a_time();
    let mut terminal = talk(&["multicast", "--solutions", "--", "receive", "--count", "2"]);
    terminal.wait_for("prints \"joined 239.255.");
    terminal.type_line("Bom dia");
    terminal.wait_for(r#": \"Bom dia\"""#);
    terminal.type_line("/pieces oi");
    terminal.wait_for("A datagram goes as a whole.");
    terminal.type_line("/new");
    terminal.wait_for("There can be a second client only of a server that is ready.");
    terminal.type_line("");
    assert_eq!(terminal.end().code(), Some(0));
    assert_shows(
        &terminal,
        &[
            "member          joins 239.255.",
            "sender          sends \"Bom dia\" to 239.255.",
            "member          receives \"Bom dia\" from 127.0.0.1:",
            "├╌╌ \"Bom dia\" · 7 bytes, to 239.255.",
            "│◁╌╌╌╌╌╌┤  \"Bom dia\" · 7 bytes",
            "empty · 0 bytes",
            "The program has ended by itself: exit status: 0.",
        ],
    );
}

#[test]
fn a_script_is_done_line_by_line_and_its_answers_are_waited_for() {
    let _alone = one_at_a_time();
    let ran = script(command_here(&["talk", "tcp-server", "--solutions"]), b"um\n\xff\n/fin");
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
    let place = |what: &str| ran.stdout.find(what).unwrap_or_else(|| panic!("{what:?} is not in:\n{}", ran.stdout));
    let in_order = [
        r#"sends "um\n""#,
        r#"receives "um\n""#,
        r#"sends b"\xff\n""#,
        r#"receives b"\xff\n""#,
        "half-closes",
        "receives the end (FIN)",
        "ends `tcp-server-solution --port 0`",
    ];
    assert!(in_order.map(place).is_sorted(), "{}", ran.stdout);
    assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);

    let arguments = ["talk", "tcp-adaptation", "--solutions", "--", "client", "--count", "2", "--interval", "0"];
    let ran = script(command_here(&arguments), b"PING 1\nPING 2\n");
    assert!(ran.stdout.contains("2 sent, 2 received, 0% lost"), "{ran:?}");

    let ran = script(command_here(&["talk", "tcp-client", "--solutions"]), b"/raw Bom dia\n");
    assert!(ran.stdout.contains("prints \"echo: Bom dia\""), "{ran:?}");

    let ran = script(command_here(&["talk", "multicast", "--solutions", "--", "send", "oi"]), b"");
    assert!(ran.stdout.contains("member          receives \"oi\" from "), "{ran:?}");
}

#[test]
fn where_no_other_end_can_be_it_is_wrong_usage() {
    let _alone = one_at_a_time();
    for (lesson, options, said) in [
        ("multicast", ["receive", "--group", "10.0.0.1"], "error: 10.0.0.1 is no multicast group: "),
        ("tcp-client", ["oi", "--port", "\u{1b}"], "error: \\u{1b} is no port: "),
    ] {
        let ran = script(command_here(&[&["talk", lesson, "--solutions", "--"], &options[..]].concat()), b"");
        assert!(ran.status == Some(2) && ran.stderr.contains(said), "{ran:?}");
    }
}

#[test]
#[ignore = "builds the course once more"]
fn the_students_own_program_is_talked_to() {
    let _alone = one_at_a_time();
    let course = Course::new();
    let talk = || script(grading::lab(&course, &["talk", "tcp-server"]), b"oi\n");
    let ran = talk();
    for said in [
        "prints \"error: exercises/tcp-server/main.rs is not written yet\" on stderr",
        "The program has ended by itself: exit status: 1.",
    ] {
        assert!(ran.stdout.contains(said), "{ran:?}");
    }
    course.write("exercises/tcp-server/main.rs", "fn main() { nonsense }");
    let ran = talk();
    assert_eq!(ran.status, Some(1));
    assert!(ran.stderr.contains("The program does not compile.") && ran.stderr.contains("nonsense"), "{ran:?}");
    // So it is where it is run. What it prints has stdout for itself.
    let run = || script(grading::lab(&course, &["run", "tcp-server"]), b"");
    let ran = run();
    assert!(ran.status == Some(1) && ran.stdout.is_empty(), "{ran:?}");
    assert!(ran.stderr.contains("The program does not compile.") && ran.stderr.contains("nonsense"), "{ran:?}");
    course
        .write("exercises/tcp-server/main.rs", "fn main() { let unused = 1; println!(\"oi\"); std::process::exit(7) }");
    let ran = run();
    assert!(ran.status == Some(7) && ran.stdout == "oi\n" && ran.stderr.contains("unused"), "{ran:?}");
    // One that says nothing, and does not end.
    course.write("exercises/tcp-server/main.rs", "fn main() { loop { std::thread::park() } }");
    let ran = talk();
    assert!(ran.stderr.contains("The program has not printed `listening on ADDRESS:PORT` yet"), "{ran:?}");
    assert!(ran.stdout.contains("The program was still running, and was ended."), "{ran:?}");
}
