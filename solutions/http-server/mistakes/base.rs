//! The right program that mistakes differ from: tokio, with a task for each connection.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use common::Endpoint;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader, copy_buf};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::signal::unix::{Signal as Interrupt, Signal as Terminate, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlBreak as Terminate, CtrlC as Interrupt, ctrl_break, ctrl_c};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{self, timeout};

/// How long to wait when a connection cannot be accepted: what is missing then, somebody has to give back first.
const BREATH: Duration = Duration::from_millis(50);

/// Gives the files of a folder over HTTP/1.1
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<8080>,

    /// How many connections there may be at once
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    max_connections: u32,

    /// How long a head may take from its first byte to its end, in seconds
    #[arg(long, default_value = "10", value_parser = common::seconds)]
    header_timeout: Duration,

    /// How long a connection may wait for its next request, in seconds
    #[arg(long, default_value = "5", value_parser = common::seconds)]
    idle_timeout: Duration,

    /// The folder whose files are given
    root: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    common::exit(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { endpoint, max_connections, header_timeout, idle_timeout, root } = arguments;
    let about = fs::metadata(&root).with_context(|| format!("cannot read {}", root.display()))?;
    ensure!(about.is_dir(), "cannot read {}: it is no folder", root.display());
    let mut stop = Stop::listen().context("cannot wait for signals")?;
    let listener =
        TcpListener::bind(endpoint.address()).await.with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;

    let settings = Arc::new(Settings { root, header_timeout, idle_timeout });
    let seats = Arc::new(Semaphore::new(max_connections as usize));
    let (tell, stopping) = watch::channel(false);
    let mut clients = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &seats) => accepted,
            () = stop.asked() => break,
            Some(_) = clients.join_next() => continue,
        };
        match accepted {
            Ok((client, seat)) => {
                let (settings, stopping) = (Arc::clone(&settings), stopping.clone());
                clients.spawn(async move {
                    client.serve(&settings, stopping).await;
                    drop(seat);
                });
            }
            Err(error) => {
                eprintln!("cannot accept a connection: {error}");
                time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    tell.send_replace(true);
    tokio::select! {
        () = async { while clients.join_next().await.is_some() {} } => Ok(()),
        () = stop.asked() => bail!("stopped before all answers were finished"),
    }
}

/// The next client, as soon as there is a seat for it. Until then it waits in the queue of the listener.
async fn accept(listener: &TcpListener, seats: &Arc<Semaphore>) -> io::Result<(Client, OwnedSemaphorePermit)> {
    let seat = Arc::clone(seats).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer): (TcpStream, _) = listener.accept().await?;
    Ok((Client::new(stream, peer), seat))
}

struct Stop {
    interrupt: Interrupt,
    terminate: Terminate,
}

