//! Every file holds, whatever a compiler, a program or the system says: texts that no platform has thought of, made
//! from a seed that a failure names.

use clap::ValueEnum as _;
use fastrand::Rng;
use report::escape::Payload;
use report::event::{Action, Actor, Event};
use report::message::Message;
use report::{Evidence, Printed, Report, Transcript, Verdict};
use serde_json::Value;

use anyhow::{Result, bail};

use super::classroom50;
use super::format::Format;
use super::github::Annotations;
use super::results::Results;
use super::run::Run;
use crate::course::graded::CompilerDiagnostic;
use crate::export::run::fixtures::run;
use crate::fixtures::{graded, not_compiled, report, text};

/// What has ended, or begun, something in a format or in a terminal.
const PIECES: [&str; 24] = [
    "\u{1b}[2J",
    "\u{1b}]0;mine\u{7}",
    "\u{1b}",
    "\u{9b}31m",
    "\r\n",
    "\r",
    "\0",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffe}",
    "\u{ffff}",
    "]]>",
    "<!--",
    "</failure>",
    "&#0;",
    "&",
    "\"'\\",
    "```",
    "\n::error::mine",
    "##[add-mask]x",
    "%0A|",
    "e\u{301}",
];

/// A text of such pieces, of any characters, and of bytes that are none.
fn hostile(rng: &mut Rng) -> String {
    let mut text = String::new();
    for _ in 0..rng.usize(..12) {
        match rng.usize(..6) {
            0..3 => text.push_str(PIECES[rng.usize(..PIECES.len())]),
            3 => text.push(rng.char(..)),
            4 => text.push(rng.char(..' ')),
            // Among them those of a lone surrogate.
            _ => {
                let bytes = [rng.u8(..), 0xed, 0xa0 | rng.u8(..0x20), rng.u8(..)];
                text.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    text
}

/// A run in which all that others say is hostile.
fn hostile_run(rng: &mut Rng) -> Run {
    let mut checks = Vec::new();
    for number in 0..rng.usize(1..4) {
        let evidence = vec![Evidence { label: "expected".into(), shown: hostile(rng).into() }];
        let verdict = Verdict::Failed { sentence: hostile(rng).into(), evidence };
        let stderr = vec![Printed { program: hostile(rng), lines: vec![hostile(rng), hostile(rng)] }];
        let first = vec![Event {
            at: 0.5,
            actor: Actor::Program(1),
            action: Action::Prints { line: Payload { shown: hostile(rng), bytes: 1, is_cut: true } },
        }];
        let transcript = Transcript { first, ..Transcript::default() };
        checks.push(Report {
            transcript,
            stderr,
            hint: Message::new(hostile(rng), Vec::new()),
            cause: Some(Message::new(hostile(rng), Vec::new())),
            ..report(&format!("check_{number}"), 2, verdict)
        });
    }
    let mut run = run([graded("a", checks), not_compiled("b", &hostile(rng))]);
    let warning = CompilerDiagnostic { rendered: hostile(rng), line: None, is_about_source: true };
    run.lessons[0].warnings = vec![warning];
    run.notes.insert("a".to_string(), vec![hostile(rng)]);
    if rng.bool() {
        run.finished = false;
        run.problem = Some(hostile(rng));
    }
    run
}

#[test]
fn every_file_is_valid_whatever_is_in_it() {
    let text = text();
    for seed in 0..300 {
        let run = hostile_run(&mut Rng::with_seed(seed));
        for format in Format::value_variants() {
            let rendered = if *format == Format::Classroom50 {
                let results = Results::of(&text, &run);
                classroom50::render(&results, &|name| Some(format!("submit/{name}"))).unwrap().unwrap()
            } else {
                format.render(&text, &run).unwrap().unwrap()
            };
            is_valid(*format, &rendered).unwrap_or_else(|why| panic!("{format:?}, seed {seed}: {why}\n{rendered:?}"));
        }
        let commands = Annotations::of(&text, &run).lines();
        assert!(
            commands.lines().all(|line| line.starts_with("::error") || line.starts_with("::warning")),
            "seed {seed}: {commands:?}"
        );
        assert!(!commands.contains(is_command), "seed {seed}: {commands:?}");
    }
}

/// What no text may have: a character that controls a terminal, or that XML has no place for.
fn is_command(char: char) -> bool {
    (char.is_control() && !matches!(char, '\n' | '\t')) || matches!(char, '\u{fffe}' | '\u{ffff}')
}

/// Whether a platform can read the file, and shows nothing but text.
fn is_valid(format: Format, rendered: &str) -> Result<()> {
    if rendered.contains(is_command) {
        bail!("a character that is no text");
    }
    match format {
        Format::Human | Format::Github => {}
        Format::Junit => drop(roxmltree::Document::parse(rendered)?),
        Format::GithubClassroom => {
            use base64::Engine as _;
            let json = base64::prelude::BASE64_STANDARD.decode(rendered.trim_end())?;
            is_plain(&serde_json::from_slice(&json)?)?;
        }
        Format::Autolab => is_plain(&serde_json::from_str(rendered.lines().last().unwrap_or_default())?)?,
        _ => is_plain(&serde_json::from_str(rendered)?)?,
    }
    Ok(())
}

/// Whether no text in a document controls a terminal, once it has been read.
fn is_plain(value: &Value) -> Result<()> {
    match value {
        Value::String(text) if text.contains(is_command) => bail!("{text:?}"),
        Value::Array(values) => values.iter().try_for_each(is_plain),
        Value::Object(values) => values.values().try_for_each(is_plain),
        _ => Ok(()),
    }
}
