//! The commands that build nothing: what they show, what they change, and what they say of wrong names.

use std::fs;

use crate::course::{Course, Ran};

#[test]
fn a_fresh_course_at_a_glance() {
    let course = Course::new();
    let ran = course.run(&[]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    let shown = "\
Sockets, graded

Welcome. In each lesson you write one small network program, and checks talk to it over real sockets.
1. Read the task sheet of a lesson: exercises/tcp-server/README.md is the first.
2. Write the program in the main.rs beside it. `cargo lab watch` grades it each time you save.
3. A check that fails says what it sent, what came back and why that is wrong. `cargo lab hint` helps on, step by step.
4. With full marks, `cargo lab solution` shows how we wrote it. `cargo lab help` names everything else.

  tcp-server      ░░░░░░░░░░  not written yet
  tcp-client      ░░░░░░░░░░  not written yet
  udp-server      ░░░░░░░░░░  not written yet
  udp-client      ░░░░░░░░░░  not written yet
  tcp-adaptation  ░░░░░░░░░░  not written yet
  multicast       ░░░░░░░░░░  not written yet
  chat            ░░░░░░░░░░  not written yet
  relay           ░░░░░░░░░░  not written yet
  http-server     ░░░░░░░░░░  not written yet

Next: read exercises/tcp-server/README.md and write exercises/tcp-server/main.rs. Then:
  cargo lab grade tcp-server
";
    assert_eq!(ran.stdout, shown);
}

#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_words_are_whole_and_colours_are_there() {
    use crate::terminal::Terminal;

    let course = Course::new();
    let mut narrow = Terminal::run(course.lab(".", &[]), 24, 50);
    assert_eq!(narrow.end().code(), Some(0));
    let shown = "\
Next: read exercises/tcp-server/README.md and
write exercises/tcp-server/main.rs. Then:
  cargo lab grade tcp-server";
    assert!(narrow.screen().trim_end().ends_with(shown), "{}", narrow.screen());
    assert!(narrow.has_colours());

    let mut usual = Terminal::run(course.lab(".", &["--help", "--lang", "pt"]), 40, 80);
    assert_eq!(usual.end().code(), Some(0));
    let shown = "\
  watch        Corrige uma lição cada vez que você salva, e mostra a primeira
               verificação que falha
";
    assert!(usual.screen().contains(shown), "{}", usual.screen());

    let mut without = course.lab(".", &["grade", "--help"]);
    without.env("NO_COLOR", "1");
    let mut without = Terminal::run(without, 24, 80);
    without.end();
    assert!(!without.has_colours(), "{}", without.screen());
}

