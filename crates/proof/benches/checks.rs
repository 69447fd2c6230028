//! How long grading takes: `cargo bench -p proof`.
//!
//! Whole gradings are timed, as a student waits for them: all checks of a lesson at once, builds aside. Figures are
//! medians; compare those of one run, since machines differ.

use std::time::Duration;

use anyhow::Result;
use proof::{Corpus, Kind, Lesson, Oracle};

const RUNS: usize = 3;

fn main() -> Result<()> {
    let corpus = Corpus::build()?;
    println!("{:16} {:>10} {:>10} {:>16} {:>16}", "seconds", "reference", "variants", "mistakes, oracle", "no oracle");
    let mut totals = [Duration::ZERO; 4];
    for lesson in &corpus.lessons {
        let figures = [
            mean(lesson, Kind::Reference, Oracle::On)?,
            mean(lesson, Kind::Variant, Oracle::On)?,
            mean(lesson, Kind::Mistake, Oracle::On)?,
            mean(lesson, Kind::Mistake, Oracle::Off)?,
        ];
        row(&lesson.name, &figures);
        for (total, figure) in totals.iter_mut().zip(figures) {
            *total += figure;
        }
    }
    row("all lessons", &totals);
    let ratio = |figure: Duration| figure.as_secs_f64() / totals[1].as_secs_f64();
    println!(
        "a mistake takes {:.2} times as long as a variant with the oracle, {:.2} times without it",
        ratio(totals[2]),
        ratio(totals[3])
    );
    Ok(())
}

fn row(name: &str, figures: &[Duration; 4]) {
    let [reference, variants, on, off] = figures.map(|figure| figure.as_secs_f64());
    println!("{name:16} {reference:>10.3} {variants:>10.3} {on:>16.3} {off:>16.3}");
}

/// The mean, over the lesson's programs of this kind, of the median time of a grading.
fn mean(lesson: &Lesson, kind: Kind, oracle: Oracle) -> Result<Duration> {
    let subjects: Vec<_> = lesson.subjects.iter().filter(|subject| subject.kind == kind).collect();
    let mut sum = Duration::ZERO;
    for subject in &subjects {
        let mut times = Vec::new();
        for _ in 0..RUNS {
            times.push(lesson.grade(subject, oracle, 1)?.time);
        }
        times.sort();
        sum += times[RUNS / 2];
    }
    Ok(sum / u32::try_from(subjects.len().max(1))?)
}
