//! What the program says of itself, on stdout and on stderr, and what it does while nobody wants anything.

use grader::{Failure, Folder, Program, Result, msg};

use crate::http::{expect_head_of, expect_status, get, request};
use crate::site::{serve, serve_with, serves_another};

pub fn says_where_it_listens(program: &Program, folder: &Folder) -> Result {
    if let Some(held) = program.start_held(["--port", "0", &folder.path()])? {
        held.expect_listening()?;
    }
    let server = serve_with(program, folder, &[])?;
    server.expect_ready_line()?;
    server.expect_no_connection_elsewhere()?;
    let Some(server) = program.with(&folder.path()).serve_at_default_port(8080)? else { return Ok(()) };
    serves_another(&server)?.finish()
}

pub fn prints_a_line_for_each_answer(program: &Program, folder: &Folder, large: &[u8]) -> Result {
    let server = serve(program, folder, &[])?;
    let mut lines = Vec::new();
    let requests = [
        ("GET /style.css HTTP/1.1", 200),
        ("GET /note.txt?x=%20y HTTP/1.1", 200),
        ("HEAD /note.txt HTTP/1.1", 200),
        ("GET /n%C3%A3o%20est%C3%A1 HTTP/1.1", 404),
        ("DELETE /note.txt HTTP/1.1", 405),
    ];
    for (line, status) in requests {
        let mut client = server.connect()?;
        client.send(format!("{line}\r\nHost: localhost\r\n\r\n"))?;
        let has_body = !line.starts_with("HEAD");
        let length = expect_status(&mut client, &[status], has_body)?.length;
        let sent = if has_body { length } else { 0 };
        lines.push(format!("{} \"{line}\" {status} {sent}", client.address()));
        server.expect_line(lines.last().map_or("", String::as_str))?;
    }
    // When it has been sent, and not before.
    let mut client = server.connect()?;
    client.send(get("/large.bin"))?;
    expect_head_of(&mut client, large.len())?;
    let line = format!("{} \"GET /large.bin HTTP/1.1\" 200 {}", client.address(), large.len());
    if server.has_printed(&line) {
        return Err(Failure::new(msg!("http-server-prints-too-soon")));
    }
    client.expect(large)?;
    server.expect_line(&line)?;
    lines.push(line);
    server.expect_no_other_lines(&lines)
}

pub fn commands_no_terminal(program: &Program, folder: &Folder) -> Result {
    let server = serve(program, folder, &[])?;
    let line = "GET /\u{1b}[2Jx\u{7} HTTP/1.1";
    for more in ["Host: localhost\r\n", ""] {
        let mut client = server.connect()?;
        client.send(format!("{line}\r\n{more}\r\n"))?;
        let head = expect_status(&mut client, &[400, 404], true)?;
        let printed = format!("{} \"{line}\" {} {}", client.address(), head.status, head.length);
        server.expect_escaped(&printed)?;
    }
    serves_another(&server)?.finish()
}

/// Before a client comes, with one that says nothing, with one that has begun a head or a body, with one that does not read,
/// and when they have left.
pub fn rests(program: &Program, folder: &Folder) -> Result {
    let server = serve(program, folder, &[])?;
    server.expect_idle()?;
    let idle = serves_another(&server)?;
    let mut half = server.connect()?;
    half.send("GET /note.txt HT")?;
    server.expect_idle()?;
    let mut slow = server.connect()?;
    slow.send(get("/large.bin"))?;
    slow.wait_until_it_reacts(&msg!("http-server-an-answer"))?;
    server.expect_idle()?;
    idle.close();
    half.close();
    slow.reset()?;
    server.expect_idle()?;

    let server = serve(program, folder, &[])?;
    let mut body = server.connect()?;
    body.send(request("POST", "/note.txt", "Content-Length: 10\r\n") + "1234")?;
    body.wait_until_read();
    server.expect_idle()?;
    // It may have ended the connection by now.
    let _ = body.half_close();
    server.expect_idle()
}

pub fn starts_again(program: &Program, folder: &Folder) -> Result {
    let server = serve_with(program, folder, &[])?;
    let port = server.port();
    let mut client = serves_another(&server)?;
    server.kill();
    client.expect_gone()?;
    serves_another(&program.with(&folder.path()).serve_again_on(port)?)?.finish()
}

pub fn reports_what_it_cannot_do(program: &Program, folder: &Folder) -> Result {
    let server = serve_with(program, folder, &[])?;
    let (port, root) = (server.port().to_string(), folder.path());
    program.run(["--port", &port, &root])?.error_about(&port)?.error_with_cause()?.prints("")?;
    for name in ["missing", "note.txt"] {
        program.run(["--port", "0", &format!("{root}/{name}")])?.error_about(name)?.error_with_cause()?.prints("")?;
    }
    let options = ["--max-connections", "--header-timeout", "--idle-timeout", "--port"];
    for arguments in options.map(|option| [option, "some", &root]) {
        program.run(arguments)?.code(2)?.prints("")?;
    }
    program.run(["--no-such-option", &root])?.code(2)?.prints("")?;
    program.run(["--port", "0"])?.code(2)?.prints("")?;
    for (option, value) in [("--max-connections", "0"), ("--header-timeout", "-1"), ("--port", "70000")] {
        program.run([&format!("{option}={value}"), &root])?.fails()?;
    }
    Ok(())
}
