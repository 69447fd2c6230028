//! Clients up to the limit, and one more.

use grader::{Connection, Failure, Folder, Program, Result, Server, msg};

use crate::http::{expect_file, expect_status, get, request};
use crate::site::{NOTE, STYLE, serve, talk};

/// So often one who was told that there is no room comes again, where somebody has left.
const TIMES: usize = 200;

/// How a client leaves.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    Closes,
    Resets,
    SaysThatItWillClose,
    SendsNonsense,
    ClosesInTheMiddleOfAHead,
    ResetsInTheMiddleOfADownload,
}

pub const WAYS: [Way; 6] = [
    Way::Closes,
    Way::Resets,
    Way::SaysThatItWillClose,
    Way::SendsNonsense,
    Way::ClosesInTheMiddleOfAHead,
    Way::ResetsInTheMiddleOfADownload,
];

/// A client that has got an answer, and so has a place. Somebody has left for it, as the program comes to know soon.
pub fn seat(server: &Server) -> Result<Connection> {
    for _ in 1..TIMES {
        let mut client = server.connect()?;
        // One who is sent away at once may not be heard.
        let _ = client.send(get("/note.txt"));
        client.wait_until_it_reacts(&msg!("http-server-a-place"))?;
        let is_full = client.has_come()? > 12 && begins_with_status(&client, 503);
        if !is_full {
            expect_file(&mut client, NOTE)?;
            return Ok(client);
        }
        client.close();
        server.let_it_rest();
    }
    let mut client = server.connect()?;
    talk(&mut client)?;
    Ok(client)
}

/// Of whatever version the answer is: that is the subject of another check.
fn begins_with_status(client: &Connection, status: u16) -> bool {
    (0..2).any(|minor| client.begins_with(&format!("HTTP/1.{minor} {status}")))
}

/// So many of them.
pub fn seats(server: &Server, count: usize) -> Result<Vec<Connection>> {
    (0..count).map(|_| seat(server)).collect()
}

/// One more comes while these have all the places: it gets no file. Where it waits, it is returned.
pub fn expect_full(server: &Server, seated: &mut [Connection]) -> Result<Option<Connection>> {
    let mut one_more = server.connect()?;
    let _ = one_more.send(get("/style.css"));
    let count = seated.len();
    let serves_too_many = || Failure::new(msg!("http-server-serves-too-many", count = count));
    for client in seated.iter_mut().take(3) {
        server.let_it_rest();
        if one_more.has_come()? > 12 && begins_with_status(&one_more, 200) {
            return Err(serves_too_many());
        }
        talk(client)?;
    }
    if one_more.has_come()? == 0 {
        one_more.expect_open("HTTP/1.1 503 ")?;
        return Ok(Some(one_more));
    }
    if begins_with_status(&one_more, 200) {
        return Err(serves_too_many());
    }
    expect_status(&mut one_more, &[503], true)?;
    one_more.expect_nothing_more()?;
    Ok(None)
}

/// A client that has asked for nothing has a place as well: it keeps it, when one more has come behind it and asked first.
///
/// Of two that come one right after the other, some programs take either first. The silent one has time to be seen; where that
/// was not enough, there is another attempt.
pub fn silent_ones_count(program: &Program, folder: &Folder) -> Result {
    let attempt = || {
        let server = serve(program, folder, &["--max-connections", "3"])?;
        let mut seated = seats(&server, 2)?;
        seated.push(server.connect()?);
        server.let_it_rest();
        expect_full(&server, &mut seated).map(drop)
    };
    attempt().or_else(|_| attempt())
}

/// Who has waited gets its place now.
pub fn expect_place(waiting: Option<Connection>) -> Result<Option<Connection>> {
    waiting.map(|mut client| expect_file(&mut client, STYLE).map(|_| client)).transpose()
}

/// A client leaves in this way, which is not the polite one with all that it asked for.
pub fn leave(mut client: Connection, way: Way) -> Result {
    match way {
        Way::Closes => client.close(),
        Way::Resets => return client.reset(),
        Way::SaysThatItWillClose => {
            client.send(request("GET", "/note.txt", "Connection: close\r\n"))?;
            expect_file(&mut client, NOTE)?;
            client.close();
        }
        Way::SendsNonsense => {
            client.send("nonsense\r\n\r\n")?;
            // What it is answered is the subject of another check.
            client.expect_gone()?;
        }
        Way::ClosesInTheMiddleOfAHead => {
            client.send("GET /note.txt HT")?;
            client.close();
        }
        Way::ResetsInTheMiddleOfADownload => {
            client.send(get("/large.bin"))?;
            client.wait_until_it_reacts(&msg!("http-server-an-answer"))?;
            return client.reset();
        }
    }
    Ok(())
}
