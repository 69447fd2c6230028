//! The server of HTTP, beside `python3 -m http.server` and a server made with hyper.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};

use crate::started::Started;
use crate::{ROUNDS, SERVE, middle};

/// Cargo builds it for this.
const HTTP_SERVER: &str = env!("CARGO_BIN_EXE_http-server-solution");

/// The files, in bytes: one that fits into a segment, and one that does not fit into any buffer.
const SMALL: usize = 1 << 10;
const LARGE: usize = 256 << 20;

/// How many requests are timed, one after the other.
const REQUESTS: u32 = 500;

pub fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("small.bin"), vec![b'x'; SMALL])?;
    fs::write(folder.path().join("large.bin"), vec![b'x'; LARGE])?;
    let mut servers = vec![("http-server", ours(folder.path())?), ("hyper", hyper(folder.path())?)];
    match python(folder.path()) {
        Ok(server) => servers.push(("python3", server)),
        Err(error) => println!("not measured: {error:#}"),
    }
    let mut figures = vec![[const { Vec::new() }; 3]; servers.len()];
    for _ in 0..ROUNDS {
        for ((_, server), [together, alone, download]) in servers.iter().zip(&mut figures) {
            together.push(f64::from(REQUESTS) / on_one_connection(server.address)?.as_secs_f64());
            alone.push(f64::from(REQUESTS) / each_on_its_own(server.address)?.as_secs_f64());
            download.push(LARGE as f64 / get_large(server.address)?.as_secs_f64());
        }
    }
    println!("{:12} {:>16} {:>16} {:>10}", "", "requests/s", "each on its own", "MiB/s");
    for ((name, _), [together, alone, download]) in servers.iter().zip(&mut figures) {
        let download = middle(download) / f64::from(1 << 20);
        println!("{name:12} {:16.0} {:16.0} {download:10.0}", middle(together), middle(alone));
    }
    Ok(())
}

fn ours(folder: &Path) -> Result<Started> {
    Started::new(Command::new(HTTP_SERVER).args(["--port", "0"]).arg(folder))
}

fn hyper(folder: &Path) -> Result<Started> {
    Started::new(Command::new(env::current_exe()?).arg(SERVE).arg(folder))
}

fn python(folder: &Path) -> Result<Started> {
    let options = ["-u", "-m", "http.server", "--protocol", "HTTP/1.1", "--bind", "127.0.0.1", "0"];
    Started::new(Command::new("python3").args(options).current_dir(folder))
}

/// How long it takes to get the small file so often, each time when the last one is there.
fn on_one_connection(server: SocketAddr) -> Result<Duration> {
    let mut connection = connect(server)?;
    let began = Instant::now();
    for _ in 0..REQUESTS {
        get(&mut connection, "/small.bin", SMALL)?;
    }
    Ok(began.elapsed())
}

/// The same on a new connection each time.
fn each_on_its_own(server: SocketAddr) -> Result<Duration> {
    let began = Instant::now();
    for _ in 0..REQUESTS {
        get(&mut connect(server)?, "/small.bin", SMALL)?;
    }
    Ok(began.elapsed())
}

fn get_large(server: SocketAddr) -> Result<Duration> {
    let began = Instant::now();
    get(&mut connect(server)?, "/large.bin", LARGE)?;
    Ok(began.elapsed())
}

fn connect(server: SocketAddr) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(server).with_context(|| format!("cannot connect to {server}"))?;
    stream.set_nodelay(true)?;
    Ok(BufReader::with_capacity(256 << 10, stream))
}

/// Gets a file of this length, and throws it away.
fn get(connection: &mut BufReader<TcpStream>, path: &str, length: usize) -> Result<()> {
    connection.get_mut().write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())?;
    let mut line = String::new();
    connection.read_line(&mut line)?;
    ensure!(line.contains(" 200 "), "{path}: {line:?}");
    while line != "\r\n" {
        line.clear();
        ensure!(connection.read_line(&mut line)? > 0, "{path}: the head has no end");
    }
    let mut left = length;
    while left > 0 {
        let count = connection.fill_buf()?.len().min(left);
        ensure!(count > 0, "{path}: {left} bytes did not come");
        connection.consume(count);
        left -= count;
    }
    Ok(())
}
