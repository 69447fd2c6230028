//! `cargo run -p proof -- --help`: grades every program again and again, and counts the marks that are not as they
//! should be; or grades one program, or shows it.

mod class;
mod marks;
mod one;
mod repeat;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use proof::Busy;

/// Grades the programs in solutions/ many times, and counts the marks that are not as they should be
///
/// Reference programs and variants must get full marks each time; a mistake must fail exactly the checks that it names.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,

    #[command(flatten)]
    repeat: repeat::Repeat,
}

#[derive(Subcommand)]
enum Verb {
    /// Grades one program: which checks failed, and what the student is told
    Grade {
        /// A program of the corpus, `udp-server/upper-cases-ascii-only`, or any file (.rs, .edit, .py)
        program: PathBuf,

        /// The lesson of a file that is not in its folder
        #[arg(long)]
        lesson: Option<String>,
    },
    /// Prints a program; what differs from its base is marked with - and +
    Show {
        /// A program of the corpus, `udp-server/upper-cases-ascii-only`, or any file (.rs, .edit, .py)
        program: PathBuf,

        /// The lesson of a file that is not in its folder
        #[arg(long)]
        lesson: Option<String>,
    },
    /// Compares `cargo lab class` with a loop that calls `cargo test`, over the same right programs: how long each takes
    Class(class::Class),
    /// Hands the corpus of a lesson in as a class, in the shapes in which platforms export it, and compares the marks that
    /// `cargo lab class` gives with those that the programs name
    Marks(marks::Marks),
    /// Records what students are told of the mistakes that the gallery of the book shows, where that has changed
    Gallery,
    /// Writes what is there once for each lesson, where the list of the lessons in `Cargo.toml` has changed
    Lists,
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(Busy::ARGUMENT) {
        Busy::spin();
    }
    let Arguments { verb, repeat } = Arguments::parse();
    let done = match verb {
        None => repeat::run(&repeat),
        Some(Verb::Grade { program, lesson }) => one::grade(&program, lesson),
        Some(Verb::Show { program, lesson }) => one::show(&program, lesson),
        Some(Verb::Class(class)) => class::compare(&class),
        Some(Verb::Marks(marks)) => marks::compare(&marks),
        Some(Verb::Gallery) => record(),
        Some(Verb::Lists) => proof::write_lists(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn record() -> anyhow::Result<()> {
    for file in proof::gallery::record()? {
        println!("{}: recorded", file.display());
    }
    Ok(())
}
