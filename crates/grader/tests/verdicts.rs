//! What a student is told about programs that misbehave in ways that every lesson's checks meet.
//!
//! The checks here are run by the tests below them, each in a process of its own with its program in `LAB_PROGRAM`, as
//! an instructor would name it.
#![cfg(unix)]

use std::env;
use std::process::{Command, Output};

grader::lesson!("fixture");

#[test]
#[ignore = "a check, for the tests below"]
fn serves_a_client() {
    check(3, |program| {
        let mut client = program.serve()?.connect()?;
        client.send("Bom dia")?;
        client.expect("Bom dia")
    });
}

#[test]
#[ignore = "a check, for the tests below"]
fn says_where_it_listens() {
    check(3, |program| program.serve()?.expect_ready_line());
}

#[test]
#[ignore = "a check, for the tests below"]
fn prints_one_line() {
    check(3, |program| {
        program.run(["--option", "two words"])?.code(0)?.prints("one line\n")?;
        Ok(())
    });
}

#[test]
#[ignore = "a check, for the tests below"]
fn goes_on_after_a_wait_in_vain() {
    check(3, |program| {
        let running = program.start([""; 0])?;
        let _ = running.expect_line("never");
        running.finish()?.prints("one line\n")?;
        Ok(())
    });
}

/// Runs one of the checks above with this program, and returns what it said, in English.
fn verdict(check: &str, program: &str) -> String {
    verdict_in("en", check, program)
}

fn verdict_in(language: &str, check: &str, program: &str) -> String {
    let output = run(language, check, program);
    assert!(!output.status.success(), "{check} passed: {program}");
    let text = String::from_utf8(output.stdout).expect("a verdict is text");
    assert!(!text.contains("backtrace") && !text.contains("panicked"), "noise: {text}");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "noise: {stderr}");
    text
}

fn run(language: &str, check: &str, program: &str) -> Output {
    Command::new(env::current_exe().expect("a test knows itself"))
        .args(["--ignored", "--exact", check])
        .env("LAB_PROGRAM", program)
        .env("LAB_LANG", language)
        .env("RUST_BACKTRACE", "1")
        .output()
        .expect("a test can run itself")
}

