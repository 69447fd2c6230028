//! What the programs of the corpus say of themselves is complete: each mistake says which misconception is behind it and
//! which checks catch it, and why, where one cause costs more than two of them.

use proof::{Kind, lessons, programs};

/// A single deviation costs at most this many checks, unless it says why.
const MOST: usize = 2;

#[test]
fn every_mistake_says_what_it_is_about() {
    let mut complaints = Vec::new();
    for lesson in lessons().unwrap() {
        for program in programs(&lesson).unwrap().iter().filter(|program| program.kind == Kind::Mistake) {
            let (header, file) = (program.header().unwrap(), program.file.display());
            if header.misconception().is_none() {
                complaints.push(format!("{file} does not say \"Misconception: …\""));
            }
            if header.caught_by().is_empty() {
                complaints.push(format!("{file} does not say \"Caught by: `check`\""));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_mistake_that_costs_more_than_two_checks_says_why() {
    let mut complaints = Vec::new();
    for lesson in lessons().unwrap() {
        for program in programs(&lesson).unwrap() {
            let (header, name) = (program.header().unwrap(), program.name());
            let (count, why) = (header.caught_by().len(), header.more_than_two_because());
            if why.is_none_or(|why| why == "TODO") && count > MOST {
                complaints.push(format!(
                    "{lesson}/{name} costs {count} checks and does not say \"More than two, because: …\""
                ));
            }
            if why.is_some() && count <= MOST {
                complaints.push(format!("{lesson}/{name} says why it costs more than two checks, and does not"));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
