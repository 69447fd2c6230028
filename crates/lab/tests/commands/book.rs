//! `cargo lab book`: the book is made where it is asked for, and what is wrong with it is said.
//!
//! It builds the program that makes the book, which takes a while: `cargo test -p lab -- --ignored`.

use std::fs;

use crate::course::{Course, Ran};
use crate::grading::{lab, one_at_a_time, target};

#[test]
#[ignore = "builds the program that makes the book"]
fn the_book_is_made_in_each_language_and_begins_with_the_students() {
    let _alone = one_at_a_time();
    let course = Course::new();
    let ran = Ran::of(lab(&course, &["book", "--lang", "pt"]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stdout.trim_end().ends_with("/pt-BR/index.html."), "{ran:?}");
    for page in ["index.html", "en/index.html", "pt-BR/lessons/tcp-server.html"] {
        assert!(target().join("book").join(page).is_file(), "{page}");
    }

    let ran = Ran::of(lab(&course, &["book", "--behind"]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("messages have no translation"), "{ran:?}");

    fs::remove_file(course.path("docs/book/po/pt-BR.po")).unwrap();
    let ran = Ran::of(lab(&course, &["book"]));
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(3), ""), "{ran:?}");
    let said =
        "error: the book cannot be made: there is no docs/book/po/pt-BR.po: `cargo lab book --update` makes it\n";
    assert_eq!(ran.stderr, said);
}
