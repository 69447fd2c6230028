//! What clients ask for, and what they send that is no request.

use grader::{Connection, Did, Failure, Folder, Result, Server, msg};

use crate::http::{Head, expect_file, expect_status, request, shown};
use crate::site::{INDEX, NOTE, STYLE, numbers};

/// A file, the targets that name it, and what it may be said to be.
pub struct File {
    pub name: &'static str,
    pub content: Vec<u8>,
    pub targets: &'static [&'static str],
    kinds: &'static [&'static str],
}

const TEXT: &[&str] = &["text/plain"];
const PAGE: &[&str] = &["text/html"];
const BYTES: &[&str] = &["application/octet-stream"];

/// Files of each kind, and names of each kind.
pub fn files() -> Vec<File> {
    let all: Vec<u8> = (0..=255).cycle().take(2000).collect();
    let file = |name, content: &[u8], targets, kinds| File { name, content: content.to_vec(), targets, kinds };
    let mut files = vec![
        file("index.html", INDEX.as_bytes(), &["/", "/?page=2", "/index.html"], PAGE),
        file(
            "note.txt",
            NOTE.as_bytes(),
            &["/note.txt", "/note.txt?a=/../b&c=%00", "/note.txt?a?b", "/%6eote%2Etxt"],
            TEXT,
        ),
        file("style.css", STYLE.as_bytes(), &["/style.css"], &["text/css"]),
        file("app.js", b"alert('oi');\n", &["/app.js"], &["text/javascript", "application/javascript"]),
        file("data.json", b"{\"a\": [1, 2]}\n", &["/data.json"], &["application/json"]),
        file("dot.png", b"\x89PNG\r\n\x1a\n\0\0\0\r\n\r\nIHDR", &["/dot.png"], &["image/png"]),
        file("plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>\n", &["/plan.svg"], &["image/svg+xml"]),
        file("all.bin", &all, &["/all.bin"], BYTES),
        file("LICENSE", b"MIT\n", &["/LICENSE"], BYTES),
        file("empty.txt", b"", &["/empty.txt"], TEXT),
        file("two words.txt", b"two\n", &["/two%20words.txt"], TEXT),
        file("ação.html", "ação\n".as_bytes(), &["/a%C3%A7%c3%a3o.html"], PAGE),
        file("a+b%20c.txt", b"plus\n", &["/a+b%2520c.txt", "/a%2Bb%2520c.txt"], TEXT),
        // What other parts of an address begin with, an edge that looks empty, and a letter in two parts.
        file("c#1.txt", b"sharp\n", &["/c%231.txt"], TEXT),
        file("d;e.txt", b"and\n", &["/d%3Be.txt"], TEXT),
        file(" f.txt", b"space\n", &["/%20f.txt"], TEXT),
        file("e\u{301}.txt", b"two\n", &["/e%CC%81.txt"], TEXT),
        file("sub/folder/page.html", b"below\n", &["/sub/folder/page.html"], PAGE),
        file("archive.html.gz", b"no page\n", &["/archive.html.gz"], BYTES),
    ];
    // No name on Windows has a question mark, or ends with a space.
    if cfg!(unix) {
        files.push(file("g ", b"behind\n", &["/g%20"], BYTES));
        files.push(file("why?.txt", b"because\n", &["/why%3F.txt", "/why%3f.txt?no=%3F"], TEXT));
    }
    files
}

/// The answer begins as one of HTTP/1.1 does.
pub fn is_of_this_version(head: &Head) -> Result {
    if head.minor_version == 1 {
        return Ok(());
    }
    let shown = |minor| format!("{:?}", format!("HTTP/1.{minor} 200 "));
    Err(Failure::new(msg!("http-server-another-version")).expected_and_received(shown(1), shown(head.minor_version)))
}

/// The answer says what is in this file, in whatever case and with whatever character set.
pub fn is_of_kind(head: &Head, file: &File) -> Result {
    is_said_to_be(head, file.kinds)
}

/// The same for a short file.
pub fn is_plain_text(head: &Head) -> Result {
    is_said_to_be(head, TEXT)
}

fn is_said_to_be(head: &Head, kinds: &[&str]) -> Result {
    let said = head.header("Content-Type").unwrap_or_default();
    let kind = said.split(';').next().unwrap_or_default().trim();
    if kinds.iter().any(|it| it.eq_ignore_ascii_case(kind)) {
        return Ok(());
    }
    Err(Failure::new(msg!("http-server-another-type"))
        .expected_and_received(shown("Content-Type", kinds[0]), shown("Content-Type", said)))
}

/// An answer to another method names those that there are.
pub fn allows_two_methods(head: &Head) -> Result {
    let allowed = head.header("Allow").unwrap_or_default();
    let words: Vec<&str> = allowed.split(',').map(str::trim).collect();
    if ["GET", "HEAD"].iter().all(|method| words.contains(method)) {
        return Ok(());
    }
    Err(Failure::new(msg!("http-server-does-not-say-what-it-allows"))
        .expected_and_received(shown("Allow", "GET, HEAD"), shown("Allow", allowed)))
}

