//! Tries: to have more files than the disk has places for
//! Stopped by: the size of its own folder
//! Mark: 10

pub fn comes_through() -> bool {
    let made = (0..20_000).take_while(|number| std::fs::write(format!("f{number}"), "").is_ok()).count();
    (0..=made).for_each(|number| drop(std::fs::remove_file(format!("f{number}"))));
    made == 20_000
}