impl Stop {
    fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        let (interrupt, terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        #[cfg(windows)]
        let (interrupt, terminate) = (ctrl_c()?, ctrl_break()?);
        Ok(Self { interrupt, terminate })
    }

    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// A request whose head is as it should be.
struct Request {
    method: String,
    /// What stands between the method and the version.
    target: String,
    /// How many bytes behind the head belong to it.
    body: u64,
    /// Whether its answer is the last one on its connection.
    is_last: bool,
}

impl Request {
    /// Reads a head, without the empty line at its end.
    fn parse(head: &[u8]) -> Result<Self, Status> {
        let head = String::from_utf8_lossy(head);
        if head.replace("\r\n", "").contains(|char: char| char.is_control() && char != '\t') {
            return Err(Status::BAD_REQUEST);
        }
        let mut lines = head.split("\r\n");
        let words: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
        let [method, target, version] = words[..] else { return Err(Status::BAD_REQUEST) };
        let is_old = match version {
            "HTTP/1.1" => false,
            "HTTP/1.0" => true,
            _ if version.starts_with("HTTP/") => return Err(Status::VERSION_NOT_SUPPORTED),
            _ => return Err(Status::BAD_REQUEST),
        };
        let mut request = Self { method: method.to_string(), target: target.to_string(), body: 0, is_last: is_old };
        let (mut hosts, mut lengths) = (0, Vec::new());
        for line in lines {
            let (name, value) = line.split_once(':').ok_or(Status::BAD_REQUEST)?;
            if name.is_empty() || name.contains(char::is_whitespace) {
                return Err(Status::BAD_REQUEST);
            }
            match (name.to_ascii_lowercase().as_str(), value.trim()) {
                ("host", _) => hosts += 1,
                ("content-length", length) => lengths.push(length),
                ("connection", words) => {
                    request.is_last |= words.split(',').any(|word| word.trim().eq_ignore_ascii_case("close"));
                }
                ("transfer-encoding", _) => return Err(Status::NOT_IMPLEMENTED),
                _ => {}
            }
        }
        if hosts != 1 && !is_old {
            return Err(Status::BAD_REQUEST);
        }
        if let Some(length) = lengths.first() {
            let is_number = length.bytes().all(|byte| byte.is_ascii_digit());
            let agree = lengths.iter().all(|other| other == length);
            request.body = length.parse().ok().filter(|_| is_number && agree).ok_or(Status::BAD_REQUEST)?;
        }
        Ok(request)
    }

