//! Messages on a stream, in two ways: as lines, and with their length in front. Wherever the stream is cut they come out
//! as they went in, and neither a message that is too long nor half a message passes for one.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use book_examples::connection;

/// The longest message that is taken, in bytes.
const LIMIT: usize = 16;

/// What reads one message, or nothing where the stream has ended behind a whole one.
type Next = fn(&mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>>;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    without_an_agreement()?;

    println!("lines:");
    let stream = [line(b"ping 1")?, line(b"")?, line(b"ping 2")?].concat();
    wherever_it_is_cut(next_line, &stream, &[b"ping 1", b"", b"ping 2"])?;
    refused(next_line, &[b'x'; LIMIT + 1], ErrorKind::InvalidData)?;
    refused(next_line, b"ping", ErrorKind::UnexpectedEof)?;
    let unfit = line(b"two\nlines").err().context("a line with a line end in it was made")?;
    println!("  two lines in one: {unfit}");

    println!("lengths:");
    let stream = [frame(b"ping 1")?, frame(b"")?, frame(b"two\nlines")?].concat();
    println!("  {:02x?} and {:?}", &stream[..4], str::from_utf8(&stream[4..10])?);
    wherever_it_is_cut(next_frame, &stream, &[b"ping 1", b"", b"two\nlines"])?;
    refused(next_frame, &u32::MAX.to_be_bytes(), ErrorKind::InvalidData)?;
    refused(next_frame, &stream[..2], ErrorKind::UnexpectedEof)?;
    refused(next_frame, &stream[..8], ErrorKind::UnexpectedEof)
}

/// Two messages, cut as a stream may cut them, and a reader that takes each piece for a message.
fn without_an_agreement() -> anyhow::Result<()> {
    let (mut writer, mut reader) = connection()?;
    let mut pieces = Vec::new();
    for piece in ["ping 1pi", "ng 2"] {
        writer.write_all(piece.as_bytes())?;
        let mut buffer = [0; 64];
        let count = reader.read(&mut buffer)?;
        pieces.push(String::from_utf8(buffer[..count].to_vec())?);
    }
    println!("each read taken for a message: {pieces:?}");
    ensure!(pieces == ["ping 1pi", "ng 2"], "the pieces are others");
    Ok(())
}

// ANCHOR: line
/// A message as a line.
fn line(message: &[u8]) -> io::Result<Vec<u8>> {
    if message.contains(&b'\n') {
        return Err(io::Error::new(ErrorKind::InvalidInput, "a line end inside of a message"));
    }
    Ok([message, b"\n"].concat())
}

/// The next line, without its end; nothing where the stream ends behind a whole line.
fn next_line(stream: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    // One byte more than the longest line, for its end.
    stream.take(LIMIT as u64 + 1).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    match line.strip_suffix(b"\n") {
        Some(message) => Ok(Some(message.to_vec())),
        None if line.len() > LIMIT => Err(too_long()),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}
// ANCHOR_END: line

// ANCHOR: frame
/// A message behind its length: four bytes, the highest first.
fn frame(message: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(message.len()).map_err(|_| too_long())?;
    // Together, so that one write sends both.
    Ok([&length.to_be_bytes(), message].concat())
}

/// The next message; nothing where the stream ends behind a whole one.
fn next_frame(stream: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    // The only place where the end of the stream is no error.
    if stream.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    // Before any memory is taken: a peer may write what it likes there.
    if length > LIMIT {
        return Err(too_long());
    }
    let mut message = vec![0; length];
    stream.read_exact(&mut message)?;
    Ok(Some(message))
}
// ANCHOR_END: frame

fn too_long() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("a message of more than {LIMIT} bytes"))
}

/// Sends the stream in two pieces, cut at each place in turn, and demands the same messages each time.
fn wherever_it_is_cut(next: Next, stream: &[u8], expected: &[&[u8]]) -> anyhow::Result<()> {
    for place in 1..stream.len() {
        let (mut writer, reader) = connection()?;
        let mut reader = BufReader::new(reader);
        writer.write_all(&stream[..place])?;
        // The first piece is taken out of the kernel before the second one is sent, so it comes by itself.
        let came = reader.fill_buf()?.len();
        ensure!(came == place, "{came} bytes came, of {place}");
        writer.write_all(&stream[place..])?;
        writer.shutdown(Shutdown::Write)?;
        let mut messages = Vec::new();
        while let Some(message) = next(&mut reader)? {
            messages.push(message);
        }
        ensure!(messages == expected, "cut at {place}, other messages came: {messages:?}");
    }
    let messages: Vec<_> = expected.iter().map(|message| String::from_utf8_lossy(message)).collect();
    println!("  cut at each of {} places: always {messages:?}", stream.len() - 1);
    Ok(())
}

/// Sends what is no message, and nothing after it, and demands this error.
fn refused(next: Next, stream: &[u8], expected: ErrorKind) -> anyhow::Result<()> {
    let (mut writer, reader) = connection()?;
    writer.write_all(stream)?;
    writer.shutdown(Shutdown::Write)?;
    let error = next(&mut BufReader::new(reader)).err().context("it passed for a message")?;
    println!("  {} bytes, and then the end: {error}", stream.len());
    ensure!(error.kind() == expected, "the error is another one: {:?}", error.kind());
    Ok(())
}
