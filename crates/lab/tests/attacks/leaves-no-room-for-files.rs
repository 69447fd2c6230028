//! Tries: to take the room for files from whom the checks start after it
//! Stopped by: doing without a folder of its own where there is no room for one
//! Mark: 10

pub fn comes_through() -> bool {
    (0..20_000).all(|number| std::fs::write(format!("f{number}"), "").is_ok())
}
