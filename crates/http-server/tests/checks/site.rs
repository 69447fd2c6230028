//! The folder that a check gives to the program, what is in it, and the program that serves it.

use grader::{Connection, Folder, Program, Result, Server};

use crate::http::{expect_file, get};

/// A short file.
pub const NOTE: &str = "Olá! Isto é uma nota.\n";

/// Another one, which nobody should take for it.
pub const STYLE: &str = "body { color: #123456 }\n";

/// The page of the folder itself.
pub const INDEX: &str = "<!doctype html>\n<title>Início</title>\n";

/// So many bytes fit into no buffer of a system.
pub const LARGE: usize = 20 << 20;

/// A folder with the two short files and the page.
pub fn small(program: &Program) -> Result<Folder> {
    let folder = program.folder()?;
    folder.put("note.txt", NOTE)?;
    folder.put("style.css", STYLE)?;
    folder.put("index.html", INDEX)?;
    Ok(folder)
}

/// The same, with a large file in it: its bytes are returned too.
pub fn with_large(program: &Program) -> Result<(Folder, Vec<u8>)> {
    let (folder, bytes) = (small(program)?, numbers(LARGE));
    folder.put("large.bin", &bytes)?;
    Ok((folder, bytes))
}

/// So many bytes of numbers, each of which stands there once.
pub fn numbers(length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 8);
    let mut number = 0;
    while bytes.len() < length {
        bytes.extend_from_slice(format!("{number:07}\n").as_bytes());
        number += 1;
    }
    bytes.truncate(length);
    bytes
}

/// Serves a folder with times that no load of a machine comes near.
pub fn serve(program: &Program, folder: &Folder, options: &[&str]) -> Result<Server> {
    serve_with(program, folder, &[&["--header-timeout", "900", "--idle-timeout", "900"], options].concat())
}

/// Serves a folder with these options.
pub fn serve_with(program: &Program, folder: &Folder, options: &[&str]) -> Result<Server> {
    let [first, rest @ ..] = options else { return program.with(&folder.path()).serve() };
    let program = rest.iter().fold(program.with(first), |program, option| program.with(option));
    program.with(&folder.path()).serve()
}

/// This client gets an answer.
pub fn talk(client: &mut Connection) -> Result {
    client.send(get("/note.txt"))?;
    expect_file(client, NOTE)?;
    Ok(())
}

/// One more client comes, and gets an answer.
pub fn serves_another(server: &Server) -> Result<Connection> {
    let mut client = server.connect()?;
    talk(&mut client)?;
    Ok(client)
}
