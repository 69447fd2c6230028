//! Sends the report of a check to its reader. How it gets there, [`report::read`] tells from the other end.

use std::env;
use std::io::{self, Read as _};
use std::sync::OnceLock;
use std::thread;

use report::Report;

use crate::process;

/// Who reads the report.
pub(crate) struct Reader {
    #[cfg_attr(not(feature = "protocol"), expect(dead_code, reason = "there is no reader then"))]
    nonce: String,
    /// It wants to know only what the checks are.
    pub(crate) lists: bool,
}

/// Who reads the report; nobody, where a plain `cargo test` runs the checks.
pub(crate) fn reader() -> Option<&'static Reader> {
    static READER: OnceLock<Option<Reader>> = OnceLock::new();
    let meet = || {
        let wanted = env::var_os(report::VARIABLE).filter(|_| cfg!(feature = "protocol"))?;
        let mut nonce = String::new();
        io::stdin().read_line(&mut nonce).ok()?;
        thread::spawn(|| {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            process::end_everything();
        });
        Some(Reader { nonce: nonce.trim_end().to_string(), lists: wanted == "list" })
    };
    READER.get_or_init(meet).as_ref()
}

/// Writes it for the reader, if there is one.
#[cfg(feature = "protocol")]
pub(crate) fn send(report: &Report) {
    use std::io::Write as _;

    let Some(Reader { nonce, .. }) = reader() else { return };
    // Not `println!`, which the test harness captures. What the harness has written of a line comes before it.
    let line = format!("\n{}\n", report::line(report, nonce));
    // Where nobody reads, there is nobody to tell.
    let _ = io::stdout().write_all(line.as_bytes());
}

/// There is none.
#[cfg(not(feature = "protocol"))]
pub(crate) fn send(_: &Report) {}
