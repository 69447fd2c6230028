//! Reads a stream to its end: however the bytes were sent, in all there are as many, and 0 says that there are no more.

use std::io::{self, ErrorKind, Read, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;

use anyhow::ensure;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    const LENGTH: usize = 1_000_000;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let writer = thread::spawn(move || -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(&vec![b'x'; LENGTH])?;
        // "I have no more to send": this is what the reader sees as 0 bytes.
        stream.shutdown(Shutdown::Write)?;
        Ok(stream)
    });
    let (mut stream, _) = listener.accept()?;
    let (bytes, reads) = count(&mut stream)?;
    println!("one write of {LENGTH} bytes: {bytes} came, in {reads} reads");
    ensure!(bytes == LENGTH, "{LENGTH} bytes were sent");
    ensure!(reads > 1, "a read took more than its buffer has room for");
    writer.join().expect("the writer does not panic")?;
    Ok(())
}

/// How many bytes come until the end, and in how many reads.
// ANCHOR: loop
fn count(stream: &mut impl Read) -> io::Result<(usize, usize)> {
    let mut buffer = [0; 4096];
    let (mut bytes, mut reads) = (0, 0);
    loop {
        match stream.read(&mut buffer) {
            // The other end sends no more.
            Ok(0) => return Ok((bytes, reads)),
            // `&buffer[..count]` is what came. What stands behind it is from earlier reads.
            Ok(count) => {
                bytes += count;
                reads += 1;
            }
            // A signal came while the program was asleep. Nothing is lost: ask again.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
// ANCHOR_END: loop
