//! Requests as clients write them, and answers, read as strictly as clients read them.

use std::fmt::Display;

use grader::{Connection, Did, Failure, Result, msg};

/// The head of an answer.
pub struct Head {
    pub status: u16,
    /// 1 of HTTP/1.1.
    pub minor_version: u8,
    /// How many bytes of body it announces.
    pub length: usize,
    headers: Vec<(String, String)>,
}

impl Head {
    /// The value of this header, if it is there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A request without a body. Further lines of its head end as lines do.
pub fn request(method: &str, target: &str, more: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n")
}

/// The plainest of them.
pub fn get(target: &str) -> String {
    request("GET", target, "")
}

/// Expects the head of an answer next.
pub fn expect_head(client: &mut Connection) -> Result<Head> {
    let head = client.expect_framed(&msg!("http-server-an-answer"), end_of_head)?;
    parse(&head)
}

/// Expects an answer with one of these statuses, and takes its body, if it has one.
pub fn expect_status(client: &mut Connection, statuses: &[u16], has_body: bool) -> Result<Head> {
    let head = expect_head(client)?;
    is_one_of(&head, statuses)?;
    if has_body {
        client.expect_framed(&msg!("http-server-the-body", length = head.length), |_| Ok(Some(head.length)))?;
    }
    Ok(head)
}

/// Expects an answer with this file.
pub fn expect_file(client: &mut Connection, content: impl AsRef<[u8]>) -> Result<Head> {
    let head = expect_head_of(client, content.as_ref().len())?;
    client.expect(content)?;
    Ok(head)
}

/// Expects the head of an answer with a file of this length.
pub fn expect_head_of(client: &mut Connection, length: usize) -> Result<Head> {
    let head = expect_head(client)?;
    is_one_of(&head, &[200])?;
    if head.length == length {
        return Ok(head);
    }
    Err(Failure::new(msg!("http-server-another-length"))
        .expected_and_received(shown("Content-Length", length), shown("Content-Length", head.length)))
}

/// Waits for what a request brings that may be the last one on its connection: an answer, or the end.
pub fn answers(client: &mut Connection) -> Result<bool> {
    client.wait_until_it_reacts(&msg!("http-server-an-answer-or-the-end"))?;
    Ok(client.has_come()? > 0)
}

/// Expects the end of a connection that took too long, behind an answer that says so or without a word.
pub fn expect_given_up(client: &mut Connection) -> Result {
    if client.has_come()? > 0 {
        expect_status(client, &[408], true)?;
    }
    client.expect_nothing_more()
}

/// This status is one of those that are right.
pub fn is_one_of(head: &Head, statuses: &[u16]) -> Result {
    if statuses.contains(&head.status) {
        return Ok(());
    }
    let expected: Vec<String> = statuses.iter().map(u16::to_string).collect();
    Err(Failure::new(msg!("http-server-another-status"))
        .expected_and_received(expected.join(", "), head.status.to_string()))
}

/// A header as it comes, in quotes: none of its words is the grader's.
pub fn shown(name: &str, value: impl Display) -> String {
    format!("{:?}", format!("{name}: {value}"))
}

/// What the head of an answer looks like.
const HEAD: &str = r#""HTTP/1.1 <status> <words>\r\n<name>: <value>\r\n…\r\n\r\n""#;

/// Where the head ends, if it does.
fn end_of_head(received: &[u8]) -> Result<Option<usize>> {
    const BEGINNING: &[u8] = b"HTTP/1.";
    const TOO_MUCH: usize = 1 << 16;
    let both = BEGINNING.len().min(received.len());
    if received[..both] != BEGINNING[..both] {
        return Err(Failure::new(msg!("http-server-no-status-line")));
    }
    let end = received.windows(4).take(TOO_MUCH).position(|four| four == b"\r\n\r\n");
    match end {
        Some(at) => Ok(Some(at + 4)),
        None if received.windows(2).any(|two| two == b"\n\n") || received.len() > TOO_MUCH => {
            Err(Failure::new(msg!("http-server-lines-end-otherwise")))
        }
        None => Ok(None),
    }
}

fn parse(head: &[u8]) -> Result<Head> {
    let all = || format!("{:?}", String::from_utf8_lossy(head));
    let no_head = || Failure::new(msg!("http-server-no-head")).expected_and_received(HEAD, all());
    let mut places = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut places);
    let is_whole = response.parse(head).is_ok_and(|status| status.is_complete());
    let line_ends = head.split_inclusive(|byte| *byte == b'\n').all(|line| line.ends_with(b"\r\n"));
    let status = response.code.filter(|_| is_whole && line_ends).ok_or_else(no_head)?;
    let value = |value: &[u8]| String::from_utf8_lossy(value).trim().to_string();
    let headers: Vec<_> = response.headers.iter().map(|it| (it.name.to_string(), value(it.value))).collect();
    let named = |name: &str| headers.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name)).collect::<Vec<_>>();
    let length = match named("content-length")[..] {
        [(_, length)] if length.bytes().all(|byte| byte.is_ascii_digit()) => length.parse().ok(),
        _ => None,
    };
    let length = length.filter(|_| named("transfer-encoding").is_empty());
    let length = length.ok_or_else(|| {
        Failure::new(msg!("http-server-no-length")).expected_and_received(r#""Content-Length: <bytes>""#, all())
    })?;
    Ok(Head { status, minor_version: response.version.unwrap_or_default(), length, headers })
}

/// Why nothing came, where a request had come and its connection stayed open.
pub fn because_it_waits(failure: Failure) -> Failure {
    failure.because_it(Did::Wait, msg!("http-server-cause-waits-for-more"))
}
