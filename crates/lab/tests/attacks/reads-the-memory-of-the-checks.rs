//! Tries: to find the word in it by which a report is known
//! Stopped by: Landlock
//! Mark: 10

pub fn comes_through() -> bool {
    let checks = std::os::unix::process::parent_id();
    ["mem", "environ", "cmdline", "maps", "fd/0"]
        .iter()
        .any(|file| std::fs::File::open(format!("/proc/{checks}/{file}")).is_ok())
}
