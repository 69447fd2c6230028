//! What a client gets: a file, or a status that says why not.

use std::io;
use std::path::Path;

use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader, copy_buf};

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// A status code, and the words that stand beside it.
#[derive(Clone, Copy)]
pub struct Status(pub u16, &'static str);

impl Status {
    pub const OK: Self = Self(200, "OK");
    pub const BAD_REQUEST: Self = Self(400, "Bad Request");
    pub const NOT_FOUND: Self = Self(404, "Not Found");
    pub const METHOD_NOT_ALLOWED: Self = Self(405, "Method Not Allowed");
    pub const REQUEST_TIMEOUT: Self = Self(408, "Request Timeout");
    pub const HEAD_TOO_LARGE: Self = Self(431, "Request Header Fields Too Large");
    pub const INTERNAL_ERROR: Self = Self(500, "Internal Server Error");
    pub const NOT_IMPLEMENTED: Self = Self(501, "Not Implemented");
    pub const VERSION_NOT_SUPPORTED: Self = Self(505, "HTTP Version Not Supported");
}

/// An answer that is still to be sent.
pub struct Answer {
    pub status: Status,
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
    pub async fn file(path: Option<&Path>) -> Self {
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
        // To open what is no file, a pipe say, may take for ever.
        match fs::metadata(path).await {
            Ok(about) if about.is_file() => {}
            _ => return Ok(None),
        }
        let file = File::open(path).await?;
        let length = file.metadata().await?.len();
        Ok(Some(Self { status: Status::OK, kind: kind(path), length, body: Body::File(file) }))
    }

    /// A status, with its words for a body.
    pub fn status(status: Status) -> Self {
        let text = format!("{} {}\n", status.0, status.1);
        Self { status, kind: "text/plain; charset=utf-8", length: text.len() as u64, body: Body::Text(text) }
    }

    /// Sends it, with its body or without. Returns how many bytes of body were sent.
    pub async fn send(self, to: &mut (impl AsyncWrite + Unpin), has_body: bool, is_last: bool) -> io::Result<u64> {
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
                // What was promised is not there any more: the client has to see that something is missing.
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