#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_the_list_has_a_cursor_and_filters() {
    use crate::terminal::Terminal;

    let course = Course::new();
    let mut terminal = Terminal::run(course.lab(".", &["list"]), 24, 100);
    terminal.wait_for("> 1  tcp-server      not written yet     An echo server\n");
    terminal.press(b'j');
    terminal.wait_for("> 2  tcp-client ");
    terminal.press(b'6');
    terminal.wait_for("> 6  multicast ");
    terminal.press(b'd');
    terminal.wait_for("There is no such lesson here: d or o lists all again.");
    terminal.press(b'q');
    assert_eq!(terminal.end().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_the_first_run_greets() {
    use crate::terminal::Terminal;

    let course = Course::new();
    let mut terminal = Terminal::run(course.lab(".", &[]), 24, 100);
    terminal.wait_for("Welcome");
    terminal.wait_for("exercises/tcp-server/README.md is the first");
    terminal.wait_for("cargo lab grade tcp-server");
    assert_eq!(terminal.end().code(), Some(0));
    assert!(terminal.has_colours(), "{}", terminal.screen());
}

#[test]
fn the_greeting_is_for_who_has_not_begun() {
    let course = Course::new();
    course.write("exercises/udp-client/main.rs", "fn main() {}");
    let shown = course.run(&[]).stdout;
    assert!(!shown.contains("Welcome"), "{shown}");
    let help = course.run(&["help", "watch"]);
    assert_eq!((help.status, help.stdout), (Some(0), course.run(&["watch", "--help"]).stdout));
}

#[test]
fn in_the_folder_of_a_lesson_it_speaks_of_that_lesson() {
    let course = Course::new();
    course.write("exercises/udp-client/LEIAME.md", "# O cliente de ping\n\n## O que você constrói\n");
    let glance = || {
        let mut lab = course.lab("exercises/udp-client", &[]);
        lab.env("LAB_LANG", "pt_BR.UTF-8");
        Ran::of(lab).stdout
    };
    let shown = "\
udp-client  O cliente de ping

ainda não escrito
O enunciado: exercises/udp-client/LEIAME.md

A seguir: leia exercises/udp-client/LEIAME.md e escreva exercises/udp-client/main.rs. Depois:
  cargo lab grade udp-client
";
    assert_eq!(glance(), shown);

    // Where there is no sheet in the student's language, the English one is better than none.
    fs::remove_file(course.path("exercises/udp-client/LEIAME.md")).unwrap();
    let shown = "udp-client  A pinger\n\nainda não escrito\nO enunciado: exercises/udp-client/README.md\n";
    assert!(glance().starts_with(shown), "{}", glance());
}

#[test]
fn the_greeting_and_the_list_name_the_sheets_of_the_students_language() {
    let course = Course::new();
    course.write("exercises/tcp-server/LEIAME.md", "# O servidor que devolve tudo\n");
    for (language, sheet, title) in [
        ("pt", "exercises/tcp-server/LEIAME.md é o primeiro", "O servidor que devolve tudo"),
        ("en", "exercises/tcp-server/README.md is the first", "An echo server"),
    ] {
        let greeting = course.run(&["--lang", language]).stdout;
        assert!(greeting.contains(sheet), "{greeting}");
        let list = course.run(&["list", "--lang", language]).stdout;
        assert!(list.lines().any(|line| line.starts_with("tcp-server ") && line.ends_with(title)), "{list}");
    }
}

#[test]
fn what_is_remembered_shows_until_the_program_changes() {
    let course = Course::new();
    course.write("exercises/tcp-server/main.rs", "fn main() {}");
    course.write("exercises/progress.toml", "[tcp-server.points]\none = [1, 1]\nother = [0, 2]\n");
    let shown = course.run(&["list"]).stdout;
    assert!(shown.contains("tcp-server      1 of 3 points"), "{shown}");
    let shown = course.run(&[]).stdout;
    assert!(shown.contains("tcp-server      ███░░░░░░░  1 of 3 points       changed since it was graded"), "{shown}");

    // Nothing of it is left when the starter is there again.
    course.run(&["reset", "tcp-server"]);
    let shown = course.run(&[]).stdout;
    assert!(shown.contains("tcp-server      ░░░░░░░░░░  not written yet\n"), "{shown}");
    let shown = Ran::of(course.lab("exercises/tcp-server", &[])).stdout;
    assert!(!shown.contains("0/2"), "{shown}");
}

#[test]
fn progress_that_cannot_be_read_is_none() {
    let course = Course::new();
    course.write("exercises/progress.toml", "<<<<<<< HEAD\n");
    let ran = course.run(&[]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.stdout.contains("not written yet"), "{ran:?}");
}

#[test]
fn a_reset_keeps_what_was_written_and_never_writes_over_it() {
    let course = Course::new();
    let starter = course.read("exercises/tcp-server/main.rs");
    for written in ["// one", "// two", "// three"] {
        course.write("exercises/tcp-server/main.rs", written);
        let ran = course.run(&["reset", "tcp-server"]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert_eq!(course.read("exercises/tcp-server/main.rs"), starter);
    }
    let files = fs::read_dir(course.path("exercises/tcp-server")).unwrap().map(|entry| entry.unwrap().path());
    let kept = files.filter(|path| path.to_string_lossy().contains("/main.2"));
    let mut kept: Vec<String> = kept.map(|path| fs::read_to_string(path).unwrap()).collect();
    kept.sort();
    assert_eq!(kept, ["// one", "// three", "// two"]);
    let ran = course.run(&["reset", "tcp-server"]);
    assert_eq!(ran.stdout, "exercises/tcp-server/main.rs is the starter already.\n");
}

#[test]
fn the_solution_is_for_those_who_have_full_marks_or_insist() {
    let course = Course::new();
    course.write("exercises/tcp-server/main.rs", "fn main() { \u{1b}[2J }\n");
    let refused = course.run(&["solution", "tcp-server"]);
    assert_eq!(refused.status, Some(1));
    assert!(refused.stdout.contains("--anyway") && !refused.stdout.contains("fn main"), "{refused:?}");

    let insisted = course.run(&["solution", "tcp-server", "--anyway"]);
    assert_eq!(insisted.status, Some(0));
    assert!(insisted.stdout.contains(&course.read("solutions/tcp-server/main.rs")), "{insisted:?}");
    assert!(insisted.stdout.contains("-fn main() { \\u{1b}[2J }\n"), "{insisted:?}");

    course.write("exercises/progress.toml", "[tcp-server.points]\nall = [10, 10]\n");
    let earned = Ran::of(course.lab("exercises/tcp-server", &["solution"]));
    assert_eq!(earned.stdout, insisted.stdout);

    course.write("exercises/tcp-server/main.rs", &course.read("solutions/tcp-server/main.rs"));
    let same = course.run(&["solution", "tcp-server"]);
    assert!(same.stdout.ends_with("\nexercises/tcp-server/main.rs is the same.\n"), "{same:?}");
}

#[test]
fn a_wrong_name_is_wrong_usage_and_the_nearest_is_named() {
    let course = Course::new();
    for (arguments, said) in [
        (&["grade", "udp-sever"][..], "error: there is no lesson udp-sever: do you mean udp-server?\n"),
        (&["reset", "\u{1b}[2J"], "error: there is no lesson \\u{1b}[2J: the lessons are tcp-server, tcp-client, "),
        (&["gradee"], "error: there is no command gradee: do you mean grade?\n"),
        (&["list", "\u{1b}[2J"], "error: \\u{1b}[2J has no meaning here: "),
        (&["grade", "--chek"], "error: --chek has no meaning here: "),
        (&["reset"], "error: which lesson? There are tcp-server, tcp-client, "),
    ] {
        let ran = course.run(arguments);
        assert_eq!(ran.status, Some(2));
        assert!(ran.stderr.starts_with(said), "{ran:?}");
    }
}

#[test]
fn a_wrong_command_line_is_told_in_the_students_language() {
    let course = Course::new();
    for (arguments, said) in [
        (&["grade", "--check"][..], "--check <NOME> precisa de um valor"),
        (&["grade", "--solutions=yes"], "--solutions não recebe valor"),
        (&["grade", "--solutions", "--solutions"], "--solutions só pode aparecer uma vez"),
        (&["trace", "--svg", "a", "--svg", "b"], "--svg <ARQUIVO> só pode aparecer uma vez"),
        (&["completions"], "falta <SHELL>: `--help` diz o que é"),
        (&["completions", "\u{1b}c"], "<SHELL> não pode ser \\u{1b}c: há bash, elvish, fish, powershell, zsh"),
        (&["grade", "--time-limit", "0"], "--time-limit <SEGUNDOS> não pode ser 0: `--help` diz o que é"),
        (&["grade", "--out", "a"], "falta --format <FORMATO>: `--help` diz o que é"),
        (&["grade", "--solutions", "--submission", "a"], "--solutions não combina com --submission <PASTA>"),
        (&["list", "--lang"], "--lang <IDIOMA> precisa de um valor"),
    ] {
        let mut lab = course.lab(".", arguments);
        lab.env("LAB_LANG", "pt-BR");
        let ran = Ran::of(lab);
        assert_eq!((ran.status, ran.stderr), (Some(2), format!("erro: {said}\n")));
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_text_is_wrong_usage() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let course = Course::new();
    for (arguments, said) in [
        (&[&b"grade"[..], b"\xff"][..], "error: an argument is not text\n"),
        (&[b"list", b"--lang", b"\xff"], "error: an argument is not text\n"),
        (&[b"\xff"], "error: there is no command \u{fffd}: `cargo lab --help` names them all\n"),
    ] {
        let mut lab = course.lab(".", &[]);
        lab.args(arguments.iter().map(|argument| OsStr::from_bytes(argument)));
        let ran = Ran::of(lab);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(2), said));
    }
}

#[test]
fn each_command_has_help_with_an_example_in_each_language() {
    let course = Course::new();
    for command in ["list", "grade", "watch", "hint", "trace", "run", "talk", "reset", "solution", "completions"] {
        for (language, heading) in [("en", "Examples:"), ("pt", "Exemplos:")] {
            let ran = course.run(&[command, "--help", "--lang", language]);
            assert_eq!(ran.status, Some(0));
            assert!(ran.stdout.contains(heading) && ran.stdout.contains(&format!("cargo lab {command}")), "{ran:?}");
            let english = ["Usage", "OPTIONS", "LESSON", "CHECK", "FILE", "LANGUAGE", "NAME", "values"];
            assert!(language == "en" || english.iter().all(|word| !ran.stdout.contains(word)), "{ran:?}");
        }
    }
    let ran = course.run(&["trace", "--help"]);
    assert!(ran.stdout.contains("Usage: cargo lab trace [OPTIONS] [LESSON] [CHECK]\n"), "{ran:?}");
    let in_order = ["\n  [LESSON] ", "\n  [CHECK] ", " --svg ", " --solutions ", " --lang ", " --help "];
    assert!(in_order.map(|name| ran.stdout.find(name).expect(name)).is_sorted(), "{ran:?}");
}

#[test]
fn completions_are_for_each_shell() {
    let course = Course::new();
    // Not all of them complete names of lessons.
    for (shell, name) in [
        ("bash", "udp-client"),
        ("elvish", "solution"),
        ("fish", "solution"),
        ("powershell", "solution"),
        ("zsh", "udp-client"),
    ] {
        let ran = course.run(&["completions", shell]);
        assert!(ran.status == Some(0) && ran.stdout.contains(name), "{shell}");
    }
}
