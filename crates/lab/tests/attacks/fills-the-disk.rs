//! Tries: to fill the disk
//! Stopped by: the size of its own folder
//! Mark: 10

pub fn comes_through() -> bool {
    let chunk = vec![1; 8 << 20];
    let written = (0..100).take_while(|number| std::fs::write(format!("large{number}"), &chunk).is_ok()).count();
    (0..=written).for_each(|number| drop(std::fs::remove_file(format!("large{number}"))));
    written == 100
}
