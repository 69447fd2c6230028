//! What the client has to do, one situation after the other.

use std::net::Ipv4Addr;

use grader::{Connection, Listener, Program, Result, Running, StreamScript};

/// The client, whose server is the grader.
struct Client {
    running: Running,
    connection: Connection,
    /// All that it has been told to print.
    printed: Vec<String>,
}

/// Starts it, and takes its name.
fn knocks(program: &Program, server: &Listener) -> Result<(Running, Connection)> {
    let (host, port) = (server.address().ip(), server.port());
    // What is the default is left out.
    let host_option =
        if host == Ipv4Addr::LOCALHOST { Vec::new() } else { vec!["--host".to_string(), host.to_string()] };
    let arguments = host_option.into_iter().chain(["--port".to_string(), port, "ana".to_string()]);
    let running = program.with("join").start_with_keyboard(arguments)?;
    let mut connection = server.accept()?;
    connection.expect_heard("ana")?;
    Ok((running, connection))
}

impl Client {
    /// Starts it, and lets it in.
    fn joins(program: &Program, server: &Listener) -> Result<Self> {
        let (running, connection) = knocks(program, server)?;
        let mut client = Self { running, connection, printed: Vec::new() };
        client.hears("* welcome ana: bia, error")?;
        Ok(client)
    }

    /// The server sends this line, and the client prints it.
    fn hears(&mut self, line: &str) -> Result {
        self.connection.send(format!("{line}\n"))?;
        self.prints(&[line])
    }

    /// It prints these, and has printed all before them.
    fn prints(&mut self, lines: &[&str]) -> Result {
        self.printed.extend(lines.iter().map(|line| line.to_string()));
        self.running.expect_lines(&self.printed)
    }

    /// This is typed, and the server gets it.
    fn says(&mut self, line: &str) -> Result {
        self.running.type_line(line);
        self.connection.expect_heard(line)
    }
}

/// Neither waits for the other: what is typed for a line, nor that for what is typed.
pub fn lines_come_and_go(program: &Program) -> Result {
    // Some systems have no second loopback address.
    let server = program.listen_at(Ipv4Addr::new(127, 0, 0, 2).into()).or_else(|_| program.listen())?;
    let mut client = Client::joins(program, &server)?;
    for number in 1..=3 {
        client.hears(&format!("bia: linha {number}"))?;
    }
    for line in ["um", "", "  três \t ", "/quit", "ação"] {
        client.says(line)?;
    }
    // The half of a line is none yet, on either side.
    client.running.type_text("mei");
    client.connection.deliver(&StreamScript::of("bia: é meia\nbia: linha").cut_at(&[6]))?;
    client.prints(&["bia: é meia"])?;
    client.running.type_text("a linha\n");
    client.connection.expect_heard("meia linha")?;
    client.connection.send(" inteira\nbia: outra\n\n")?;
    client.prints(&["bia: linha inteira", "bia: outra", ""])?;
    // Who is called so has said it, and it is no error.
    client.hears("error: sou eu")?;
    // So has who says what the server might say, and what the server says is printed as well.
    client.hears("bia: * ana left")?;
    client.hears("* caio joined")?;
    client.hears("* caio left")?;
    client.says("oi, error")?;
    let many: Vec<String> = (1..=300).map(|number| format!("bia: {number:03}")).collect();
    client.connection.send(many.join("\n") + "\n")?;
    client.prints(&many.iter().map(String::as_str).collect::<Vec<_>>())?;
    client.says("fim")?;

    // Only what begins with `error: ` is a refusal.
    let (running, mut connection) = knocks(program, &server)?;
    connection.send("errors: none\n")?;
    running.expect_lines(&["errors: none"])
}

/// Whatever others say, it does nothing to the terminal; and what is no text ends nothing.
pub fn escapes_what_others_say(program: &Program) -> Result {
    let server = program.listen()?;
    let Client { running, mut connection, .. } = Client::joins(program, &server)?;
    for line in ["bia: limpa \x1b[2J", "bia: apita \x07 e \u{9b}31m", "bia: apaga\x7f", "bia: volta\rana: eu não disse"]
    {
        connection.send(format!("{line}\n"))?;
        running.expect_escaped(line)?;
    }
    // What is no text may be shown in any way, but for this.
    connection.send(b"bia: \xff\xfe \x1b[2J \x07\n")?;
    connection.send("bia: ainda?\n")?;
    running.expect_line_with("bia: ainda?")?;
    running.cannot_command_the_terminal()
}

/// The end of what is typed is not the end of what is said.
pub fn prints_on_until_the_servers_end(program: &Program) -> Result {
    let server = program.listen()?;
    let mut client = Client::joins(program, &server)?;
    client.running.type_text("tchau\naté");
    client.running.end_input();
    client.connection.expect_heard("tchau")?;
    // Whether a last line has an end is up to the one who typed it.
    client.connection.expect_last(&["até", "até\n"])?;
    client.hears("bia: tchau, ana")?;
    // How a character beyond ASCII is printed is the subject of another check.
    client.connection.send("bia: beijo")?;
    client.connection.close();
    client.running.finish()?.code(0)?.lines(&["* welcome ana: bia, error", "bia: tchau, ana", "bia: beijo"])?;

    // It has nothing to say at all.
    let Client { running, mut connection, .. } = Client::joins(program, &server)?;
    running.end_input();
    connection.expect_end()?;
    connection.send("bia: sem palavras?\n")?;
    connection.close();
    running.finish()?.code(0)?.has_line_with(&["bia: sem palavras?"])?;
    Ok(())
}

/// The reason that the server gives is told as an error, and not as something that was said.
pub fn fails_where_it_is_refused(program: &Program) -> Result {
    let server = program.listen()?;
    for keyboard_ends in [false, true] {
        let (running, mut connection) = knocks(program, &server)?;
        if keyboard_ends {
            running.end_input();
        }
        connection.send("error: ana is here already\n")?;
        connection.close();
        running.finish()?.error_about("here already")?.prints("")?;
    }
    Ok(())
}

/// Before its welcome or behind it, politely or not.
pub fn fails_where_the_server_ends_first(program: &Program) -> Result {
    let server = program.listen()?;
    let (running, connection) = knocks(program, &server)?;
    connection.close();
    running.finish()?.error()?.prints("")?;
    for is_polite in [true, false] {
        let mut client = Client::joins(program, &server)?;
        client.says("oi")?;
        if is_polite {
            client.connection.close();
        } else {
            client.connection.reset()?;
        }
        client.running.finish()?.error()?;
    }
    // Where stdin has ended, too, a connection that breaks has come to no end.
    let Client { running, mut connection, .. } = Client::joins(program, &server)?;
    running.end_input();
    connection.expect_end()?;
    connection.reset()?;
    running.finish()?.error()?;
    Ok(())
}
