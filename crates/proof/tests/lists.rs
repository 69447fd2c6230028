//! What is made from the list of the lessons is what that list says.

#[test]
fn the_lists_of_lessons_are_current() {
    let lists = proof::lists().unwrap();
    let stale = lists.into_iter().filter(|(file, text)| !proof::is_current(file, text).unwrap());
    let stale: Vec<_> = stale.map(|(file, _)| file).collect();
    assert!(stale.is_empty(), "`cargo run -p proof -- lists` has something to change in {stale:?}");
}
