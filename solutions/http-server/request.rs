//! What a client asks for, and which file that is.

use std::path::{Component, Path, PathBuf};

use crate::answer::Status;

/// A request whose head is as it should be.
pub struct Request {
    pub method: String,
    /// What stands between the method and the version.
    pub target: String,
    /// How many bytes behind the head belong to it.
    pub body: u64,
    /// Whether its answer is the last one on its connection.
    pub is_last: bool,
}

impl Request {
    /// Reads a head, without the empty line at its end.
    pub fn parse(head: &[u8]) -> Result<Self, Status> {
        // Values of headers may be of any bytes, and none of those that matter here has other than these.
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
                // Where such a body ends, only who can read it knows.
                ("transfer-encoding", _) => return Err(Status::NOT_IMPLEMENTED),
                _ => {}
            }
        }
        if hosts != 1 && !is_old {
            return Err(Status::BAD_REQUEST);
        }
        // A length that is told twice is believed if both agree: otherwise somebody hides a request in a body.
        if let Some(length) = lengths.first() {
            let is_number = length.bytes().all(|byte| byte.is_ascii_digit());
            let agree = lengths.iter().all(|other| other == length);
            request.body = length.parse().ok().filter(|_| is_number && agree).ok_or(Status::BAD_REQUEST)?;
        }
        Ok(request)
    }

    /// The file that is asked for, if it can be one below this folder.
    pub fn file(&self, root: &Path) -> Option<PathBuf> {
        let path = self.target.split('?').next().unwrap_or_default();
        let path = decode(path.strip_prefix('/')?)?;
        let path = if path.is_empty() { "index.html" } else { &path };
        let mut file = root.to_path_buf();
        for part in path.split('/') {
            // A name, and nothing that leads elsewhere on any system: no `..`, no drive, no empty part.
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