/// What is no request, and with which statuses it may be answered.
pub fn no_requests() -> Vec<(Vec<u8>, &'static [u16])> {
    const BAD: &[u16] = &[400];
    let no_request: [&[u8]; 12] = [
        b"nonsense\r\n\r\n",
        b"GET /note.txt\r\nHost: localhost\r\n\r\n",
        b"GET HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /note.txt HTTP/1.1 twice\r\nHost: localhost\r\n\r\n",
        b"GET /note.txt FTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /note.txt HTTP/1.1\r\n\r\n",
        b"GET /note.txt HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
        b"GET /note.txt HTTP/1.1\r\nHost : localhost\r\nHost: localhost\r\n\r\n",
        b"GET /note.txt HTTP/1.1\r\nHost: localhost\r\n: no name\r\n\r\n",
        b"GET /note.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: some\r\n\r\n",
        b"GET /note.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"GET /note.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n",
    ];
    let mut all: Vec<(Vec<u8>, &'static [u16])> = no_request.iter().map(|bytes| (bytes.to_vec(), BAD)).collect();
    all.push((b"GET /note.txt HTTP/2.0\r\nHost: localhost\r\n\r\n".to_vec(), &[400, 505]));
    all
}

/// A head of nearly 8 KiB is one, and what is far longer is none, however long that goes on.
pub fn heads_up_to_their_limit(server: &Server) -> Result {
    let mut client = server.connect()?;
    client.send(request("GET", "/note.txt", &format!("X: {}\r\n", "x".repeat(7_900))))?;
    expect_file(&mut client, NOTE)?;
    client.finish()?;
    let long = "x".repeat(10_000);
    for head in [
        format!("GET /{long}"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {long}"),
        request("GET", "/", &format!("X: {long}\r\n")),
    ] {
        let mut client = server.connect()?;
        client.send(head)?;
        expect_status(&mut client, &[414, 431], true)?;
        client.expect_nothing_more()?;
    }
    // Bytes that are no text, as they are and with `%`.
    for target in [&b"/\xff\xfe"[..], b"/%ff%fe"] {
        let mut client = server.connect()?;
        client.send([b"GET ", target, b" HTTP/1.1\r\nHost: localhost\r\n\r\n"].concat())?;
        expect_status(&mut client, &[400, 404], true)?;
    }
    Ok(())
}

/// Targets that lead out of the folder, to the file beside it, if somebody follows them.
pub fn outside(folder: &Folder) -> Vec<String> {
    let beside = folder.beside().display().to_string();
    let name = folder.beside().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let encoded = beside.replace('/', "%2F").replace('\\', "%5C");
    vec![
        format!("/../{name}"),
        format!("/sub/../../{name}"),
        format!("/sub/../sub/../../{name}"),
        format!("/./../{name}"),
        format!("/%2e%2e/{name}"),
        format!("/.%2E/{name}"),
        format!("/..%2f{name}"),
        format!("/%2e%2e%2f{name}"),
        format!("/sub%2f..%2f..%2f{name}"),
        format!("/%252e%252e%252f{name}"),
        format!("/..%252f{name}"),
        format!("/....//{name}"),
        format!("/..\\{name}"),
        format!("/..%5c{name}"),
        format!("/note.txt/../../{name}"),
        format!("/{beside}"),
        format!("//{beside}"),
        format!("/{encoded}"),
        format!("/%2F{encoded}"),
        format!("/../{name}?/note.txt"),
        format!("/../{name}%00.txt"),
        format!("/note.txt%00/../../{name}"),
        "/note.txt%00".to_string(),
        "/..".to_string(),
        "/../".to_string(),
    ]
}

/// Adds why another status is wrong, where the file beside the folder comes with it.
pub fn because_it_leaves(failure: Failure, client: &mut Connection, head: &Head, folder: &Folder) -> Failure {
    let body = client.expect_framed(&msg!("http-server-the-body", length = head.length), |_| Ok(Some(head.length)));
    if body.is_ok_and(|body| body == folder.sentinel().as_bytes()) {
        Failure::new(msg!("http-server-gives-what-lies-outside")).conclusive()
    } else {
        failure
    }
}

/// A request with a body.
pub struct Body {
    head: String,
    body: String,
    /// How much of the body comes with the head, in bytes.
    with_head: usize,
    pub statuses: &'static [u16],
}

impl Body {
    /// What comes first, and what comes when that has been read.
    pub fn pieces(&self) -> (String, String) {
        let (now, later) = self.body.split_at(self.with_head);
        (format!("{}{now}", self.head), later.to_string())
    }
}

/// Requests with bodies, each of which looks like a request itself, or is long.
pub fn bodies() -> Vec<Body> {
    let inner = request("GET", "/style.css", "");
    let length = inner.len();
    let with = |method: &str, line: &str| request(method, "/note.txt", line);
    let plain = format!("Content-Length: {length}\r\n");
    let long = String::from_utf8_lossy(&numbers(100_000)).into_owned();
    let chunked = format!("{length:x}\r\n{inner}\r\n0\r\n\r\n");
    let body = |head: String, body: &str, with_head: usize, statuses| Body {
        head,
        body: body.to_string(),
        with_head,
        statuses,
    };
    const NO_METHOD: &[u16] = &[405];
    vec![
        body(with("POST", &plain), &inner, length, NO_METHOD),
        body(with("PUT", &plain), &inner, 0, NO_METHOD),
        body(with("POST", &plain), &inner, 20, NO_METHOD),
        body(with("GET", &plain), &inner, length, &[200]),
        body(with("GET", &plain), &inner, 7, &[200]),
        body(with("POST", &format!("cONTENT-lENGTH: \t {length} \t\r\n")), &inner, length, NO_METHOD),
        body(with("POST", "Content-Length: 0\r\n"), "", 0, NO_METHOD),
        body(with("POST", "Content-Length: 100000\r\n"), &long, 1_000, NO_METHOD),
        body(with("POST", "Transfer-Encoding: chunked\r\n"), &chunked, chunked.len(), &[400, 405, 411, 501]),
    ]
}

/// Why something else came than the answer to the request behind a body.
pub fn because_of_a_body(failure: Failure) -> Failure {
    failure.because_it(Did::Wait, msg!("http-server-cause-waits-for-a-body"))
}
