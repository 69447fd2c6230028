//! A character may be cut in two by a stream, and then neither half is text; put together again, they are.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::process::ExitCode;

use anyhow::ensure;
use book_examples::connection;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: cuts
    let word = "ação";
    println!("{word}: {} characters, {} bytes: {:02x?}", word.chars().count(), word.len(), word.as_bytes());
    let mut cut_in_two = 0;
    for at in 1..word.len() {
        let (first, rest) = word.as_bytes().split_at(at);
        match str::from_utf8(first) {
            Ok(text) => println!("cut behind byte {at}: {text:?}, {:?}", str::from_utf8(rest)?),
            Err(error) => {
                println!("cut behind byte {at}: {error}");
                cut_in_two += 1;
            }
        }
    }
    // ANCHOR_END: cuts
    ensure!(cut_in_two == 2, "{cut_in_two} cuts go through a character");

    // ANCHOR: together
    let (mut writer, mut reader) = connection()?;
    let mut received = Vec::new();
    for byte in word.bytes() {
        writer.write_all(&[byte])?;
        // What comes is kept as bytes, and decoded when all of it is there.
        let mut piece = [0; 1];
        reader.read_exact(&mut piece)?;
        received.extend_from_slice(&piece);
    }
    println!("byte by byte, and then decoded: {:?}", str::from_utf8(&received)?);
    // ANCHOR_END: together
    ensure!(received == word.as_bytes(), "other bytes came");

    // ANCHOR: lossy
    writer.write_all(&[0x6f, 0xff, 0x69])?;
    writer.shutdown(Shutdown::Write)?;
    received.clear();
    reader.read_to_end(&mut received)?;
    let shown = String::from_utf8_lossy(&received);
    println!("{received:02x?} is no text; shown as {shown:?}, which is {:02x?}", shown.as_bytes());
    // ANCHOR_END: lossy
    ensure!(shown.as_bytes() != received, "a byte that is no text has become text");
    Ok(())
}
