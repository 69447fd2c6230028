//! `cargo run -p book`: builds the book, and keeps its translations beside it.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use book::project::Project;
use book::{messages, pictures, sheets, site, translation};
use clap::{Parser, Subcommand};
use polib::catalog::Catalog;
use polib::metadata::CatalogMetadata;

/// The book of the course, in each of its languages.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: BookCommand,
}

#[derive(Subcommand)]
enum BookCommand {
    /// Builds the book in all its languages, as pages for a browser.
    Build {
        /// Where to; without it, `book` in the folder that cargo builds in.
        #[arg(value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Brings the PO files and the translated task sheets up to date with the English sources.
    Update,
    /// Draws the pictures of runs anew, where other things happen in them than they show.
    Pictures,
    /// Lists what has no translation yet.
    Behind,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let project = Project::here()?;
    match arguments.command {
        BookCommand::Build { out } => build(&project, out),
        BookCommand::Update => update(&project),
        BookCommand::Pictures => draw(&project),
        BookCommand::Behind => behind(&project),
    }
}

fn build(project: &Project, out: Option<PathBuf>) -> Result<()> {
    let out = match out {
        Some(out) => out,
        // This program is in a folder of that one.
        None => env::current_exe()?.ancestors().nth(2).context("this program is nowhere")?.join("book"),
    };
    site::build(project, &out)?;
    println!("{}", out.join("index.html").display());
    Ok(())
}

fn update(project: &Project) -> Result<()> {
    let messages = messages::extract(project)?;
    for language in project.translations() {
        let file = project.catalog(language);
        let old = if file.exists() {
            translation::translated(project, language)?
        } else {
            Catalog::new(CatalogMetadata::new())
        };
        let updated = translation::merged(&messages, &old, language)?;
        for (message, translation) in &updated.dropped {
            println!("dropped, since no page says it any more:\n  {message:?}\n  {translation:?}");
        }
        translation::write(project, language, &updated.catalog)?;
        println!(
            "{}: {} of {} messages translated",
            project.name(&file),
            translated(&updated.catalog),
            messages.count()
        );
        let sheets = sheets::sheets(project, language, &updated.catalog)?;
        for file in sheets::write(&sheets)? {
            println!("{}: written", project.name(&file));
        }
        for sheet in sheets.iter().filter(|sheet| sheet.text.is_none()) {
            println!(
                "{}: not written, {} of its messages have no translation",
                project.name(&sheet.file),
                sheet.missing.len()
            );
        }
    }
    Ok(())
}

fn translated(catalog: &Catalog) -> usize {
    catalog.messages().filter(|message| message.is_translated()).count()
}

fn draw(project: &Project) -> Result<()> {
    for file in pictures::update(project)? {
        println!("{}: drawn", project.name(&file));
    }
    Ok(())
}

fn behind(project: &Project) -> Result<()> {
    let messages = messages::extract(project)?;
    for language in project.translations() {
        let behind = translation::behind(&messages, &translation::translated(project, language)?);
        for (place, message) in &behind {
            println!("{place}: {message:?}");
        }
        println!("{}: {} of {} messages have no translation", language.tag, behind.len(), messages.count());
    }
    Ok(())
}