    /// The file that is asked for, if it can be one below this folder.
    fn file(&self, root: &Path) -> Option<PathBuf> {
        let path = self.target.split('?').next().unwrap_or_default();
        let path = decode(path.strip_prefix('/')?)?;
        let path = if path.is_empty() { "index.html" } else { &path };
        let mut file = root.to_path_buf();
        for part in path.split('/') {
            let mut names = Path::new(part).components();
            match (names.next(), names.next()) {
                (Some(Component::Normal(name)), None) if name == part && !part.contains(['\\', '\0']) => {
                    file.push(name)
                }
                _ => return None,
            }
        }
        Some(file)
    }
}

/// What was written with `%`, once and no more: of `%252e` comes `%2e`.
fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            u8::try_from(16 * high + low).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok()
}

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// A status code, and the words that stand beside it.
#[derive(Clone, Copy)]
struct Status(u16, &'static str);

impl Status {
    const OK: Self = Self(200, "OK");
    const BAD_REQUEST: Self = Self(400, "Bad Request");
    const NOT_FOUND: Self = Self(404, "Not Found");
    const METHOD_NOT_ALLOWED: Self = Self(405, "Method Not Allowed");
    const REQUEST_TIMEOUT: Self = Self(408, "Request Timeout");
    const HEAD_TOO_LARGE: Self = Self(431, "Request Header Fields Too Large");
    const INTERNAL_ERROR: Self = Self(500, "Internal Server Error");
    const NOT_IMPLEMENTED: Self = Self(501, "Not Implemented");
    const VERSION_NOT_SUPPORTED: Self = Self(505, "HTTP Version Not Supported");
}

/// An answer that is still to be sent.
struct Answer {
    status: Status,
    kind: &'static str,
    length: u64,
    body: Body,
}

enum Body {
    Text(String),
    File(File),
}

impl Answer {
    /// The file, or why there is none.
    async fn file(path: Option<&Path>) -> Self {
        let Some(path) = path else { return Self::status(Status::NOT_FOUND) };
        match Self::open(path).await {
            Ok(Some(answer)) => answer,
            Ok(None) => Self::status(Status::NOT_FOUND),
            Err(error) => {
                eprintln!("cannot read {}: {error}", path.display());
                Self::status(Status::INTERNAL_ERROR)
            }
        }
    }

    async fn open(path: &Path) -> io::Result<Option<Self>> {
        match tokio::fs::metadata(path).await {
            Ok(about) if about.is_file() => {}
            _ => return Ok(None),
        }
        let file = File::open(path).await?;
        let length = file.metadata().await?.len();
        Ok(Some(Self { status: Status::OK, kind: kind(path), length, body: Body::File(file) }))
    }

    /// A status, with its words for a body.
    fn status(status: Status) -> Self {
        let text = format!("{} {}\n", status.0, status.1);
        Self { status, kind: "text/plain; charset=utf-8", length: text.len() as u64, body: Body::Text(text) }
    }

    /// Sends it, with its body or without. Returns how many bytes of body were sent.
    async fn send(self, to: &mut (impl AsyncWrite + Unpin), has_body: bool, is_last: bool) -> io::Result<u64> {
        let Self { status: Status(code, words), kind, length, body } = self;
        let mut head = format!("HTTP/1.1 {code} {words}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n");
        if code == Status::METHOD_NOT_ALLOWED.0 {
            head.push_str("Allow: GET, HEAD\r\n");
        }
        if is_last {
            head.push_str("Connection: close\r\n");
        }
        head.push_str("\r\n");
        let sent = match body {
            _ if !has_body => 0,
            Body::Text(text) => {
                head.push_str(&text);
                length
            }
            Body::File(file) => {
                to.write_all(head.as_bytes()).await?;
                let mut file = BufReader::with_capacity(PIECE, file.take(length));
                if copy_buf(&mut file, to).await? < length {
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file has become shorter"));
                }
                return Ok(length);
            }
        };
        to.write_all(head.as_bytes()).await?;
        Ok(sent)
    }
}

/// What is in a file, by the end of its name.
fn kind(path: &Path) -> &'static str {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// The longest head, in bytes.
const LONGEST_HEAD: usize = 8 * 1024;

/// The longest body that is passed over. Behind a longer one the connection ends.
const LONGEST_BODY: u64 = 1 << 20;

/// How long a client that has been refused may take to see why, before its connection is closed.
const GOODBYE: Duration = Duration::from_secs(1);

/// What all clients have in common.
struct Settings {
    root: PathBuf,
    header_timeout: Duration,
    idle_timeout: Duration,
}

/// One connection.
struct Client {
    stream: TcpStream,
    peer: SocketAddr,
    /// What has been read and not been used: the beginning of the next request, or more of them.
    read: Vec<u8>,
}

/// What comes next on a connection.
enum Next {
    Head(Vec<u8>),
    /// Something that is no head, or not in time.
    Refused(Status),
    /// Nothing any more.
    End,
}

impl Client {
    fn new(stream: TcpStream, peer: SocketAddr) -> Self {
        Self { stream, peer, read: Vec::with_capacity(LONGEST_HEAD) }
    }

    /// Answers it until it ends, or the server stops.
    async fn serve(mut self, settings: &Settings, mut stopping: watch::Receiver<bool>) {
        let _ = self.stream.set_nodelay(true);
        if let Err(error) = self.talk(settings, &mut stopping).await {
            eprintln!("{}: {error}", self.peer);
        }
    }

    async fn talk(&mut self, settings: &Settings, stopping: &mut watch::Receiver<bool>) -> io::Result<()> {
        let mut unread = 0;
        loop {
            let next = tokio::select! {
                next = self.next(unread, settings) => next?,
                _ = stopping.wait_for(|is_stopping| *is_stopping) => return Ok(()),
            };
            let (head, request) = match next {
                Next::End => return Ok(()),
                Next::Refused(status) => (self.read.clone(), Err(status)),
                Next::Head(head) => {
                    let request = Request::parse(&head);
                    (head, request)
                }
            };
            let Some(body) = self.answer(&head, request, settings).await? else {
                self.stream.shutdown().await?;
                tokio::select! {
                    () = self.wait_for_the_end() => {}
                    _ = stopping.wait_for(|is_stopping| *is_stopping) => {}
                }
                return Ok(());
            };
            unread = body;
        }
    }

    /// The next head, behind so many bytes of a body.
    async fn next(&mut self, unread: u64, settings: &Settings) -> io::Result<Next> {
        match timeout(settings.header_timeout, self.pass_over(unread)).await {
            Ok(Ok(true)) => {}
            Ok(Err(error)) => return Err(error),
            Ok(Ok(false)) | Err(_) => return Ok(Next::End),
        }
        if self.read.is_empty() {
            match timeout(settings.idle_timeout, self.read_more()).await {
                Ok(Ok(true)) => {}
                Ok(Err(error)) => return Err(error),
                Ok(Ok(false)) | Err(_) => return Ok(Next::End),
            }
        }
        timeout(settings.header_timeout, self.head()).await.unwrap_or(Ok(Next::Refused(Status::REQUEST_TIMEOUT)))
    }

    async fn head(&mut self) -> io::Result<Next> {
        const END: &[u8] = b"\r\n\r\n";
        let mut known = 0;
        loop {
            let end = self.read[known..].windows(END.len()).position(|four| four == END).map(|at| known + at);
            match end {
                Some(end) if end + END.len() <= LONGEST_HEAD => {
                    let rest = self.read.split_off(end + END.len());
                    let mut head = std::mem::replace(&mut self.read, rest);
                    head.truncate(end);
                    return Ok(Next::Head(head));
                }
                None if self.read.len() <= LONGEST_HEAD => {}
                _ => return Ok(Next::Refused(Status::HEAD_TOO_LARGE)),
            }
            known = self.read.len().saturating_sub(END.len() - 1);
            if !self.read_more().await? {
                return Ok(Next::End);
            }
        }
    }

    /// Reads and forgets so many bytes. Returns whether they came.
    async fn pass_over(&mut self, mut count: u64) -> io::Result<bool> {
        loop {
            let here = usize::try_from(count).unwrap_or(usize::MAX).min(self.read.len());
            self.read.drain(..here);
            count -= here as u64;
            if count == 0 {
                return Ok(true);
            }
            if !self.read_more().await? {
                return Ok(false);
            }
        }
    }

    /// Reads what there is. Returns whether there is more to come. What has been read is kept, also where somebody tires of
    /// waiting.
    async fn read_more(&mut self) -> io::Result<bool> {
        Ok(self.stream.read_buf(&mut self.read).await? > 0)
    }

    /// Answers a request, and returns how long its body is, unless the connection ends behind the answer.
    async fn answer(
        &mut self,
        head: &[u8],
        request: Result<Request, Status>,
        settings: &Settings,
    ) -> io::Result<Option<u64>> {
        let (answer, has_body, goes_on) = match &request {
            Err(status) => (Answer::status(*status), true, None),
            Ok(request) => {
                let goes_on = (!request.is_last && request.body <= LONGEST_BODY).then_some(request.body);
                match request.method.as_str() {
                    "GET" | "HEAD" => {
                        let file = request.file(&settings.root);
                        (Answer::file(file.as_deref()).await, request.method == "GET", goes_on)
                    }
                    _ => (Answer::status(Status::METHOD_NOT_ALLOWED), true, goes_on),
                }
            }
        };
        let status = answer.status.0;
        let sent = answer.send(&mut self.stream, has_body, goes_on.is_none()).await?;
        let line = String::from_utf8_lossy(head.split(|byte| *byte == b'\r').next().unwrap_or_default());
        let _ = writeln!(io::stdout(), "{} \"{}\" {status} {sent}", self.peer, escaped(&line));
        Ok(goes_on)
    }

    /// Closing a connection with bytes that are unread resets it, and an answer on its way may be lost by that.
    async fn wait_for_the_end(&mut self) {
        let the_end = async {
            while matches!(self.read_more().await, Ok(true)) {
                self.read.clear();
            }
        };
        let _ = timeout(GOODBYE, the_end).await;
    }
}

/// The text with its control characters as they would be written.
fn escaped(text: &str) -> String {
    let show = |char: char| if char.is_control() { char.escape_default().to_string() } else { char.to_string() };
    text.chars().map(show).collect()
}
