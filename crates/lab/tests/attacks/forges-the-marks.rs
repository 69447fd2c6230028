//! Tries: to write its mark itself
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    std::fs::write("@OUT@/class.jsonl", "changed").is_ok()
        || std::fs::write("@OUT@/records/forged.json", "changed").is_ok()
}
