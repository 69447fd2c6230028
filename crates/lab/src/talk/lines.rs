//! Lines, as they come: of the student, and of the program on stdout and stderr.

use std::io::{self, BufRead, BufReader, Read};
use std::thread;

use super::happening::{Teller, What};

/// A line that is longer is told in parts: who prints no line end must not fill the memory.
const LONGEST: u64 = 64 * 1024;

/// Tells each line of a program's output.
pub fn of_program(output: impl Read + Send + 'static, teller: Teller, what: fn(Vec<u8>) -> What) {
    thread::spawn(move || each(BufReader::new(output), |line| teller.tell(what(line))));
}

/// Tells each line that the student types.
pub fn of_student(teller: Teller) {
    thread::spawn(move || {
        each(io::stdin().lock(), |line| teller.tell(What::Typed(line)));
        teller.tell(What::TypedAll);
    });
}

/// Has each line taken, without its line end, until there are no more or nobody takes them.
fn each(mut from: impl BufRead, take: impl Fn(Vec<u8>) -> bool) {
    loop {
        let mut line = Vec::new();
        match from.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        if line.ends_with(b"\n") {
            line.pop();
            if line.ends_with(b"\r") {
                line.pop();
            }
        }
        if !take(line) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn lines_come_without_their_ends_and_are_not_endless() {
        let long = "x".repeat(LONGEST as usize + 1);
        let text = format!("one\r\n\ntwo\n{long}\nlast");
        let lines = RefCell::new(Vec::new());
        each(text.as_bytes(), |line| {
            lines.borrow_mut().push(String::from_utf8(line).unwrap());
            true
        });
        assert_eq!(lines.into_inner(), ["one", "", "two", &long[1..], "x", "last"]);
    }
}
