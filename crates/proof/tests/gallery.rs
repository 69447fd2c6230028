//! What the gallery of the book shows of a mistake is what the corpus has recorded of it.

use proof::{Tongue, gallery, recorded};

#[test]
fn the_gallery_shows_what_students_are_told() {
    let english = Tongue::new("en").unwrap();
    let shown = gallery::shown().unwrap();
    assert!(!shown.is_empty(), "the gallery shows no mistake");
    let mut wrong = Vec::new();
    for shown in shown {
        let name = format!("{}/{}", shown.lesson, shown.mistake);
        let text = recorded::text(&shown.lesson).unwrap();
        let Some(story) = recorded::of(&text, &shown.mistake) else {
            wrong.push(format!("{name}: the corpus has recorded no such mistake"));
            continue;
        };
        match shown.told() {
            Ok(report) if story.contains(&recorded::told(&report, &english)) => {}
            Ok(report) => wrong.push(format!("{name}: the gallery tells\n{}", recorded::told(&report, &english))),
            Err(error) => wrong.push(format!("{name}: {error:#}")),
        }
    }
    assert!(wrong.is_empty(), "{}\n`cargo run -p proof -- gallery` records it anew", wrong.join("\n"));
}

/// Or a record that says too little would be in every story.
#[test]
fn a_record_is_held_to_all_that_it_tells() {
    let text = "---\n\n# one\ncheck: 0 of 1 point: late\nhint: hurry\n\n# two\ncheck: 0 of 1 point: lost\n";
    assert_eq!(recorded::of(text, "one"), Some("check: 0 of 1 point: late\nhint: hurry\n"));
    assert_eq!(recorded::of(text, "two"), Some("check: 0 of 1 point: lost\n"));
    assert_eq!(recorded::of(text, "three"), None);
}