#[track_caller]
fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn a_program_that_does_what_it_should_passes() {
    let output = run("en", "prints_one_line", "sh -c 'echo one line'");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// A program that takes all of it would have the machine stand still, and every other mark with it.
#[test]
#[cfg(target_os = "linux")]
fn the_memory_of_a_program_is_limited() {
    let output = run("en", "prints_one_line", "sh -c 'test \"$(ulimit -d)\" -le 4194304 && echo one line'");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_verdict_names_points_reason_transcript_and_hint() {
    let text = verdict("prints_one_line", "sh -c 'echo another line; echo because >&2'");
    assert_says(
        &text,
        &[
            "0 of 3 points: stdout is not what it should be",
            "expected  \"one line\\n\"",
            "printed   \"another line\\n\"",
            "starts `sh -c echo another line; echo because >&2 --option \"two words\"`",
            "  | because",
            "hint: the hint",
        ],
    );
    let (printed, ended) = (text.find("  prints \"another line\"\n"), text.find("  ends: exit status: 0\n"));
    assert!(printed.is_some() && printed < ended, "{text}");
}

#[test]
fn an_exit_status_is_told_with_what_was_printed() {
    let text = verdict("prints_one_line", "sh -c 'echo one line; exit 3'");
    assert_says(&text, &["the exit status is not 0", "with exit status: 3", "stdout    \"one line\""]);
    let text = verdict("prints_one_line", "sh -c 'kill -ABRT $$'");
    assert_says(&text, &["the exit status is not 0", "SIGABRT"]);
}

#[test]
fn a_program_that_cannot_be_started_is_named() {
    let text = verdict("prints_one_line", "./no-such-program");
    assert_says(&text, &["cannot start `./no-such-program`", "relative paths begin at"]);
    let text = verdict("prints_one_line", "'half a quote");
    assert_says(&text, &["LAB_PROGRAM is not a command that a shell could split"]);
    let text = verdict("prints_one_line", "");
    assert_says(&text, &["LAB_PROGRAM is not a command that a shell could split"]);
}

#[test]
fn a_server_without_a_ready_line_is_told_what_was_waited_for() {
    let text = verdict("serves_a_client", "sh -c 'sleep 1000'");
    assert_says(
        &text,
        &[
            "waited for the line `listening on 127.0.0.1:<port>` on stdout, which will not come in time",
            "is still running",
            "stdout    (nothing)",
        ],
    );
}

#[test]
fn a_server_that_ends_is_not_waited_for() {
    let text = verdict("serves_a_client", "sh -c 'echo no reason >&2; exit 7'");
    assert_says(&text, &["the program ended before the line `listening on", "exit status: 7", "  | no reason"]);
}

#[test]
fn a_wrong_ready_line_is_shown_beside_the_right_one() {
    let text = verdict("says_where_it_listens", "sh -c 'echo Listening on port 5000; sleep 1000'");
    assert_says(
        &text,
        &["is not the ready line", "\"listening on 127.0.0.1:5000\"", "printed   \"Listening on port 5000\""],
    );
    let text = verdict("says_where_it_listens", "sh -c 'echo starting; echo listening on 127.0.0.1:5000; sleep 1000'");
    assert_says(&text, &["is not the ready line", "printed   \"starting\""]);
    let text = verdict("serves_a_client", "sh -c 'echo listening on 127.0.0.1:0; sleep 1000'");
    assert_says(&text, &["for the line `listening on 127.0.0.1:<port>`", "\"listening on 127.0.0.1:0\""]);
    // Nobody listens there: the line came too early, or is made up. (Port 1 is nobody's.)
    let text = verdict("serves_a_client", "sh -c 'echo listening on 127.0.0.1:1; sleep 1000'");
    assert_says(&text, &["cannot connect to 127.0.0.1:1, which the ready line names: connection refused"]);
}

#[test]
fn megabytes_of_output_are_neither_kept_nor_waited_for() {
    let text = verdict("serves_a_client", "sh -c 'yes aaaaaaaaaaaaaaa | tr -d \"\\n\"'");
    assert_says(&text, &["printed more than 1 MiB on stdout instead of the line `listening on"]);
    assert!(text.len() < 4000, "{} bytes of verdict", text.len());
    let text = verdict("prints_one_line", "sh -c 'yes a | head -c 3000000'");
    assert_says(&text, &["the program printed more than 1 MiB on stdout"]);
    assert!(text.len() < 4000, "{} bytes of verdict", text.len());
}

#[test]
fn what_a_program_prints_cannot_command_a_terminal_or_a_log() {
    let program = r#"sh -c 'printf "\033[2J\n::error::x\n"; printf "::set-output\r\377\n" >&2'"#;
    let text = verdict("prints_one_line", program);
    assert!(text.chars().all(|char| char == '\n' || !char.is_control()), "{text:?}");
    assert!(text.lines().all(|line| !line.trim_start().starts_with("::")), "{text}");
    assert_says(&text, &["\\u{1b}[2J", "  | ::set-output\\r"]);
}

#[test]
fn the_exercise_that_is_not_written_says_only_that() {
    let text =
        verdict("serves_a_client", "sh -c 'echo error: exercises/fixture/main.rs is not written yet >&2; exit 1'");
    assert_says(&text, &["0 of 3 points: exercises/fixture/main.rs is not written yet"]);
    assert!(!text.contains("hint"), "{text}");
}

#[test]
fn a_verdict_is_told_in_the_students_language() {
    let program = "sh -c 'echo another line; echo {\\$what} >&2; exit 3'";
    for language in ["pt-BR", "pt", "pt_BR.UTF-8"] {
        let text = verdict_in(language, "prints_one_line", program);
        assert_says(
            &text,
            &[
                "0 de 3 pontos: o código de saída não é 0",
                "    esperado  código de saída 0",
                "    terminou  com código de saída: 3",
                "    stdout    \"another line\"",
                "    stderr    \"{$what}\"",
                "o que aconteceu:",
                " s  corretor  inicia `sh -c echo another line;",
                " s  programa  termina: código de saída: 3",
                "--option \"two words\"` escreveu no stderr:",
                "  | {$what}",
                "dica: a dica",
            ],
        );
    }
    // What a language lacks is told in English, and a language that nobody has written is English.
    let text = verdict_in("xx", "prints_one_line", program);
    assert_says(&text, &["0 of 3 points: the exit status is not 0"]);
}

#[test]
fn a_verdict_has_no_word_of_another_language() {
    let text = verdict_in("pt-BR", "serves_a_client", "sh -c 'sleep 1000'");
    assert_says(
        &text,
        &[
            "não virá a tempo, pois o programa dorme por tempo demais: a linha `listening on 127.0.0.1:<port>` no stdout",
            "    programa  `sh -c sleep 1000 --port 0` ainda está em execução",
            "    stdout    (nada)",
        ],
    );
    let text = verdict_in("pt-BR", "serves_a_client", "sh -c 'echo listening on 127.0.0.1:1; sleep 1000'");
    assert_says(&text, &["que a linha de prontidão diz: conexão recusada"]);
    // What stands in the check and in the program is left as it is, and the rest is the test harness's.
    let (_, text) = text.split_once("stdout ----").expect("the harness names the check");
    let (told, _) = text.split_once("dica:").expect("a verdict ends with its hint");
    let english =
        ["the", "of", "is", "which", "grader", "program", "points", "expected", "happened", "starts", "prints"];
    for word in told.split_whitespace() {
        assert!(!english.contains(&word), "{word:?} is in:\n{told}");
    }
}

#[test]
fn what_is_said_after_a_wait_that_a_check_goes_on_without_is_told() {
    let text = verdict("goes_on_after_a_wait_in_vain", "sh -c 'sleep 1.3; echo the reason >&2'");
    assert_says(&text, &["printed on stderr:", "| the reason"]);
}
