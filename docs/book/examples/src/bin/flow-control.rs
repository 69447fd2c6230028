//! While nobody reads, the writer is stopped; when somebody reads, it goes on, and all bytes arrive, in order.

use std::io::{ErrorKind, Read as _, Write as _};
use std::process::ExitCode;
use std::thread;

use anyhow::ensure;
use book_examples::connection;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    let (mut writer, mut reader) = connection()?;
    // ANCHOR: full
    // Each four bytes are a number, so that a missing or a moved one would be seen.
    let data: Vec<u8> = (0..4 * 1024 * 1024u32).flat_map(u32::to_be_bytes).collect();
    writer.set_nonblocking(true)?;
    let mut sent = 0;
    while sent < data.len() {
        match writer.write(&data[sent..]) {
            Ok(count) => sent += count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error.into()),
        }
    }
    println!("nobody reads: {sent} of {} bytes are taken, then the writer would have to wait", data.len());
    // ANCHOR_END: full
    // Windows takes the last write whole, however large it is.
    ensure!(cfg!(windows) || sent < data.len(), "the system took all of it");

    // ANCHOR: flows
    writer.set_nonblocking(false)?;
    let rest = data[sent..].to_vec();
    let writing = thread::spawn(move || writer.write_all(&rest));
    let mut received = vec![0; data.len()];
    reader.read_exact(&mut received)?;
    println!("somebody reads: {} bytes came, {}", received.len(), same(received == data));
    // ANCHOR_END: flows
    writing.join().expect("the writer does not panic")?;
    ensure!(received == data, "what came is not what was sent");
    Ok(())
}

fn same(is_same: bool) -> &'static str {
    if is_same { "each in its place" } else { "not as they were sent" }
}
