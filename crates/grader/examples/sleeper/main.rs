//! An echo server for one message, which it sleeps before it answers, in the way that its argument names: the ways of
//! `tests/quiescence.rs`. Some of them end; the others never do.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> std::io::Result<()> {
    linux::serve(&std::env::args().nth(1).expect("a way to sleep"))
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("error: this is made for Linux");
}
