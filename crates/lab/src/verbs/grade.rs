//! `cargo lab grade`: points for each check and in all, and why those that are missing are missing.

use std::process::ExitCode;

use anyhow::Result;

use crate::grade::{Graded, Grading, Selection, Whose};
use crate::progress::Progress;
use crate::say;
use crate::session::{Session, no_such_check};
use crate::show::{self, Detail};

/// Grades these lessons, or some checks of them. Full marks are a success.
pub fn grade(session: &Session, lessons: &[String], checks: &[String], whose: Whose) -> Result<ExitCode> {
    let lessons = session.lessons(lessons)?;
    let errand = session.running().begin();
    let waiting = session.waiting();
    let step = |step: crate::grade::Step<'_>| waiting.step(step);
    let grading = Grading {
        course: &session.course,
        whose,
        errand: &errand,
        colours: session.has_colours(),
        language: session.text.language(),
        step: &step,
    };
    let programs: Vec<String> = lessons.iter().map(|lesson| session.course.fingerprint(lesson)).collect();
    let built = grading.build(&lessons)?;
    let mut selections = Vec::new();
    if checks.is_empty() {
        selections.extend(lessons.iter().map(|lesson| Selection { lesson, checks: Vec::new() }));
    } else {
        let mut all = Vec::new();
        for lesson in &lessons {
            let names: Vec<String> = grading.list(&built, lesson)?.into_iter().map(|check| check.check).collect();
            let chosen: Vec<String> = names.iter().filter(|name| checks.contains(name)).cloned().collect();
            if !chosen.is_empty() {
                selections.push(Selection { lesson, checks: chosen });
            }
            all.extend(names);
        }
        for check in checks.iter().filter(|check| !all.contains(check)) {
            no_such_check(&session.text, check, &all)?;
        }
    }
    let mut all = Vec::new();
    for selection in &selections {
        let graded = grading.grade(&built, selection)?;
        waiting.hidden(|| session.print(&format!("{}\n", show::graded(&session.text, &graded, Detail::All))))?;
        all.push(graded);
    }
    drop(waiting);

    if whose == Whose::Student {
        let mut progress = Progress::load(&session.course);
        for graded in &all {
            let program = lessons.iter().position(|lesson| *lesson == graded.lesson).map(|at| programs[at].clone());
            progress.take_in(graded, program.unwrap_or_default(), checks.is_empty());
        }
        session.save(&progress);
    }
    let (earned, points) = (sum(&all, Graded::earned), sum(&all, Graded::points));
    if all.len() > 1 {
        session.print(&show::strong(say!(session.text, "total", earned = earned, points = points)))?;
    }
    Ok(if earned == points { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn sum(all: &[Graded], number: fn(&Graded) -> u32) -> u32 {
    all.iter().map(number).sum()
}
