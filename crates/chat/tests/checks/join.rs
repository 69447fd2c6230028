//! What the client has to do, one situation after the other.

use grader::{Connection, Listener, Program, Result, Running, StreamScript};

/// Starts the client, and lets it in.
fn joins(program: &Program, server: &Listener) -> Result<(Running, Connection)> {
    let client = program.with("join").start_with_keyboard(["--port", &server.port(), "ana"])?;
    let mut connection = server.accept()?;
    connection.expect_heard("ana")?;
    connection.send("* welcome ana: bia, error\n")?;
    client.expect_line_with("welcome ana")?;
    Ok((client, connection))
}

/// Neither waits for the other: what is typed for a line, nor that for what is typed.
pub fn lines_come_and_go(program: &Program) -> Result {
    let server = program.listen()?;
    let (client, mut connection) = joins(program, &server)?;
    for number in 1..=3 {
        let line = format!("bia: linha {number}");
        connection.send(format!("{line}\n"))?;
        client.expect_line(&line)?;
    }
    for line in ["um", "", "  três \t ", "/quit", "ação"] {
        client.type_line(line);
        connection.expect_heard(line)?;
    }
    // The half of a line is none yet, on either side.
    client.type_text("mei");
    connection.deliver(&StreamScript::of("bia: é meia\nbia: linha").cut_at(&[6]))?;
    client.expect_line("bia: é meia")?;
    client.type_text("a linha\n");
    connection.expect_heard("meia linha")?;
    connection.send(" inteira\nbia: outra\n\n")?;
    client.expect_lines(&["bia: linha inteira", "bia: outra", ""])?;
    // Who is called so has said it, and it is no error.
    connection.send("error: sou eu\n")?;
    client.expect_line("error: sou eu")?;
    client.type_line("oi, error");
    connection.expect_heard("oi, error")?;
    let many: Vec<String> = (1..=300).map(|number| format!("bia: {number:03}")).collect();
    connection.send(many.join("\n") + "\n")?;
    client.expect_lines(&many)?;
    client.type_line("fim");
    connection.expect_heard("fim")
}

/// Whatever others say, it does nothing to the terminal; and what is no text ends nothing.
pub fn escapes_what_others_say(program: &Program) -> Result {
    let server = program.listen()?;
    let (client, mut connection) = joins(program, &server)?;
    for line in ["bia: limpa \x1b[2J", "bia: apita \x07 e \u{9b}31m", "bia: volta\rana: eu não disse"] {
        connection.send(format!("{line}\n"))?;
        client.expect_escaped(line)?;
    }
    connection.send(b"bia: \xff\xfe\n")?;
    connection.send("bia: ainda?\n")?;
    client.expect_line("bia: ainda?")
}

/// The end of what is typed is not the end of what is said.
pub fn prints_on_until_the_servers_end(program: &Program) -> Result {
    let server = program.listen()?;
    let (client, mut connection) = joins(program, &server)?;
    client.type_text("tchau\naté");
    client.end_input();
    connection.expect_heard("tchau")?;
    // Whether a last line has an end is up to the one who typed it.
    connection.expect_last(&["até", "até\n"])?;
    connection.send("bia: tchau, ana\nbia: ")?;
    client.expect_line("bia: tchau, ana")?;
    connection.send("até")?;
    connection.close();
    client.finish()?.code(0)?.lines(&["* welcome ana: bia, error", "bia: tchau, ana", "bia: até"])?;

    // It has nothing to say at all.
    let (client, mut connection) = joins(program, &server)?;
    client.end_input();
    connection.expect_end()?;
    connection.send("bia: ninguém?\n")?;
    connection.close();
    client.finish()?.code(0)?.has_line_with(&["bia: ninguém?"])?;
    Ok(())
}

/// The reason that the server gives is told as an error, and not as something that was said.
pub fn fails_where_it_is_refused(program: &Program) -> Result {
    for keyboard_ends in [false, true] {
        let server = program.listen()?;
        let client = program.with("join").start_with_keyboard(["--port", &server.port(), "ana"])?;
        let mut connection = server.accept()?;
        connection.expect_heard("ana")?;
        if keyboard_ends {
            client.end_input();
        }
        connection.send("error: ana is here already\n")?;
        connection.close();
        client.finish()?.error_about("here already")?.prints("")?;
    }
    Ok(())
}

/// Before its welcome or behind it, politely or not.
pub fn fails_where_the_server_ends_first(program: &Program) -> Result {
    let server = program.listen()?;
    let client = program.with("join").start_with_keyboard(["--port", &server.port(), "ana"])?;
    let mut connection = server.accept()?;
    connection.expect_heard("ana")?;
    connection.close();
    client.finish()?.error()?.prints("")?;
    for is_polite in [true, false] {
        let (client, mut connection) = joins(program, &server)?;
        client.type_line("oi");
        connection.expect_heard("oi")?;
        if is_polite {
            connection.close();
        } else {
            connection.reset()?;
        }
        client.finish()?.error()?;
    }
    Ok(())
}
