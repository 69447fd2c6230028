//! What takes its time: heads that drip, clients that ask for nothing, and downloads.

use grader::{Folder, Program, Result, Unit, msg};

use crate::http::{expect_file, expect_given_up, expect_head_of, get};
use crate::site::{NOTE, serve_with, talk};

/// A time that ends nothing in a check.
const LONG: &str = "900";

/// From the first byte of a head on its time counts: when it drips, when nothing more comes, and behind a pause as well as on
/// a new connection.
pub fn heads(program: &Program, folder: &Folder, unit: Unit) -> Result {
    let server = serve_with(program, folder, &["--header-timeout", &unit.seconds(), "--idle-timeout", LONG])?;
    let (what, why) = (msg!("http-server-408-or-the-end"), msg!("http-server-header-timeout"));
    let mut client = server.connect()?;
    let endless = format!("GET /note.txt HTTP/1.1\r\nX: {}", "x".repeat(13));
    let first = program.moment();
    let given_up = client.drip_until_it_reacts(&endless, unit.duration() / 5, &what)?;
    unit.expect_between(first, given_up, &what, &why)?;
    expect_given_up(&mut client)?;

    let mut client = server.connect()?;
    talk(&mut client)?;
    client.read_nothing_for(unit.duration() * 3 / 5);
    let first = program.moment();
    client.send("GET /note.txt HTTP/1.1\r\n")?;
    let given_up = client.wait_until_it_reacts(&what)?;
    unit.expect_between(first, given_up, &what, &why)?;
    expect_given_up(&mut client)
}

/// A connection without a request ends in time: a new one, and one that waits for its next request.
pub fn clients_without_a_request(program: &Program, folder: &Folder, unit: Unit) -> Result {
    let server = serve_with(program, folder, &["--header-timeout", LONG, "--idle-timeout", &unit.seconds()])?;
    let (what, why) = (msg!("http-server-the-end"), msg!("http-server-idle-timeout"));
    let first = program.moment();
    let mut client = server.connect()?;
    let ended = client.wait_until_it_reacts(&what)?;
    unit.expect_between(first, ended, &what, &why)?;
    expect_given_up(&mut client)?;

    let mut client = server.connect()?;
    talk(&mut client)?;
    // Each request begins it anew.
    for _ in 0..2 {
        client.read_nothing_for(unit.duration() * 3 / 5);
        talk(&mut client)?;
    }
    let first = program.moment();
    let ended = client.wait_until_it_reacts(&what)?;
    unit.expect_between(first, ended, &what, &why)?;
    expect_given_up(&mut client)?;

    // Whose request has begun is not without one.
    let mut half = server.connect()?;
    half.send("GET /note.txt HT")?;
    half.read_nothing_for(unit.duration() * 5 / 2);
    half.send("TP/1.1\r\nHost: localhost\r\n\r\n")?;
    expect_file(&mut half, NOTE)?;
    Ok(())
}

/// A download goes on, though nobody reads for longer than both times together.
pub fn downloads(program: &Program, folder: &Folder, large: &[u8], unit: Unit) -> Result {
    let times = ["--header-timeout", &unit.seconds(), "--idle-timeout", &unit.seconds()];
    let server = serve_with(program, folder, &times)?;
    let mut client = server.connect()?;
    client.send(get("/large.bin"))?;
    expect_head_of(&mut client, large.len())?;
    client.read_nothing_for(unit.duration() * 5 / 2);
    client.expect(large)
}
