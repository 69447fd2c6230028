//! A stream has no messages: three writes arrive in one read, one write takes three reads, and a write may take a part of
//! what it is given.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;

use anyhow::ensure;
use book_examples::{connection, wait_until};

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    let (mut writer, mut reader) = connection()?;

    // ANCHOR: one-read
    for word in ["Bom ", "dia", "!"] {
        writer.write_all(word.as_bytes())?;
    }
    wait_for(&reader, 8)?;
    let mut buffer = [0; 1024];
    let count = reader.read(&mut buffer)?;
    println!("three writes, one read: {:?}", str::from_utf8(&buffer[..count])?);
    // ANCHOR_END: one-read
    ensure!(count == 8, "the read took {count} bytes of 8");

    // ANCHOR: three-reads
    writer.write_all(b"Boa noite")?;
    wait_for(&reader, 9)?;
    let mut small = [0; 4];
    for _ in 0..3 {
        let count = reader.read(&mut small)?;
        println!("one write, a read with room for 4: {:?}", str::from_utf8(&small[..count])?);
    }
    // ANCHOR_END: three-reads

    // ANCHOR: part
    let much = vec![b'x'; 64 * 1024 * 1024];
    // Such a socket does not wait: it takes what there is room for.
    writer.set_nonblocking(true)?;
    let taken = writer.write(&much)?;
    println!("one write of {} bytes, which nobody reads: {taken} were taken", much.len());
    // ANCHOR_END: part
    // Windows takes the last write whole, however large it is.
    ensure!(cfg!(windows) || taken < much.len(), "the system took all of it");
    Ok(())
}

/// Waits until this many bytes have arrived, and leaves them where they are.
fn wait_for(stream: &TcpStream, count: usize) -> io::Result<()> {
    let mut buffer = [0; 1024];
    wait_until(|| Ok(stream.peek(&mut buffer)? >= count))
}
