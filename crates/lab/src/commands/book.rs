//! `cargo lab book`: the book of the course, as pages for a browser.
//!
//! It is another program that makes them, `crates/book`: what it is built with, nobody needs who only writes programs.

use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::Message;

use crate::engine::compiler::cargo;
use crate::engine::job::Job;
use crate::msg;
use crate::session::Session;
use crate::ui::messages::plain;
use crate::ui::style;
use crate::ui::terminal::{self, Spinner};

/// What is to be done with the book.
pub enum Task {
    /// It is built, and its first page opened in a browser or named.
    Build { open: bool },
    /// The translations are brought up to date.
    Update,
    /// What has no translation is listed.
    Behind,
}

/// Does it.
pub fn book(session: &Session, task: &Task) -> Result<ExitCode> {
    let text = &session.text;
    let (job, spinner) = session.begin();
    let mut maker = Command::new(build_maker(session, &job, &spinner)?);
    maker.current_dir(&session.course.root).arg(match task {
        Task::Build { .. } => "build",
        Task::Update => "update",
        Task::Behind => "behind",
    });
    spinner.say(msg!(text, "book-making"));
    let mut started = job.start(maker, None)?;
    let mut said = String::new();
    started.stdout.read_to_string(&mut said)?;
    let (status, stderr) = job.finish(started)?;
    drop(spinner);
    if !status.success() {
        bail!(msg!(text, "book-not-made", why = plain(stderr.trim_start_matches("error: ").trim_end())));
    }
    match task {
        Task::Update | Task::Behind => terminal::print_verbatim(said.trim_end())?,
        Task::Build { open } => show(session, Path::new(said.trim_end()), *open)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The program that makes the book, built if it is not.
fn build_maker(session: &Session, job: &Job, spinner: &Spinner<'_>) -> Result<PathBuf> {
    let mut command = cargo();
    command.current_dir(&session.course.root).args(["build", "--package", "book", "--message-format=json"]);
    let mut started = job.start(command, None)?;
    let (mut program, mut errors) = (None, String::new());
    for message in Message::parse_stream(BufReader::new(&mut started.stdout)) {
        match message? {
            Message::CompilerArtifact(artifact) => {
                if !artifact.fresh {
                    spinner.built(&artifact.target.name);
                }
                program = artifact.executable.map(|it| it.into_std_path_buf()).or(program);
            }
            Message::CompilerMessage(message) => errors += &message.message.rendered.unwrap_or_default(),
            _ => {}
        }
    }
    let (status, stderr) = job.finish(started)?;
    if !status.success() {
        let why = if errors.is_empty() { stderr } else { errors };
        bail!(msg!(session.text, "book-not-built", why = plain(why.trim_end())));
    }
    program.context("cargo has built no program")
}

/// Opens the page that the student's language begins with, or says where it is.
fn show(session: &Session, first: &Path, open: bool) -> Result<()> {
    let text = &session.text;
    let own = first.with_file_name(text.language()).join("index.html");
    let page = if own.exists() { own.as_path() } else { first };
    let shown = style::path(page);
    if open {
        open::that_detached(page).with_context(|| msg!(text, "book-not-opened", file = shown.as_str()))?;
    }
    terminal::print(&msg!(text, "book-made", file = shown))?;
    Ok(())
}
