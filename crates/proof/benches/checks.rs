//! How long grading takes: `cargo bench -p proof`, or for one lesson `cargo bench -p proof -- udp-client`.
//!
//! Whole gradings are timed, as a student waits for them: all checks of a lesson at once, builds aside, each program
//! once with early verdicts and once without them. Compare figures of one run, since machines differ.

use std::env;
use std::time::Duration;

use anyhow::Result;
use proof::{EarlyVerdicts, Kind, Lesson};

/// The gradings of one kind of program: how many, and how long they took, with early verdicts and without them.
#[derive(Default, Clone, Copy)]
struct Figure {
    programs: u32,
    with: Duration,
    without: Duration,
}

fn main() -> Result<()> {
    // Cargo itself adds an option.
    let only: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let lessons = proof::lessons()?.into_iter().filter(|lesson| only.is_empty() || only.contains(lesson));
    let lessons = lessons.map(|lesson| Lesson::build(&lesson)).collect::<Result<Vec<_>>>()?;
    println!("seconds a program, with early verdicts / without them");
    println!("{:16} {:>15} {:>15} {:>15}", "", "reference", "variants", "mistakes");
    let mut totals = [Figure::default(); 3];
    for lesson in &lessons {
        let mut figures = [Figure::default(); 3];
        for ((kind, figure), total) in
            [Kind::Reference, Kind::Variant, Kind::Mistake].into_iter().zip(&mut figures).zip(&mut totals)
        {
            measure(lesson, kind, figure)?;
            total.programs += figure.programs;
            total.with += figure.with;
            total.without += figure.without;
        }
        row(&lesson.name, &figures);
    }
    row("all", &totals);
    let [_, variants, mistakes] = totals.map(|total| [total.with, total.without].map(|time| time / total.programs));
    let ratio = |index: usize| mistakes[index].as_secs_f64() / variants[index].as_secs_f64();
    println!(
        "a mistake takes {:.2} times as long as a variant; without early verdicts {:.2} times",
        ratio(0),
        ratio(1)
    );
    Ok(())
}

fn measure(lesson: &Lesson, kind: Kind, figure: &mut Figure) -> Result<()> {
    for subject in lesson.subjects.iter().filter(|subject| subject.kind == kind) {
        figure.programs += 1;
        figure.with += lesson.grade(subject, EarlyVerdicts::On, 1)?.time;
        figure.without += lesson.grade(subject, EarlyVerdicts::Off, 1)?.time;
    }
    Ok(())
}

fn row(name: &str, figures: &[Figure; 3]) {
    let cells = figures.map(|Figure { programs, with, without }| {
        let mean = |sum: Duration| sum.as_secs_f64() / f64::from(programs.max(1));
        format!("{:.2} / {:.2}", mean(with), mean(without))
    });
    println!("{name:16} {:>15} {:>15} {:>15}", cells[0], cells[1], cells[2]);
}
