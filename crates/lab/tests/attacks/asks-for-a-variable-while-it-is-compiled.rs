//! Tries: to learn a variable of who grades
//! Stopped by: the empty environment
//! Mark: 10

pub fn comes_through() -> bool {
    option_env!("LAB_CANARY").is_some()
}
