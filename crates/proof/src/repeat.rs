//! Every program again and again, on a machine that may be busy: the same mark each time.

use std::io::Write as _;

use anyhow::{Result, ensure};
use proof::{Busy, EarlyVerdicts, Kind, Lesson, Tongue};

/// What is graded how often.
#[derive(clap::Args)]
pub struct Repeat {
    /// How often each reference program is graded
    #[arg(long, default_value_t = 100)]
    references: usize,

    /// How often each variant is graded
    #[arg(long, default_value_t = 0)]
    variants: usize,

    /// How often each mistake is graded
    #[arg(long, default_value_t = 0)]
    mistakes: usize,

    /// Processes that keep the processors busy meanwhile
    #[arg(long, default_value_t = 0)]
    busy: usize,

    /// The seed of the first grading of each program; the next ones have the seeds that follow
    #[arg(long, default_value_t = 1)]
    seed: usize,

    /// Only this lesson
    #[arg(long)]
    lesson: Option<String>,
}

/// Grades, and prints what came of it.
///
/// # Errors
/// Something does not build, or a mark is not what it should be.
pub fn run(arguments: &Repeat) -> Result<()> {
    let lessons =
        proof::lessons()?.into_iter().filter(|lesson| arguments.lesson.as_ref().is_none_or(|only| only == lesson));
    let lessons = lessons.map(|lesson| Lesson::build(&lesson)).collect::<Result<Vec<_>>>()?;
    let _busy = Busy::start(arguments.busy)?;
    println!("{} busy processes", arguments.busy);
    let english = Tongue::new("en")?;
    let (mut gradings, mut wrong) = (0, 0);
    for lesson in &lessons {
        for subject in &lesson.subjects {
            let runs = match subject.kind {
                Kind::Reference => arguments.references,
                Kind::Variant => arguments.variants,
                Kind::Mistake => arguments.mistakes,
                Kind::Other => 0,
            };
            if runs == 0 {
                continue;
            }
            let mut wrong_here = 0;
            let mut time = std::time::Duration::ZERO;
            for seed in arguments.seed..arguments.seed + runs {
                let grade = lesson.grade(subject, EarlyVerdicts::On, seed)?;
                time += grade.time;
                if grade.failed_names() != subject.caught_by {
                    wrong_here += 1;
                    println!("{} {}, seed {seed}: failed {:?}", lesson.name, subject.name, grade.failed_names());
                    println!("    instead of {:?}", subject.caught_by);
                    for report in grade.failed.iter().filter(|report| !subject.caught_by.contains(&report.check)) {
                        let told = report.words(english.catalog());
                        println!("    {}: {}", report.check, told.replace('\n', "\n    "));
                    }
                }
            }
            let mean = time.as_secs_f64() / runs as f64;
            println!("{:14} {:34} {runs:5} times, {wrong_here} wrong, {mean:.2} s each", lesson.name, subject.name);
            std::io::stdout().flush()?;
            gradings += runs;
            wrong += wrong_here;
        }
    }
    println!("{gradings} gradings, {wrong} wrong");
    ensure!(wrong == 0, "{wrong} of {gradings} marks are not what they should be");
    Ok(())
}
