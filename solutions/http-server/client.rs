//! One connection: request after request, each behind the answer to the one before.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::answer::{Answer, Status};
use crate::request::Request;

/// The longest head, in bytes.
const LONGEST_HEAD: usize = 8 * 1024;

/// The longest body that is passed over. Behind a longer one the connection ends.
const LONGEST_BODY: u64 = 1 << 20;

/// How long a client that has been refused may take to see why, before its connection is closed.
const GOODBYE: Duration = Duration::from_secs(1);

/// What all clients have in common.
pub struct Settings {
    pub root: PathBuf,
    pub header_timeout: Duration,
    pub idle_timeout: Duration,
}

/// One connection.
pub struct Client {
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
    pub fn new(stream: TcpStream, peer: SocketAddr) -> Self {
        Self { stream, peer, read: Vec::with_capacity(LONGEST_HEAD) }
    }

    /// Answers it until it ends, or the server stops.
    pub async fn serve(mut self, settings: &Settings, mut stopping: watch::Receiver<bool>) {
        let _ = self.stream.set_nodelay(true);
        // How a client leaves is its own affair.
        if let Err(error) = self.talk(settings, &mut stopping).await {
            eprintln!("{}: {error}", self.peer);
        }
    }

    async fn talk(&mut self, settings: &Settings, stopping: &mut watch::Receiver<bool>) -> io::Result<()> {
        let mut unread = 0;
        loop {
            // Only here does a stop interrupt anything: an answer that has begun is finished.
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
        // From its first byte to its last.
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
            // The end may have begun.
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
        // A terminal would obey what is not escaped. That nobody reads it is no reason to stop.
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
