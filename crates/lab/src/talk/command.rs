//! What a typed line means: it is sent, or it is a command, which begins with a slash.

use thiserror::Error;

/// What to do with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Send it, with a line end where that is how messages end.
    Line(Vec<u8>),
    /// Send these bytes as they are.
    Raw(Vec<u8>),
    /// Send these bytes one by one.
    Pieces(Vec<u8>),
    /// Say that nothing more will be sent.
    HalfClose,
    /// Give the connection up.
    Reset,
    /// Close the socket.
    Close,
    /// Be one client more.
    New,
    /// Be the client of this number, counted from 1.
    Switch(usize),
    /// Tell which commands there are.
    Help,
    /// End the program and the talk.
    Quit,
}

/// Why a line that begins with a slash is no command.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoCommand {
    /// There is none of this name.
    #[error("there is no command {0}")]
    Unknown(String),
    /// This is no byte in hexadecimal.
    #[error("{0} is no byte in hexadecimal")]
    NoByte(String),
    /// There is nothing to send.
    #[error("there is nothing to send")]
    Nothing,
}

/// Reads a line, which comes without its line end.
///
/// # Errors
/// It begins with a slash, and is no command.
pub fn read(line: &[u8]) -> Result<Command, NoCommand> {
    let Some(command) = line.strip_prefix(b"/") else { return Ok(Command::Line(line.to_vec())) };
    if command.starts_with(b"/") {
        return Ok(Command::Line(command.to_vec()));
    }
    let end = command.iter().position(u8::is_ascii_whitespace).unwrap_or(command.len());
    let (name, rest) = (String::from_utf8_lossy(&command[..end]), command.get(end + 1..).unwrap_or_default());
    Ok(match &*name {
        "fin" => Command::HalfClose,
        "reset" => Command::Reset,
        "close" => Command::Close,
        "hex" => Command::Raw(hexadecimal(rest)?),
        "raw" if rest.is_empty() => return Err(NoCommand::Nothing),
        "raw" => Command::Raw(rest.to_vec()),
        "pieces" => Command::Pieces(rest.to_vec()),
        "new" => Command::New,
        "help" => Command::Help,
        "quit" => Command::Quit,
        number => match number.parse() {
            Ok(number) => Command::Switch(number),
            Err(_) => return Err(NoCommand::Unknown(format!("/{name}"))),
        },
    })
}

/// The bytes that are written as `0d 0a ff`, as `0d0aff` or as `0x0d`.
fn hexadecimal(text: &[u8]) -> Result<Vec<u8>, NoCommand> {
    let text = String::from_utf8_lossy(text);
    let mut bytes = Vec::new();
    for word in text.split_whitespace() {
        let no_byte = || NoCommand::NoByte(word.to_string());
        let digits = word.strip_prefix("0x").unwrap_or(word).as_bytes();
        let is_whole = digits.len() == 1 || digits.len().is_multiple_of(2) && !digits.is_empty();
        if !is_whole || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(no_byte());
        }
        for pair in digits.chunks(2) {
            let pair = str::from_utf8(pair).map_err(|_| no_byte())?;
            bytes.push(u8::from_str_radix(pair, 16).map_err(|_| no_byte())?);
        }
    }
    if bytes.is_empty() { Err(NoCommand::Nothing) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_begin_with_a_slash_is_sent() {
        for (typed, sent) in [("oi", "oi"), ("", ""), (" /fin", " /fin"), ("//fin", "/fin"), ("//", "/")] {
            assert_eq!(read(typed.as_bytes()), Ok(Command::Line(sent.into())));
        }
        assert_eq!(read(b"\xff\x00"), Ok(Command::Line(vec![0xff, 0])));
    }

    #[test]
    fn a_slash_begins_a_command() {
        for (typed, command) in [
            ("/fin", Command::HalfClose),
            ("/reset", Command::Reset),
            ("/close", Command::Close),
            ("/new", Command::New),
            ("/2", Command::Switch(2)),
            ("/help", Command::Help),
            ("/quit", Command::Quit),
            ("/raw  oi ", Command::Raw(b" oi ".to_vec())),
            ("/pieces oi", Command::Pieces(b"oi".to_vec())),
            ("/hex 0d 0a ff", Command::Raw(vec![13, 10, 255])),
            ("/hex 0D0aFF 0x7 9", Command::Raw(vec![13, 10, 255, 7, 9])),
        ] {
            assert_eq!(read(typed.as_bytes()), Ok(command), "{typed}");
        }
    }

    #[test]
    fn what_is_no_command_says_why() {
        let unknown = |name: &str| NoCommand::Unknown(name.to_string());
        for (typed, why) in [
            ("/finn", unknown("/finn")),
            ("/", unknown("/")),
            ("/-1", unknown("/-1")),
            ("/raw", NoCommand::Nothing),
            ("/hex", NoCommand::Nothing),
            ("/hex 0d 0ag", NoCommand::NoByte("0ag".to_string())),
            ("/hex 0x", NoCommand::NoByte("0x".to_string())),
            ("/hex +1", NoCommand::NoByte("+1".to_string())),
        ] {
            assert_eq!(read(typed.as_bytes()), Err(why), "{typed}");
        }
    }
}
